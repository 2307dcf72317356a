"""Several boards side by side: the newest plan of each."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from pipeline.report import charts
from pipeline.report.figures import mnkr
from pipeline.report.model import MISSING_CELL, Cell, Column, Part, Row, Section, Table, printed
from pipeline.report.queries import Fetched, rows

NEWEST = "document_id IN (SELECT unnest(?))"
FIGURES = f"""
SELECT overview.*, 'amount_mnkr' AS shown FROM base.budget_overview AS overview
WHERE {NEWEST} AND measure = 'netto' AND basis = 'verksamhetsplan' AND fiscal_year = plan_year AND namesake = 1
ORDER BY row_ordinal, board_key
"""
TARGETS = f"""
SELECT document.board_key, naming.series_key, indicator.*
FROM base.reviewed_indicator AS indicator
JOIN base.document USING (document_id)
JOIN base.naming ON naming.kind = 'indicator' AND naming.name = indicator.name
WHERE {NEWEST} AND set_by = 'kommunfullmäktige'
ORDER BY TRY_CAST(string_split(replace(goal_code, 'n', ''), '.') AS INTEGER[]), indicator.ordinal, board_key
"""


def side_by_side(connection: duckdb.DuckDBPyConnection, newest: list[Fetched]) -> Part:
    """The part that compares boards; `newest` are the documents to compare, one of each board."""
    named = [document["document_id"] for document in newest]
    figures, targets = rows(connection, FIGURES, named), rows(connection, TARGETS, named)
    budget = Table(
        "nämnder-budget",
        "Nettobudget per område och nämnd, mnkr",
        (Column("Område"), *(Column(_board(document), number=True) for document in newest)),
        _rows(newest, figures, lambda row: row["area_series"], "area", _amount),
    )
    aims = Table(
        "nämnder-årsmål",
        "Årsmål för kommunfullmäktiges indikatorer",
        (
            Column("Indikator"),
            *(Column(_board(document), number=True) for document in newest),
            Column("KF", number=True),
        ),
        _rows(newest, targets, lambda row: row["series_key"], "name", _target, last=_kf),
    )
    drawn = charts.boards(figures, budget.key)
    section = Section(
        "nämnder-nu",
        "Budget och årsmål",
        "Den nyaste planen för varje nämnd. Områden och indikatorer förs samman också när nämnderna skriver dem olika.",
        tuple(table for table in (budget, aims) if table.rows),
        (drawn,) if drawn else (),
    )
    return Part("nämnder", "Nämnderna sida vid sida", (section,))


def _board(document: Fetched) -> str:
    return f"{document['board']} {document['plan_year']}"


def _rows(
    newest: list[Fetched],
    found: list[Fetched],
    key: Callable[[Fetched], str],
    name: str,
    cell: Callable[[Fetched], Cell],
    last: Callable[[list[Fetched]], Cell] | None = None,
) -> tuple[Row, ...]:
    """A row for each `key`, a cell for each board: of two rows with one key the first counts."""
    grouped: dict[str, dict[str, Fetched]] = {}
    for row in found:
        grouped.setdefault(key(row), {}).setdefault(row["board_key"], row)
    made = []
    for by_board in grouped.values():
        first = next(iter(by_board.values()))
        cells = [
            cell(by_board[document["board_key"]]) if document["board_key"] in by_board else MISSING_CELL
            for document in newest
        ]
        closing = [last(list(by_board.values()))] if last else []
        kind = "total" if first.get("is_total") else "part" if first.get("parent_area") else ""
        made.append(Row((Cell(first[name]), *cells, *closing), kind, first.get("area_key")))
    return tuple(made)


def _amount(row: Fetched) -> Cell:
    return Cell(mnkr(row["amount_mnkr"]), printed(row["row_id"], "amount_mnkr"))


def _target(row: Fetched) -> Cell:
    return Cell(row["target_text"], printed(row["row_id"], "target_text")) if row["target_text"] else MISSING_CELL


def _kf(found: list[Fetched]) -> Cell:
    """KF's target, where the plans agree on it."""
    texts = {row["kf_target_text"] for row in found}
    if len(texts) > 1:
        return Cell("olika", note="; ".join(sorted(text or "–" for text in texts)))
    row = found[0]
    return Cell(row["kf_target_text"], printed(row["row_id"], "kf_target_text")) if texts != {None} else MISSING_CELL
