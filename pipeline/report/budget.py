"""The budget of a board: by area and year, each change with its reason where there is none, and what was restated."""

from __future__ import annotations

from itertools import groupby

import duckdb

from pipeline.report import charts
from pipeline.report.figures import mnkr, percent
from pipeline.report.model import Cell, Column, Fact, Row, Section, Table, printed
from pipeline.report.queries import Fetched, rows

BASIS = {
    "verksamhetsplan": "plan",
    "prognos_slutlig_budget": "prognos för slutlig budget",
    "prognos_utfall": "prognos för utfall",
    "utfall": "utfall",
}
# What a reader means by `since last year`, first; the other comparisons of a plan stand folded below.
PREFERRED = ("prognos_slutlig_budget", "verksamhetsplan", "prognos_utfall", "utfall")

COMPARED = """
SELECT pair.*
FROM budget_year_over_year AS pair
LEFT JOIN base.budget_line AS line USING (row_id)
WHERE pair.board_key = ? AND pair.measure = 'netto'
ORDER BY line.row_ordinal NULLS LAST, pair.area
"""
# A row keeps its place in the newest plan that has it.
BY_YEAR = """
SELECT overview.*, row_number() OVER (PARTITION BY area_series, parent_area_series, fiscal_year, basis, measure
                                      ORDER BY plan_year DESC) AS newest
FROM base.budget_overview AS overview
WHERE board_key = ? AND measure = 'netto' AND namesake = 1
QUALIFY newest = 1
ORDER BY plan_year DESC, row_ordinal, fiscal_year, basis
"""
RESTATED = """
SELECT * FROM restatement
WHERE board_key = ? AND measure = 'netto' AND difference_mnkr <> 0
ORDER BY fiscal_year DESC, restated_basis
"""


def budget(connection: duckdb.DuckDBPyConnection, board: str) -> tuple[Section | None, tuple[Fact, ...]]:
    """The section of a board's budget, and the figures that sum it up; nothing where no plan has an overview."""
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
    first = pairs[0]
    earlier = f"{BASIS.get(first['previous_basis'], '')} {first['previous_fiscal_year'] or ''}".strip().capitalize()
    columns = ("Område", earlier, f"Plan {first['fiscal_year']}", "Förändring, mnkr", "Förändring, %")
    return Table(
        f"{board}-jämförelse-{number}",
        told(first),
        (*(Column(heading, number=n > 0) for n, heading in enumerate(columns)), Column("Förbehåll")),
        tuple(_compared(pair) for pair in pairs),
        folded=number > 0,
    )


def _compared(pair: Fetched) -> Row:
    tone = charts.tone(pair["change_mnkr"])
    why = pair["reason"] if pair["change_mnkr"] is None else None
    return Row(
        (
            Cell(pair["area"]),
            Cell(mnkr(pair["previous_amount_mnkr"]), printed(pair["previous_row_id"], "amount_mnkr")),
            Cell(mnkr(pair["amount_mnkr"]), printed(pair["row_id"], "amount_mnkr")),
            Cell(mnkr(pair["change_mnkr"], signed=True) if why is None else "Kan inte jämföras", tone=tone),
            Cell(percent(pair["change_percent"]), tone=tone),
            Cell(pair["reason"] or pair["caveat"] or ""),
        ),
        _kind(pair),
        pair["area_key"],
    )


def _years(board: str, by_year: list[Fetched]) -> Table:
    """One row for each area, one column for each year and basis."""
    spans = sorted({(row["fiscal_year"], -PREFERRED.index(row["basis"]), row["basis"]) for row in by_year})
    areas: dict[tuple[str, str | None], list[Fetched]] = {}
    for row in by_year:
        areas.setdefault((row["area_series"], row["parent_area_series"]), []).append(row)
    return Table(
        f"{board}-år",
        "Budget per område och år, mnkr",
        (Column("Område"), *(Column(f"{BASIS[basis].capitalize()} {year}", number=True) for year, _, basis in spans)),
        tuple(_over_years(figures, [(year, basis) for year, _, basis in spans]) for figures in areas.values()),
        "Varje siffra är ur den nyaste planen som anger den.",
        folded=True,
    )


def _over_years(figures: list[Fetched], spans: list[tuple[int, str]]) -> Row:
    by_span = {(row["fiscal_year"], row["basis"]): row for row in figures}
    found = [by_span.get(span) for span in spans]
    cells = [Cell(mnkr(row["amount_mnkr"]), printed(row["row_id"], "amount_mnkr")) if row else Cell() for row in found]
    return Row((Cell(figures[0]["area"]), *cells), _kind(figures[0]), figures[0]["area_key"])


def _restated(board: str, restated: list[Fetched]) -> Table:
    columns = ("Område", "Som planerat", "Som det anges senare", "Skillnad, mnkr")
    return Table(
        f"{board}-omräknat",
        "Siffror som en senare plan anger på nytt, med en skillnad",
        (*(Column(heading, number=n > 0) for n, heading in enumerate(columns)), Column("Vad som anges")),
        tuple(
            Row(
                (
                    Cell(row["area"]),
                    Cell(mnkr(row["amount_mnkr"]), printed(row["row_id"], "amount_mnkr")),
                    Cell(mnkr(row["restated_amount_mnkr"]), printed(row["restated_row_id"], "amount_mnkr")),
                    Cell(mnkr(row["difference_mnkr"], signed=True)),
                    Cell(_stated_twice(row)),
                ),
                _kind(row),
                row["area_key"],
            )
            for row in restated
        ),
        folded=True,
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


def _kind(row: Fetched) -> str:
    return "total" if row["is_total"] else "part" if row["parent_area"] else ""
