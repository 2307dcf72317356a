"""The cells of the tables of an extraction, so that mistakes can be made in them as a parser would make them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.parse.printed_tables import PRINTED_TABLES
from pipeline.record import Extraction, Record, Source, Value

DECLARED = {declared.table: declared for declared in PRINTED_TABLES}
Content = list[tuple[Value, tuple[Source, ...]]]


@dataclass(frozen=True)
class Cell:
    """One printed cell: the record it is stored in, and the columns that are read from it."""

    record: Record
    columns: tuple[str, ...]

    @property
    def empty(self) -> bool:
        return self.record.values.get(self.columns[0]) is None

    def content(self) -> Content:
        """Its values with where they were printed."""
        return [(self.record.values.get(column), self.record.sources.get(column, ())) for column in self.columns]

    def fill(self, content: Content) -> None:
        """Store what another cell holds, as a parser that took that cell for this one."""
        for column, (value, sources) in zip(self.columns, content, strict=True):
            self.record.values[column] = value
            self.record.sources.pop(column, None)
            if sources:
                self.record.sources[column] = sources

    def clear(self) -> None:
        self.fill([(None, ())] * len(self.columns))


@dataclass
class Line:
    """A row as printed: its label stands in each of its records."""

    label: str
    records: list[Record] = field(default_factory=list)
    cells: dict[int, Cell] = field(default_factory=dict)


@dataclass
class Grid:
    """A table as printed; cells of one column have the same key."""

    table: str
    lines: list[Line]

    def column(self, key: int) -> list[Cell]:
        return [line.cells[key] for line in self.lines if key in line.cells]


def grids(extraction: Extraction, tables: Sequence[str] = tuple(DECLARED)) -> list[Grid]:
    """The tables of those kinds, in printed order."""
    held: dict[tuple[str, object], dict[object, Line]] = defaultdict(dict)
    for record in extraction.records:
        if record.table in tables:
            declared = DECLARED[record.table]
            within = record.values.get(declared.within or "")
            row = record.values[declared.row]
            line = held[(record.table, within)].setdefault(row, Line(declared.label))
            line.records.append(record)
            cells = [Cell(record, column.becomes) for column in declared.cells]
            if declared.a_record_each:
                line.cells[int(str(record.values["column_ordinal"]))] = cells[0]
            else:
                line.cells |= {key: cell for key, cell in enumerate(cells) if not cell.empty}
    return [Grid(table, list(lines.values())) for (table, _), lines in held.items()]
