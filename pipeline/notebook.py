"""For notebooks and scripts: a document as data frames without a warehouse, and queries on a warehouse.

    from pipeline.notebook import extract, open_warehouse

Amounts stay decimal, both in Arrow tables and in pandas frames (which use Arrow types); nothing becomes a float.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self

import click
import pandas
import pyarrow
import pyarrow.parquet

from pipeline.commands import query
from pipeline.commands.single import read_single, refusal_line
from pipeline.outcome import Outcome
from pipeline.read import READERS
from pipeline.refusal import Refused


class NotExtracted(Exception):
    """A document could not be extracted; the message says what was seen and what to do. `outcome` has the parts."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(refusal_line(outcome))
        self.outcome = outcome


class Tables(Mapping[str, pandas.DataFrame]):
    """The tables of one document by name, as in docs/data-dictionary.md; empty tables are included.

    `tables["indicator"]` is a pandas frame, `tables.arrow("indicator")` the same as an Arrow table.
    """

    def __init__(self, tables: dict[str, pyarrow.Table]) -> None:
        self._tables = tables

    def __getitem__(self, name: str) -> pandas.DataFrame:
        return _frame(self._tables[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        return f"Tables({', '.join(f'{name}: {table.num_rows}' for name, table in self._tables.items())})"

    def arrow(self, name: str) -> pyarrow.Table:
        """The table with the types of its contract. Raises KeyError."""
        return self._tables[name]


def extract(path: str | PathLike[str], *, reader: str = READERS[0]) -> Tables:
    """Reads the document at `path` as a run does: in its own process, with the same limits, and checked by the
    contracts.

    Nothing is written, and no warehouse is needed. The table `finding` lists what is doubtful: check it before you use
    a figure. Raises NotExtracted, OSError for a file that cannot be opened.
    """
    file = Path(path).resolve(strict=True)
    with tempfile.TemporaryDirectory(prefix="tjut-") as staged:
        try:
            outcome = read_single(file, Path(staged), reader)
        except Refused as refused:
            outcome = Outcome.refusal(file.name, None, refused)
        if outcome.bad:
            raise NotExtracted(outcome)
        found = sorted(Path(staged).glob("*/*.parquet"))
        # Read completely, because the folder is deleted before the caller uses them.
        return Tables({table.stem: pyarrow.parquet.ParquetFile(table, memory_map=False).read() for table in found})


class Warehouse:
    """A published warehouse, opened read-only; close it, or use it in a `with` block.

    It shows the warehouse as it was when opened, even if a run publishes meanwhile. To see the new one, close all
    connections that this process has to it and open it again.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._connection = query.open_warehouse(path)
        except click.ClickException as error:
            raise OSError(error.message) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def frame(self, question: str, *parameters: object) -> pandas.DataFrame:
        """The result of an SQL query as a pandas frame; each `?` stands for one of `parameters`."""
        return _frame(self.arrow(question, *parameters))

    def arrow(self, question: str, *parameters: object) -> pyarrow.Table:
        """The same as an Arrow table. Raises duckdb.Error for an invalid query."""
        return self._connection.sql(question, params=list(parameters)).to_arrow_table()

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()


def open_warehouse(path: str | PathLike[str] = "warehouse.duckdb") -> Warehouse:
    """Opens the warehouse at `path` for reading. Raises OSError if it does not exist, or another program has it open
    for writing."""
    return Warehouse(Path(path))


def _frame(table: pyarrow.Table) -> pandas.DataFrame:
    # pandas' own types would turn decimals into objects and whole numbers with gaps into floats.
    frame: pandas.DataFrame = table.to_pandas(types_mapper=pandas.ArrowDtype)
    return frame
