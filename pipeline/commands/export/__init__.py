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

from pipeline.commands.export.csv_files import PLAIN, Dialect, write_csv, write_dictionary
from pipeline.commands.export.nameless import without_names
from pipeline.commands.export.relation import Relation, relations
from pipeline.commands.query import open_warehouse

# The formats that are one file: the suffixes that its name may have, and its name in a folder.
ENDINGS = {"xlsx": (".xlsx",), "sqlite": (".sqlite", ".db"), "dbt": (".yml", ".yaml")}
CALLED = {"xlsx": "{}.xlsx", "sqlite": "{}.sqlite", "dbt": "{}_sources.yml"}
FOLDERS = ("csv", "datapackage", "parquet")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the file or folder, the number of tables and views, and of rows or tests, and notes for
    users."""

    path: Path
    relations: int
    count: int
    counted: str
    notes: Sequence[str]


def export(
    warehouse: Path, form: str, out: Path, names: Sequence[str], dialect: Dialect, *, nameless: bool = False
) -> Exported:
    """Writes the tables and views `names` (all if none) in a format; see `tjut export --help`.

    `nameless` leaves out the columns that can name a person.

    Everything is written beside its place first and moved there when complete: a failure leaves older files unchanged.
    Raises UsageError for an unusable warehouse, name or `out`, OSError if writing fails.
    """
    with open_warehouse(warehouse, threads=1) as connection:
        chosen = _chosen(relations(connection), names, warehouse)
        if nameless:
            chosen = without_names(chosen)
        target = _target(warehouse, form, out)
        folder = target if form in FOLDERS else target.parent
        with _beside(folder) as made:
            try:
                write = _write_folder if form in FOLDERS else _write_file
                place = made if form in FOLDERS else made / target.name
                count, notes = write(connection, chosen, form, place, dialect)
            except duckdb.Error as error:
                raise OSError(f"{warehouse} could not be read: {error}") from error
            for file in sorted(made.iterdir()):
                file.replace(folder / file.name)
    return Exported(target, len(chosen), count, "tests" if form == "dbt" else "rows", notes)


def _target(warehouse: Path, form: str, out: Path) -> Path:
    """The folder of many files, or the one file. Raises UsageError."""
    if form in FOLDERS:
        if out.is_file() or (out.suffix.lower() in (".csv", ".parquet", ".json") and not out.is_dir()):
            raise click.UsageError(f"--out {out} must be a folder: {form} writes one file per table")
        return out
    target = out / CALLED[form].format(warehouse.stem) if out.is_dir() else out
    if target.suffix.lower() not in ENDINGS[form] or (target.exists() and target.samefile(warehouse)):
        endings = " or ".join(ENDINGS[form])
        raise click.UsageError(f"--out {out} must be an existing folder, or a file whose name ends in {endings}")
    return target


def _chosen(found: Sequence[Relation], names: Sequence[str], warehouse: Path) -> list[Relation]:
    # A table may be given by its bare name if no view has that name.
    by_name = {relation.name.rpartition(".")[2]: relation for relation in reversed(found)}
    by_name |= {relation.name: relation for relation in found}
    if unknown := sorted(set(names) - by_name.keys()):
        there = ", ".join(relation.name for relation in found) or "nothing"
        raise click.UsageError(f"{warehouse} has no table or view {', '.join(unknown)}. It has {there}")
    return list(dict.fromkeys(by_name[name] for name in names)) if names else list(found)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder inside `folder`, which is created if needed: on the same disk, so that moving is one rename."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".tjut-export-", dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _write_folder(
    connection: duckdb.DuckDBPyConnection, chosen: Sequence[Relation], form: str, folder: Path, dialect: Dialect
) -> tuple[int, Sequence[str]]:
    """A file for each relation, with the data dictionary as CSV and as Data Package; gives back how many rows."""
    from pipeline.commands.export.datapackage import write_datapackage

    if form == "parquet":
        from pipeline.commands.export.parquet_files import write_parquet

        written = write_parquet(connection, chosen, folder)
    else:
        dialect = PLAIN if form == "datapackage" else dialect
        written = write_csv(connection, chosen, folder, dialect)
    write_dictionary(written, folder, dialect)
    write_datapackage(connection, written, folder, None if form == "parquet" else dialect)
    return sum(one.rows for one in written), ()


def _write_file(
    connection: duckdb.DuckDBPyConnection, chosen: Sequence[Relation], form: str, path: Path, dialect: Dialect
) -> tuple[int, Sequence[str]]:
    """The one file; gives back the number of rows, or of dbt's tests, and notes."""
    if form == "xlsx":
        from pipeline.commands.export.workbook import write_workbook

        return write_workbook(connection, chosen, path, column_names=dialect.column_names)
    if form == "sqlite":
        from pipeline.commands.export.sqlite_file import write_sqlite

        return write_sqlite(connection, chosen, path), ()
    from pipeline.commands.export.dbt_sources import write_dbt_sources

    return write_dbt_sources(chosen, path), ()
