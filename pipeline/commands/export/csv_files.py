"""CSV in two dialects: for Swedish Excel, without anything it would run as a formula; and plain, for programs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipeline.commands.export.dictionary import HEAD, Written, dictionary_rows
from pipeline.commands.export.relation import Relation
from pipeline.commands.printed import text

DICTIONARY = "dictionary.csv"
# With one of these in front, spreadsheets take a cell for a formula (https://owasp.org/www-community/attacks/CSV_Injection);
# the apostrophe itself is marked, too, so that the mark can be taken away again without loss.
MARKED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written. Excel's has semicolons, a UTF-8 BOM, CRLF and Swedish headers."""

    encoding: str = "utf-8-sig"
    delimiter: str = ";"
    line_end: str = "\r\n"
    guarded: bool = True
    decimal_comma: bool = False
    column_names: bool = False


PLAIN = Dialect("utf-8", ",", "\n", guarded=False, column_names=True)


def write_csv(
    connection: duckdb.DuckDBPyConnection, chosen: Sequence[Relation], folder: Path, dialect: Dialect
) -> list[Written]:
    """Writes a file for each relation."""
    return [
        Written(
            relation,
            file := f"{relation.name}.csv",
            _write(folder / file, relation.head(dialect.column_names), relation.rows(connection), dialect),
        )
        for relation in chosen
    ]


def write_dictionary(written: Sequence[Written], folder: Path, dialect: Dialect) -> None:
    """Writes `dictionary.csv` beside the files that it describes."""
    chosen = [one.relation for one in written]
    entries = (entry for one in written for entry in dictionary_rows(one.relation, one.rows, chosen))
    _write(folder / DICTIONARY, HEAD, entries, dialect)


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[Any]], dialect: Dialect) -> int:
    count = 0
    with path.open("w", encoding=dialect.encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=dialect.delimiter, lineterminator=dialect.line_end)
        writer.writerow(head)
        for row in rows:
            writer.writerow([printed(value, dialect) for value in row])
            count += 1
    return count


def write_table(path: Path, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table for programs, with commas, that is still safe in a spreadsheet."""
    _write(path, head, rows, Dialect("utf-8", ",", "\n"))


def printed(value: Any, dialect: Dialect) -> str:
    """A value as CSV has it: NULL is nothing, numbers without needless zeros, dates as ISO 8601, true or false.

    With a decimal comma, booleans are written for people: `ja` or `nej`.
    """
    cell = text(value)
    if isinstance(value, str):
        return f"'{cell}" if dialect.guarded and cell.startswith(MARKED) else cell
    if isinstance(value, bool) and dialect.decimal_comma:
        return "ja" if value else "nej"
    return cell.replace(".", ",") if isinstance(value, Decimal | float) and dialect.decimal_comma else cell
