"""Which editions may become current: `document.approval`, and the table `held_document`.

An edition is compared with the one that was current when it arrived. If it lost more than a board would take out, it
was probably misread: then it is held, and the current edition stays current until a person accepts the new one. If a
person has approved an edition, later editions that nobody has approved are held too.

This only says which editions may be current; the order of `document_version` decides which of them is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

import duckdb

from contracts.common import AROUND
from contracts.sql import address
from pipeline.loss import CONTENT, Content, Loss, loss
from pipeline.warehouse.rows import append

# Documents with several editions, in order of arrival.
EDITIONS = """
    SELECT document_key, document_id, arrived_at, place, is_pinned, is_accepted, is_bound
    FROM base.edition JOIN base.document USING (document_key, document_id)
    QUALIFY count(*) OVER (PARTITION BY document_key) > 1
    ORDER BY document_key, arrived_at NULLS FIRST, place
"""
COVERAGE = f"""
    SELECT document_id, CAST(1 - sum(unaccounted_count) / nullif(sum(printed_count), 0) AS DOUBLE)
    FROM base.document_coverage WHERE place <> '{AROUND}' AND list_contains(?, document_id) GROUP BY document_id
"""
APPROVAL = """
    SELECT document_id, CASE WHEN held_document.document_id IS NOT NULL THEN 'held'
        WHEN is_pinned OR is_accepted OR is_bound THEN 'approved' ELSE 'open' END AS approval
    FROM base.edition LEFT JOIN base.held_document USING (document_id)
"""


@dataclass(frozen=True, slots=True)
class _Edition:
    document_id: str
    arrived_at: Any
    place: int
    is_pinned: bool
    is_accepted: bool
    is_bound: bool
    content: Content

    @property
    def is_approved(self) -> bool:
        return self.is_pinned or self.is_accepted or self.is_bound

    @property
    def rank(self) -> tuple[bool, bool, int]:
        return self.is_pinned, self.is_approved, self.place


@dataclass(frozen=True, slots=True)
class _Held:
    edition: _Edition
    counting: _Edition
    lost: Loss | None  # None: the other one is approved and this one is not


def forget_held(connection: duckdb.DuckDBPyConnection) -> None:
    """Deletes what refers to documents, before some of them are deleted."""
    connection.execute("DELETE FROM base.held_document")


def approve(connection: duckdb.DuckDBPyConnection) -> None:
    """Updates `approval` and `held_document` for the present editions and verdicts."""
    forget_held(connection)
    held = [one for editions in _documents(connection) for one in _held(editions)]
    append(connection, "held_document", [_row(one) for one in held])
    connection.execute(
        f"UPDATE base.document SET approval = told.approval FROM ({APPROVAL}) AS told"
        " WHERE document.document_id = told.document_id AND document.approval <> told.approval"
    )


def _documents(connection: duckdb.DuckDBPyConnection) -> Iterator[list[_Edition]]:
    """The editions of each document that has several, in order of arrival."""
    rows = connection.execute(EDITIONS).fetchall()
    contents = _contents(connection, [document_id for _, document_id, *_ in rows])
    for _, editions in groupby(rows, key=lambda row: row[0]):
        yield [
            _Edition(document_id, at, place, pinned, accepted, bound, contents[document_id])
            for _, document_id, at, place, pinned, accepted, bound in editions
        ]


def _contents(connection: duckdb.DuckDBPyConnection, documents: Sequence[str]) -> dict[str, Content]:
    rows: dict[str, dict[str, int]] = defaultdict(dict)
    for table in CONTENT if documents else ():
        query = f"SELECT document_id, count(*) FROM {address(table)} WHERE list_contains(?, document_id) GROUP BY 1"
        for document_id, count in connection.execute(query, [documents]).fetchall():
            rows[document_id][table] = count
    coverage = dict(connection.execute(COVERAGE, [documents]).fetchall()) if documents else {}
    return {document_id: Content(rows[document_id], coverage.get(document_id)) for document_id in documents}


def _held(editions: Iterable[_Edition]) -> list[_Held]:
    """The editions that would be current but are held, each with the one that is current in its place.

    A verdict on an edition, accepted or pinned, overrides any loss; a matching sha256 or host does not.
    """
    held: list[_Held] = []
    counting: _Edition | None = None
    passed = []
    for edition in editions:
        if counting is None or edition.rank < counting.rank:
            counting = counting or edition
            passed.append(edition)
            continue
        seen = edition.is_pinned or edition.is_accepted  # a matching sha256 does not rule out a misreading
        lost = None if seen else loss(counting.content, edition.content)
        if lost is not None:
            held.append(_Held(edition, counting, lost))
        else:
            counting = edition
            passed.append(edition)
    if counting is not None and counting.is_approved and not counting.is_pinned:
        held += [_Held(one, counting, None) for one in passed if not one.is_approved and one.place > counting.place]
    return held


def _row(held: _Held) -> dict[str, Any]:
    lost = held.lost
    measure = "approval" if lost is None else lost.measure
    return {
        "document_id": held.edition.document_id,
        "counting_document_id": held.counting.document_id,
        "reason": measure if measure in ("rows", "coverage", "approval") else "table",
        "table_name": measure if measure in CONTENT else None,
        "value_before": None if lost is None else Decimal(str(round(lost.before, 8))),
        "value_now": None if lost is None else Decimal(str(round(lost.now, 8))),
    }
