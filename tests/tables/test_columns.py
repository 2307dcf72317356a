"""Figures tell the columns; the header's words are laid over them, however far apart they stand."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from pipeline.document import Box, Line, Page, Rule, Table, Word
from pipeline.parse.printed_tables import PATTERNS
from pipeline.tables.columns import Columns, header_cells, spaced_columns
from pipeline.tables.find import flow
from pipeline.tables.rulings import ruled_columns
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


def test_headers_flush_right_stand_above_figures_flush_left() -> None:
    """Each header stands between its own figures and the next: the first column had none, the last no figures."""
    header = [
        line(0, (66.0, "Ökade"), (91.0, "kostnader"), (290.0, "Kostnader"), (396.0, "Intäkter"), (512.0, "Netto"))
    ]
    figures = [(246.0, "76,3"), (344.0, "-76,3"), (442.0, "0,0")]
    rows = [line(20 * n, (66.0, name), *figures) for n, name in enumerate(("Äldreomsorg", "Förskola"), 1)]
    columns = spaced_columns(header, rows, re.compile(r"-?\d+,\d"), [re.compile("Kostnader"), re.compile("Netto")])
    split = [[" ".join(word.text for word in cell) for cell in columns.split(one)] for one in (header[0], rows[0])]
    assert split == [["Ökade kostnader", "Kostnader", "Intäkter", "Netto"], ["Äldreomsorg", "76,3", "-76,3", "0,0"]]


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
    above = tuple(Rule(Box(x0, 18, x1, 18.5)) for x0, x1 in pairwise(edges))  # the last of another table
    assert ruled_columns(Page(1, 595, 842, (header,), above), [header]) is None
    apart = tuple(Rule(Box(x0, 30, x1 - 5, 30.5)) for x0, x1 in pairwise(edges))  # below groups of columns
    assert ruled_columns(Page(1, 595, 842, (header,), apart), [header]) is None


def test_cells_of_the_body_part_headers_that_stand_close() -> None:
    """`Årsmål` and, centred over `Tas fram av`, `årsmål` of the city council, 3.5 points apart."""
    header = line(0, (50.0, "Indikator"), (100.0, "Årsmål"), (133.5, "årsmål"), (200.0, "Periodicitet"))
    cells = [line(20, (50, "Andel"), (103, "23"), (114, "%"), (133, "40"), (144, "%"), (200, "År"))]
    assert len(header_cells([header])) == 3
    assert len(header_cells([header], body=cells)) == 4
    one = [line(20, (50, "Andel"), (103, "Tas"), (120, "fram"), (142, "av"), (200, "År"))]
    assert len(header_cells([header], body=one)) == 3


def test_the_only_header_of_figures_may_stand_right_of_them() -> None:
    """Headers are centred, cells set flush left: `Beskrivning` begins nearer to the figures than `Mnkr` does."""
    header = [line(0, (120.0, "Beskrivning"), (178.0, "av"), (190.0, "BJ"), (330.0, "Mnkr"))]
    body = [line(20, (50, "Skola"), (280, "4,4")), line(40, (50, "Äldreomsorg"), (280, "10,2"))]
    names = PATTERNS[2].header
    found = spaced_columns(header, body, FIGURE, names)
    assert [[word.text for word in cell] for cell in found.split(header[0])] == [["Beskrivning", "av", "BJ"], ["Mnkr"]]


def test_lines_of_a_cell_wider_than_its_centred_header_are_of_the_body() -> None:
    lines = (
        line(0, (100, "Indikator"), (180, "Årsmål"), (260, "KF:s"), (283, "årsmål"), (360, "Periodicitet")),
        line(20, (50, "Antal"), (80, "barnfamiljer")),
        line(26, (235, "Tas"), (255, "fram"), (280, "av"), (295, "nämnd"), (325, "om")),
        line(32, (50, "beviljats"), (165, "93"), (177, "%"), (340, "År")),
        line(38, (235, "Stockholm")),
        line(44, (50, "hotell/vandrarhem")),
    )
    unwrapper = Unwrapper(lines)
    (table,) = (
        one for one in flow([Page(1, 595, 842, lines)], PATTERNS, lambda _: False, unwrapper) if isinstance(one, Table)
    )
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Antal barnfamiljer beviljats hotell/vandrarhem", "93 %", "Tas fram av nämnd om Stockholm", "År"]
    ]
