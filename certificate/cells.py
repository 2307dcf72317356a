"""The cells of the tables of an extraction, so that mistakes can be made in them as a parser would make them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.record import Extraction, Record, Source, Value

TARGET = ("target_text", "target_kind", "target_value", "target_unit")
# The columns of each table that are cells of their own; several columns are stored from one cell of an indicator.
CELLS: dict[str, tuple[tuple[str, ...], ...]] = {
    "turnover_change": (("costs_mnkr",), ("income_mnkr",), ("net_mnkr",)),
    "budget_adjustment": (("amount_mnkr",),),
    "indicator": (TARGET, tuple(f"kf_{column}" for column in TARGET), ("periodicity",)),
    "activity": (("starts_on",), ("ends_on",)),
}
LABELS = {
    "budget_line": "label",
    "turnover_change": "label",
    "budget_adjustment": "category",
    "indicator": "name",
    "activity": "name",
}
# What tells the tables of one kind from each other.
WITHIN = {
    "budget_line": "table_ordinal",
    "budget_adjustment": "budget_kind",
    "indicator": "goal_code",
    "activity": "goal_code",
}
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


def grids(extraction: Extraction, tables: Sequence[str] = tuple(LABELS)) -> list[Grid]:
    """The tables of those kinds, in printed order."""
    held: dict[tuple[str, object], dict[object, Line]] = defaultdict(dict)
    for record in extraction.records:
        if record.table in tables:
            within = record.values.get(WITHIN.get(record.table, ""))
            row = record.values["row_ordinal" if record.table == "budget_line" else "ordinal"]
            label = LABELS[record.table]
            line = held[(record.table, within)].setdefault(row, Line(label))
            line.records.append(record)
            if record.table == "budget_line":
                line.cells[int(str(record.values["column_ordinal"]))] = Cell(record, ("amount_mnkr",))
            else:
                cells = (Cell(record, columns) for columns in CELLS[record.table])
                line.cells |= {key: cell for key, cell in enumerate(cells) if not cell.empty}
    return [Grid(table, list(lines.values())) for (table, _), lines in held.items()]
