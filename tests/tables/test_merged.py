"""A cell that reaches over several rows gives its value to each of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.document import Box, Line, Page, Rule, Word
from pipeline.parse.printed_tables import PATTERNS
from pipeline.tables.columns import Columns
from pipeline.tables.layout import Layout
from pipeline.tables.merged import with_merged

COLUMNS = Columns(0, (100, 200), 300, ruled=True)


def cell(text: str, x: float, top: float) -> tuple[Line, ...]:
    word = Word(text, Box(x, top, x + 20, top + 10), 10)
    return (Line(text, 1, (word,)),)


def page(*rulings: tuple[float, float], closed: bool = True) -> Page:
    """A page with a ruling at height 20 from one x to another each, and one below the last row."""
    bottom = [Rule(Box(0, 45, 300, 45.5))] if closed else []
    return Page(1, 300, 300, (), (*(Rule(Box(x0, 20, x1, 20.5)) for x0, x1 in rulings), *bottom))


def laid(page: Page) -> Layout:
    """An indicator table without a second target, laid over a page."""
    return Layout(PATTERNS[0], page, COLUMNS, (1, 2), lambda _: False)


@pytest.mark.parametrize(
    ("rulings", "given"),
    [([(0, 100), (100, 200)], True), ([(0, 100), (100, 200), (200, 300)], False)],
    ids=["no ruling in the column", "ruled in each column"],
)
@pytest.mark.parametrize("text_in", [0, 1])
def test_only_a_cell_that_no_ruling_parts_is_one(rulings: list[tuple[float, float]], given: bool, text_in: int) -> None:
    rows = [(cell("Skola", 5, 5), cell("82", 110, 5), ()), (cell("Vård", 5, 30), cell("64", 110, 30), ())]
    rows[text_in] = (*rows[text_in][:2], cell("81", 210, 18))
    found = with_merged(rows, laid(page(*rulings)))
    shared = [[line.text for line in row[2]] for row in found]
    assert shared == ([["81"], ["81"]] if given else [["81"] if n == text_in else [] for n in (0, 1)])
    assert [row[:2] for row in found] == [row[:2] for row in rows]


def test_a_column_that_no_ruling_closes_shows_no_merged_cells() -> None:
    """Where names alone are shaded, the edges of their cells part no others."""
    rows = [
        (cell("Skola", 5, 5), cell("82", 110, 5), ()),
        (cell("Vård", 5, 30), cell("64", 110, 30), cell("81", 210, 30)),
    ]
    assert with_merged(rows, laid(page((0, 200), closed=False))) == rows


def test_rows_that_no_ruling_crosses_show_no_merged_cells() -> None:
    """Rulings between the columns, drawn row by row, part the rows: none crosses a cell, merged or not."""
    rows = [
        (cell("Skola", 5, 5), cell("82", 110, 5), ()),
        (cell("Vård", 5, 30), cell("64", 110, 30), cell("81", 210, 30)),
    ]
    upright = [Rule(Box(x, top, x, bottom)) for x in (0, 100, 200, 300) for top, bottom in ((0, 20), (20, 45))]
    layout = laid(replace(page(), rules=(*page().rules, *upright)))
    assert layout.rulings == [20, 45]
    assert with_merged(rows, layout) == rows
