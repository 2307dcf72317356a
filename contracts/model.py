"""How contracts are written: a table and its columns, each defined once.

From this one definition follow the Parquet schema (here), the pandera model that checks a document's rows
(`contracts.frame`), the DuckDB table with keys and comments (`contracts.sql`) and the data dictionary
(`pipeline.warehouse.dictionary`). Importing contracts is cheap: pandas and pandera are only loaded when rows are
checked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pyarrow

# Empty is NULL, never an empty text, and text has no spaces at its ends (schema.md). Arrow matches the patterns: its
# `\s` only matches ASCII spaces.
_BLANK = "\\s\u00a0\u2009\u202f"
PRINTED = f"(?s:[^{_BLANK}](?:.*[^{_BLANK}])?)"

# The maximum for one document. The longest plan so far has 250 rows in a table and 4 200 printed places. The cost of
# what follows, above all the comparison with the year before, grows faster than the number of rows.
MOST_ROWS = 5_000

Type = Literal["text", "integer", "boolean", "date", "timestamp", "number", "mnkr", "sek", "points"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its Swedish term, meaning, unit and an example are its comment in the warehouse.

    `allowed` is the closed list of its values, `pattern` must match each value as a whole, `least` and `most` are its
    limits. `staged` is False for columns that publishing fills. `raw` text is kept exactly as on the page.
    """

    name: str
    type: Type
    term: str
    meaning: str
    example: str
    unit: str | None = None
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    pattern: str | None = None
    least: int | None = None
    most: int | None = None
    staged: bool = True
    raw: bool = False

    @property
    def form(self) -> str | None:
        """The regular expression that each value matches; None for a closed list, raw text and other types."""
        pattern = self.pattern or (PRINTED if self.type == "text" and not self.raw else None)
        return rf"^(?:{pattern})$" if pattern and not self.allowed else None

    @property
    def comment(self) -> str:
        """Term, meaning, unit, closed list and example, in Swedish."""
        unit = f" Enhet: {self.unit}." if self.unit else ""
        values = f" Värden: {', '.join(self.allowed)}." if self.allowed else ""
        return f"{self.term}: {self.meaning}{unit}{values} Exempel: {self.example}"


@dataclass(frozen=True, slots=True)
class Contract:
    """A table: what a row is, its columns, its primary key, and the tables it refers to (`column: table`).

    `natural_key` are the columns that name a row within its document; its `row_id` is made of them. Where they are
    `counted` by the program no two rows share them; a number that is printed may be printed twice.
    `ascending` are pairs of columns of which the first is never greater than the second. One document has at most
    `most_rows` rows of a staged table.
    """

    table: str
    term: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("row_id",)
    natural_key: tuple[str, ...] = ()
    counted: bool = True
    references: dict[str, str] = field(default_factory=dict)
    ascending: tuple[tuple[str, str], ...] = ()
    staged: bool = True
    most_rows: int = MOST_ROWS

    @property
    def comment(self) -> str:
        """What the table is, and what a row of it is."""
        return f"{self.term}: {self.row}"

    @property
    def name_column(self) -> str:
        """The column that shows people which row is meant."""
        return "row_id" if any(column.name == "row_id" for column in self.columns) else self.key[0]

    @property
    def staged_columns(self) -> tuple[Column, ...]:
        """The columns that rows have before publishing."""
        return tuple(column for column in self.columns if column.staged)

    @property
    def unique_keys(self) -> tuple[tuple[str, ...], ...]:
        """The columns that together identify a row: the primary key, and the natural key if the program assigns it."""
        return tuple(dict.fromkeys(key for key in (self.natural_key if self.counted else (), self.key) if key))

    def arrow_schema(self) -> pyarrow.Schema:
        """The schema of the table's Parquet file."""
        import pyarrow

        types = arrow_types()
        fields = [(column.name, types[column.type], column.nullable) for column in self.staged_columns]
        return pyarrow.schema([pyarrow.field(name, kind, nullable=nullable) for name, kind, nullable in fields])


def arrow_types() -> dict[Type, Any]:
    """The Arrow (and Parquet) type of each kind of column.

    Eight decimals hold an amount in millions of kronor to the öre: a fee that rises by 2,50 kr is 0.00000250 mnkr.
    """
    import pyarrow

    return {
        "text": pyarrow.string(),
        "integer": pyarrow.int32(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "timestamp": pyarrow.timestamp("us"),
        "number": pyarrow.decimal128(18, 8),
        "mnkr": pyarrow.decimal128(18, 8),
        "sek": pyarrow.decimal128(18, 2),
        "points": pyarrow.float64(),
    }
