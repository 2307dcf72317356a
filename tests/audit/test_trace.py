"""`tjut trace`: from a row to its cell, and a picture that marks the cell and nothing else."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pypdfium2
import pytest
from PIL import Image, ImageChops

from pipeline.audit.picture import FRAME, LONGEST_SIDE, MARKER, draw
from pipeline.audit.places import Place, Value, trace
from pipeline.cli import main
from pipeline.commands.query import open_warehouse
from pipeline.document import Box
from pipeline.record import Record, Source
from pipeline.refusal import Reason, Refused
from pipeline.run import run
from pipeline.stage import document_id
from pipeline.warehouse import publish
from tests.press.imposition import Sheet, lay
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style
from tests.press.text import plan_text
from tests.support.small_plan import extraction, put

# A plan whose rows are split by page breaks, and one of whose decisions runs over one.
SEED = 4
RULED = Style(
    body="press", headings="press", tables="press", size=12, table_size=8, bullet="-", table_break="split_row"
)
UNRULED = replace(RULED, rules="none", icons="absent")
TURNED = replace(RULED, turned=90)
SHEETS: tuple[Sheet, ...] = ("up", "down", "offset", "cropped")
SCALE = 2.0


@dataclass(frozen=True)
class House:
    """A folder with `raw/` and what a run made of it; `ids` has the document of each file."""

    root: Path
    ids: dict[str, str]

    def ask(self, query: str, *values: Any) -> list[Any]:
        with duckdb.connect(str(self.root / "warehouse.duckdb"), read_only=True) as connection:
            return connection.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    root = tmp_path_factory.mktemp("house")
    raw = root / "raw"
    raw.mkdir()
    plan = random_plan(SEED)
    for name, style in {"ruled": RULED, "unruled": UNRULED, "turned": TURNED}.items():
        set_plan(plan, style, raw / f"{name}.pdf")
    for how in SHEETS:
        shutil.copy(raw / "ruled.pdf", raw / f"{how}.pdf")
        lay(raw / f"{how}.pdf", how)
    (raw / "plan.txt").write_text(plan_text(plan, Style()), encoding="utf-8")
    run(raw, root / "staged", root / "warehouse.duckdb")
    made = House(root, {})
    made.ids.update(made.ask("select file_name, document_id from base.document"))
    assert sorted(made.ids) == sorted(path.name for path in raw.iterdir()), "each file is published"
    return made


@pytest.fixture
def tjut(house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """`tjut trace` in the house: its status, what it says, what it complains about."""
    monkeypatch.chdir(house.root)

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["trace", *arguments])
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, said.out, said.err

    return call


def traced(tjut: Any, *arguments: str) -> list[dict[str, Any]]:
    """The rows that a question gives, as JSON; their pictures are in the folder of the test."""
    status, said, complaints = tjut(*arguments, "--format", "json")
    assert (status, complaints) == (0, "")
    rows: list[dict[str, Any]] = json.loads(said)
    return rows


def opened(path: str | bytes) -> Image.Image:
    return Image.open(io.BytesIO(path) if isinstance(path, bytes) else path).convert("RGB")


def marked(picture: Image.Image) -> Image.Image:
    """White where the picture is marked (the only colour on it), black elsewhere."""
    red, _, blue = picture.split()
    return ImageChops.difference(red, blue).point([0] * 8 + [255] * 248).convert("1")


def inked(picture: Image.Image, box: Sequence[float], scale: float = SCALE) -> int:
    """How many dark pixels there are in a box."""
    part = picture.convert("L").crop([round(edge * scale) for edge in box])  # type: ignore[arg-type]
    return sum(part.histogram()[:100])


def boxes_of(row: dict[str, Any], page: int) -> list[list[float]]:
    return [at["box"] for value in row["values"] for at in value["places"] if at["page"] == page]


# --- the picture holds the ink of the printed text ---------------------------------------------------------------


def without_blanks(text: str) -> str:
    return "".join(text.replace("\u00ad", "").split())


@pytest.mark.parametrize("name", ["ruled.pdf", "unruled.pdf"])
def test_another_library_finds_in_each_box_what_is_said_to_be_printed_there(house: House, name: str) -> None:
    places = house.ask(
        "select page, x0, top, x1, bottom, text from base.provenance where document_id = ?", house.ids[name]
    )
    wrong = []
    with pypdfium2.PdfDocument(house.root / "raw" / name) as document:
        pages = [(page.get_height(), page.get_textpage()) for page in document]
        for page, x0, top, x1, bottom, text in places:
            height, printed = pages[page - 1]
            found = printed.get_text_bounded(x0, height - bottom, x1, height - top)
            if without_blanks(found) != without_blanks(text):
                wrong.append((page, text, found))
    assert len(places) > 400
    assert wrong == [], len(wrong)


@pytest.mark.parametrize("name", ["ruled.pdf", "unruled.pdf"])
def test_one_value_is_marked_and_nothing_else(house: House, tjut: Any, name: str) -> None:
    row_id, stored = house.ask(
        "select row_id, amount_mnkr from base.budget_line where document_id = ? and amount_mnkr > 100 limit 1",
        house.ids[name],
    )[0]
    (row,) = traced(tjut, row_id, "--column", "amount_mnkr")
    (value,) = row["values"]
    (place,) = value["places"]
    assert value["value"] == f"{stored.normalize():f}"
    assert place["text"].replace(",", ".").replace(" ", "") in f"{stored:f}"
    page, crop = map(opened, row["pictures"])
    edges = marked(page).getbbox()
    assert edges == pytest.approx([edge * SCALE for edge in place["box"]], abs=5)
    assert inked(page, place["box"]) > 20 * len(place["text"])
    assert marked(page).histogram()[255] == marked(crop).histogram()[255]
    assert crop.width < page.width / 2


@pytest.mark.parametrize("name", ["ruled.pdf", "unruled.pdf"])
@pytest.mark.parametrize("table", ["indicator", "decision"])
def test_what_runs_over_two_pages_has_a_picture_of_each(house: House, tjut: Any, name: str, table: str) -> None:
    ((row_id, *_),) = house.ask(
        "select row_id from base.provenance where document_id = ? and table_name = ? and part = 2 limit 1",
        house.ids[name],
        table,
    )
    (row,) = traced(tjut, row_id)
    pages = [int(Path(path).stem.rpartition("-")[2]) for path in row["pictures"][:2]]
    assert pages[1] == pages[0] + 1
    for page, path, crop in zip(pages, row["pictures"][:2], row["pictures"][2:], strict=True):
        picture = opened(path)
        assert boxes_of(row, page)
        assert all(inked(picture, box) > 20 for box in boxes_of(row, page))
        assert marked(picture).histogram()[255] == marked(opened(crop)).histogram()[255]


def test_a_condition_picks_the_rows(house: House, tjut: Any) -> None:
    condition = f"document_id = '{house.ids['ruled.pdf']}' and target_value is not null"
    wanted = [row for (row,) in house.ask(f"select row_id from base.indicator where {condition}")]
    assert [row["row_id"] for row in traced(tjut, "indicator", "--where", condition)] == wanted
    status, said, hint = tjut("indicator", "--where", condition, "--limit", "1")
    assert (status, said.splitlines()[0], hint) == (
        0,
        wanted[0],
        f"showing 1 of {len(wanted)} rows: raise --limit to see more\n",
    )


def test_the_rows_of_a_view_lead_to_where_they_are_printed(house: House, tjut: Any) -> None:
    asked = "area_key is not null and measure = 'netto' and basis = 'verksamhetsplan' and is_total"
    expected = house.ask(f"select distinct row_id, amount_mnkr from budget_by_year where {asked}")
    assert expected
    rows = traced(tjut, "budget_by_year", "--where", asked, "--column", "amount_mnkr")
    assert {row["row_id"] for row in rows} == {row_id for row_id, _ in expected}
    for row in rows:
        (value,) = row["values"]
        assert value["places"], "the figure is printed"
    assert tjut("budget_by_year", "--where", "area = 'none'")[0] == 1
    assert tjut("budget_by_year", "--where", "nothing = 1")[0] == 2


@pytest.mark.parametrize("name", ["turned.pdf", *(f"{how}.pdf" for how in SHEETS)])
def test_a_page_shows_the_same_however_it_lies_on_its_sheet(house: House, tjut: Any, name: str) -> None:
    """Turned and marked so, turned and not marked, beginning elsewhere than at the origin, cropped."""
    middle = house.ask("select page_count // 2 + 1 from base.document where file_name = 'ruled.pdf'")[0][0]
    key = house.ask(
        "select table_name || '/' || split_part(row_id, '/', 3) || '/' || split_part(row_id, '/', 4)"
        " from base.provenance where document_id = ? and page = ? and table_name = 'indicator' limit 1",
        house.ids["ruled.pdf"],
        middle,
    )[0][0]
    (straight,) = traced(tjut, f"{house.ids['ruled.pdf']}/{key}")
    (laid,) = traced(tjut, f"{house.ids[name]}/{key}")
    assert len(straight["pictures"]) == len(laid["pictures"]) >= 2
    for one, other in zip(straight["pictures"], laid["pictures"], strict=True):
        ours, theirs = opened(one), opened(other)
        assert ours.size == theirs.size
        assert ImageChops.difference(marked(ours), marked(theirs)).histogram()[255] == 0
        apart = ImageChops.difference(ours.convert("L"), theirs.convert("L")).histogram()
        assert sum(apart[128:]) < 0.02 * inked(ours, (0, 0, ours.width / SCALE, ours.height / SCALE))


def test_a_value_is_written_as_in_other_answers(house: House, tjut: Any) -> None:
    query = "select row_id, amount_mnkr from base.budget_line where is_total and amount_mnkr is not null limit 1"
    ((row_id, amount),) = house.ask(query)
    said = tjut(row_id)[1]
    assert "is_total = true\n" in said and "True" not in said
    (row,) = traced(tjut, row_id, "--column", "amount_mnkr")
    assert row["values"][0]["value"] == f"{amount.normalize():f}"


def test_a_text_file_has_lines_and_no_pictures(house: House, tjut: Any) -> None:
    row_id, amount = house.ask(
        "select row_id, amount_sek from base.decision where document_id = ? and amount_sek is not null limit 1",
        house.ids["plan.txt"],
    )[0]
    (row,) = traced(tjut, row_id, "--column", "amount_sek")
    (place,) = row["values"][0]["places"]
    lines = (house.root / "raw" / "plan.txt").read_text("utf-8").splitlines()
    assert place["line_text"] == lines[place["line"] - 1]
    assert place["text"].startswith(place["line_text"])
    assert row["pictures"] == []
    status, said, _ = tjut(row_id, "--column", "amount_sek")
    assert status == 0
    assert f"line {place['line']}: {place['line_text'].strip()}" in said
    assert f"amount_sek = {amount.normalize():f}" in said


def test_a_row_that_is_not_printed_says_so(house: House, tjut: Any, tmp_path: Path) -> None:
    row_id, page = house.ask("select row_id, page from base.finding where page is not null limit 1")[0]
    status, said, complaints = tjut(row_id)
    assert (status, complaints) == (0, "")
    assert f"no value of this row is printed; Tjut derives them; it belongs to page {page}" in said
    status, said, _ = tjut(house.ask("select row_id from base.indicator limit 1")[0][0], "--column", "ordinal")
    assert status == 0
    assert "not printed: empty, or counted or derived by Tjut" in said


def test_a_finding_shows_the_cell_that_is_most_likely_wrong(tmp_path: Path) -> None:
    made = extraction()
    suspect = next(record for record in made.records if record.table == "budget_line")
    suspect.sources["amount_mnkr"] = (Source(7, Box(10, 20, 30, 40), "100,5"),)
    suspect_row_id = f"{document_id(made)}/budget_line/1/1/1"
    made.records.append(
        Record(
            "finding",
            {
                "ordinal": 2,
                "rule": "net",
                "severity": "error",
                "message": "Nettot stämmer inte.",
                "suspect_row_id": suspect_row_id,
                "suspect_column": "amount_mnkr",
            },
        )
    )
    put(tmp_path / "staged", made)
    publish(tmp_path / "staged", tmp_path / "warehouse.duckdb", [])
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        ((row,), _) = trace(connection, "finding", "ordinal = 2", None, 10)
    assert row.values == (Value("suspect_row_id", suspect_row_id, (Place(7, Box(10, 20, 30, 40), None, "100,5"),)),)
    assert row.marks == {7: [Box(10, 20, 30, 40)]}


# --- what goes wrong ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status", "complaint"),
    [
        (["nonsense"], 2, "there is no table or document nonsense. Tables: document, "),
        (["farsta-2026-0574426b0bb7/nonsense/1"], 2, "is not a row id: there is no table nonsense"),
        (["farsta-2026-0574426b0bb7/goal/1"], 1, "no row of goal has that id"),
        (["goal", "--where", "false"], 1, "no row of goal matches the condition"),
        (["goal", "--where", "title lke 'x'"], 2, "DuckDB cannot run this condition on goal: Parser Error"),
        (["goal", "--where", "nonsense = 1"], 2, 'Referenced column "nonsense" not found'),
        (
            ["goal", "--where", "title in (from read_text('raw/plan.txt'))"],
            2,
            "File system LocalFileSystem has been disabled",
        ),
        (["goal", "--where", "true); drop table goal; select (true"], 2, "Parser Error"),
        (["goal", "--column", "nonsense"], 2, "goal has no column nonsense. It has row_id, "),
        (["provenance"], 2, "there is no table or document provenance"),
        (["indicator_by_yaer", "--where", "plan_year = 2026"], 2, "(did you mean indicator_by_year or "),
        (["base.gaol", "--where", "true"], 2, "there is no table or document gaol (did you mean goal?)"),
        (["finding_cause"], 2, "finding_cause has no row_id"),
        (["base.goal", "--where", "false"], 1, "no row of goal matches the condition"),
        (["base.reviewed_goal", "--where", "false"], 1, "no row of reviewed_goal matches the condition"),
        (["goal", "--warehouse", "elsewhere.duckdb"], 2, "there is no warehouse at elsewhere.duckdb"),
        (["goal", "--raw", "elsewhere", "--limit", "1"], 1, "elsewhere cannot be searched for "),
        (["goal", "--out", "raw/plan.txt/x", "--limit", "1"], 3, "Not a directory"),
    ],
)
def test_a_question_that_cannot_be_answered(tjut: Any, arguments: list[str], status: int, complaint: str) -> None:
    ended, _, said = tjut(*arguments)
    assert (ended, "Traceback" in said) == (status, False)
    assert complaint in said


@pytest.fixture
def moved(house: House, tmp_path: Path) -> House:
    """The same warehouse with a raw folder of its own that has one file, by another name in a folder."""
    shutil.copy(house.root / "warehouse.duckdb", tmp_path)
    (tmp_path / "raw" / "nämnden").mkdir(parents=True)
    shutil.copy(house.root / "raw" / "ruled.pdf", tmp_path / "raw" / "nämnden" / "beslut.pdf")
    return House(tmp_path, house.ids)


def test_a_source_is_found_by_its_bytes(moved: House, tjut: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(moved.root)
    (row,) = traced(tjut, moved.ids["ruled.pdf"])
    assert row["source"] == "raw/nämnden/beslut.pdf"
    assert row["pictures"]


def test_a_source_that_is_missing_or_changed_is_told(moved: House, tjut: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stored places are shown all the same, but no picture of other bytes than those that were read."""
    monkeypatch.chdir(moved.root)
    status, said, complaint = tjut(moved.ids["unruled.pdf"])
    assert status == 1
    assert "plan_year = 2024" in said
    assert "picture" not in said
    assert complaint.startswith("no file under raw has the sha256 ")
    assert "(it was called unruled.pdf when it was read)" in complaint
    (moved.root / "raw" / "unruled.pdf").write_bytes(b"%PDF-1.7 another")
    status, said, complaint = tjut(moved.ids["unruled.pdf"])
    assert (status, "picture" in said) == (1, False)
    assert complaint.startswith("raw/unruled.pdf has changed since it was read: its sha256 is ")


def test_what_cannot_be_drawn_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing else")
    with pytest.raises(Refused) as refused:
        draw(broken, {1: [Box(0, 0, 10, 10)]}, crop=False)
    assert refused.value.reason is Reason.DAMAGED
    with pytest.raises(FileNotFoundError):
        draw(tmp_path / "absent.pdf", {1: [Box(0, 0, 10, 10)]}, crop=False)


@pytest.mark.parametrize("size", [(14_400, 14_400), (1e9, 10), (10, 1e9), (0.001, 0.001)])
def test_a_page_of_any_size_gives_a_picture_of_bounded_size(tmp_path: Path, size: tuple[float, float]) -> None:
    path = tmp_path / "huge.pdf"
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(*size)
        document.save(path)
    for crop in (False, True):
        for box in (Box(1, 2, 30, 9), Box(0, 0, *size), Box(-5e9, 5e9, -5e9, 5e9)):
            (picture,) = draw(path, {1: [box]}, crop=crop).values()
            assert max(opened(picture).size) <= LONGEST_SIDE + 1


def test_a_page_takes_little_room_and_has_no_colour_but_the_marks(house: House) -> None:
    picture = draw(house.root / "raw" / "ruled.pdf", {2: [Box(100, 100, 200, 120)]}, crop=False, scale=1.5)[2]
    assert len(picture) < 100_000
    colours = {colour for _, colour in opened(picture).getcolors(256) or []}
    assert {MARKER, FRAME} <= colours
    assert len(colours) <= 15
    assert draw(house.root / "raw" / "ruled.pdf", {2: []}, crop=True) == {}
