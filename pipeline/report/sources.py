"""The source documents of a report: how much of each was read, and by which version of the code."""

from __future__ import annotations

import duckdb

from pipeline.report.figures import MISSING, swedish
from pipeline.report.model import Cell, Column, Row, Table
from pipeline.report.queries import Fetched, rows

READING = {"complete": "fullständig", "incomplete": "ofullständig", None: "okänd"}
COUNTED = """
SELECT document_id, sum(printed_count) AS printed, sum(printed_count - unaccounted_count) AS accounted
FROM base.document_coverage WHERE place <> 'kring texten' GROUP BY document_id
"""


def sources(connection: duckdb.DuckDBPyConnection, documents: list[Fetched]) -> Table:
    """The table of these documents."""
    counted = {row["document_id"]: row for row in rows(connection, COUNTED)}
    columns = (
        Column("Dokument"),
        Column("Diarienummer"),
        Column("Daterad"),
        Column("Sidor", number=True),
        Column("Läsning"),
        Column("Redovisade tal", number=True),
        Column("Läst med"),
        Column("Fil"),
    )
    return Table(
        "källor",
        "Dokument som rapporten bygger på",
        columns,
        tuple(_row(document, counted.get(document["document_id"])) for document in documents),
        "”Redovisade tal” är hur många av de tal som är tryckta i tabeller och löptext som är lagrade eller har "
        "lämnats därhän av ett angivet skäl. ”Läst med” är kodens version och fingeravtryck när dokumentet lästes.",
    )


def _row(document: Fetched, counted: Fetched | None) -> Row:
    share = f"{swedish(counted['accounted'])} av {swedish(counted['printed'])}" if counted else MISSING
    lost = counted and counted["accounted"] < counted["printed"]
    return Row(
        (
            Cell(f"{document['board']}: {document['title'] or document['plan_year']}"),
            Cell(document["diary_number"] or MISSING),
            Cell(str(document["issued_on"] or MISSING)),
            Cell(str(document["page_count"])),
            Cell(READING[document["reading"]], tone="" if document["reading"] == "complete" else "down"),
            Cell(share, tone="down" if lost else ""),
            Cell(document["code_version"], tone="code"),
            Cell(document["file_name"], tone="code", note=f"SHA-256 {document['sha256']}"),
        )
    )
