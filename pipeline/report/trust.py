"""What is known about a figure besides how it is printed: the mark beside it, and where the reason is."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from pipeline.report.queries import rows

TRUSTED = """
SELECT trusted.row_id, trusted.trust, suspect.finding_row_id IS NOT NULL AS is_found, document.board_key
FROM base.trusted_row AS trusted
LEFT JOIN base.suspect_row AS suspect USING (row_id)
JOIN base.document ON starts_with(trusted.row_id, document.document_id || '/')
WHERE document.is_current
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign beside a figure, its words, and the section of the report that explains it, if any."""

    sign: str
    words: str
    section: str | None = None
    board: str = ""


def marks(connection: duckdb.DuckDBPyConnection) -> dict[str, Mark]:
    """The mark of each row that is in doubt or has been reviewed."""
    return {row["row_id"]: _mark(row["trust"], row["board_key"], row["is_found"]) for row in rows(connection, TRUSTED)}


def _mark(trust: str, board: str, is_found: bool) -> Mark:
    if trust == "corrected":
        return Mark("rättad", "rättad av en granskning, trycket i filen lästes fel")
    if trust == "confirmed":
        return Mark("✓", "bekräftad av en granskning")
    if is_found:
        return Mark("?", "troligen fel, se fynden", f"{board}-fynd", board)
    return Mark("?", "enligt nämnden ett tryckfel")
