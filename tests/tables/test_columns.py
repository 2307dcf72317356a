"""Figures tell the columns; the header's words are laid over them, however far apart they stand."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from pipeline.document import Box, Line, Page, Rule, Table, Word
from pipeline.parse.printed_tables import PATTERNS
from pipeline.tables.columns import Columns, ruled_columns, spaced_columns
from pipeline.tables.find import flow
from pipeline.tables.unwrap import Unwrapper

FIGURE = re.compile(r"-?\d{1,3}(?: \d{3})*,\d")


def line(top: float, *placed: tuple[float, str]) -> Line:
    """Words of size 8 whose left edges are given; a character is five points wide."""
    words = tuple(Word(text, Box(x, top, x + 5 * len(text), top + 8), 8.0, "F") for x, text in placed)
    return Line(" ".join(text for _, text in placed), 1, words)


BODY = [
    line(20, (70, "Skola"), (200, "411,4"), (260, "-49,2"), (320, "362,2")),
    line(40, (70, "Äldreomsorg"), (200, "105,8"), (260, "-17,5"), (325, "88,3")),
]


@pytest.mark.parametrize(
    "header",
    [
        [(70.0, "Budget"), (135.0, "(mnkr)"), (185.0, "Kostnader"), (245.0, "Intäkter"), (320.0, "Netto")],
        [(70.0, "Budget"), (150.0, "(mnkr)"), (180.0, "Kostnader"), (240.0, "Intäkter"), (330.0, "VP")],
        [(120.0, "(mnkr)"), (185.0, "Kostnader"), (240.0, "Intäkter"), (348.0, "VP")],
    ],
    ids=["flush right", "wide gaps", "beside its figures"],
)  # fmt: skip
def test_each_column_of_figures_is_one_and_the_labels_are_one(header: list[tuple[float, str]]) -> None:
    assert columns_of(header) == [["Skola"], ["411,4"], ["-49,2"], ["362,2"]]


def test_a_header_that_stands_apart_heads_an_empty_column() -> None:
    header = [(70.0, "mnkr"), (185.0, "Kostnader"), (240.0, "Intäkter"), (320.0, "Netto"), (400.0, "Prognos")]
    assert columns_of(header) == [["Skola"], ["411,4"], ["-49,2"], ["362,2"], []]


def columns_of(header: list[tuple[float, str]]) -> list[list[str]]:
    found: Columns = spaced_columns([line(0, *header)], BODY, FIGURE)
    return [[word.text for word in cell] for cell in found.split(BODY[0])]


@pytest.mark.parametrize(
    ("text", "crosses"),
    [
        ("förvaltningsadministration", False),  # 26 letters, 130 points in a cell of 120
        ("förvaltningens administration är", True),  # a sentence goes on over the boundary
    ],
)
def test_a_long_word_that_does_not_fit_its_cell_is_in_it(text: str, crosses: bool) -> None:
    columns = Columns(68, (188, 250), 310, ruled=True)
    placed, x = [], 70.0
    for word in text.split():
        placed.append((x, word))
        x += 5 * len(word) + 3
    assert columns.crossed_by(line(20, *placed)) is crosses


def test_a_cell_that_fills_its_column_is_parted_from_the_next_where_others_begin() -> None:
    """`nämnd/styrelse` ends a blank before `År`, which two other rows print in the same place."""
    header = [line(0, (70.0, "Indikator"), (200.0, "Årsmål"), (300.0, "Periodicitet"))]
    rows = [
        line(20, (70.0, "Avtal"), (180.0, "10"), (272.0, "År")),
        line(40, (70.0, "Inköp"), (180.0, "av"), (193.0, "nämnd/styrelse"), (272.0, "År")),
        line(60, (70.0, "Elbilar"), (180.0, "12"), (272.0, "År")),
    ]
    columns = spaced_columns(header, rows, None, [re.compile("Indikator"), re.compile("Årsmål"), re.compile("Period")])
    assert [" ".join(word.text for word in cell) for cell in columns.split(rows[1])] == [
        "Inköp",
        "av nämnd/styrelse",
        "År",
    ]


def test_a_table_of_one_row_has_the_columns_of_others_with_its_header() -> None:
    """A name as long as its column: nothing in the one row tells its last word from the target beside it."""

    def table(top: float, *names: list[tuple[float, str]]) -> list[Line]:
        head = line(top, (70, "Indikator"), (262, "Årsmål"), (340, "KF:s"), (440, "Periodicitet"))
        targets = [(250.0, "70"), (261.0, "%"), (340.0, "80"), (351.0, "%"), (440.0, "År")]
        return [head, *(line(top + 14 * (n + 1), *name, *targets) for n, name in enumerate(names))]

    long = [(70.0, "Andel"), (99.0, "inköpta"), (138.0, "ekologiska"), (192.0, "livsmedel"), (241.0, "i")]
    short = [[(70.0, "Andel"), (99.0, name)] for name in ("barn", "unga", "äldre")]
    page = Page(1, 595, 842, (*table(100, long), line(150, (50, "Förvaltningen")), *table(200, *short)))
    found = flow([page], PATTERNS, lambda text: text == "Förvaltningen", Unwrapper(page.lines))
    rows = [[cell.text for cell in row] for table in found if isinstance(table, Table) for row in table.rows]
    assert rows[0] == ["Andel inköpta ekologiska livsmedel i", "70 %", "80 %", "År"]
    assert len(rows) == 4


def test_a_ruling_that_is_drawn_cell_by_cell_tells_the_columns() -> None:
    """Centred figures stand in the middle of their cells, headers at the edge: nothing else tells whose they are."""
    header = line(20, (60, "(mnkr)"), (216, "Kostnader"), (320, "Intäkter"))
    edges = (50, 170, 265, 365)
    pieces = tuple(Rule(Box(x0, 30, x1, 30.5)) for x0, x1 in pairwise(edges))
    found = ruled_columns(Page(1, 595, 842, (header,), pieces), [header])
    assert found == Columns(50, (170, 265), 365, ruled=True)
    apart = tuple(Rule(Box(x0, 30, x1 - 5, 30.5)) for x0, x1 in pairwise(edges))  # below groups of columns
    assert ruled_columns(Page(1, 595, 842, (header,), apart), [header]) is None
