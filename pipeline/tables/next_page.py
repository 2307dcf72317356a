"""The columns of a table that goes on on the next page, where blank space alone tells them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise, takewhile

from pipeline.document import Line, Word
from pipeline.tables.columns import BODY_GAP, Columns
from pipeline.tables.fragment import Fragment


def fitted(table: Fragment, following: Sequence[Line]) -> Columns:
    """Its columns, each boundary in the middle of the blank between the words of both pages; where they leave none it
    stays where it is. `following` are lines of the next page, the table's rows and what stands below them.
    """
    columns = table.columns
    above = (line for cells in (table.header, *table.rows) for cell in cells for line in cell)
    rows = takewhile(lambda line: _stands_in(columns, line), following)
    left: list[list[float]] = [[] for _ in range(len(columns))]
    right: list[list[float]] = [[] for _ in range(len(columns))]
    for word in _words(chain(above, rows)):
        place = columns.of(word)
        left[place].append(word.box.x0)
        right[place].append(word.box.x1)
    boundaries = list(columns.boundaries)
    for place, boundary in enumerate(boundaries):
        end, begin = max(right[place], default=boundary), min(left[place + 1], default=boundary)
        if end < begin:
            boundaries[place] = (end + begin) / 2
    return replace(columns, boundaries=tuple(boundaries))


def _words(lines: Iterable[Line]) -> Iterator[Word]:
    return (word for line in lines for word in line.words)


def _stands_in(columns: Columns, line: Line) -> bool:
    """Do the words stand apart wherever a column ends between them? Those of running text do not."""
    pairs = pairwise(line.words)
    return all(
        columns.of(one) == columns.of(other) or other.box.x0 - one.box.x1 > BODY_GAP * one.size for one, other in pairs
    )
