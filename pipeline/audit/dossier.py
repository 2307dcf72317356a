"""Everything a warehouse knows about a row besides its places: its findings, its reviews, what read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from contracts.sql import address
from pipeline.audit.places import NotTraceable, Traced, trace

Row = dict[str, Any]
# A finding belongs to the row that it names as probably wrong; for a finding, it is the finding itself.
FINDINGS = """
    SELECT finding.row_id, finding.rule, finding.severity, finding.message, finding.page, finding.expected,
        finding.actual, finding.suspect_row_id, finding.suspect_column, rule.title, rule.compares, rule.tolerance
    FROM base.finding JOIN base.rule USING (rule)
    WHERE finding.suspect_row_id = $row_id OR finding.row_id = $row_id ORDER BY finding.ordinal
"""
REVIEWS = """
    SELECT verdict, status, column_name, printed, corrected, rule, note, reviewed_by, reviewed_on
    FROM base.review WHERE row_id = $row_id ORDER BY line
"""
DOCUMENT = """
    SELECT document_id, document_key, board, document_type, plan_year, title, file_name, sha256, media_type, page_count,
        reading, approval, is_current, reader, code_version, libraries, arrived_at, fetched_from
    FROM base.document WHERE document_id = $document_id
"""
RUNS = """
    SELECT run_id, started_at, code_version, file, outcome FROM base.run_document JOIN base.run USING (run_id)
    WHERE run_document.document_id = $document_id ORDER BY run_id
"""


def rows_behind(connection: duckdb.DuckDBPyConnection, query: str, limit: int) -> tuple[list[Traced], int]:
    """The rows that a query returns in its column `row_id`, each once, at most `limit`; and how many there are.

    Raises NotTraceable if there is no such column, or for an id of no printed row; NothingFound; duckdb.Error.
    """
    answer = connection.execute(query)
    names = [column[0] for column in answer.description or ()]
    if "row_id" not in names:
        raise NotTraceable(f"the query returns no column row_id, which is needed to know its rows; it returns {names}")
    place = names.index("row_id")
    ids = list(dict.fromkeys(row[place] for row in answer.fetchall() if row[place] is not None))
    if not ids:
        raise NotTraceable("the query returns no rows")
    return [trace(connection, str(row_id), None, None, 1)[0][0] for row_id in ids[:limit]], len(ids)


def known_of(connection: duckdb.DuckDBPyConnection, traced: Traced) -> Row:
    """The row as stored and as corrected by reviews, its findings with their rules, reviews, document and runs."""
    table = traced.row_id.split("/")[1] if "/" in traced.row_id else "document"
    named = {"row_id": traced.row_id}
    of_document = {"document_id": traced.document_id}
    key = "row_id" if table != "document" else "document_id"
    views = {view for (view,) in connection.execute("SELECT view_name FROM duckdb_views()").fetchall()}
    stored = _asked(connection, f"SELECT * FROM {address(table)} WHERE {key} = $row_id", named)
    meant = stored
    if f"reviewed_{table}" in views:
        meant = _asked(connection, f"SELECT * FROM {address(f'reviewed_{table}')} WHERE {key} = $row_id", named)
    return {
        "table": table,
        "stored": stored[0],
        "meant": meant[0] if meant else stored[0],
        "findings": _asked(connection, FINDINGS, named),
        "reviews": _asked(connection, REVIEWS, named),
        "document": _asked(connection, DOCUMENT, of_document)[0],
        "runs": _asked(connection, RUNS, of_document),
    }


def _asked(connection: duckdb.DuckDBPyConnection, query: str, named: Row) -> list[Row]:
    answer = connection.execute(query, named)
    names: Sequence[str] = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
