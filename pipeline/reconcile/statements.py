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
    """Beslutet om omslutningsförändringar.

    Jämför: Beloppet i punkten som anmäler omslutningsförändringar mot summan i tabellen.
    Tolerans: ingen, eller en halv enhet i den grövre siffran.
    Exempel: Beslutet anmäler 60,0 mnkr, tabellen summerar till 60,2.
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
    """Omslutningsförändringar i löptexten.

    Jämför: Vad löptexten säger om omslutningsförändringar, i allt och under ett områdes rubrik, mot tabellen.
    Tolerans: ingen där båda är tryckta med lika många decimaler, annars en halv enhet i den grövre siffran.
    Exempel: Texten anger 60,0 mnkr, tabellen 60,2.
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
    """Intäktskravet.

    Jämför: Översiktens samlade intäkter mot intäktskravet plus de omslutningsförändringar som samma text nämner.
    Tolerans: en halv enhet i sista tryckta siffran för varje ingående tal; ingen i ett dokument vars siffror går
    ihop som de är tryckta.
    Exempel: Kravet 180,0 och omslutningen 60,2 blir 240,2, översikten anger 241,0.
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
    """Driftbudgeten i löptexten.

    Jämför: Driftbudgetens netto i löptexten mot översiktens summa.
    Tolerans: ingen där båda är tryckta med lika många decimaler, annars en halv enhet i den grövre siffran.
    Exempel: Texten anger 2 459,0 mnkr, översikten 2 459,6.
    """
    total = _total(tables, "netto")
    for told in stated(tables, NET, "Driftbudgeten enligt texten") if total else ():
        if total:
            yield Check(told, ((1, total),), total.name, repeated=True)


@rule("budgeted_prose", "error")
def budgeted_prose(tables: Tables) -> Iterator[Check]:
    """Vad som är budgeterat enligt löptexten.

    Jämför: ”För avskrivningar är budgeterat 23,8 mnkr” mot nettot i raden med det namnet.
    Tolerans: ingen där båda är tryckta med lika många decimaler, annars en halv enhet i den grövre siffran.
    Exempel: Texten anger 23,8 mnkr, raden 23,6.
    """
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
