"""Where a board's plans contradict themselves: both figures, and the cell that is most likely wrong."""

from __future__ import annotations

from decimal import Decimal

import duckdb

from pipeline.report.figures import swedish
from pipeline.report.model import MISSING_CELL, Cell, Column, Fact, Row, Section, Table, printed
from pipeline.report.queries import Fetched, rows

SEVERITY = {"error": "Fel", "warning": "Varningar", "note": "Noteringar"}

FINDINGS = """
SELECT finding.*, overview.area_key
FROM finding_by_year AS finding
LEFT JOIN base.finding AS stored USING (row_id)
LEFT JOIN base.budget_overview AS overview ON overview.row_id = finding.suspect_row_id
WHERE finding.board_key = ?
ORDER BY finding.plan_year DESC, list_position(['error', 'warning', 'note'], finding.severity), stored.ordinal
"""


def findings(connection: duckdb.DuckDBPyConnection, board: str) -> tuple[Section | None, tuple[Fact, ...]]:
    """The section on a board's findings, and how many the newest plan has; None if there are none."""
    found = rows(connection, FINDINGS, board)
    if not found:
        return None, ()
    years = list(dict.fromkeys(row["plan_year"] for row in found))
    tables = tuple(
        _found(
            board,
            year,
            severity,
            [row for row in found if (row["plan_year"], row["severity"]) == (year, severity)],
            folded=year < years[0],
        )
        for year in years
        for severity in SEVERITY
    )
    errors = sum(
        row["severity"] == "error" and row["dismissed_by"] is None for row in found if row["plan_year"] == years[0]
    )
    section = Section(
        f"{board}-fynd",
        "Fynd",
        "Ställen där en plan säger emot sig själv. Siffrorna är återgivna som de är tryckta; inget är rättat.",
        tuple(table for table in tables if table.rows),
    )
    return section, (Fact(f"Fel i siffrorna {years[0]}", Cell(str(errors))),)


def _found(board: str, year: int, severity: str, found: list[Fetched], folded: bool) -> Table:
    return Table(
        f"{board}-fynd-{year}-{severity}",
        f"{SEVERITY[severity]} i planen för {year}",
        (
            Column("Fynd"),
            Column("Tryckt", number=True),
            Column("Väntat", number=True),
            Column("Skillnad", number=True),
            Column("Troligen fel", is_pointer=True),
        ),
        tuple(_row(row) for row in found),
        folded=folded or severity == "note",
    )


def _row(row: Fetched) -> Row:
    page = (row["document_id"], row["page"]) if row["page"] else None
    suspect = printed(row["suspect_row_id"], row["suspect_column"]) if row["suspect_column"] else None
    decimals = max(_decimals(row["actual"]), _decimals(row["expected"]))
    dismissed = f"avfärdat av {row['dismissed_by']}" if row["dismissed_by"] else None
    told = Cell(row["message"], page=page if row["actual"] is None else None, note=dismissed)
    return Row(
        (
            told,
            Cell(swedish(row["actual"], decimals), page=page if row["actual"] is not None else None),
            Cell(swedish(row["expected"], decimals)),
            Cell(swedish(row["difference"], decimals, signed=True)),
            Cell("visa stället", suspect) if suspect else MISSING_CELL,
        ),
        area=row["area_key"],
    )


def _decimals(value: Decimal | None) -> int:
    exponent = value.normalize().as_tuple().exponent if value is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0
