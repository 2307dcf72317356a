"""`tjut verify`: checks that each document matches a new reading of its file, or says what differs and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import duckdb

from contracts import assert_contracts_are_on
from pipeline.audit.differing_rows import Difference, new_columns
from pipeline.audit.fresh_build import changed_by_others
from pipeline.audit.reread import Verdict, published, verify
from pipeline.audit.runs import changed_since
from pipeline.commands.query import open_warehouse
from pipeline.ledger import Ledger
from pipeline.raw_files import printable
from pipeline.version import publishing_version
from pipeline.warehouse.catalogue import made_by

SHOWN = 5


def show_head(warehouse: Path) -> None:
    """Prints the digest of the ledger's last line. Raises UsageError if no run has been made for this warehouse."""
    ledger = Ledger(warehouse)
    if (head := ledger.head()) is None:
        raise click.UsageError(f"no run has been made for {warehouse} yet: start one with `tjut run`")
    click.echo(f"{head}  run {ledger.entries()[-1].run_id}")


def show_verdicts(
    warehouse: Path, raw: Path, named: Sequence[str], reader: str, *, everything: bool, kept: str | None = None
) -> bool:
    """Prints the results; returns whether all are identical and ledger and warehouse are as the runs left them.

    Raises UsageError for an unknown document, OSError if the warehouse or `raw` cannot be read.
    """
    assert_contracts_are_on()
    verdicts = []
    try:
        with open_warehouse(warehouse) as connection:
            documents = published(connection, named)
            for line in _of_another_version(connection):
                click.echo(line)
            changed = [
                f"{line}: the warehouse has been changed by hand; `tjut run` rebuilds it"
                for line in changed_by_others(connection)
            ]
            changed += changed_since(warehouse, kept)
            for verdict in verify(connection, documents, raw, reader):
                verdicts.append(verdict)
                if verdict.differences:
                    click.echo("\n".join(_lines(verdict, everything)))
    except LookupError as error:
        raise click.UsageError(f"no document in {warehouse} has the id, key or file name {error.args[0]}") from error
    except duckdb.Error as error:
        raise OSError(
            f"{warehouse} cannot be compared: it is damaged or was made by another version of Tjut ({error}); "
            "rebuild it with `tjut run`"
        ) from error
    except click.UsageError as error:
        raise OSError(error.message) from error
    for line in _table_by_table(verdicts) if len(verdicts) > 1 else ():
        click.echo(line)
    different = sum(bool(verdict.differences) for verdict in verdicts)
    rows, values = (sum(getattr(verdict, name) for verdict in verdicts) for name in ("rows", "values"))
    said = f"different: {different} of " if different else "documents identical, but changed as listed above: "
    said = said if different or changed else "identical: "
    for line in changed:
        click.echo(line)
    counted = "1 document" if len(verdicts) == 1 else f"{len(verdicts)} documents"
    click.echo(f"{said}{counted}, {rows} rows, {values} values compared")
    return not (different or changed)


def _of_another_version(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """What cannot be compared because another version of the code made the warehouse."""
    if made_by(connection) != publishing_version():
        yield "the warehouse was made by another version of Tjut: views and derived tables are not compared"
    if unknown := new_columns(connection):
        yield f"also not compared, because the warehouse does not have them yet: {', '.join(unknown)}"


def _table_by_table(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """For all documents together: which values of each table differ, and how many rows are added or removed."""
    tables: dict[str, list[Difference]] = defaultdict(list)
    for difference in (one for verdict in verdicts for one in verdict.differences):
        tables[difference.table].append(difference)
    for table, found in sorted(tables.items()):
        values: dict[str, list[Difference]] = defaultdict(list)
        for difference in found:
            values[difference.column or ""].append(difference)
        rows = values.pop("", [])
        gone = sum(difference.now is None or isinstance(difference.now, str) for difference in rows)
        yield f"table {table}: {len(found) - len(rows)} values differ, {gone} rows removed, {len(rows) - gone} added"
        for column, changed in sorted(values.items()):
            pairs = Counter(f"{_value(one.stored)} → {_value(one.now)}" for one in changed).most_common()
            told = ", ".join(pair if count == 1 else f"{pair} ({count} times)" for pair, count in pairs[:SHOWN])
            yield f"  {column}, {len(changed)}: {told}{', …' if len(pairs) > SHOWN else ''}"


def _lines(verdict: Verdict, everything: bool) -> Iterator[str]:
    yield f"{verdict.document_id}: {len(verdict.differences)} differences"
    for cause in verdict.causes:
        yield f"  why: {cause}"
    kinds: dict[tuple[str, str | None], list[Difference]] = defaultdict(list)
    for difference in verdict.differences:
        kinds[difference.table, difference.column].append(difference)
    for (table, column), found in kinds.items():
        shown = found if everything else found[:SHOWN]
        yield from (f"  {_line(difference)}" for difference in shown)
        if len(found) > len(shown):
            yield f"  … and {len(found) - len(shown)} more of {table}{f'.{column}' if column else ''}: --all shows them"


def _line(found: Difference) -> str:
    at = f"{found.table} {printable(found.row_id)}"
    if found.column is not None:
        return f"{at} {found.column}: warehouse {_value(found.stored)}, now {_value(found.now)}"
    if isinstance(found.now, str):
        return f"{at}: in the warehouse, now {_value(found.now)}"
    return f"{at}: the row is {'not in the warehouse' if found.stored is None else 'in the warehouse, not read now'}"


def _value(value: Any) -> str:
    if value is None:
        return "NULL"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else printable(str(value))
