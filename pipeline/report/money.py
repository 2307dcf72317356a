"""A board's applications: the points of its decision beside the paragraphs that give reasons, and their sums."""

from __future__ import annotations

import duckdb

from pipeline.report.figures import kronor, mnkr, swedish
from pipeline.report.model import MISSING_CELL, Cell, Column, Row, Section, Table, printed
from pipeline.report.queries import Fetched, rows

# A paragraph without a point, and a point without a paragraph, are also shown.
APPLIED = """
WITH point AS (
    SELECT * FROM base.reviewed_decision WHERE action LIKE 'ansöker%'
)
SELECT
    plan.plan_year, plan.document_id, point.number, point.text, point.amount_sek, point.row_id,
    coalesce(point.budget_kind, item.budget_kind) AS budget_kind,
    item.text AS item_text, item.amount_mnkr, item.row_id AS item_row_id
FROM point
FULL JOIN base.reviewed_adjustment_item AS item
    ON item.document_id = point.document_id AND item.decision_number = point.number
JOIN base.plan ON plan.document_id = coalesce(point.document_id, item.document_id)
WHERE plan.board_key = ?
ORDER BY plan_year DESC, point.number NULLS LAST, item.ordinal
"""
ADJUSTED = """
SELECT plan.plan_year, adjustment.*
FROM base.budget_adjustment AS adjustment
JOIN base.plan USING (document_id)
WHERE board_key = ?
ORDER BY plan_year DESC, adjustment.ordinal
"""


def money(connection: duckdb.DuckDBPyConnection, board: str) -> Section | None:
    """The section on a board's applications; None if it has none."""
    applied, adjusted = rows(connection, APPLIED, board), rows(connection, ADJUSTED, board)
    years = sorted({row["plan_year"] for row in (*applied, *adjusted)}, reverse=True)
    if not years:
        return None
    tables = []
    for year in years:
        folded = year != years[0]
        tables.append(_applied(board, year, [row for row in applied if row["plan_year"] == year], folded))
        tables.append(_adjusted(board, year, [row for row in adjusted if row["plan_year"] == year], folded))
    return Section(
        f"{board}-ansökningar",
        "Ansökningar om medel",
        "Varje punkt i förslaget till beslut där nämnden ansöker om medel, med beloppet i stycket som motiverar den.",
        tuple(table for table in tables if table.rows),
    )


def _applied(board: str, year: int, points: list[Fetched], folded: bool) -> Table:
    return Table(
        f"{board}-ansökningar-{year}",
        f"Ansökningar i planen för {year}",
        (
            Column("Punkt"),
            Column("Lydelse"),
            Column("Budget"),
            Column("I beslutet", number=True),
            Column("I motiveringen, mnkr", number=True),
        ),
        tuple(_point(point) for point in points),
        folded=folded,
    )


def _point(point: Fetched) -> Row:
    same = point["amount_sek"] is not None and point["amount_sek"] == (point["amount_mnkr"] or 0) * 1_000_000
    reasons = Cell(
        mnkr(point["amount_mnkr"]),
        printed(point["item_row_id"], "amount_mnkr"),
        tone="" if same or None in (point["amount_mnkr"], point["amount_sek"]) else "down",
    )
    return Row(
        (
            Cell(str(point["number"] or "–")),
            Cell(point["text"] or point["item_text"]),
            Cell(point["budget_kind"] or ""),
            Cell(kronor(point["amount_sek"]), printed(point["row_id"], "amount_sek")),
            reasons if point["item_row_id"] else MISSING_CELL,
        )
    )


def _adjusted(board: str, year: int, adjusted: list[Fetched], folded: bool) -> Table:
    return Table(
        f"{board}-budgetjusteringar-{year}",
        f"Budgetjusteringar per ändamål i planen för {year}",
        (Column("Ändamål"), Column("Budget"), Column("Antal", number=True), Column("Belopp, mnkr", number=True)),
        tuple(
            Row(
                (
                    Cell(row["category"]),
                    Cell(row["budget_kind"] or ""),
                    Cell(swedish(row["application_count"]), printed(row["row_id"], "application_count")),
                    Cell(mnkr(row["amount_mnkr"]), printed(row["row_id"], "amount_mnkr")),
                ),
                "total" if row["is_total"] else "",
            )
            for row in adjusted
        ),
        folded=folded,
    )
