"""Where a board's plans contradict themselves: both figures, and the cell that is most likely wrong."""

from __future__ import annotations

from decimal import Decimal
from operator import itemgetter

import duckdb

from pipeline.report.figures import swedish
from pipeline.report.model import MISSING_CELL, Cell, Column, Fact, Row, Section, Table, printed
from pipeline.report.queries import Fetched, rows

# As many of a kind as anybody reads one by one: a document may have thousands.
MOST = 200
SEVERITY = {"error": "Fel", "warning": "Varningar", "note": "Noteringar"}

FINDINGS = """
SELECT finding.*, overview.area_key, rule.title, rule.compares, rule.tolerance
FROM finding_by_year AS finding
JOIN rule USING (rule)
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
    wrong = [
        row for row in found if (row["plan_year"], row["severity"], row["dismissed_by"]) == (years[0], "error", None)
    ]
    section = Section(
        f"{board}-fynd",
        "Fynd",
        "Ställen där en plan säger emot sig själv. Siffrorna är återgivna som de är tryckta; inget är rättat.",
        (*(table for table in tables if table.rows), _rules(board, found)),
    )
    return section, (Fact(f"Fel i siffrorna {years[0]}", Cell(str(len(wrong)), note=_causes(wrong))),)


def _causes(wrong: list[Fetched]) -> str | None:
    """How many causes the errors have, where some name the same figure as the one that is likely wrong."""
    causes = {(row["suspect_row_id"] or row["row_id"], row["suspect_column"]) for row in wrong}
    if len(causes) == len(wrong):
        return None
    return f"med {len(causes)} {'trolig orsak' if len(causes) == 1 else 'troliga orsaker'}"


def _rules(board: str, found: list[Fetched]) -> Table:
    """What the rules compare that the findings follow from, as the rules themselves say it."""
    told = {row["rule"]: row for row in sorted(found, key=itemgetter("title"))}
    return Table(
        f"{board}-regler",
        "Vad fynden bygger på",
        (Column("Regel"), Column("Jämför"), Column("Tolerans")),
        tuple(
            Row((Cell(row["title"]), Cell(row["compares"] or ""), Cell(row["tolerance"] or "")))
            for row in told.values()
        ),
        folded=True,
    )


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
        tuple(_row(row) for row in found[:MOST]),
        f"De första {MOST} av {len(found)}; alla står i vyn finding_by_year." if len(found) > MOST else "",
        folded=folded or severity == "note",
    )


def _row(row: Fetched) -> Row:
    page = (row["document_id"], row["page"]) if row["page"] else None
    suspect = printed(row["suspect_row_id"], row["suspect_column"]) if row["suspect_column"] else None
    decimals = max(_decimals(row["actual"]), _decimals(row["expected"]))
    dismissed = f"; avfärdat av {row['dismissed_by']}" if row["dismissed_by"] else ""
    told = Cell(row["message"], page=page if row["actual"] is None else None, note=f"{row['title']}{dismissed}")
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
