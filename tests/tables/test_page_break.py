"""A table that goes on on the next page with a longer name than any above: its columns are those of both pages."""

from __future__ import annotations

import re

from pipeline.document import Box, Line, Page, Word
from pipeline.tables.columns import Columns
from pipeline.tables.fragment import Fragment
from pipeline.tables.layout import Layout
from pipeline.tables.page_break import fitted
from pipeline.tables.pattern import TablePattern

FIGURE = re.compile(r"-?\d+,\d")


def line(*words: tuple[str, float, float], top: float = 100, page: int = 1) -> Line:
    made = tuple(Word(text, Box(x0, top, x1, top + 10), 10) for text, x0, x1 in words)
    return Line(" ".join(word.text for word in made), page, made)


def table() -> Fragment:
    """A name and two figures; the boundary stands near the longest name of its page."""
    header = (line(("Budget", 76, 110)), line(("Kostnader", 170, 220)), line(("Netto", 260, 290)))
    row = (line(("Fritid", 76, 148)), line(("189,2", 190, 220)), line(("168,0", 262, 290)))
    columns = Columns(76, (150.7, 240), 290, ruled=False)
    pattern = TablePattern("budget", (), (), FIGURE, figures=True)
    cells = tuple((one,) for one in header)
    layout = Layout(pattern, Page(1, 595, 842, (*header, *row)), columns, (1, 2), lambda _: False)
    return Fragment(layout, header, cells, [tuple((one,) for one in row)], 1, 90, row[-1])


def test_the_boundary_leaves_room_for_the_longer_name() -> None:
    longer = line(("förvaltningar", 76, 154), ("14,8", 196, 220), ("0,0", 272, 290), page=2)
    prose = line(
        *((word, 74 + 30 * place, 101 + 30 * place) for place, word in enumerate(["Barn", "och", "unga", "får"]))
    )
    assert table().layout.columns.crossed_by(longer)
    for lines in ([longer], [line(("varav", 76, 100)), longer, prose]):
        columns = fitted(table(), lines)
        assert not columns.crossed_by(longer)
        assert columns.boundaries == (162, 240)


def test_words_that_leave_no_blank_move_nothing() -> None:
    across = line(("omslutningsförändringar", 76, 172), ("14,8", 196, 220), page=2)
    assert fitted(table(), [across]).boundaries[0] == 150.7
