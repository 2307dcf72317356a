"""Figures tell the columns; the header's words are laid over them, however far apart they stand."""

from __future__ import annotations

import re

import pytest

from pipeline.document import Box, Line, Word
from pipeline.tables.columns import Columns, spaced_columns

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
