"""From a row of the warehouse to the places its values were printed at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import duckdb

from contracts import CONTRACTS
from contracts.sql import address
from pipeline.document import Box

# Tables that publishing writes itself, and the places: no row of these is printed anywhere.
PRINTED = {name: contract for name, contract in CONTRACTS.items() if contract.staged and name != "provenance"}


class NotTraceable(Exception):
    """The question names an unknown table or column, or its condition is invalid."""


class NothingFound(Exception):
    """No row matches the question."""


@dataclass(frozen=True, slots=True)
class Place:
    """A printed place: box in a PDF, line (from 1) in a text file; `text` is as printed."""

    page: int
    box: Box | None
    line: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """A stored value with its places; none for values that Tjut counts or derives."""

    column: str
    stored: Any
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Traced:
    """A row with its document and its values; `page` is the page it belongs to, if any."""

    row_id: str
    document_id: str
    file_name: str
    sha256: str
    page: int | None
    values: tuple[Value, ...]

    @property
    def marks(self) -> dict[int, list[Box]]:
        """The boxes of its values on each page, as `picture.draw` takes them."""
        marks: dict[int, list[Box]] = defaultdict(list)
        for value in self.values:
            for place in value.places:
                if place.box is not None:
                    marks[place.page].append(place.box)
        return dict(sorted(marks.items()))


def trace(
    connection: duckdb.DuckDBPyConnection, what: str, condition: str | None, column: str | None, limit: int
) -> tuple[list[Traced], int]:
    """The rows of the table `what` that fit the SQL `condition`, or the row with the id `what`; and how many there are.

    Of a view the rows are traced that its rows come from. A table or view may be named with its schema
    (`base.indicator`). At most `limit` rows, in the order of the warehouse, each with its printed values, or with the
    value of `column` only. Raises NotTraceable, NothingFound.
    """
    what = what.removeprefix("base.").removeprefix("main.")
    views = _views(connection)
    if address_of_view := views.get(what):
        return _behind(connection, what, address_of_view, condition, column, limit)
    table, row_id = _asked(what)
    is_named = row_id is None or "/" in row_id
    if what in views or not (is_named or condition is None):
        raise NotTraceable(_unknown(what, views))
    try:
        rows = connection.table(address(table))
        if column is not None and column not in rows.columns:
            raise NotTraceable(f"{table} has no column {column}. It has {', '.join(rows.columns)}")
        if row_id is not None:
            named = duckdb.ColumnExpression(PRINTED[table].name_column)
            rows = rows.filter(named == duckdb.ConstantExpression(row_id))
        if condition is not None:
            rows = rows.filter(condition)
        count = len(rows)
        found = [dict(zip(rows.columns, row, strict=True)) for row in rows.limit(limit).fetchall()]
    except duckdb.Error as error:
        raise NotTraceable(f"DuckDB cannot run this condition on {table}: {error}") from error
    if not found and not is_named:
        raise NotTraceable(_unknown(what, views))
    if not found:
        raise NothingFound(f"no row of {table} {'has that id' if row_id else 'matches the condition'}")
    return _traced(connection, table, found, column), count


def _views(connection: duckdb.DuckDBPyConnection) -> dict[str, str | None]:
    """All views: the address of each whose rows say by `row_id` what they come from, None for others."""
    query = (
        "SELECT view_name, if(bool_or(column_name = 'row_id'), concat_ws('.', view.schema_name, view_name), NULL)"
        " FROM duckdb_views() AS view JOIN duckdb_columns() AS col"
        " ON col.table_name = view_name AND col.schema_name = view.schema_name"
        " WHERE NOT view.internal GROUP BY view.schema_name, view_name"
    )
    return {name: named for name, named in connection.execute(query).fetchall() if name not in PRINTED}


def _unknown(what: str, views: dict[str, str | None]) -> str:
    """What there is instead of `what`, of which no row can be traced."""
    if what in views:
        return f"{what} has no row_id: its rows summarise several rows or are not printed anywhere"
    traced = [*PRINTED, *(name for name, named in views.items() if named)]
    meant = get_close_matches(what, traced, n=2)
    hint = f" (did you mean {' or '.join(meant)}?)" if meant else ""
    return f"there is no table or document {what}{hint}. Tables: {', '.join(PRINTED)}; views with a row_id also work"


def _behind(
    connection: duckdb.DuckDBPyConnection, view: str, named: str, condition: str | None, column: str | None, limit: int
) -> tuple[list[Traced], int]:
    """The table rows that the rows of a view come from, each once."""
    try:
        rows = connection.table(named)
        found = (rows if condition is None else rows.filter(condition)).project("row_id").fetchall()
    except duckdb.Error as error:
        raise NotTraceable(f"DuckDB cannot run this condition on {view}: {error}") from error
    ids = list(dict.fromkeys(row_id for (row_id,) in found if row_id is not None))
    if not ids:
        raise NothingFound(f"no row of {view} matches the condition")
    return [trace(connection, row_id, None, column, 1)[0][0] for row_id in ids[:limit]], len(ids)


def _asked(what: str) -> tuple[str, str | None]:
    """The table, and the row's id if `what` is one: `<document_id>/<table>/<key>`, or a document's own."""
    if what in PRINTED:
        return what, None
    _, slash, rest = what.partition("/")
    table = rest.partition("/")[0] if slash else "document"
    if table not in PRINTED:
        raise NotTraceable(f"{what} is not a row id: there is no table {table}. Tables: {', '.join(PRINTED)}")
    return table, what


def _traced(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[dict[str, Any]], column: str | None
) -> list[Traced]:
    name = PRINTED[table].name_column
    files = _files(connection, {row["document_id"] for row in rows})
    suspects = [row["suspect_row_id"] for row in rows if row.get("suspect_row_id")]
    places = _places(connection, [row[name] for row in rows] + suspects)
    traced = []
    for row in rows:
        printed = places.get(row[name], {})
        if row.get("suspect_row_id"):  # a finding is not printed anywhere, but the cell that is most likely wrong is
            printed = {"suspect_row_id": places.get(row["suspect_row_id"], {}).get(row["suspect_column"], [])}
        columns = printed if column is None else [column]
        values = tuple(Value(wanted, row[wanted], tuple(printed.get(wanted, ()))) for wanted in columns)
        file_name, sha256 = files[row["document_id"]]
        traced.append(Traced(row[name], row["document_id"], file_name, sha256, row.get("page"), values))
    return traced


def _files(connection: duckdb.DuckDBPyConnection, wanted: Iterable[str]) -> dict[str, tuple[str, str]]:
    """File name and sha256 of each document."""
    query = "select document_id, file_name, sha256 from base.document where document_id in (select unnest(?))"
    return {name: (file, sha256) for name, file, sha256 in connection.execute(query, [list(wanted)]).fetchall()}


def _places(connection: duckdb.DuckDBPyConnection, row_ids: list[str]) -> dict[str, dict[str, list[Place]]]:
    """The places of each column of each row, in printed order."""
    rows = connection.execute(
        "select row_id, column_name, page, x0, top, x1, bottom, line, text from base.provenance"
        " where row_id in (select unnest(?)) order by document_id, ordinal",
        [row_ids],
    )
    names = [name for name, *_ in rows.description or ()]
    places: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for values in rows.fetchall():
        row = dict(zip(names, values, strict=True))
        place = Place(row["page"], _box(row), row["line"], row["text"])
        places[row["row_id"]][row["column_name"]].append(place)
    return places


def _box(row: dict[str, Any]) -> Box | None:
    return None if row["x0"] is None else Box(row["x0"], row["top"], row["x1"], row["bottom"])
