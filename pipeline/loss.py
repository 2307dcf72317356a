"""What a document lost against an earlier reading or edition: more than a board would take out is likely a misreading.

Only rows of content count: fewer findings or unknown tables are not a loss.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts import CONTRACTS
from pipeline.reviews import REVIEWABLE

# The share of rows, and of printed numbers accounted for, that may be lost without a person's approval. A real plan has
# 846 rows as PDF and 844 as text: what a reader loses by itself is far below this.
TOLERATED = 0.1
# Tables that describe the reading, not the document.
OF_THE_READING = (
    "document",
    "finding",
    "unmapped_table",
    "document_coverage",
    "number_kind",
    "unaccounted_number",
    "provenance",
)
CONTENT = tuple(name for name, contract in CONTRACTS.items() if contract.staged and name not in OF_THE_READING)


@dataclass(frozen=True, slots=True)
class Content:
    """How much was read: rows by table, and the share of the printed numbers that is accounted for (None: unknown)."""

    rows: Mapping[str, int]
    coverage: float | None = None

    @property
    def total(self) -> int:
        return sum(self.rows.get(table, 0) for table in CONTENT)


@dataclass(frozen=True, slots=True)
class Loss:
    """`measure` is `rows` (of all tables of content together), `coverage` (a share), or the table that is empty now."""

    measure: str
    before: float
    now: float

    def __str__(self) -> str:
        if self.measure == "coverage":
            return f"{self.now:.1%} of its numbers are accounted for, {self.before:.1%} before"
        if self.measure == "rows":
            return f"it has {self.now:.0f} rows, there were {self.before:.0f}"
        return f"it has no row of {self.measure}, there were {self.before:.0f}"


def loss(before: Content, now: Content) -> Loss | None:
    """What a document lost, the clearest first; None if it is at most a tenth and no kind of row is lost entirely."""
    if now.total < (1 - TOLERATED) * before.total:
        return Loss("rows", before.total, now.total)
    if before.coverage and now.coverage is not None and now.coverage < (1 - TOLERATED) * before.coverage:
        return Loss("coverage", before.coverage, now.coverage)
    gone = [table for table in REVIEWABLE if before.rows.get(table) and not now.rows.get(table)]
    return Loss(gone[0], before.rows[gone[0]], 0) if gone else None
