"""What a document lost against an earlier reading or edition of it: more than a board takes out is likely a misreading.

Only rows of content count: fewer findings or fewer unknown tables are no loss.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts import CONTRACTS
from pipeline.reviews import REVIEWABLE

# What of rows, and of the share of printed numbers that are accounted for, may be lost without a person's word. A real
# plan as PDF and as text has 846 and 844 rows: what a reader loses by itself is far below.
TOLERATED = 0.1
# What is said of the reading, and not by the document.
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
    """What is lost of a document, the plainest first; None where it is no more than a tenth and no kind of row."""
    if now.total < (1 - TOLERATED) * before.total:
        return Loss("rows", before.total, now.total)
    if before.coverage and now.coverage is not None and now.coverage < (1 - TOLERATED) * before.coverage:
        return Loss("coverage", before.coverage, now.coverage)
    gone = [table for table in REVIEWABLE if before.rows.get(table) and not now.rows.get(table)]
    return Loss(gone[0], before.rows[gone[0]], 0) if gone else None
