"""Lines of a table without rulings → its rows: by the gaps that stand out, whatever the rows hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from pipeline.document import Box, Line, Page, Rule, Word
from pipeline.parse import parse
from pipeline.parse.printed_tables import PATTERNS
from pipeline.read import read
from pipeline.tables.columns import Columns
from pipeline.tables.comment import body_parts
from pipeline.tables.find import _rows
from pipeline.tables.fragment import Fragment
from pipeline.tables.layout import Layout, Stops
from pipeline.tables.page_break import join
from pipeline.tables.pattern import TablePattern
from pipeline.tables.region import body_lines, strays
from pipeline.tables.rows import rows_of
from pipeline.tables.rulings import horizontal_rulings
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.records import records_of
from tests.press.style import Style
from tests.press.variations import with_empty_cells
from tests.support.layouts import differences, rows_of_extraction, rows_of_records

SIZE = 8.0
COLUMNS = Columns(50, (200, 300, 400), 500, ruled=False)
LEFT = (50, *COLUMNS.boundaries)
EMPTY = Page(1, 595, 842, ())
INDICATORS, ACTIVITIES = PATTERNS[0], PATTERNS[1]


def line(top: float, *cells: str, page: int = 1) -> Line:
    """A line of the table: the text of each of its cells, which begin at the columns' left edges."""
    words = [
        Word(text, Box(x0, top, x0 + 4 * len(text), top + SIZE), SIZE)
        for x0, text in zip(LEFT, cells, strict=False)
        if text
    ]
    return Line(" ".join(word.text for word in words), page, tuple(words))


def laid(
    pattern: TablePattern, page: Page = EMPTY, columns: Columns = COLUMNS, stops: Stops = lambda _: False
) -> Layout:
    """The pattern laid over a page, each column but the first one of anchors."""
    return Layout(pattern, page, columns, tuple(range(1, len(columns))), stops)


def in_words(one: Line) -> Line:
    """The line with each word of its cells by itself."""
    words = [
        cell._replace(text=text, box=cell.box._replace(x0=cell.box.x0 + 4 * at, x1=cell.box.x0 + 4 * (at + len(text))))
        for cell in one.words
        for at, text in ((match.start(), match[0]) for match in re.finditer(r"\S+", cell.text))
    ]
    return replace(one, words=tuple(words))


def rows(*lines: Line) -> list[Sequence[str]]:
    def is_anchor(one: Line) -> bool:
        return laid(INDICATORS).anchored(one)

    def filled(one: Line) -> dict[int, tuple[Word, ...]]:
        return {column: words for column, words in enumerate(COLUMNS.split(one)) if words}

    found = rows_of(lines, [], is_anchor, lambda _: False, filled)
    return [[one.words[0].text for one in row] for row in found]


def test_a_row_without_an_anchor_stands_by_itself() -> None:
    """`36,05 ton` and no periodicity: nothing in the row is like a row's end, but it is as far from others as these."""
    printed = (
        line(0, "Andel upphandlingar"),
        line(9, "till cirkularitet", "100 %", "Ökning", "År"),
        line(21, "Inköpta artiklar"),
        line(30, "i plast", "36,05 ton", "525 ton"),
        line(42, "Klimatpåverkan från", "1,5 kg CO2 per kg"),
        line(51, "livsmedel", "livsmedel", "Minskning", "År"),
        line(63, "Köpt energi", "1,3 GWh", "1 675 GWh", "År"),
    )
    assert rows(*printed) == [
        ["Andel upphandlingar", "till cirkularitet"],
        ["Inköpta artiklar", "i plast"],
        ["Klimatpåverkan från", "livsmedel"],
        ["Köpt energi"],
    ]


def test_a_cell_that_ends_in_the_middle_of_a_phrase_goes_on_whatever_the_gap() -> None:
    """`Norrbacka` begins with a capital as names do, and `i` ends none."""
    alone = (
        line(0, "Andel som upplever trygghet i", "1,5 kg CO2 per", "90 %", "År"),
        line(12, "Norrbacka", "kg livsmedel"),
    )
    assert [len(row) for row in rows(*map(in_words, alone))] == [2]
    tight = (
        line(0, "Andel som får stöd i Råbäck", "82", "90 %", "År"),
        line(10, "Andel som upplever trygghet i", "90 %", "Ökning", "År"),
        line(22, "Norrbacka"),
        line(32, "Andel barn i Norrbacka", "39,5 %", "15 000 st", "Tertial"),
    )
    assert [len(row) for row in rows(*map(in_words, tight))] == [1, 2, 1]


def test_no_row_begins_below_the_line_that_begins_its_name() -> None:
    """Cells are set at the bottom, and a page's end has moved the last ones down: their gap is the widest."""
    printed = (
        line(0, "Andel omsorgstagare"),
        line(10, "i hemtjänsten", "83 %", "87 %", "År"),
        line(32, "Andel omsorgstagare"),
        line(42, "som kan påverka"),
        line(68, "", "80 %", "80 %", "År"),
    )
    assert [len(row) for row in rows(*printed)] == [2, 3]


def test_a_headline_whose_words_happen_to_stand_in_columns_ends_a_table() -> None:
    """Each word that reaches a column begins where it does."""
    row = line(0, "Antal platser", "70 st", "Tas fram", "Tertial")
    headline = line(24, "Nämndmål: 3.2.1 Vuxna har", "förutsättningar", "för att", "få arbete")
    taken = body_lines([row, headline], laid(INDICATORS, stops=lambda text: "mål" in text), None)
    assert taken == (row,)


def test_a_name_that_is_open_goes_on_however_far_below() -> None:
    """Qt has moved the rest of `varav omslutningsförändring` down, as if a page ended there."""
    row = line(0, "varav", "12,0", "-12,0", "0,0")
    rest = (line(24, "omslutningsför"), line(33, "ändring"))
    taken = body_lines([row, *rest], laid(PATTERNS[3]), None)
    assert taken == (row, *rest)
    whole = line(0, "Summa", "12,0", "-12,0", "0,0")
    assert body_lines([whole, *rest], laid(PATTERNS[3]), None) == (whole,)


def test_a_name_that_stands_alone_between_wide_gaps_is_no_row() -> None:
    printed = (
        line(0, "Andel upphandlingar", "100 %", "Ökning", "År"),
        line(12, "till cirkularitet"),
        line(24, "Köpt energi", "90 %", "1 675 GWh", "År"),
    )
    assert rows(*printed) == [["Andel upphandlingar", "till cirkularitet"], ["Köpt energi"]]


def test_the_rest_of_a_row_stands_unshaded_above_a_shaded_row() -> None:
    """Every other row is shaded: the edges of the shading frame the second row of the page and not the rest above."""
    columns = Columns(50, (200, 300), 400, ruled=False)
    shading = [Rule(Box(x, 10, x, 20)) for x in (50, 200, 300, 400)] + [Rule(Box(50, y, 400, y)) for y in (10, 20)]
    above = line(780, "Nämnden ska se över", "2026-01-01", "2026-12-31")
    lines = (line(1, "parkleken", page=2), line(11, "Nämnden ska pröva", "2026-02-01", page=2))
    page = Page(2, 595, 842, lines, tuple(shading))
    assert body_lines(lines, laid(ACTIVITIES, page, columns), above) == lines


@pytest.mark.parametrize("pitch", [12.0, 13.0])
def test_a_ruling_closes_a_row_whose_lines_stand_far_apart(pitch: float) -> None:
    """A line height of 1.5 or more: all but the first line of the last name was taken for prose, and nothing told."""
    name = ("Andel unga som", "deltar i", "föreningslivet i Västra", "parken")
    printed = [line(0, name[0], "70 %", "70 %", "År")]
    printed += [line(number * pitch, text) for number, text in enumerate(name[1:], 1)]
    below = line(4 * pitch + 20, "Arbetet följs upp.")
    rulings = tuple(Rule(Box(50, top, 500, top)) for top in (-5.0, 3 * pitch + SIZE + 5))
    page = Page(1, 595, 842, (*printed, below), rulings)
    found = body_lines((*printed, below), laid(INDICATORS, page), line(-20, "Indikator"))
    assert found == tuple(printed)


def test_a_value_merged_over_two_columns_is_no_comment_on_the_row_above() -> None:
    """It stands across a boundary as a comment does; the whole row became one, and nothing told."""
    above = line(0, "Antal besök", "15 000 st", "14 500 st", "År")
    merged = line(12, "Andel elever", "", "", "Tertial")
    value = Word("77", Box(295, 12, 305, 12 + SIZE), SIZE)
    merged = replace(merged, words=(merged.words[0], value, merged.words[1]))
    last = line(24, "Andel äldre", "64 %", "60 %", "Tertial")
    lines = (above, merged, last)
    assert COLUMNS.crossed_by(merged)
    parts = body_parts(lines, laid(INDICATORS, Page(1, 595, 842, lines)), line(-12, "Indikator"))
    assert [comment for _, comment in parts] == [()]


@pytest.mark.parametrize("align", ["top", "bottom"])
def test_an_activity_without_its_last_date_is_a_row(align: Literal["top", "bottom"], tmp_path: Path) -> None:
    plan = with_empty_cells(random_plan(8, "medium"))
    extraction = parse(read(set_plan(plan, Style(rules="none", align=align), tmp_path / "plan.pdf")))
    assert differences(rows_of_records(records_of(plan)), rows_of_extraction(extraction)) == []


def test_where_no_gap_stands_out_a_name_begins_with_a_capital() -> None:
    """Cells set at the bottom, with no more room between rows than between lines; `Stockholm.` is no name."""
    printed = (
        line(0, "Andel unga som"),
        line(10, "deltar i idrott", "70 %", "70 %", "År"),
        line(20, "Andel barn som lever i"),
        line(30, "familjer med stöd i"),
        line(40, "Stockholm.", "2,5 %", "2,5 %", "År"),
        line(50, "Antal barn", "14,5 st", "14 st", "År"),
        line(60, "Antal vuxna", "13 st", "13 st", "År"),
    )
    assert [row[0] for row in rows(*printed)] == [
        "Andel unga som",
        "Andel barn som lever i",
        "Antal barn",
        "Antal vuxna",
    ]


def test_rows_may_be_nearer_to_each_other_than_the_lines_of_a_cell() -> None:
    printed = (
        line(0, "Andel lärare av", "39,5 %", "Ökning", "År"),
        line(13, "totalt antal anställda"),
        line(21, "Antal barn per anställd", "4,5 st", "4,7 st", "År"),
        line(34, "i förskolan"),
        line(42, "Antal barn", "14 st", "15 st", "År"),
    )
    assert [row[0] for row in rows(*printed)] == ["Andel lärare av", "Antal barn per anställd", "Antal barn"]


def test_rows_centred_beside_their_names_are_parted_where_a_name_begins() -> None:
    printed = (
        line(0, "Antal platser för"),
        line(4.6, "", "70 st", "Ökning", "År"),
        line(9.2, "Stockholmsjobb"),
        line(18.4, "Antal praktikplatser"),
        line(27.6, "för högskolestuderande", "80 st", "Ökning", "År"),
        line(36.8, "samt unga"),
    )
    assert [row[0] for row in rows(*printed)] == ["Antal platser för", "Antal praktikplatser"]


def test_a_row_with_three_cells_that_begin_is_no_rest_of_the_row_before_a_page_break() -> None:
    def part(*cells: str, page: int) -> Fragment:
        row = tuple((line(100, text, page=page),) if text else () for text in cells)
        head = line(50, "Indikator", "Årsmål", "KF:s årsmål", "Periodicitet", page=page)
        header = tuple((word_line,) for word_line in (line(50, word.text, page=page) for word in head.words))
        return Fragment(laid(INDICATORS), (head,), header, [row], page, 50, row[0][0])

    before = part("Andel upphandlingar", "100 %", "Ökning", "År", page=1)
    join(before, part("Inköpta artiklar", "36,05 ton", "525 ton", "", page=2))
    assert len(before.rows) == 2
    join(before, part("i plast", "per kg", "", "", page=3))
    assert len(before.rows) == 2
    # The upper row has no anchor either, but three cells.
    join(before, part("Index", "Tas fram av nämnd", "1,5 kg", "", page=4))
    join(before, part("Köpt energi", "1,3 GWh", "1 675 GWh", "År", page=5))
    assert len(before.rows) == 4


def test_a_target_that_may_hold_its_rows_periodicity_is_told(tmp_path: Path) -> None:
    plan = random_plan(3)
    place = next(n for n, goal in enumerate(plan.goals) if goal.depth == 2 and goal.indicators)
    goal = plan.goals[place]
    row = replace(goal.indicators[0], kf_target="75 % År", periodicity=None)
    held = replace(goal, indicators=(row, *goal.indicators[1:]))
    plan = replace(plan, goals=(*plan.goals[:place], held, *plan.goals[place + 1 :]))
    extraction = parse(read(set_plan(plan, Style(), tmp_path / "plan.pdf")))
    told = [str(record.values["message"]) for record in extraction.records if record.table == "finding"]
    assert any(message.startswith("Årsmålet kan rymma periodiciteten") for message in told)


def body(*lines: Line, rules: Sequence[Rule] = (), pattern: int = 0) -> list[list[str]]:
    """The rows found in the lines below a header, by the words they begin with."""
    page = Page(1, 595, 842, (), tuple(rules))
    anchors = (1, 2, 3) if pattern == 0 else (1, 2)
    layout = replace(laid(PATTERNS[pattern], page), anchors=anchors)
    taken = body_lines(lines, layout, line(-5, "Indikator", "Årsmål", "Mål", "Period"))
    found = _rows(taken, layout)
    return [[one.words[0].text for cell in row[:1] for one in cell] for row in found.rows]


TON_ALONE = (line(40, "Antalet prover"), line(49, "per år och", "0,3 enheter"), line(58, "sediment"))


def test_a_last_row_without_an_anchor_is_none_of_the_prose_below() -> None:
    """`0,3 procentenheter` and neither a target of kommunfullmäktige nor a periodicity: it was left to the section."""
    first = (line(10, "Andel nöjda"), line(19, "i området", "41 %", "41 %", "År"), line(28, "där man bor"))
    assert body(*first, *TON_ALONE) == [
        ["Andel nöjda", "i området", "där man bor"],
        ["Antalet prover", "per år och", "sediment"],
    ]
    assert body(*first, *TON_ALONE, line(80, "Nästa stycke börjar här.")) == body(*first, *TON_ALONE)


def test_a_last_row_without_an_anchor_may_stand_unshaded_below_a_shaded_one() -> None:
    first = (line(10, "Andel nöjda"), line(19, "i området", "41 %", "41 %", "År"), line(28, "där man bor"))
    shaded = [Rule(Box(x, 7, x, 38)) for x in (50, 200, 300, 400, 500)]
    assert len(body(*first, *TON_ALONE, rules=shaded)) == 2


def test_the_rest_of_a_row_stands_unshaded_below_a_repeated_header() -> None:
    rest, shaded = line(10, "beteenden"), line(24, "Ta fram en plan", "2025-01-01", "2025-12-31")
    rules = [Rule(Box(x, 21, x, 36)) for x in (50, 200, 300, 400, 500)]
    assert body(rest, shaded, rules=rules, pattern=1) == [["beteenden", "Ta fram en plan"]]


def test_a_date_that_a_narrow_column_parts_begins_no_row() -> None:
    """Set at the bottom of its cell: `2026-01-0` above the name, and `1` beside it."""
    printed = (
        line(10, "", "2026-01-0"),
        line(19, "Roller tydliggörs", "1", "2026-12-31"),
        line(31, "", "2026-01-0"),
        line(40, "Titlar införs", "1", "2026-12-31"),
    )
    assert body(*printed, pattern=1) == [["Roller tydliggörs"], ["Titlar införs"]]


def test_lines_of_a_cell_may_be_set_wide() -> None:
    """One and a half font sizes from line to line, and more between rows."""
    printed = (
        line(10, "Andel nöjda", "41 %", "41 %", "År"),
        line(23, "i området"),
        line(36, "där man bor"),
        line(54, "Antal prover", "90", "", "Halvår"),
        line(67, "per år"),
        line(80, "i sjöar"),
    )
    assert body(*printed) == [["Andel nöjda", "i området", "där man bor"], ["Antal prover", "per år", "i sjöar"]]


def test_a_figure_that_a_narrow_column_parts_stands_around_the_middle_of_its_row() -> None:
    """`3` / `982,0` beside `Total drift`, half a line lower: rows were read of 3 and of 982,0."""
    pattern = PATTERNS[3]
    printed = (
        line(0, "Bistånd", "270,6", "-5,6", "265,0"),
        line(13, "", "", "", "3"),
        line(18, "Total", "465,8", "-483,8"),
        line(23, "", "", "", "982,0"),
    )
    found = _rows(printed, laid(pattern, Page(1, 595, 842, printed))).rows
    assert [[[one.text for one in cell] for cell in row] for row in found] == [
        [["Bistånd"], ["270,6"], ["-5,6"], ["265,0"]],
        [["Total"], ["465,8"], ["-483,8"], ["3", "982,0"]],
    ]


def test_a_whole_name_at_the_top_of_a_page_goes_on_with_no_row_above() -> None:
    """Cells are set at the bottom: the name stands above its targets, and goes on beside them in small letters."""

    def part(*lines: Line) -> Fragment:
        header = tuple((line(50, text),) for text in ("Indikator", "Årsmål", "KF:s årsmål", "Periodicitet"))
        height = lines[-1].words[0].box.top
        row = (lines, *((line(height, text),) for text in ("64 %", "100 %", "År")))
        return Fragment(laid(INDICATORS), header[0], header, [row], lines[0].page, 50, lines[-1])

    before = part(line(100, "Andel upphandlingar"))
    join(before, part(line(60, "Personalkontinuitet i", page=2), line(76, "hemtjänsten", page=2)))
    assert [[one.text for one in row[0]] for row in before.rows] == [
        ["Andel upphandlingar"],
        ["Personalkontinuitet i", "hemtjänsten"],
    ]


def test_rulings_between_columns_that_begin_anew_at_each_row_part_the_rows() -> None:
    """Browsers draw a row's edges by themselves; cells are centred, so that no gap tells `Andel placerade` its row."""
    columns = replace(COLUMNS, ruled=True)
    edges = (50, *COLUMNS.boundaries, 500)
    rules = tuple(Rule(Box(x, top, x, bottom)) for x in edges for top, bottom in ((0, 22), (22, 54)))
    assert horizontal_rulings(Page(1, 595, 842, (), rules), columns) == [22]
    icons = tuple(Rule(Box(50, top, 50, bottom)) for top, bottom in ((0, 22), (22, 54)))  # one column alone is parted
    whole = tuple(Rule(Box(x, 0, x, 54)) for x in edges[1:])
    assert horizontal_rulings(Page(1, 595, 842, (), icons + whole), columns) == []


def test_a_row_that_crossing_rulings_leave_out_is_told() -> None:
    """Cells are drawn one by one, so that rulings beside them tell the row; a person sees no line above it."""
    columns, edges = replace(COLUMNS, ruled=True), (50, *COLUMNS.boundaries, 500)
    body = [line(top + 5, "Andel trygga", "82 %", "81 %", "År") for top in (0, 20, 40, 60)]
    upright = tuple(Rule(Box(x, top, x, top + 20)) for x in edges for top in (0, 20, 40, 60))
    crossing = tuple(Rule(Box(50, top, 500, top)) for top in (0, 20, 60, 80))
    found = _rows(body, laid(INDICATORS, Page(1, 595, 842, tuple(body), upright + crossing), columns))
    assert [[one.text for one in row[0]] for row in found.rows] == [["Andel trygga"]] * 4
    assert found.unruled == (body[2],)


ACTIVITY_WITHOUT_DATES = line(30, "Nämnden ska se över")


def test_an_activity_without_dates_is_a_row_of_its_own_where_gaps_part_the_rows() -> None:
    """It was taken for the rest of the activity above, and nothing told."""
    printed = (
        line(0, "Nämnden ska utveckla", "2026-01-01", "2026-12-31"),
        line(10, "skolorna"),
        ACTIVITY_WITHOUT_DATES,
        line(50, "Förvaltningen bygger", "2026-02-01", "2026-12-31"),
        line(60, "parker"),
    )
    assert body(*printed, pattern=1) == [
        ["Nämnden ska utveckla", "skolorna"],
        ["Nämnden ska se över"],
        ["Förvaltningen bygger", "parker"],
    ]


@pytest.mark.parametrize(
    ("below", "told"),
    [
        (ACTIVITY_WITHOUT_DATES, True),
        (line(30, "Arbetet följs upp."), False),
        (line(40, "Nämnden ska se över"), False),
        (line(30, "och parker"), False),
    ],
    ids=["a name", "a sentence", "further below", "the rest of a name"],
)
def test_a_name_alone_below_the_last_row_is_told(below: Line, told: bool) -> None:
    rows = [line(top, "Nämnden ska utveckla", "2026-01-01", "2026-12-31") for top in (0, 14)]
    assert strays([below], rows, laid(ACTIVITIES)) == ((below,) if told else ())
