"""A board's decisions, in documents of all kinds, and the outcome of what its plans promise."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import duckdb

from pipeline.report.figures import kronor
from pipeline.report.model import Cell, Column, Row, Section, Table, printed
from pipeline.report.queries import Fetched, rows

KEPT = {"yes": ("Ja", "up"), "no": ("Nej", "down"), "not_comparable": ("Går inte att säga", "")}

# Places are shown of the plans that the report is about; other documents are named.
DECIDED = """
SELECT
    document.plan_year, document.document_type, document.period, document.document_id, point.number, point.text,
    point.action, point.amount_sek, point.row_id, point.page, plan.document_id IS NOT NULL AS is_shown
FROM base.reviewed_decision AS point
JOIN base.document USING (document_id)
LEFT JOIN base.plan USING (document_id)
WHERE document.board_key = ? AND document.is_current
ORDER BY
    document.plan_year DESC, document.document_type <> 'verksamhetsplan', document.document_key, point.number,
    point.row_id
"""
PROMISED = """
SELECT * FROM promise WHERE board_key = ? AND kept <> 'not_reported' ORDER BY plan_year DESC, page, row_id
"""


def decided(connection: duckdb.DuckDBPyConnection, board: str) -> Section | None:
    """The section on a board's decisions; None if none of its documents has any."""
    points = rows(connection, DECIDED, board)
    if not points:
        return None
    tables = [_decisions(board, list(held)) for _, held in groupby(points, lambda point: point["document_id"])]
    return Section(
        f"{board}-beslut",
        "Beslut i alla slags dokument",
        "Varje punkt i förslagen till beslut: i verksamhetsplaner, uppföljningar och övriga tjänsteutlåtanden.",
        tuple(tables),
    )


def promised(connection: duckdb.DuckDBPyConnection, board: str) -> Section | None:
    """The section on targets that a report after the year mentions; None if there are none."""
    found = rows(connection, PROMISED, board)
    if not found:
        return None
    tables = [_promises(board, year, list(held)) for year, held in groupby(found, lambda row: row["plan_year"])]
    return Section(
        f"{board}-löften",
        "Löften och utfall",
        "Planens årsmål bredvid utfallet i verksamhetsberättelsen för samma år, och om målet nåddes.",
        tuple(tables),
    )


def _decisions(board: str, points: Sequence[Fetched]) -> Table:
    first = points[0]
    named = " ".join(str(part) for part in (first["document_type"], first["period"], first["plan_year"]) if part)
    return Table(
        f"{board}-beslut-{first['document_id']}",
        f"Beslut i {named.replace('_', ' ')}",
        (Column("Punkt"), Column("Lydelse"), Column("Åtgärd"), Column("Belopp", number=True)),
        tuple(
            Row(
                (
                    Cell(str(point["number"])),
                    Cell(point["text"], printed(point["row_id"], "text") if point["is_shown"] else None),
                    Cell(point["action"].replace("_", " ")),
                    Cell(kronor(point["amount_sek"])),
                )
            )
            for point in points
        ),
        folded=True,
    )


def _promises(board: str, year: int, found: Sequence[Fetched]) -> Table:
    said = [row for row in found if row["kept"] in ("yes", "no")]
    kept = sum(row["kept"] == "yes" for row in said)
    return Table(
        f"{board}-löften-{year}",
        f"Årsmål och utfall {year}",
        (Column("Indikator"), Column("Årsmål"), Column("Utfall"), Column("Nåddes"), Column("Förbehåll")),
        tuple(_promise(row) for row in found),
        f"{kept} av {len(said)} årsmål som går att jämföra nåddes.",
        folded=True,
    )


def _promise(row: Fetched) -> Row:
    word, tone = KEPT[row["kept"]]
    return Row(
        (
            Cell(row["name"]),
            Cell(row["target_text"] or "", printed(row["row_id"], "target_text")),
            Cell(row["outcome_text"] or ""),
            Cell(word, tone=tone),
            Cell(row["reason"] or ""),
        )
    )
