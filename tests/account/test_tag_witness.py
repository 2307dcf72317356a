"""The tags of a PDF are a witness of its tables: a row that was read otherwise is told, a tag that lies spoils none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline.account.tag_witness import disagreements, told_by_tags
from pipeline.account.tagged_rulings import by_tags
from pipeline.document import Document
from pipeline.parse import parse
from pipeline.read import read
from pipeline.read.pdfium import Seen
from pipeline.read.tags import tagged_text
from pipeline.record import Extraction, Record
from pipeline.stage import rows_of
from tests.press.plan import Plan
from tests.press.producers import missing, set_plan
from tests.press.random_plan import random_plan
from tests.press.records import records_of
from tests.press.style import Style
from tests.press.variations import with_empty_cells
from tests.press.web_page import web_page
from tests.support.layouts import differences, rows_of_extraction, rows_of_records

TAGGED = Style(
    producer="weasyprint", body="press", headings="press", tables="press", rules="horizontal", tagged=True, size=10
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return random_plan(1)


@pytest.fixture(scope="module")
def path(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if reason := missing("weasyprint"):
        pytest.skip(reason)
    return set_plan(plan, TAGGED, tmp_path_factory.mktemp("tags") / "plan.pdf")


@pytest.fixture(scope="module")
def document(path: Path) -> Document:
    return read(path)


@pytest.fixture(scope="module")
def parsed(document: Document) -> Extraction:
    return parse(document)


@pytest.fixture
def extraction(parsed: Extraction) -> Extraction:
    """What was parsed, for one test to change."""
    return deepcopy(parsed)


def _of(extraction: Extraction, table: str) -> list[Record]:
    return [record for record in extraction.records if record.table == table]


def _two(extraction: Extraction) -> tuple[Record, Record]:
    """Two rows of one table, one below the other."""
    rows = _of(extraction, "indicator")
    return next(
        (one, other)
        for one, other in pairwise(rows)
        if one.values["goal_code"] == other.values["goal_code"] and one.page == other.page
    )


def _set(path: Path, html: str) -> Path:
    import weasyprint

    weasyprint.HTML(string=html).write_pdf(path, pdf_tags=True)
    return path


def _told(path: Path) -> list[tuple[str, str]]:
    document = read(path)
    return [(one.severity, one.message) for one in disagreements(path, document, parse(document))]


def test_each_cell_of_a_tagged_page_is_known(path: Path, document: Document) -> None:
    pdf = Seen(path.read_bytes())
    cells = {text.cell for number in range(1, len(pdf) + 1) for text in tagged_text(pdf, number) if text.cell}
    rows = {cell.row for cell in cells if not cell.header}
    read = parse(document)
    assert len(rows) >= len(_of(read, "indicator")) + len(_of(read, "activity")) + len(_of(read, "turnover_change"))


@pytest.mark.parametrize("producer", ["weasyprint", "chromium"])
@pytest.mark.parametrize("landscape", ["none", "all"])
def test_tags_agree_with_what_is_read_as_it_was_set(producer: Any, landscape: Any, tmp_path: Path) -> None:
    """Rows over page breaks, repeated headers and headers of pages among them."""
    if reason := missing(producer):
        pytest.skip(reason)
    plan, style = random_plan(4), replace(TAGGED, producer=producer, table_break="split_row", landscape=landscape)
    path = set_plan(plan, style, tmp_path / "plan.pdf")
    read_again = parse(read(path))
    assert Seen(path.read_bytes()).tagged
    assert differences(rows_of_records(records_of(plan)), rows_of_extraction(read_again)) == []
    assert _told(path) == []


def test_a_turned_page_is_asked_as_it_is_shown(path: Path, tmp_path: Path) -> None:
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            page.rotate(90, relative=True)
        pdf.save(tmp_path / "turned.pdf")
    from pipeline.account.tagged import located, rows_read

    turned = read(tmp_path / "turned.pdf")
    rows = rows_read(parse(turned))
    words = list(located(Seen((tmp_path / "turned.pdf").read_bytes()), turned.pages, rows))
    if rows:  # where a page that lies on its side is read at all
        assert any(word.read and word.tag for word in words)


def test_two_rows_read_as_one_are_told(path: Path, document: Document, extraction: Extraction) -> None:
    one, other = _two(extraction)
    one.sources["name"] += other.sources["name"]
    extraction.records.remove(other)
    (finding,) = told_by_tags(path, document, extraction)
    assert (finding.values["rule"], finding.values["severity"]) == ("andra_läsaren", "error")
    assert f"{one.values['name']}"[:40] in str(finding.values["message"])
    assert finding.suspect == (one, "name")


def test_a_row_read_as_two_is_told_of_both(path: Path, document: Document, extraction: Extraction) -> None:
    one, other = _two(extraction)
    extraction.records.remove(other)
    half = deepcopy(one)
    half.sources = {"name": one.sources.pop("periodicity")}
    extraction.records.insert(extraction.records.index(one) + 1, half)
    found = [finding for finding in told_by_tags(path, document, extraction) if finding.suspect]
    assert [finding.suspect and finding.suspect[0] for finding in found][:2] == [one, half]


def test_words_that_a_cell_lost_are_told(path: Path, document: Document, extraction: Extraction) -> None:
    one, _ = _two(extraction)
    (source,) = one.sources["name"]
    assert source.box is not None
    narrower = source.box._replace(x1=(source.box.x0 + source.box.x1) / 2)
    one.sources["name"] = (replace(source, box=narrower),)
    (finding,) = told_by_tags(path, document, extraction)
    assert finding.values["severity"] == "error"
    assert "men är inte läst där" in str(finding.values["message"])
    assert finding.suspect == (one, "name")


def test_a_row_that_was_not_read_is_told(path: Path, document: Document, extraction: Extraction) -> None:
    one, _ = _two(extraction)
    extraction.records.remove(one)
    (finding,) = told_by_tags(path, document, extraction)
    assert finding.values["severity"] == "error"
    assert f"”{one.values['name']}"[:30] in str(finding.values["message"])
    assert finding.suspect is None


def test_a_figure_read_in_another_column_is_told(path: Path, document: Document, extraction: Extraction) -> None:
    row = next(row for row in _of(extraction, "turnover_change") if {"costs_mnkr", "income_mnkr"} <= row.sources.keys())
    row.sources["costs_mnkr"], row.sources["income_mnkr"] = row.sources["income_mnkr"], row.sources["costs_mnkr"]
    found = told_by_tags(path, document, extraction)
    assert {finding.suspect and finding.suspect[1] for finding in found} == {"costs_mnkr", "income_mnkr"}
    assert all("kolumn" in str(finding.values["message"]) for finding in found)


def test_columns_that_all_rows_have_wrongly_are_told_by_their_header(
    path: Path, document: Document, extraction: Extraction
) -> None:
    """No row differs from the others: only the words above them tell."""
    for row in _of(extraction, "turnover_change"):
        row.sources["costs_mnkr"], row.sources["income_mnkr"] = row.sources["income_mnkr"], row.sources["costs_mnkr"]
    found = told_by_tags(path, document, extraction)
    assert len(found) == 2 * len(_of(extraction, "turnover_change"))
    assert {finding.suspect and finding.suspect[1] for finding in found} == {"costs_mnkr", "income_mnkr"}
    assert any("rubriken ”Intäkter”" in str(finding.values["message"]) for finding in found)


def test_a_header_cut_in_another_place_is_told_of_its_figures(
    path: Path, document: Document, extraction: Extraction
) -> None:
    """`Intäkter 2026 | Netto` for `Intäkter | 2026 Netto`: which year's figures they are hangs on it."""
    lines = [row for row in _of(extraction, "budget_line") if row.values["table_ordinal"] == 1]
    wrong = [row for row in lines if row.values["column_ordinal"] == 2]
    for row in wrong:
        (source,) = row.sources["column_text"]
        row.sources["column_text"] = (replace(source, text=source.text + " Netto"),)
    found = told_by_tags(path, document, extraction)
    assert [id(finding.suspect[0]) for finding in found if finding.suspect] == [id(row) for row in wrong]
    assert all("är läst under" in str(finding.values["message"]) for finding in found)


def test_a_figure_read_in_another_row_is_told(path: Path, document: Document, extraction: Extraction) -> None:
    one, other = _of(extraction, "turnover_change")[:2]
    one.sources["net_mnkr"], other.sources["net_mnkr"] = other.sources["net_mnkr"], one.sources["net_mnkr"]
    found = told_by_tags(path, document, extraction)
    assert {id(finding.suspect[0]) for finding in found if finding.suspect} == {id(one), id(other)}


def test_the_stored_row_is_suspect(path: Path, document: Document, extraction: Extraction) -> None:
    one, other = _two(extraction)
    one.sources["name"] += other.sources["name"]
    extraction.records.remove(other)
    extraction.records.extend(told_by_tags(path, document, extraction))
    rows = rows_of(extraction)
    (found,) = [finding for finding in rows["finding"] if finding["rule"] == "andra_läsaren"]
    (row,) = [row for row in rows["indicator"] if row["row_id"] == found["suspect_row_id"]]
    assert (row["name"], found["suspect_column"]) == (one.values["name"], "name")


def _elements(element: Any) -> Iterator[pikepdf.Dictionary]:
    """The elements of a structure tree, each before those below it."""
    if isinstance(element, pikepdf.Array):
        for one in element:
            yield from _elements(one)
    elif isinstance(element, pikepdf.Dictionary) and ("/S" in element or element.get("/Type") == "/StructTreeRoot"):
        yield element
        yield from _elements(element.get("/K"))


def _lying(path: Path, made: Path, lie: Callable[[list[pikepdf.Dictionary]], None]) -> Path:
    """The file with other tags; `lie` is told the rows of each table that are no header."""
    with pikepdf.open(path) as pdf:
        for table in [one for one in _elements(pdf.Root.StructTreeRoot) if one.get("/S") == "/Table"]:
            rows = [one for one in _elements(table) if one.get("/S") == "/TR"]
            lie([row for row in rows if any(cell.get("/S") == "/TD" for cell in _elements(row.K))])
        pdf.save(made)
    return made


def _put(row: pikepdf.Dictionary, cells: list[pikepdf.Dictionary]) -> None:
    row.K = pikepdf.Array(cells)
    for cell in cells:
        cell.P = row


def _one_row(rows: list[pikepdf.Dictionary]) -> None:
    _put(rows[0], [cell for row in rows for cell in row.K])
    for row in rows[1:]:
        row.K = pikepdf.Array()


def _names_of_others(rows: list[pikepdf.Dictionary]) -> None:
    cells = [list(row.K) for row in rows]
    for row, other, own in zip(rows, [*cells[1:], *cells[:1]], cells, strict=True):
        _put(row, [other[0], *own[1:]])


def _untagged(rows: list[pikepdf.Dictionary]) -> None:
    for row in rows[len(rows) // 2 :]:
        for cell in row.K:
            cell.S = pikepdf.Name.P
        row.S = pikepdf.Name.Div


@pytest.mark.parametrize("lie", [_one_row, _names_of_others])
def test_tags_that_make_no_rows_spoil_none(
    lie: Callable[[list[pikepdf.Dictionary]], None], path: Path, tmp_path: Path
) -> None:
    """All rows tagged as one; each name in the row above: what was read is a table, and what is tagged is none."""
    ((severity, message),) = _told(_lying(path, tmp_path / "lying.pdf", lie))
    assert severity == "note"
    assert "ställen motsäger dokumentets taggar tabeller" in message


def test_rows_that_are_not_tagged_are_none_of_the_witness(path: Path, tmp_path: Path) -> None:
    assert [told for told in _told(_lying(path, tmp_path / "part.pdf", _untagged)) if told[0] == "error"] == []


def test_a_file_that_is_not_tagged_costs_a_question(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = set_plan(plan, Style(producer="reportlab"), tmp_path / "plan.pdf")
    document = read(path)
    monkeypatch.setattr("pipeline.account.tag_witness.located", None)
    assert told_by_tags(path, document, parse(document)) == []


def test_a_page_laid_out_by_tables_has_the_rows_of_the_inner_ones(plan: Plan, tmp_path: Path) -> None:
    if reason := missing("weasyprint"):
        pytest.skip(reason)
    html = web_page(plan, TAGGED)
    nested = html.replace("<table class='grid'>", "<table><tr><td><table class='grid'>")
    path = _set(tmp_path / "plan.pdf", nested.replace("</tbody></table>", "</tbody></table></td></tr></table>"))
    assert _told(path) == []


def test_a_loop_of_tags_ends(path: Path, tmp_path: Path) -> None:
    def looped(rows: list[pikepdf.Dictionary]) -> None:
        for row in rows:
            _put(row, [*row.K, row])

    read(_lying(path, tmp_path / "loop.pdf", looped))
    _told(tmp_path / "loop.pdf")


UNRULED = replace(TAGGED, rules="none", shaded_header=False, cell_padding=1, label_share=0.18)


@pytest.fixture(scope="module")
def unruled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of which blanks alone tell some rows wrongly: its labels are broken anywhere, rows as near as lines."""
    if reason := missing("weasyprint"):
        pytest.skip(reason)
    return set_plan(random_plan(2, "medium"), UNRULED, tmp_path_factory.mktemp("unruled") / "plan.pdf")


def test_rows_that_the_page_does_not_rule_are_read_as_they_are_tagged_where_these_alone_fit(unruled: Path) -> None:
    document = read(unruled)
    set_rows = rows_of_records(records_of(random_plan(2, "medium")))
    by_blanks = parse(document)
    extraction, found = by_tags(unruled, document, by_blanks)
    wrong, wrong_before = (len(differences(set_rows, rows_of_extraction(one))) for one in (extraction, by_blanks))
    assert wrong <= wrong_before / 2
    assert found[0].severity == "note" and "så som dokumentets taggar delar dem" in found[0].message


@pytest.mark.parametrize("lie", [_one_row, _names_of_others])
def test_no_row_is_read_as_it_is_tagged_where_tags_make_none(
    lie: Callable[[list[pikepdf.Dictionary]], None], unruled: Path, tmp_path: Path
) -> None:
    path = _lying(unruled, tmp_path / "lying.pdf", lie)
    document, set_rows = read(path), rows_of_records(records_of(random_plan(2, "medium")))
    by_blanks = parse(document)
    extraction, _ = by_tags(path, document, by_blanks)  # tables of one row are tagged as they are set
    wrong, wrong_before = (set(differences(set_rows, rows_of_extraction(one))) for one in (extraction, by_blanks))
    assert wrong <= wrong_before


def test_rows_that_lack_a_cell_say_nothing_of_columns(tmp_path: Path) -> None:
    """Chromium tags no empty cell: the third of a row is a target here, where the periodicity is missing, and there the
    periodicity."""
    if reason := missing("weasyprint"):
        pytest.skip(reason)
    plan = with_empty_cells(random_plan(4, "medium"))
    first = next(goal for goal in plan.goals if len(goal.indicators) > 3)
    lacking = tuple(replace(item, target=None) if n == 3 else item for n, item in enumerate(first.indicators))
    goals = tuple(replace(goal, indicators=lacking) if goal is first else goal for goal in plan.goals)
    path = set_plan(replace(plan, goals=goals), TAGGED, tmp_path / "plan.pdf")

    def full_alone(rows: list[pikepdf.Dictionary]) -> None:
        for row in rows:
            _put(row, [cell for cell in row.K if cell.get("/K")])

    assert [told for told in _told(_lying(path, tmp_path / "empty.pdf", full_alone)) if told[0] == "error"] == []
