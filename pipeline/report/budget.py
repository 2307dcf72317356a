"""The budget of a board: by area and year, with each change or why there is none, and what was restated."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

import duckdb

from pipeline.report import charts
from pipeline.report.area_order import AreaOrder
from pipeline.report.figures import mnkr, percent
from pipeline.report.model import Cell, Column, Fact, Row, Section, Table, printed
from pipeline.report.queries import Fetched, rows

BASIS = {
    "verksamhetsplan": "plan",
    "prognos_slutlig_budget": "prognos för slutlig budget",
    "prognos_utfall": "prognos för utfall",
    "utfall": "utfall",
}
# First what a reader means by `since last year`; the other comparisons of a plan are folded below.
PREFERRED = ("prognos_slutlig_budget", "verksamhetsplan", "prognos_utfall", "utfall")

COMPARED = """
SELECT
    pair.*, now.row_ordinal AS place, before.row_ordinal AS previous_place,
    coalesce(now.area_series, before.area_series, pair.area_key) AS area_series,
    if(now.row_id IS NULL, before.parent_area_series, now.parent_area_series) AS parent_area_series
FROM budget_year_over_year AS pair
LEFT JOIN base.budget_overview AS now USING (row_id)
LEFT JOIN base.budget_overview AS before ON before.row_id = pair.previous_row_id
WHERE pair.board_key = ? AND pair.measure = 'netto'
ORDER BY pair.area
"""
BY_YEAR = """
SELECT overview.*, row_number() OVER (PARTITION BY area_series, parent_area_series, fiscal_year, basis, measure
                                      ORDER BY plan_year DESC) AS newest
FROM base.budget_overview AS overview
WHERE board_key = ? AND measure = 'netto' AND namesake = 1
QUALIFY newest = 1
ORDER BY plan_year DESC, row_ordinal, fiscal_year, basis
"""
# Where a row stands in the plan, and in the one it is compared with.
PLACES = ("place", "previous_place")
RESTATED = """
SELECT pair.*, overview.area_series, overview.parent_area_series
FROM restatement AS pair
JOIN base.budget_overview AS overview USING (row_id)
WHERE pair.board_key = ? AND pair.measure = 'netto' AND difference_mnkr <> 0
ORDER BY
    pair.fiscal_year DESC, restated_basis, pair.plan_year, restated_plan_year, pair.basis, overview.row_ordinal
"""


def budget(connection: duckdb.DuckDBPyConnection, board: str) -> tuple[Section | None, tuple[Fact, ...]]:
    """The section on a board's budget, and its key figures; None if no plan has an overview."""
    compared = _comparisons(rows(connection, COMPARED, board))
    by_year = rows(connection, BY_YEAR, board)
    if not by_year:
        return None, ()
    tables = [_comparison(board, n, pairs) for n, pairs in enumerate(compared)]
    years = _years(board, by_year)
    tables.insert(1, years)
    restated = rows(connection, RESTATED, board)
    if restated:
        tables.append(_restated(board, restated))
    drawn = charts.changes(board, compared[0], tables[0].key) if compared else None
    over_years = charts.budget_years(board, by_year, years.key)
    section = Section(
        f"{board}-budget",
        "Budget",
        "Nettobudget i miljoner kronor (mnkr), ur planernas översiktstabeller. Rader som börjar med ”varav” ingår i "
        "raden de hör till och ska inte läggas till en gång till.",
        tuple(tables),
        tuple(chart for chart in (drawn, over_years) if chart),
    )
    return section, _facts(compared[0] if compared else [], by_year)


def told(pair: Fetched) -> str:
    """What is compared with what, in words."""
    own = pair["previous_plan_year"] == pair["fiscal_year"]
    source = "samma plan" if own else f"planen för {pair['previous_plan_year']}"
    earlier = f"{pair['previous_fiscal_year']} ({BASIS.get(pair['previous_basis'], pair['previous_basis'])}"
    return f"Plan {pair['fiscal_year']} mot {earlier}, ur {source})"


def _comparisons(pairs: list[Fetched]) -> list[list[Fetched]]:
    """The pairs by what is compared, the newest year first, in the order of `PREFERRED` within it."""

    def kind(pair: Fetched) -> tuple[int, int, int, int, str]:
        basis = pair["previous_basis"]
        preference = PREFERRED.index(basis) if basis in PREFERRED else len(PREFERRED)
        earlier = pair["previous_fiscal_year"] or 0
        return -pair["fiscal_year"], -earlier, preference, -(pair["previous_plan_year"] or 0), basis or ""

    return [list(group) for _, group in groupby(sorted(pairs, key=kind), kind)]


def _comparison(board: str, number: int, pairs: list[Fetched]) -> Table:
    first, order = pairs[0], _compared_order(pairs)
    earlier = f"{BASIS.get(first['previous_basis'], '')} {first['previous_fiscal_year'] or ''}".strip().capitalize()
    columns = ("Område", earlier, f"Plan {first['fiscal_year']}", "Förändring, mnkr", "Förändring, %")
    return Table(
        f"{board}-jämförelse-{number}",
        told(first),
        (*(Column(heading, number=n > 0) for n, heading in enumerate(columns)), Column("Förbehåll")),
        tuple(_compared(pair, order) for pair in sorted(pairs, key=order.place)),
        folded=number > 0,
    )


def _compared_order(pairs: list[Fetched]) -> AreaOrder:
    """The areas in the plan's order, with dropped areas where the plan before had them."""
    plans = (sorted((pair for pair in pairs if pair[at] is not None), key=itemgetter(at)) for at in PLACES)
    return AreaOrder((*plans, pairs))


def _compared(pair: Fetched, order: AreaOrder) -> Row:
    tone = charts.tone(pair["change_mnkr"])
    why = pair["reason"] if pair["change_mnkr"] is None else None
    return Row(
        (
            order.heading(pair),
            Cell(mnkr(pair["previous_amount_mnkr"]), printed(pair["previous_row_id"], "amount_mnkr")),
            Cell(mnkr(pair["amount_mnkr"]), printed(pair["row_id"], "amount_mnkr")),
            Cell(mnkr(pair["change_mnkr"], signed=True) if why is None else "Kan inte jämföras", tone=tone),
            Cell(percent(pair["change_percent"]), tone=tone),
            Cell(pair["reason"] or pair["caveat"] or ""),
        ),
        order.kind(pair),
        pair["area_key"],
    )


def _years(board: str, by_year: list[Fetched]) -> Table:
    """One row for each area, one column for each year and basis."""
    spans = sorted({(row["fiscal_year"], -PREFERRED.index(row["basis"]), row["basis"]) for row in by_year})
    order = AreaOrder(list(plan) for _, plan in groupby(by_year, itemgetter("plan_year")))
    areas = [list(figures) for _, figures in groupby(sorted(by_year, key=order.place), order.place)]
    return Table(
        f"{board}-år",
        "Budget per område och år, mnkr",
        (Column("Område"), *(Column(f"{BASIS[basis].capitalize()} {year}", number=True) for year, _, basis in spans)),
        tuple(_over_years(figures, [(year, basis) for year, _, basis in spans], order) for figures in areas),
        "Varje siffra är ur den nyaste planen som anger den.",
        folded=True,
    )


def _over_years(figures: list[Fetched], spans: list[tuple[int, str]], order: AreaOrder) -> Row:
    by_span = {(row["fiscal_year"], row["basis"]): row for row in figures}
    found = [by_span.get(span) for span in spans]
    cells = [Cell(mnkr(row["amount_mnkr"]), printed(row["row_id"], "amount_mnkr")) if row else Cell() for row in found]
    newest = figures[0]
    return Row((order.heading(newest), *cells), order.kind(newest), newest["area_key"])


def _restated(board: str, restated: list[Fetched]) -> Table:
    columns = ("Område", "Som planerat", "Som det anges senare", "Skillnad, mnkr")
    return Table(
        f"{board}-omräknat",
        "Siffror som en senare plan anger på nytt, med en skillnad",
        (*(Column(heading, number=n > 0) for n, heading in enumerate(columns)), Column("Vad som anges")),
        tuple(
            _restatement(row, order)
            for _, held in groupby(restated, _stated_twice)
            for together in (list(held),)
            for order in (AreaOrder([together]),)
            for row in together
        ),
        folded=True,
    )


def _restatement(row: Fetched, order: AreaOrder) -> Row:
    return Row(
        (
            order.heading(row),
            Cell(mnkr(row["amount_mnkr"]), printed(row["row_id"], "amount_mnkr")),
            Cell(mnkr(row["restated_amount_mnkr"]), printed(row["restated_row_id"], "amount_mnkr")),
            Cell(mnkr(row["difference_mnkr"], signed=True)),
            Cell(_stated_twice(row)),
        ),
        order.kind(row),
        row["area_key"],
    )


def _stated_twice(row: Fetched) -> str:
    first = f"{BASIS.get(row['basis'], row['basis'])} i planen för {row['plan_year']}"
    later = f"{BASIS.get(row['restated_basis'], row['restated_basis'])} i planen för {row['restated_plan_year']}"
    return f"{row['fiscal_year']}: {first}, {later}"


def _facts(pairs: list[Fetched], by_year: list[Fetched]) -> tuple[Fact, ...]:
    """The total of the newest plan, and its change."""
    newest = by_year[0]["plan_year"]
    total = [row for row in by_year if row["is_total"] and row["fiscal_year"] == newest == row["plan_year"]]
    facts = [
        Fact(f"Nettobudget {newest}, mnkr", Cell(mnkr(row["amount_mnkr"]), printed(row["row_id"], "amount_mnkr")))
        for row in total
        if row["basis"] == "verksamhetsplan"
    ]
    for pair in pairs:
        if pair["is_total"] and pair["change_mnkr"] is not None:
            earlier = f"{BASIS.get(pair['previous_basis'])} {pair['previous_fiscal_year']}"
            change = Cell(mnkr(pair["change_mnkr"], signed=True), note=percent(pair["change_percent"]))
            facts.append(Fact(f"Mot {earlier}, mnkr", change))
    return tuple(facts)
