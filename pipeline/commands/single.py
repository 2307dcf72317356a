"""`tjut extract`: one document from its file to its tables, without a warehouse."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
import duckdb

from contracts import assert_contracts_are_on
from pipeline.commands.export.csv_files import write_table
from pipeline.commands.show import line_of
from pipeline.outcome import Outcome
from pipeline.parquet import READ, files
from pipeline.raw_files import printable
from pipeline.run.extractor import EXTRACT, call_reader
from pipeline.workers import Limits, Workers


def extract_single(file: Path, form: str, out: Path | None, reader: str, *, function: str = EXTRACT) -> Outcome:
    """Writes the tables of `file` as `json`, `csv` or `parquet` into `out`, JSON without `out` to standard output.

    Raises Refused if the file cannot be read, ContractsSwitchedOff. A quarantined document has an outcome and writes
    nothing.
    """
    with tempfile.TemporaryDirectory(prefix="tjut-") as staged:
        outcome = read_single(file, Path(staged), reader, function=function)
        tables = sorted(Path(staged).glob("*/*.parquet"))
        if outcome.bad:
            return outcome
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
        if form == "json":
            text = _json(tables)
            if out is None:
                click.echo(text)
            else:
                (out / f"{file.stem}.json").write_text(text + "\n", encoding="utf-8")
        elif out is not None:
            _write(tables, form, out)
    return outcome


def read_single(file: Path, staged: Path, reader: str, *, function: str = EXTRACT) -> Outcome:
    """Stages the tables of `file` in the folder `staged`, in a worker with the limits of a run.

    Raises Refused, ContractsSwitchedOff. A quarantined document stages nothing.
    """
    assert_contracts_are_on()
    with Workers(function, Limits()) as workers:
        return call_reader(workers, file, printable(file.name), staged, reader)


def refusal_line(outcome: Outcome) -> str:
    """The message for an outcome without tables."""
    return "\n  ".join([line_of(outcome), *outcome.failures])


def _json(tables: list[Path]) -> str:
    """One object with a list of rows for each table; DuckDB writes the rows, so that a DECIMAL keeps its digits."""
    parts = []
    for table in tables:
        rows = duckdb.execute(f"select to_json(t)::varchar from {READ} as t", [files([table])]).fetchall()
        parts.append(f'"{table.stem}": [' + ",\n  ".join(text for (text,) in rows) + "]")
    return "{" + ",\n ".join(parts) + "}"


def _write(tables: list[Path], form: str, out: Path) -> None:
    for table in tables:
        target = out / f"{table.stem}.{form}"
        if form == "parquet":
            target.write_bytes(table.read_bytes())
        else:
            rows = duckdb.read_parquet(files([table]), hive_partitioning=False)
            write_table(target, rows.columns, rows.fetchall())
