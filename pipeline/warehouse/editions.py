"""Describes which editions became current with a publication, and which are held."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipeline.loss import Loss
from pipeline.outcome import HELD, Editions, Fate, Outcome
from pipeline.reviews import REVIEWABLE
from pipeline.warehouse.ledger_tables import counts
from pipeline.warehouse.versions import changes

# The number of changed values listed, those of tables that views show first; longer ones are not figures.
SHOWN, LONGEST = 3, 60
# Columns that follow from another column, or only say in which way.
FOLLOWING = ("_kind", "_unit", "_value")
COUNTED = "SELECT document_key, document_id, board_key, document_type, file_name FROM base.document WHERE is_current"
QUERY = """
    SELECT document.file_name, document.sha256, document_id, document.document_key, document.short_id,
        counting.file_name, reason, table_name, value_before, value_now
    FROM base.held_document JOIN base.document USING (document_id)
    JOIN base.document AS counting ON counting.document_id = counting_document_id ORDER BY document_id
"""


@dataclass(frozen=True, slots=True)
class Counting:
    """The current edition of a document."""

    document_key: str
    document_id: str
    board_key: str
    document_type: str
    file_name: str


def counted(warehouse: Path, beside: Path) -> dict[str, Counting]:
    """The current editions in a published warehouse, by document key; empty if it cannot be queried.

    If somebody has it open for writing, which locks out others, a copy at `beside` is queried instead.
    """
    try:
        try:
            return _asked(warehouse)
        except duckdb.IOException:
            shutil.copyfile(warehouse, beside)
            return _asked(beside)
    except duckdb.Error:  # damaged, or of an earlier version
        return {}


def _asked(warehouse: Path) -> dict[str, Counting]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return _counted(connection)


def editions_after(building: Path, before: Mapping[str, Counting]) -> Editions:
    """What is held in a new warehouse, and what became current in it."""
    with duckdb.connect(str(building), read_only=True) as connection:
        now = _counted(connection)
        held = tuple(_outcome(row) for row in connection.execute(QUERY).fetchall())
        others = [one for key, one in now.items() if key in before and before[key].document_id != one.document_id]
        changed = [_replaced(connection, before[one.document_key], one) for one in others]
        size = counts(connection)
    changed += [f"{key} is gone: nothing of it is staged any more" for key in before.keys() - now.keys()]
    return Editions(held, tuple(sorted(changed)), tuple(_lost(before, now)), size)


def _counted(connection: duckdb.DuckDBPyConnection) -> dict[str, Counting]:
    return {row[0]: Counting(*row) for row in connection.execute(COUNTED).fetchall()}


def _outcome(row: tuple[Any, ...]) -> Outcome:
    file, sha256, document_id, key, short_id, counting, reason, table, before, now = row
    if reason == "approval":
        seen = f"nobody has approved it, but {counting}, the current {key}, is approved"
    else:
        lost = Loss(table or reason, float(before), float(now))
        seen = f"{lost}: {counting} remains the current {key}"
    advice = (
        f"Compare the two. If the new one is right, accept it: tjut review document --where "
        f"\"short_id = '{short_id}'\" >> reviews.csv, with the verdict accepted"
    )
    return Outcome(file, Fate.PUBLISHED, sha256, document_id, HELD, seen, advice)


def _replaced(connection: duckdb.DuckDBPyConnection, before: Counting, now: Counting) -> str:
    gone = not connection.execute("FROM base.document WHERE document_id = ?", [before.document_id]).fetchall()
    said = f"{now.file_name} replaces {before.file_name} as {now.document_key}"
    if gone:
        return f"{said}, which is no longer staged"
    query = "SELECT decided_by FROM base.document_version WHERE document_key = ? AND is_newest"
    ((decided_by,),) = connection.execute(query, [now.document_key]).fetchall()
    found = changes(connection, before.document_id, now.document_id)
    shown = [row for row in found if row[0] in REVIEWABLE and row[5] == "changed"]
    counts = {kind: sum(row[5] == kind for row in found) for kind in ("changed", "added", "removed")}
    told = ", ".join(f"{count} {_things(kind)} {kind}" for kind, count in counts.items() if count)
    values = "; ".join(_told_values(connection, now.document_id, shown))
    return f"{said} ({decided_by}): {told or 'nothing changed'}{f': {values}' if values else ''}"


def _things(kind: str) -> str:
    return "values" if kind == "changed" else "rows"


def _told_values(
    connection: duckdb.DuckDBPyConnection, document_id: str, found: list[tuple[Any, ...]]
) -> Iterator[str]:
    short = [row for row in found if len(f"{row[3]}{row[4]}") <= LONGEST and not row[2].endswith(FOLLOWING)]
    for table, row_key, column, earlier, later, _ in short[:SHOWN]:
        yield f"{table} {row_key.partition('/')[2]} {column} {earlier or 'NULL'} → {later or 'NULL'}"


def _lost(before: Mapping[str, Counting], now: Mapping[str, Counting]) -> Iterator[str]:
    for name in ("board_key", "document_type"):
        had = {getattr(one, name) for one in before.values()}
        for gone in sorted(had - {getattr(one, name) for one in now.values()}):
            keys = sorted(key for key, one in before.items() if getattr(one, name) == gone)
            what = f"there is no document of {gone} any more" if name == "board_key" else f"there is no {gone} any more"
            mistaken = "If its folder in staged/ was deleted by mistake, put its file into raw/"
            yield f"{what}: {', '.join(keys)} had one. {mistaken}"
