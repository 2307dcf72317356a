"""CSV as Swedish Excel opens it: UTF-8 with a mark, semicolons, CRLF, and nothing that would be run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipeline.commands.export.dictionary import HEAD, dictionary_rows
from pipeline.commands.export.relation import Relation

DICTIONARY = "dictionary.csv"
# With one of these in front, spreadsheets take a cell for a formula (https://owasp.org/www-community/attacks/CSV_Injection);
# the apostrophe itself is marked, too, so that the mark can be taken away again without loss.
MARKED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def write_csv(
    connection: duckdb.DuckDBPyConnection, chosen: Sequence[Relation], folder: Path, decimal_comma: bool
) -> int:
    """A file for each relation and `dictionary.csv`; gives back the number of rows."""
    entries: list[tuple[str | int | None, ...]] = []
    total = 0
    for relation in chosen:
        names = [column.name for column in relation.columns]
        count = _write(folder / f"{relation.name}.csv", names, relation.rows(connection), decimal_comma)
        entries += dictionary_rows(relation, count)
        total += count
    _write(folder / DICTIONARY, HEAD, entries, decimal_comma)
    return total


def write_dictionary(entries: Iterable[Sequence[Any]], folder: Path) -> None:
    """`dictionary.csv`, beside files of another format."""
    _write(folder / DICTIONARY, HEAD, entries, decimal_comma=False)


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[Any]], decimal_comma: bool) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow(head)
        for row in rows:
            writer.writerow([printed(value, decimal_comma) for value in row])
            count += 1
    return count


def write_table(path: Path, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table for programs, with commas, that is safe in a spreadsheet all the same."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head)
        writer.writerows([printed(value, decimal_comma=False) for value in row] for row in rows)


def printed(value: Any, decimal_comma: bool) -> str:
    """A value as CSV has it: NULL is nothing, numbers without needless zeros, dates as ISO 8601, true or false."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(MARKED) else value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal | float):
        text = format(value.normalize() + 0, "f") if isinstance(value, Decimal) else repr(value)
        return text.replace(".", ",") if decimal_comma else text
    return str(value)
