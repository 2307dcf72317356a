"""Several boards side by side: the newest plan of each."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb

from pipeline.report import charts
from pipeline.report.area_order import AreaOrder, area_of
from pipeline.report.figures import mnkr
from pipeline.report.model import MISSING_CELL, Cell, Column, Part, Row, Section, Table, printed
from pipeline.report.queries import Fetched, rows

NEWEST = "document_id IN (SELECT unnest(?))"
FIGURES = f"""
SELECT overview.*, 'amount_mnkr' AS shown FROM base.budget_overview AS overview
WHERE {NEWEST} AND measure = 'netto' AND basis = 'verksamhetsplan' AND fiscal_year = plan_year AND namesake = 1
ORDER BY board_key, row_ordinal
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
    order = AreaOrder(list(plan) for _, plan in groupby(figures, itemgetter("board_key")))
    budget = Table(
        "nämnder-budget",
        "Nettobudget per område och nämnd, mnkr",
        (Column("Område"), *(Column(_board(document), number=True) for document in newest)),
        tuple(_area(newest, by_board, order) for by_board in _by_board(sorted(figures, key=order.place), area_of)),
    )
    aims = Table(
        "nämnder-årsmål",
        "Årsmål för kommunfullmäktiges indikatorer",
        (
            Column("Indikator"),
            *(Column(_board(document), number=True) for document in newest),
            Column("KF", number=True),
        ),
        tuple(_aim(newest, by_board) for by_board in _by_board(targets, itemgetter("series_key"))),
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


def _by_board(found: list[Fetched], key: Callable[[Fetched], Any]) -> list[dict[str, list[Fetched]]]:
    """The rows of each `key`, in their order, by board."""
    grouped: dict[Any, dict[str, list[Fetched]]] = {}
    for row in found:
        grouped.setdefault(key(row), {}).setdefault(row["board_key"], []).append(row)
    return list(grouped.values())


def _cells(
    newest: list[Fetched], by_board: dict[str, list[Fetched]], cell: Callable[[list[Fetched]], Cell]
) -> tuple[Cell, ...]:
    """A cell for each board."""
    held = (by_board.get(document["board_key"]) for document in newest)
    return tuple(cell(found) if found else MISSING_CELL for found in held)


def _area(newest: list[Fetched], by_board: dict[str, list[Fetched]], order: AreaOrder) -> Row:
    first = next(iter(by_board.values()))[0]
    return Row((order.heading(first), *_cells(newest, by_board, _amount)), order.kind(first), first["area_key"])


def _aim(newest: list[Fetched], by_board: dict[str, list[Fetched]]) -> Row:
    found = [row for rows_of_board in by_board.values() for row in rows_of_board]
    return Row((Cell(found[0]["name"]), *_cells(newest, by_board, _target), _kf(found)))


def _amount(found: list[Fetched]) -> Cell:
    return Cell(mnkr(found[0]["amount_mnkr"]), printed(found[0]["row_id"], "amount_mnkr"))


def _target(found: list[Fetched]) -> Cell:
    """A board's target; where it prints the indicator several times with others, these below."""
    by_text = {row["target_text"]: row for row in reversed(found) if row["target_text"]}
    if not by_text:
        return MISSING_CELL
    first, *others = dict.fromkeys(row["target_text"] for row in found if row["target_text"])
    note = f"också {', '.join(others)}" if others else None
    return Cell(first, printed(by_text[first]["row_id"], "target_text"), note=note)


def _kf(found: list[Fetched]) -> Cell:
    """KF's target, where the plans agree on it."""
    texts = {row["kf_target_text"] for row in found}
    if len(texts) > 1:
        return Cell("olika", note="; ".join(sorted(text or "–" for text in texts)))
    row = found[0]
    return Cell(row["kf_target_text"], printed(row["row_id"], "kf_target_text")) if texts != {None} else MISSING_CELL
