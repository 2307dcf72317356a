"""Rules that hold amounts named in the prose against the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.names import same
from pipeline.reconcile.areas import overview
from pipeline.reconcile.equation import Check, Figure
from pipeline.reconcile.grid import Grid, budget_grids, turnover_grid
from pipeline.reconcile.prose import figure, stated
from pipeline.reconcile.rule import Tables, plan_year, rule
from pipeline.swedish import amounts

INCOME = re.compile(r"\bintäkts ?krav(?:et)? (?:om|på|uppgår till)", re.IGNORECASE)
TURNOVER = re.compile(
    r"\bomsluter (?:därtill |också |även )?(?:ytterligare )?|\bkostnader och intäkter beräknas öka med", re.IGNORECASE
)
AREA_TURNOVER = re.compile(r"\bomslutning(?:en|ar|arna)? (?:beräknas|uppgår|budgeteras) till", re.IGNORECASE)
NET = re.compile(r"\b(?:drift)?budget för drift är(?: för \d{4})?|\bdriftbudget uppgår till", re.IGNORECASE)
BUDGETED = re.compile(r"\bFör (?P<name>[^.\d]{3,80}?) (?:är|har) budgetera(?:t|ts) (?=\d)")
TURNOVER_DECISION = re.compile(r"\bomslutning", re.IGNORECASE)


@rule("turnover_decision", "error")
def turnover_decision(tables: Tables) -> Iterator[Check]:
    """The point of decision that reports the turnover changes names the sum of the turnover table.

    Tolerance: none, or half a unit of the coarser figure.
    """
    total = turnover_grid(tables).total
    costs = total.figures.get(("kostnader", "omslutning", 0)) if total else None
    for row in tables.get("decision", []):
        found = amounts(str(row["text"] or "")) if TURNOVER_DECISION.search(str(row["text"] or "")) else []
        if costs and found and row["action"] == "anmäler":
            told = figure({**row, "page_first": row.get("page")}, found[0], f"Beslut {row['number']}")
            told = replace(told, table="decision", column="amount_sek")
            yield Check(told, ((1, costs),), costs.name, repeated=True)


@rule("turnover_prose", "error")
def turnover_prose(tables: Tables) -> Iterator[Check]:
    """What the prose says about turnover changes, in all and under an area's heading, is in the turnover table.

    Tolerance: none where both are printed in the same places, else half a unit of the coarser.
    """
    grid = turnover_grid(tables)
    total = grid.total.figures.get(("kostnader", "omslutning", 0)) if grid.total else None
    if total:
        for told in stated(tables, TURNOVER, "Omslutningen enligt texten"):
            yield Check(told, ((1, total),), total.name, repeated=True)
    for section in tables.get("section", []):
        rows = [row for row in grid.rows if row.name == same(str(section["heading"] or "")) and not row.is_total]
        figures = [row.figures.get(("kostnader", "omslutning", 0)) for row in rows]
        if len(figures) == 1 and figures[0]:
            name = f"Omslutningen enligt texten under ”{section['heading']}”"
            for told in stated({"section": [section]}, AREA_TURNOVER, name):
                yield Check(told, ((1, figures[0]),), figures[0].name, repeated=True)


@rule("income_requirement", "error")
def income_requirement(tables: Tables) -> Iterator[Check]:
    """The overview's total income is the income requirement plus the turnover changes that the same text names.

    Tolerance: half a unit of each figure; none in a document whose figures add up as printed.
    """
    total = _total(tables, "intäkter")
    for section in tables.get("section", []):
        one = {"section": [section]}
        required = list(stated(one, INCOME, "Intäktskravet enligt texten"))
        turnover = list(stated(one, TURNOVER, "Omslutningen enligt texten"))
        if total and len(required) == 1 and len(turnover) == 1:
            parts = ((-1, required[0]), (-1, turnover[0]))
            yield Check(total, parts, "intäktskravet plus omslutningen enligt texten, med ombytt tecken")


@rule("net_prose", "error")
def net_prose(tables: Tables) -> Iterator[Check]:
    """The net operating budget named in the prose is the overview's total. Tolerance as in `turnover_prose`."""
    total = _total(tables, "netto")
    for told in stated(tables, NET, "Driftbudgeten enligt texten") if total else ():
        if total:
            yield Check(told, ((1, total),), total.name, repeated=True)


@rule("budgeted_prose", "error")
def budgeted_prose(tables: Tables) -> Iterator[Check]:
    """`För avskrivningar är budgeterat 23,8 mnkr` is the net of the row of that name. Tolerance as `turnover_prose`."""
    for section in tables.get("section", []):
        for match in BUDGETED.finditer(str(section["text"] or "")):
            row = _row(budget_grids(tables), match["name"], plan_year(tables))
            name = f"Budgeten för {match['name']} enligt texten"
            for told in stated({"section": [section]}, re.compile(re.escape(match[0])), name):
                if row:
                    yield Check(told, ((1, row),), row.name, repeated=True)


def _row(grids: list[Grid], name: str, year: int | None) -> Figure | None:
    """The net of the only budget row of a name; None where there are several that differ, or none."""
    column = ("netto", "verksamhetsplan", year or 0)
    found = [
        row.figures[column]
        for grid in grids
        for row in grid.rows
        if row.name == same(name) and not row.is_total and column in row.figures
    ]
    return found[0] if found and len({one.value for one in found}) == 1 else None


def _total(tables: Tables, measure: str) -> Figure | None:
    """The figure of the plan's year in the overview's row of sums."""
    whole = overview(budget_grids(tables))
    year = plan_year(tables)
    return whole.total.figures.get((measure, "verksamhetsplan", year or 0)) if whole and whole.total else None
