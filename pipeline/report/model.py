"""What a report consists of, independent of HTML: parts, sections, tables, cells and the figures they show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.report.figures import MISSING

# Characters of a date and of most figures with their unit: no column is narrower than this takes.
LONGEST_WHOLE = 12


class Ref(NamedTuple):
    """A stored value whose printed place can be shown: the row of a fact table and its column."""

    row_id: str
    column: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says; `ref` leads to where it is printed (`page`, of a document, if only that
    is known), `note` stands below in small print, `tone` colours it. `name` is what its link is called outside of a
    table, where row and column say it."""

    text: str = MISSING
    ref: Ref | None = None
    page: tuple[str, int] | None = None
    note: str | None = None
    tone: str = ""
    name: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it stands on one line: a date, or a figure with its unit, says nothing when it is broken."""
        return len(self.text) <= LONGEST_WHOLE and any(map(str.isdigit, self.text))


MISSING_CELL = Cell()
Piece = Cell | str


def printed(row_id: str | None, column: str) -> Ref | None:
    """The figure of a row that may be missing."""
    return Ref(row_id, column) if row_id else None


@dataclass(frozen=True, slots=True)
class Column:
    """A column; numbers are set to the right. What stands in a pointer says nothing without its row (`visa`)."""

    heading: str
    number: bool = False
    is_pointer: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row; its first cell is its heading. `kind` is `total`, `part` (of the row above) or nothing, `area` the key of
    the budget's area that it is about."""

    cells: tuple[Cell, ...]
    kind: str = ""
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; one that is `folded` is opened by its reader."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite specification; `says` is the chart in words, `table` the key of the table with the same figures."""

    key: str
    title: str
    says: str
    table: str
    spec: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A section about a board, with a heading."""

    key: str
    heading: str
    intro: str
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A single figure with its label."""

    label: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Part:
    """Everything about one board, or about several side by side."""

    key: str
    heading: str
    sections: tuple[Section, ...]
    lead: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """A board in one sentence, made of words and figures."""

    board: str
    name: str
    said: tuple[Piece, ...]


class Area(NamedTuple):
    """A budget area under all its wordings, and the name to choose it by."""

    series: str
    name: str


@dataclass(frozen=True, slots=True)
class Report:
    """What one file shows: each board, or `board` alone. `sources` is the table of the documents it rests on, `areas`
    has those that rows are about."""

    title: str
    openings: tuple[Opening, ...]
    parts: tuple[Part, ...]
    sources: Table
    areas: dict[str, Area]
    board: str | None = None

    def cells(self) -> Iterator[Cell]:
        """Each cell of it."""
        for opening in self.openings:
            yield from (piece for piece in opening.said if isinstance(piece, Cell))
        for part in self.parts:
            yield from (fact.cell for fact in part.facts)
            for table in (table for section in part.sections for table in section.tables):
                yield from (cell for row in table.rows for cell in row.cells)
