"""The press itself: what it sets stands on the page, whole, readable and the same each time."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.press import kept
from tests.press import variations as vary
from tests.press.facsimile import FACSIMILE, facsimile_plan, set_facsimile
from tests.press.flow import Bullet, Grid, Heading, Paragraph, Point, blocks_of
from tests.press.fonts import width_of
from tests.press.galley import MARGIN
from tests.press.imposition import page_order
from tests.press.layout import lay_out
from tests.press.plan import BudgetRow, Goal, Plan, load_plan, save_plan
from tests.press.producers import PRODUCERS, missing, set_plan
from tests.press.random_plan import random_plan
from tests.press.records import records_of
from tests.press.sheet import Sheet, Text
from tests.press.style import Style
from tests.press.text import TextTraits, plan_text
from tests.press.typography import amount, typeset
from tests.press.wrap import wrap
from tests.support.places import SHARED

RECORDS = SHARED / "corpus" / "hasselby-vallingby-vp-2026.records.json"
FACTS = ("decisions", "goals", "expected_results", "indicators", "activities", "budget_tables", "turnover_changes")
FACTS += ("adjustments", "investments", "result_units")
EMBEDDED = Style(body="press", headings="press", tables="press", size=10, table_size=8)
SPECIAL = replace(EMBEDDED, minus="−", thousands="\u202f", ligatures=True)
STYLES = {
    "plain": Style(),
    "embedded": EMBEDDED,
    "special characters": SPECIAL,
    "letter-spaced": replace(EMBEDDED, letter_spacing=0.4),
    "soft hyphens": replace(EMBEDDED, soft_hyphens=True, label_share=0.14),
    "horizontal rules": Style(rules="horizontal", shaded_header=False, icons="empty", align="middle"),
    "no rules": Style(rules="none", shaded_header=False, icons="absent", folio="footer", line_end_blank=False),
    "bare": Style(cover=False, contents=False, folio="none", heading_weight="size", level5="bold", bullet="-"),
    "split row": Style(table_break="split_row", repeat_header=False, decisions="wide", decision_blank="none"),
    "last row": Style(table_break="last_row", label_share=0.13, folio="number", align="bottom"),
    "landscape": Style(landscape="all", break_at_hyphens=False),
    "landscape page": Style(landscape="budget", goal_number="1.1.1."),
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return facsimile_plan()


def printable(text: str) -> Counter[str]:
    """The characters of a text without blanks, typographic variants folded."""
    text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("\u2010", "-").replace("\ufffe", "\u00ad")
    return Counter(re.sub(r"[\s\u00ad\u0002]", "", text))


def text_of(path: Path) -> str:
    """The text layer, read by PDFium."""
    with pdfium.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def content(plan: Plan, style: Style) -> Counter[str]:
    """The characters of headings, prose and tables."""
    wanted: Counter[str] = Counter()
    for block in blocks_of(plan, style):
        match block:
            case Heading() | Paragraph() | Point():
                wanted += printable(block.text)
            case Bullet():
                wanted += printable(block.mark + block.text)
            case Grid():
                wanted += printable("".join(cell for row in block.rows for cell in row.cells))
    return wanted


def test_the_committed_facsimile_is_what_the_command_makes(tmp_path: Path) -> None:
    assert set_facsimile(tmp_path / "again.pdf").read_bytes() == FACSIMILE.read_bytes()
    assert FACSIMILE.stat().st_size < 1_000_000


def test_the_facsimile_says_what_it_is() -> None:
    with pdfium.PdfDocument(FACSIMILE) as document:
        assert "Faksimil" in document[0].get_textpage().get_text_range()


@pytest.mark.skipif(not RECORDS.exists(), reason="../shared/corpus is not here")
@pytest.mark.parametrize("table", FACTS)
def test_the_facsimile_carries_the_true_facts(plan: Plan, table: str) -> None:
    transcribed, ours = json.loads(RECORDS.read_text())[table], records_of(plan)[table]
    assert len(ours) == len(transcribed)
    for row, fact in zip(ours, transcribed, strict=True):
        assert {key: row.get(key) for key in fact} == fact


@pytest.mark.skipif(not RECORDS.exists(), reason="../shared/corpus is not here")
def test_the_facsimile_has_no_prose_of_the_real_plan(plan: Plan) -> None:
    theirs = " ".join(RECORDS.with_name("hasselby-vallingby-vp-2026.txt").read_text().split())
    sections = [*plan.introduction, *plan.closing, *(section for goal in plan.goals for section in goal.sections)]
    prose = [text for section in sections for text in section.paragraphs]
    prose += [text for goal in plan.goals for text in (*goal.prose, *goal.description)]
    prose += [text for table in plan.budget for text in table.prose]
    prose += [text for table in plan.budget for section in table.sections for text in section.paragraphs]
    prose += [text for item in plan.investments for text in item.paragraphs]
    prose += [item.text for item in plan.applications]
    prose += [*plan.investment_prose, *plan.result_unit_prose, *plan.adjustment_prose, *plan.turnover_prose]
    sentences = {part for text in prose for part in re.split(r"(?<=\.)\s", text) if len(part) > 30}
    assert len(sentences) > 100
    assert not {sentence for sentence in sentences if sentence in theirs}


def test_a_plan_survives_its_data_file(tmp_path: Path) -> None:
    plan = vary.with_outcomes(random_plan(3))
    save_plan(plan, tmp_path / "plan.json")
    assert load_plan(tmp_path / "plan.json") == plan


@pytest.mark.parametrize("producer", PRODUCERS)
@pytest.mark.parametrize("name", STYLES)
def test_all_that_is_set_stands_in_the_text_layer(producer: str, name: str, tmp_path: Path) -> None:
    if missing(producer):
        pytest.skip(missing(producer))
    plan, style = random_plan(len(name)), replace(STYLES[name], producer=producer)
    found = printable(text_of(set_plan(plan, style, tmp_path / "plan.pdf")))
    lost = content(plan, style) - found
    assert not lost


@pytest.mark.parametrize("producer", PRODUCERS)
def test_the_same_plan_and_style_give_the_same_bytes(
    producer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing(producer):
        pytest.skip(missing(producer))
    monkeypatch.setattr("tests.press.producers.SLOW", ())  # each time anew
    style = replace(SPECIAL, producer=producer, order="swapped", turned=90)
    first, second = (set_plan(random_plan(1), style, tmp_path / f"{name}.pdf").read_bytes() for name in "ab")
    assert first == second


def test_what_takes_long_is_set_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEPT", tmp_path / "kept")
    asked: list[Style] = []

    def press(_: Plan, style: Style, path: Path) -> None:
        asked.append(style)
        path.write_text(repr(style))

    for style in (Style(), SPECIAL, Style()):
        kept.set_once(press, random_plan(1), style, tmp_path / "plan.pdf")
        assert (tmp_path / "plan.pdf").read_text() == repr(style)
    assert asked == [Style(), SPECIAL]


@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize("seed", range(3))
def test_nothing_overlaps_and_nothing_leaves_the_page(name: str, seed: int) -> None:
    style = STYLES[name]
    for sheet in lay_out(blocks_of(random_plan(seed, "medium"), style), style):
        check_sheet(sheet, style)


def check_sheet(sheet: Sheet, style: Style) -> None:
    boxes = []
    for mark in sheet.marks:
        if isinstance(mark, Text) and mark.text.strip():
            width = width_of(mark.text.rstrip(), mark.face, mark.size, style.letter_spacing)
            assert mark.x >= MARGIN - 1, mark
            assert mark.x + width <= sheet.width - MARGIN + 3, mark
            assert 0 < mark.baseline < sheet.height, mark
            boxes.append((mark.x, mark.baseline - 0.7 * mark.size, mark.x + width, mark.baseline, mark.text))
    for index, (x0, top, x1, bottom, text) in enumerate(boxes):
        for other in boxes[index + 1 :]:
            apart = x1 <= other[0] + 0.1 or other[2] <= x0 + 0.1 or bottom <= other[1] or other[3] <= top
            assert apart, (text, other[4])


def test_a_forced_break_leaves_one_row_at_the_foot_of_the_page(plan: Plan) -> None:
    style = Style(table_break="last_row")
    for sheet in lay_out(blocks_of(plan, style), style):
        texts = [mark for mark in sheet.marks if isinstance(mark, Text)]
        heads = [mark for mark in texts if mark.text.strip() == "Indikator"]
        if heads:
            below = [mark for mark in texts if mark.baseline > heads[-1].baseline and mark.text.strip() == "År"]
            assert len(below) == 1
            assert sheet.height - below[0].baseline < 110
            return
    pytest.fail("no table of indicators was set")


def test_a_row_is_split_over_two_pages(plan: Plan) -> None:
    style = Style(table_break="split_row")
    pages = [
        "".join(mark.text for mark in sheet.marks if isinstance(mark, Text))
        for sheet in lay_out(blocks_of(plan, style), style)
    ]
    first = next(index for index, page in enumerate(pages) if "Andel barn och ungdomar som är" in page)
    assert "tillgången till fritidsaktiviteter" not in pages[first]
    assert "tillgången till fritidsaktiviteter" in pages[first + 1].replace("\n", "")


def test_a_row_longer_than_a_page_is_set_whole(plan: Plan, tmp_path: Path) -> None:
    long = vary.with_long_row(plan)
    path = set_plan(long, Style(), tmp_path / "long.pdf")
    assert not content(long, Style()) - printable(text_of(path))


def test_a_turned_page_is_seen_upright(tmp_path: Path) -> None:
    plan = random_plan(2)
    upright = set_plan(plan, Style(), tmp_path / "upright.pdf")
    for degrees in (90, 180, 270):
        turned = set_plan(plan, Style(turned=degrees), tmp_path / f"{degrees}.pdf")
        with pdfium.PdfDocument(upright) as straight, pdfium.PdfDocument(turned) as other:
            middle = len(straight) // 2
            assert other[middle].get_rotation() == degrees
            seen, wanted = (item[middle].render(scale=0.5).to_pil().convert("L") for item in (other, straight))
            assert seen.size == wanted.size
            differing = sum(abs(a - b) > 128 for a, b in zip(seen.tobytes(), wanted.tobytes(), strict=True))
            assert differing < 0.01 * seen.size[0] * seen.size[1]


def test_pages_out_of_order() -> None:
    assert page_order(6, Style(order="swapped")) == [0, 1, 3, 2, 4, 5]
    assert page_order(6, Style(order="doubled")) == [0, 1, 2, 3, 3, 4, 5]


def test_a_style_that_its_fonts_cannot_print_is_refused() -> None:
    with pytest.raises(ValueError, match="times lack"):
        replace(EMBEDDED, body="times", minus="−")


@given(st.decimals(min_value=-100000, max_value=100000, places=1))
def test_an_amount_is_printed_with_comma_and_blanks(value: Decimal) -> None:
    printed = amount(value)
    assert Decimal(printed.replace(" ", "").replace(",", ".")) == value
    assert re.fullmatch(r"-?\d{1,3}( \d{3})*,\d", printed)


def test_typography_prints_variants() -> None:
    style = replace(SPECIAL, thousands="\u2009", soft_hyphens=True)
    assert typeset("Netto -2 751,0 år 2026-01-01 stiff", style) == "Netto −2\u2009751,0 år 2026-01-01 sti\ufb00"
    assert "\u00ad" in typeset("förvaltningsadministration", style)


@settings(deadline=None)
@given(
    st.text(alphabet="ab- \u00ad", min_size=1, max_size=60).map(lambda text: " ".join(text.split())), st.integers(1, 12)
)
def test_lines_put_together_are_the_text(text: str, width: int) -> None:
    lines = wrap(text, width, len)
    assert "".join(lines).replace("\u00ad", "") == text.replace("\u00ad", "")
    assert all(len(line.rstrip(" ")) <= max(width, 1) for line in lines)


def test_a_word_wider_than_its_column_is_broken_without_hyphen() -> None:
    assert wrap("Nämnd- och förvaltningsadministration", 25, len) == ["Nämnd- och ", "förvaltningsadministratio", "n"]


@pytest.mark.parametrize("seed", range(20))
def test_a_random_plan_adds_up(seed: int) -> None:
    plan = random_plan(seed, "medium")
    for table in plan.budget:
        check_sums(table.rows)
    check_sums(plan.turnover)
    for kind in ("drift", "investering"):
        applied = sum((item.amount for item in plan.applications if item.kind == kind), Decimal(0))
        total = next(row.amount for row in plan.adjustments if row.kind == kind and row.is_total)
        decided = sum((item.amount_sek or 0 for item in plan.decisions if item.budget_kind == kind), Decimal(0))
        assert applied == total == decided / 1000000


def check_sums(rows: tuple[BudgetRow, ...]) -> None:
    parts = [row.values for row in rows if not row.is_total and not row.is_part]
    total = next(row.values for row in rows if row.is_total)
    assert tuple(sum(column, Decimal(0)) for column in zip(*parts, strict=True)) == total
    for row in rows:
        costs, income, net = row.values[:3]
        assert costs + income == net


VARIATIONS = {
    "other board": lambda plan: vary.other_board(plan, "Södermalm"),
    "other year": lambda plan: vary.other_year(plan, 2027),
    "reworded columns": vary.reworded_columns,
    "goal dropped": lambda plan: vary.without_goal(plan, "1.2"),
    "outcomes": vary.with_outcomes,
    "area added": vary.with_area,
    "no investments": lambda plan: vary.without_section(plan, "investments"),
    "no adjustments": lambda plan: vary.without_section(plan, "adjustments"),
    "empty cells": vary.with_empty_cells,
    "four digits": lambda plan: vary.scaled(plan, 10),
    "tkr": vary.in_thousands,
    "negative nets": vary.with_negative_nets,
    "doubled heading": lambda plan: vary.with_doubled_heading(plan, "Inledning", "Investeringar"),
}


@pytest.mark.parametrize("name", VARIATIONS)
def test_a_variation_differs_and_is_set_whole(name: str, plan: Plan, tmp_path: Path) -> None:
    varied = VARIATIONS[name](plan)
    assert varied != plan
    path = set_plan(varied, Style(), tmp_path / "varied.pdf")
    assert not content(varied, Style()) - printable(text_of(path))


def test_another_board_is_named_in_the_genitive(plan: Plan) -> None:
    assert vary.other_board(plan, "Södermalm").board == "Södermalms stadsdelsnämnd"
    farsta = vary.other_board(plan, "Farsta")
    assert farsta.board == "Farsta stadsdelsnämnd"
    assert "vill Södermalms stadsdelsnämnd" in vary.other_board(plan, "Södermalm").introduction[0].paragraphs[0]
    assert "Vällingby är ett" not in str(farsta.goals)


def test_another_year_shifts_columns_and_dates(plan: Plan) -> None:
    shifted = vary.other_year(plan, 2027)
    assert shifted.budget[0].columns[2:4] == ("VP 2027 Netto", "Prognos slutlig budget 2026 Netto")
    assert shifted.goals[1].activities[0].start == "2027-01-01"
    assert "2022" in shifted.goals[-1].expected_results[-1]


def test_goals_are_renumbered_without_gaps(plan: Plan) -> None:
    codes = [goal.code for goal in vary.without_goal(plan, "1.2").goals]
    assert "1.5" not in codes
    assert len(codes) == len(plan.goals) - 2
    added = vary.with_goal(plan, Goal("1.6", "Fler kan simma"))
    assert [goal.code for goal in added.goals][:13][-2:] == ["1.6", "2"]


def test_amounts_in_tkr_are_the_same_amounts(plan: Plan) -> None:
    tables, thousands = records_of(plan)["budget_tables"], records_of(vary.in_thousands(plan))["budget_tables"]
    assert [table["rows"] for table in tables] == [table["rows"] for table in thousands]
    assert {table["unit"] for table in thousands} == {"tkr"}


def test_an_added_area_keeps_the_sums() -> None:
    plan = random_plan(5)
    overview = vary.with_area(plan).budget[0]
    assert len(overview.rows) == len(plan.budget[0].rows) + 1
    check_sums(overview.rows)


@pytest.mark.parametrize("split", ["natural", "split_row"])
def test_a_text_file_holds_all_that_is_set(plan: Plan, split: str) -> None:
    style = Style(cover=False, contents=False, table_break=split)
    assert not content(plan, style) - printable(plan_text(plan, style))


def test_a_text_file_looks_like_one_that_came_out_of_a_pdf(plan: Plan) -> None:
    lines = plan_text(plan, Style(cover=False, contents=False, label_share=0.2)).split("\n")
    assert lines[0] == " Förslag till beslut "
    assert "  Aktivitet Startdatum Slutdatum " in lines
    assert "70 % 70 % År " in lines
    assert any(re.fullmatch(r"Sid 4 \(\d+\) ", line) for line in lines)
    broken = [line for line in lines if line and not line.endswith(" ")]
    assert any("förvaltningsadmin" in line for line in broken)


def test_text_files_differ_by_their_traits(plan: Plan) -> None:
    style = Style(contents=False)
    assert plan_text(plan, style, TextTraits(form_feeds=True)).count("\f") > 20
    assert "Sid 9 (" in plan_text(plan, style, TextTraits(headers="all"))
    assert "Sid 4 (" not in plan_text(plan, style, TextTraits(headers="none"))
    windows = plan_text(plan, style, TextTraits(line_end="\r\n", byte_order_mark=True))
    assert windows.startswith("\ufeff")
    assert windows.count("\n") == windows.count("\r\n")
