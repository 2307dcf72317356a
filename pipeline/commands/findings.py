"""The findings of some documents, as the warehouse has them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.commands.query import open_warehouse

QUERY = """
SELECT document_id, finding.ordinal, finding.severity, document.board, document.plan_year, finding.page, finding.rule,
    finding.message
FROM base.finding JOIN base.document USING (document_id)
WHERE document_id IN (SELECT unnest(?))
ORDER BY list_position(['error', 'warning', 'note'], finding.severity), document_id, finding.ordinal
"""


def findings_of(warehouse: Path, document_ids: Sequence[str]) -> list[dict[str, Any]]:
    """One row for each finding of these documents, errors first; read only. Raises UsageError as `tjut sql` does."""
    with open_warehouse(warehouse) as connection:
        answer = connection.execute(QUERY, [list(document_ids)])
        columns = [column[0] for column in answer.description or []]
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
