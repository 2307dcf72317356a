"""For `tjut status`: which of the documents that should be there are missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from pipeline.read.controls import visible

SHOWN = 20
STATES = ("published", "held", "refused", "late", "absent")
# Documents expected only from the registry of boards are counted; those on a list are named.
MISSING = """
SELECT state, concat_ws(' ', board, document_type, period, plan_year), file, due_on FROM expected_document
WHERE state IN ('held', 'refused', 'late') OR (state = 'absent' AND EXISTS (FROM base.source))
"""


def told_expected(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The count of each state, the documents that need attention, and files that differ from what the list says."""
    try:
        counted = dict(connection.execute("SELECT state, count(*) FROM expected_document GROUP BY state").fetchall())
        missing = connection.execute(MISSING).fetchall()
        mismatches = connection.execute(
            "SELECT file_name, message FROM base.source_mismatch JOIN base.document USING (document_id) ORDER BY ALL"
        ).fetchall()
    except duckdb.CatalogException:  # a warehouse of an earlier version
        return []
    counts = ", ".join(f"{counted[state]} {state}" for state in STATES if counted.get(state))
    told = [f"expected documents: {counts}" + _rest(missing, counted)] if counts else []
    told += [_line(*row) for row in missing[:SHOWN]]
    return told + [f"{visible(file)}: {message}" for file, message in mismatches]


def _rest(missing: Sequence[Any], counted: dict[str, int]) -> str:
    untold = sum(counted.values()) - counted.get("published", 0) - min(len(missing), SHOWN)
    return "; all: tjut sql \"from expected_document where state <> 'published'\"" if untold else ""


def _line(state: str, document: str, file: str | None, due: object) -> str:
    since = f", due {due}" if due else ""
    return f"  {document}: {state}{f' ({visible(file)})' if file else ''}{since}"
