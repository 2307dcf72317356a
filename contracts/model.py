"""How a contract is written: a table and its columns, each defined once, and all that follows from them.

From one definition come the pandera model that checks a document's rows, the schema of its Parquet file, the table in
DuckDB with keys and comments, and the data dictionary. Libraries are loaded when they are needed: names and meanings
cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandera.pandas as pandera
    import pyarrow

Type = Literal["text", "integer", "boolean", "date", "timestamp", "mnkr", "sek", "number", "points"]

# Millions of kronor keep six decimals: an application of 30 960 kr is 0.030960 mnkr, exactly.
SQL_TYPES: dict[Type, str] = {
    "text": "VARCHAR",
    "integer": "INTEGER",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "mnkr": "DECIMAL(18,6)",
    "sek": "DECIMAL(18,2)",
    "number": "DECIMAL(18,6)",
    "points": "DOUBLE",
}


@cache
def arrow_type(kind: Type) -> pyarrow.DataType:
    """The Arrow (and Parquet) type of a column."""
    import pyarrow

    types = {
        "text": pyarrow.string(),
        "integer": pyarrow.int32(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "timestamp": pyarrow.timestamp("us"),
        "mnkr": pyarrow.decimal128(18, 6),
        "sek": pyarrow.decimal128(18, 2),
        "number": pyarrow.decimal128(18, 6),
        "points": pyarrow.float64(),
    }
    return types[kind]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its Swedish term, meaning, unit and an example are its comment in the warehouse.

    `allowed` is the closed list of its values, `pattern` what each value fits as a whole, `least` its smallest value.
    `staged` is False for what only publishing knows, `raw` is True for characters that are kept as they stand.
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
    staged: bool = True
    raw: bool = False

    @property
    def comment(self) -> str:
        """Term, meaning, unit and example in one sentence each."""
        unit = f" Enhet: {self.unit}." if self.unit else ""
        values = f" Värden: {', '.join(self.allowed)}." if self.allowed else ""
        return f"{self.term}: {self.meaning}{unit}{values} Exempel: {self.example}."


@dataclass(frozen=True, slots=True)
class Contract:
    """A table: what one row is, its columns, its primary key, and the tables it refers to.

    `natural_key` are the columns that name a row within its document; its `row_id` is made of them.
    """

    table: str
    term: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("row_id",)
    natural_key: tuple[str, ...] = ()
    references: dict[str, str] = field(default_factory=dict)
    staged: bool = True

    @property
    def comment(self) -> str:
        """What the table is, and what one row of it is."""
        return f"{self.term}: {self.row}"

    @property
    def staged_columns(self) -> list[Column]:
        """The columns that a document's own rows have."""
        return [column for column in self.columns if column.staged]

    def arrow_schema(self) -> pyarrow.Schema:
        """The schema of the table's Parquet file."""
        import pyarrow

        return pyarrow.schema(
            [pyarrow.field(c.name, arrow_type(c.type), nullable=c.nullable) for c in self.staged_columns]
        )

    def ddl(self) -> list[str]:
        """The statements that create the table, with its keys and comments."""
        parts = [f"{c.name} {SQL_TYPES[c.type]}{'' if c.nullable else ' NOT NULL'}" for c in self.columns]
        parts.append(f"PRIMARY KEY ({', '.join(self.key)})")
        parts += [f"FOREIGN KEY ({column}) REFERENCES {table}" for column, table in self.references.items()]
        statements = [f"CREATE TABLE {self.table} ({', '.join(parts)})"]
        statements.append(f"COMMENT ON TABLE {self.table} IS {quoted(self.comment)}")
        statements += [f"COMMENT ON COLUMN {self.table}.{c.name} IS {quoted(c.comment)}" for c in self.columns]
        return statements

    def model(self) -> pandera.DataFrameSchema:
        """The pandera model of a document's rows: strict, with all checks."""
        return _model(self.table)


def quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


@cache
def _model(table: str) -> pandera.DataFrameSchema:
    import pandas
    import pandera.pandas as pandera

    from contracts import CONTRACTS

    contract = CONTRACTS[table]
    columns = {
        column.name: pandera.Column(
            pandas.ArrowDtype(arrow_type(column.type)), checks=list(_checks(column)), nullable=column.nullable
        )
        for column in contract.staged_columns
    }
    return pandera.DataFrameSchema(columns, strict=True, ordered=True, unique=list(contract.key), name=table)


def _checks(column: Column) -> Iterator[Any]:
    import pandera.pandas as pandera

    if column.allowed:
        yield pandera.Check.isin(column.allowed)
    if column.pattern:
        yield pandera.Check(partial(_fits, pattern=column.pattern), name="fits", error=f"does not fit {column.pattern}")
    if column.least is not None:
        yield pandera.Check.ge(column.least)
    if column.type == "text" and not column.raw:
        yield pandera.Check(_printed, name="printed_text", error="empty, or with white space at an end")


def _fits(values: Any, pattern: str) -> Any:
    return values.str.fullmatch(pattern)


def _printed(values: Any) -> Any:
    """Empty is NULL, never an empty text (schema.md)."""
    return (values.str.len() > 0) & (values.str.strip() == values)
