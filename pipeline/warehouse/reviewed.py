"""Review verdicts in the warehouse: tables `review` and `correction`.

A verdict applies to the current edition of a document. It is `stale` if that has other bytes than the reviewed file, or
if another value is now stored; `unmatched` if there is no such row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import duckdb

from contracts import CONTRACTS, Column
from contracts.sql import address
from pipeline.compare.reviewed import Verdict, Verdicts, letters
from pipeline.reviews import OF_A_DOCUMENT, OF_A_PAIR, Review, meant, reviewable_columns
from pipeline.swedish import target
from pipeline.warehouse.rows import append

NAMED = {
    "indicator": "SELECT name FROM base.indicator",
    "activity": "SELECT name FROM base.activity",
    "goal": "SELECT title FROM base.goal",
    "area": "SELECT label FROM base.budget_line WHERE is_overview",
}
TEXT = "_text"
Cell = tuple[str | None, str]  # a row's id and a column
Row = dict[str, Any]


def write(connection: duckdb.DuckDBPyConnection, reviews: Sequence[Review]) -> bool:
    """Updates the table `review`; returns whether a verdict on a pair of names has changed."""
    before = _verdicts(connection)
    connection.execute("DELETE FROM base.correction")
    connection.execute("DELETE FROM base.review")
    append(connection, "review", [_row(review) for review in reviews])
    return before != _verdicts(connection)


def verdicts(connection: duckdb.DuckDBPyConnection) -> Verdicts:
    """The verdicts on pairs of names."""
    return Verdicts(
        [
            Verdict(kind, letters(before), letters(name), verdict == "same", by)
            for kind, before, name, verdict, by in _verdicts(connection)
        ]
    )


def settle(connection: duckdb.DuckDBPyConnection) -> None:
    """Decides which verdicts apply to the current editions, and stores the corrections."""
    found = connection.execute("FROM base.review")
    names = [name for name, *_ in found.description or ()]
    reviews = [dict(zip(names, values, strict=True)) for values in found.fetchall()]
    current = _current(connection, {review["document_key"] for review in reviews})
    stated: dict[Cell, Row] = {}
    derived: dict[Cell, Row] = {}
    # A verdict on just this file takes precedence over one on all editions.
    for review in sorted(reviews, key=lambda review: review["sha256"] is not None):
        row_id, status = _status(connection, review, current.get(review["document_key"]))
        connection.execute(
            "UPDATE base.review SET row_id = ?, status = ? WHERE review_id = ?", [row_id, status, review["review_id"]]
        )
        if status == "applied" and review["verdict"] == "misread":
            for name, value in _corrected(review["table_name"], review["column_name"], review["corrected"]):
                corrections = stated if name == review["column_name"] else derived
                corrections[row_id, name] = {
                    "row_id": row_id, "column_name": name, "value": value, "review_id": review["review_id"]
                }  # fmt: skip
    connection.execute("DELETE FROM base.correction")
    append(connection, "correction", list((derived | stated).values()))


def _verdicts(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, str, str]]:
    columns = "table_name, corrected, printed, verdict, reviewed_by"
    query = f"SELECT {columns} FROM base.review WHERE verdict IN (?, ?) ORDER BY ALL"
    return connection.execute(query, list(OF_A_PAIR)).fetchall()


def _row(review: Review) -> dict[str, Any]:
    columns = [column.name for column in CONTRACTS["review"].columns]
    return {name: getattr(review, name) for name in columns if name != "status"} | {"status": "unmatched"}


def _current(connection: duckdb.DuckDBPyConnection, keys: Iterable[str | None]) -> dict[str, tuple[str, str]]:
    """Id and sha256 of the current edition of each of these documents."""
    columns = "document_key, document_id, sha256"
    query = f"SELECT {columns} FROM base.document WHERE is_current AND list_contains(?, document_key)"
    wanted = sorted(key for key in keys if key)
    return {key: (name, sha256) for key, name, sha256 in connection.execute(query, [wanted]).fetchall()}


def _status(
    connection: duckdb.DuckDBPyConnection, review: dict[str, Any], current: tuple[str, str] | None
) -> tuple[str | None, str]:
    """The row that a verdict is about, and its status."""
    if review["verdict"] in OF_A_PAIR:
        known = {letters(name) for (name,) in connection.execute(NAMED[review["table_name"]]).fetchall() if name}
        return None, "applied" if {letters(review["printed"]), letters(review["corrected"])} <= known else "unmatched"
    if review["verdict"] in OF_A_DOCUMENT:
        query = "SELECT sha256 FROM base.document WHERE document_key = ?"
        editions = {sha256 for (sha256,) in connection.execute(query, [review["document_key"]]).fetchall()}
        return None, "applied" if review["sha256"] in editions else "stale" if editions else "unmatched"
    if current is None:
        return review["row_id"], "unmatched"
    document_id, sha256 = current
    row_id = f"{document_id}/{_place(review)}"
    if review["sha256"] not in (None, sha256):
        return row_id, "stale"
    return row_id, _status_of_value(connection, review, row_id)


def _place(review: dict[str, Any]) -> str:
    """The row within its document, as `indicator/1.1/3`."""
    stored: str = review["row_id"]
    return stored if stored.startswith(f"{review['table_name']}/") else stored.partition("/")[2]


def _status_of_value(connection: duckdb.DuckDBPyConnection, review: dict[str, Any], row_id: str) -> str:
    table, name = review["table_name"], review["column_name"] or "message"
    named = (
        f"SELECT CAST({name} AS VARCHAR){', rule' if table == 'finding' else ''} FROM {address(table)} WHERE row_id = ?"
    )
    found = connection.execute(named, [row_id]).fetchone()
    if found is None:
        return "unmatched"
    if table == "finding" and found[1] != review["rule"]:
        return "stale"
    (column,) = [column for column in CONTRACTS[table].columns if column.name == name]
    return "applied" if _is_same(column, found[0], review["printed"]) else "stale"


def _is_same(column: Column, stored: str | None, printed: str) -> bool:
    if stored is None:
        return False
    try:
        one, other = meant(column, stored), meant(column, printed)
    except ValueError:
        return False
    if column.type in ("number", "mnkr", "sek", "integer"):
        return Decimal(one) == Decimal(other)
    return " ".join(one.split()) == " ".join(other.split())


def _corrected(table: str, name: str, text: str) -> Iterator[tuple[str, str | None]]:
    """The corrected column, and those derived from it: a target's number and unit, from its text."""
    columns = {column.name: column for column in reviewable_columns(table)}
    yield name, meant(columns[name], text)
    stem = name.removesuffix(TEXT)
    if name.endswith(TEXT) and f"{stem}_kind" in columns:
        read = target(text)
        yield f"{stem}_kind", read.kind
        yield f"{stem}_value", None if read.value is None else f"{read.value:f}"
        yield f"{stem}_unit", read.unit
