"""The view model of a whole report."""

from __future__ import annotations

from itertools import groupby

import duckdb

from pipeline.report.budget import budget
from pipeline.report.findings import findings
from pipeline.report.followed import followed
from pipeline.report.missing import missing
from pipeline.report.model import Cell, Column, Part, Report, Row, Section, Table
from pipeline.report.money import money
from pipeline.report.queries import Fetched
from pipeline.report.side_by_side import side_by_side
from pipeline.report.targets import targets


def view(connection: duckdb.DuckDBPyConnection, documents: list[Fetched]) -> Report:
    """All there is to say of these documents: current ones, the newest plan of each board first."""
    by_board = [list(plans) for _, plans in groupby(documents, lambda document: document["board_key"])]
    parts = [_part(connection, plans) for plans in by_board]
    if len(parts) > 1:
        parts.insert(0, side_by_side(connection, [plans[0] for plans in by_board]))
    if told := missing(connection, [plans[0]["board_key"] for plans in by_board]):
        parts.append(told)
    title = by_board[0][0]["board"] if len(by_board) == 1 else f"{len(by_board)} nämnder"
    return Report(f"{title}: verksamhetsplaner i siffror", tuple(parts), _sources(documents))


def _part(connection: duckdb.DuckDBPyConnection, plans: list[Fetched]) -> Part:
    board = plans[0]["board_key"]
    of_budget, figures = budget(connection, board)
    of_findings, counts = findings(connection, board)
    sections: list[Section | None] = [
        of_budget,
        targets(connection, board),
        followed(connection, board),
        money(connection, board),
        of_findings,
    ]
    years = ", ".join(str(plan["plan_year"]) for plan in reversed(plans))
    return Part(
        board,
        plans[0]["board"],
        tuple(section for section in sections if section),
        f"Verksamhetsplan {years}" if len(plans) == 1 else f"Verksamhetsplaner {years}",
        (*figures, *counts),
    )


def _sources(documents: list[Fetched]) -> Table:
    return Table(
        "källor",
        "Dokument som rapporten bygger på",
        (
            Column("Dokument"),
            Column("Diarienummer"),
            Column("Daterad"),
            Column("Sidor", number=True),
            Column("Fil"),
            Column("SHA-256"),
        ),
        tuple(
            Row(
                (
                    Cell(f"{document['board']}: {document['title'] or document['plan_year']}"),
                    Cell(document["diary_number"] or ""),
                    Cell(str(document["issued_on"] or "")),
                    Cell(str(document["page_count"])),
                    Cell(document["file_name"]),
                    Cell(document["sha256"], tone="code"),
                )
            )
            for document in documents
        ),
    )
