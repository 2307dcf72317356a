"""Which expected documents are missing or wait for a person."""

from __future__ import annotations

import duckdb

from pipeline.report.model import Cell, Column, Part, Row, Section, Table
from pipeline.report.queries import Fetched, rows

STATES = {
    "held": "hejdad: en tidigare läsning eller utgåva gäller",
    "refused": "avvisad",
    "late": "försenad",
    "absent": "saknas",
}
# Without a list every board is expected: then only those that the report is about.
MISSING = """
SELECT * FROM expected_document
WHERE state <> 'published' AND (EXISTS (FROM base.source) OR list_contains(?, board_key))
"""


def missing(connection: duckdb.DuckDBPyConnection, boards: list[str]) -> Part | None:
    """The part on missing documents; None if nothing is missing."""
    found = rows(connection, MISSING, boards)
    if not found:
        return None
    columns = (Column("Nämnd"), Column("Dokument"), Column("Läge"), Column("Väntas senast"), Column("Fil"))
    table = Table("saknas-dokument", "Dokument som väntas", columns, tuple(map(_row, found)))
    intro = "Vad som väntas står i sources.toml; utan den väntas en plan för varje år som någon nämnd har en plan för."
    return Part("saknas", "Vad som saknas", (Section("saknas-nu", "Väntade dokument", intro, (table,)),))


def _row(row: Fetched) -> Row:
    named = " ".join(str(part) for part in (row["document_type"], row["period"], row["plan_year"]) if part)
    state = STATES[row["state"]] + (f" ({row['reason']})" if row["reason"] else "")
    return Row((Cell(row["board"]), Cell(named), Cell(state), Cell(str(row["due_on"] or "")), Cell(row["file"] or "")))
