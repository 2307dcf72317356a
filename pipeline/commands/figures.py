"""Figures for monitoring: on the last run, from the ledger; on what is published, from the warehouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.ledger import RunEntry, Standing, held_after, last_publication, unpublished_after

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EXPECTED = "SELECT state, count(*) FROM expected_document GROUP BY state ORDER BY state"
SEVERITIES = ("error", "warning", "note")
DOCUMENTS = """
SELECT count(*), count(*) FILTER (is_current), count(*) FILTER (is_current AND reading = 'incomplete')
FROM base.document
"""
FINDINGS = """
SELECT severity, count(*) FROM base.finding JOIN base.document USING (document_id) WHERE is_current GROUP BY severity
"""
COVERAGE = """
SELECT place, 1 - sum(unaccounted_count) / sum(printed_count)
FROM base.document_coverage JOIN base.document USING (document_id)
WHERE is_current GROUP BY place HAVING sum(printed_count) > 0 ORDER BY place
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """`documents` are counts by state, `findings` by severity and `coverage` shares by place, of current documents;
    `expected` counts expected documents by state.

    The four are empty if there is no warehouse, or if an earlier version made it.
    """

    last: RunEntry
    published_at: datetime | None
    unpublished: Sequence[Standing]
    held: Sequence[Standing]
    documents: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    coverage: dict[str, float] = field(default_factory=dict)
    expected: dict[str, int] = field(default_factory=dict)

    def as_json(self, warehouse: Path, now: datetime) -> dict[str, Any]:
        """The output of `tjut status --json`; users rely on its names, so they must not change."""
        last = self.last
        return {
            "warehouse": str(warehouse),
            "is_there": warehouse.exists(),
            "last_run": {
                "run_id": last.run_id,
                "started_at": last.started_at.isoformat(),
                "ended_at": last.ended_at.isoformat(),
                "seconds": round((last.ended_at - last.started_at).total_seconds(), 3),
                "age_seconds": round((now - last.ended_at).total_seconds()),
                "code_version": last.code_version,
                "files": last.counts,
            },
            "published_at": self.published_at and self.published_at.isoformat(),
            "documents": self.documents,
            "findings": self.findings,
            "coverage": self.coverage,
            "expected": self.expected,
            "not_published": [_standing(standing) for standing in self.unpublished],
            "held": [_standing(standing) for standing in self.held],
        }


def _standing(standing: Standing) -> dict[str, Any]:
    outcome = standing.outcome
    names = ("file", "sha256", "reason", "seen", "advice")
    told = {name: getattr(outcome, name) for name in names}
    return {**told, "outcome": outcome.fate.value, "since_run_id": standing.since.run_id}


def figures(warehouse: Path, entries: Sequence[RunEntry]) -> Figures:
    """The figures after these runs (at least one). Raises UsageError as `tjut sql` does."""
    from pipeline.commands.query import open_warehouse

    publication = last_publication(entries)
    published_at = publication.ended_at if publication else None
    figures = Figures(entries[-1], published_at, unpublished_after(entries), held_after(entries))
    if not warehouse.exists():
        return figures
    with open_warehouse(warehouse) as connection:
        return _with_documents(figures, connection)


def _with_documents(figures: Figures, connection: DuckDBPyConnection) -> Figures:
    import duckdb

    try:
        every, current, incomplete = connection.execute(DOCUMENTS).fetchall()[0]
        found = Counter(dict(connection.execute(FINDINGS).fetchall()))
        expected = dict(connection.execute(EXPECTED).fetchall())
        coverage = {place: round(float(share), 6) for place, share in connection.execute(COVERAGE).fetchall()}
    except duckdb.CatalogException:  # an earlier version made it
        return figures
    return Figures(
        figures.last,
        figures.published_at,
        figures.unpublished,
        figures.held,
        {"all": every, "current": current, "incomplete": incomplete},
        {severity: found[severity] for severity in SEVERITIES},
        coverage,
        expected,
    )
