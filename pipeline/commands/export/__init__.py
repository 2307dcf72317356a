"""`tjut export`: tables and views of the warehouse as files for other programs, with the data dictionary."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import duckdb

from pipeline.commands.export.csv_files import Dialect, write_csv
from pipeline.commands.export.relation import Relation, relations
from pipeline.commands.query import open_warehouse


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the file or folder, how many tables and views and rows, and what the reader must be told."""

    path: Path
    relations: int
    rows: int
    notes: Sequence[str]


def export(warehouse: Path, form: str, out: Path, names: Sequence[str], dialect: Dialect) -> Exported:
    """Writes the tables and views `names` (all if none) as `parquet`, `csv` or `xlsx`; see `tjut export --help`.

    Everything is written beside its place first and moved there when all is whole: a failure leaves older files as they
    were. Raises UsageError for a warehouse, a name or an `out` that cannot be meant, OSError when writing fails.
    """
    with open_warehouse(warehouse, threads=1) as connection:
        chosen = _chosen(relations(connection), names, warehouse)
        target = _target(warehouse, form, out)
        folder = target.parent if form == "xlsx" else target
        with _beside(folder) as made:
            try:
                rows, notes = _write(connection, chosen, form, made, target.name, dialect)
            except duckdb.Error as error:
                raise OSError(f"{warehouse} could not be read: {error}") from error
            for file in sorted(made.iterdir()):
                file.replace(folder / file.name)
    return Exported(target, len(chosen), rows, notes)


def _target(warehouse: Path, form: str, out: Path) -> Path:
    """The file of a workbook, or the folder of all other files. Raises UsageError."""
    if form != "xlsx":
        if out.is_file() or (out.suffix.lower() in (".csv", ".parquet") and not out.is_dir()):
            raise click.UsageError(f"--out {out} must be a folder: {form} is one file for each table")
        return out
    target = out / f"{warehouse.stem}.xlsx" if out.is_dir() else out
    if target.suffix.lower() != ".xlsx" or (target.exists() and target.samefile(warehouse)):
        raise click.UsageError(f"--out {out} must be a folder that exists, or a file whose name ends in .xlsx")
    return target


def _chosen(found: Sequence[Relation], names: Sequence[str], warehouse: Path) -> list[Relation]:
    # A table may be asked for by its bare name where no view has it.
    by_name = {relation.name.rpartition(".")[2]: relation for relation in reversed(found)}
    by_name |= {relation.name: relation for relation in found}
    if unknown := sorted(set(names) - by_name.keys()):
        there = ", ".join(relation.name for relation in found) or "nothing"
        raise click.UsageError(f"{warehouse} has no table or view {', '.join(unknown)}: there is {there}")
    return list(dict.fromkeys(by_name[name] for name in names)) if names else list(found)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder inside `folder`, which is made if it is not there: on the same disk, so that moving is one rename."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".tjut-export-", dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _write(
    connection: duckdb.DuckDBPyConnection,
    chosen: Sequence[Relation],
    form: str,
    folder: Path,
    name: str,
    dialect: Dialect,
) -> tuple[int, Sequence[str]]:
    """The number of rows, and notes; a workbook gets the name `name`."""
    if form == "xlsx":
        from pipeline.commands.export.workbook import write_workbook

        return write_workbook(connection, chosen, folder / name, column_names=dialect.column_names)
    if form == "csv":
        return write_csv(connection, chosen, folder, dialect), ()
    from pipeline.commands.export.parquet_files import write_parquet

    return write_parquet(connection, chosen, folder), ()
