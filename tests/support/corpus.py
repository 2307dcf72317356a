"""A small corpus of plans of three boards over three years, the same everywhere: for the cookbook and the notebook.

One is Hässelby-Vällingby's for 2026, with its true figures. The others are made from it for two boards that do not
exist, so that nobody takes an invented figure for a real one: other amounts and targets, and from year to year rows
that come, go and change their words. The tables of each add up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile
from pathlib import Path
from random import Random
from typing import TypeVar

from pipeline.run import run
from tests.press.facsimile import facsimile_plan
from tests.press.plan import Activity, BudgetRow, BudgetTable, FurtherColumn, Goal, Indicator, Plan
from tests.press.producers import set_plan
from tests.press.random_plan import GROUPS, JUDGEMENTS, OBJECTS, VERBS
from tests.press.style import Style
from tests.press.variations import other_board, other_words, other_year, with_area, with_column

# With its fonts in the file, as office programs write it.
OFFICE = Style(body="press", headings="press", tables="press", size=10, table_size=8, bullet="-")
PLACE = re.compile(r"(Hässelby|Vällingby)\w*( gård| strand)?")
NUMBER = re.compile(r"(\d{1,3})(?:,(\d+))?(?= ?%| st|$)")
WORDS = (("Andel ", "Andelen "), ("Utveckla ", "Vidareutveckla "), ("Implementera ", "Införa "))
AREAS_BEFORE = {
    "Verksamhet för barn, kultur och fritid": "Barn, kultur och fritid",
    "Stadsmiljö, inkl avskrivningar & räntor": "Stadsmiljö, exkl avskrivningar & räntor",
}
NEW_AREA = "Hemlöshet och bostadssociala insatser"
TENTH = Decimal("0.1")
T = TypeVar("T", Indicator, Activity)
Amounts = tuple[Decimal, ...]


def make_warehouse(folder: Path) -> Path:
    """The warehouse of the corpus in `folder`, by way of PDFs and a whole run."""
    (folder / "raw").mkdir(parents=True)
    made = plans()
    for plan in made:
        name = f"{plan.board.split()[0].lower()}-vp-{plan.year}.pdf"
        set_plan(plan, OFFICE, folder / "raw" / name)
    followed = made[2]
    set_plan(_annual_report(followed), OFFICE, folder / "raw" / f"solvända-vb-{followed.year}.pdf")
    warehouse = folder / "warehouse.duckdb"
    report = run(folder / "raw", folder / "staged", warehouse)
    assert not report.bad, [outcome for outcome in report.outcomes if outcome.bad]
    return warehouse


def plans() -> list[Plan]:
    """Hässelby-Vällingby 2026, Solvända 2026 to 2024, Norrbacka 2026 and 2025."""
    found = [facsimile_plan()]
    for seed, (name, size, years) in enumerate((("Solvända", "0.62", 3), ("Norrbacka", "1.18", 2)), start=1):
        plan = _board(found[0] if seed > 1 else with_area(found[0], NEW_AREA), name, Decimal(size), Random(seed))
        found.append(plan)
        for _ in range(years - 1):
            plan = _year_before(plan, Random(seed * plan.year))
            found.append(plan)
    return found


def _annual_report(plan: Plan) -> Plan:
    """What a board may report of its plan: an outcome for each indicator, and nothing else."""
    title = f"Verksamhetsberättelse {plan.year}"
    outcomes = FurtherColumn("indicator", "Utfall", ("84 %", "", "91 %", "77 %", "62 %"), columns_behind=3)
    return with_column(replace(plan, title=title, budget=(), turnover=(), adjustments=(), applications=()), outcomes)


def _board(plan: Plan, name: str, size: Decimal, random: Random) -> Plan:
    """The same year of another board: other amounts and targets, without what speaks of the true amounts in detail."""

    def resized(amounts: Amounts) -> Amounts:
        factor = size * random.randint(85, 115) / 100
        now, years_before = amounts[:3], amounts[3:]
        return (
            *(amount * factor for amount in now),
            *(amount * factor * random.randint(95, 104) / 100 for amount in years_before),
        )

    plan = other_words(other_board(plan, name), lambda text: PLACE.sub(name, text))
    goals = tuple(
        replace(goal, sections=(), indicators=tuple(_with_other_target(row, random, 0.3) for row in goal.indicators))
        for goal in plan.goals
    )
    return replace(plan, goals=goals, budget=(_overview(plan, resized),), turnover=())


def _year_before(plan: Plan, random: Random) -> Plan:
    """The plan that this one may have grown out of."""
    before = other_year(plan, plan.year - 1)
    goals = tuple(_goal_before(goal, before.year, random) for goal in before.goals)
    table = _overview(_without_row(before, NEW_AREA), lambda amounts: _amounts_before(amounts, random))
    rows = tuple(replace(row, label=AREAS_BEFORE.get(row.label, row.label)) for row in table.rows)
    return replace(before, goals=goals, budget=(replace(table, rows=rows),))


def _without_row(plan: Plan, label: str) -> Plan:
    overview = plan.budget[0]
    return replace(plan, budget=(replace(overview, rows=tuple(row for row in overview.rows if row.label != label)),))


def _goal_before(goal: Goal, year: int, random: Random) -> Goal:
    """A goal a year earlier: other targets, rows in other words, rows that come later and rows that are dropped."""
    indicators = [
        _with_other_target(_with_other_council_target(_reworded(row, random), year), random, 0.3)
        for row in goal.indicators
        if random.random() > 0.05
    ]
    activities = [_reworded(row, random) for row in goal.activities if random.random() > 0.1]
    if goal.depth == 3 and random.random() < 0.3:
        some = random.choice
        indicators.append(Indicator(f"Andel {some(GROUPS)} som {some(JUDGEMENTS)}", "85 %", None, "År"))
        name = f"{some(VERBS).capitalize()} {some(OBJECTS)} ihop med {some(GROUPS)}"
        activities.append(Activity(name, f"{year}-01-01", f"{year}-12-31"))
    title = goal.title.replace("Alla ", "Samtliga ") if goal.depth == 3 else goal.title
    return replace(goal, title=title, indicators=tuple(indicators), activities=tuple(activities))


def _reworded(row: T, random: Random) -> T:
    """Now and then in other words."""
    if random.random() > 0.15:
        return row
    for old, new in WORDS:
        if row.name.startswith(old):
            return replace(row, name=row.name.replace(old, new, 1))
    return row


def _with_other_target(row: Indicator, random: Random, share: float) -> Indicator:
    return replace(row, target=_stepped(row.target, random)) if random.random() < share else row


def _with_other_council_target(row: Indicator, year: int) -> Indicator:
    """KF's target for another year: the same for all boards."""
    random = Random(f"{year} {row.name.casefold().replace('andelen', 'andel')}")
    return replace(row, kf_target=_stepped(row.kf_target, random)) if random.random() < 0.15 else row


def _stepped(target: str | None, random: Random) -> str | None:
    """A target a step or two lower or higher: `39,5 %` becomes `39,3 %`; one that is no plain number stays."""
    match = NUMBER.match(target or "")
    if not target or not match:
        return target
    value = Decimal(f"{match[1]}.{match[2] or ''}")
    stepped = value + random.choice((-2, -1, 1, 2)) * Decimal(1).scaleb(-len(match[2] or ""))
    if stepped <= 0 or (stepped > 100 and "%" in target):
        return target
    return f"{stepped}".replace(".", ",") + target[match.end() :]


def _amounts_before(amounts: Amounts, random: Random) -> Amounts:
    """Costs, income, net, the forecasts of the year before and the outcome before that, a year earlier.

    The budget was near what the later plan prints as its final forecast; now and then it was changed in between.
    """
    _, income, _, budget, _, outcome = amounts
    changed = random.choice((0, 0, 0, -2, 1, 3)) * TENTH * 5 if budget else Decimal(0)
    forecasts = (outcome + random.randint(-9, 9) * TENTH, outcome + random.randint(-9, 9) * TENTH)
    earned = income * Decimal("0.97")
    return (budget + changed - earned, earned, budget + changed, *forecasts, outcome * Decimal("0.95"))


def _overview(plan: Plan, change: Callable[[Amounts], Amounts]) -> BudgetTable:
    """The overview with other amounts: parts add up to their area, areas to the total, costs and income to the net."""
    table = plan.budget[0]
    total = next(index for index, row in enumerate(table.rows) if row.is_total)
    body = [replace(row, values=_balanced(change(_whole(row)))) for row in table.rows[:total]]
    for index, row in enumerate(body):
        parts = [part.values for part in takewhile(lambda part: part.is_part, body[index + 1 :])]
        if parts and not row.is_part:
            body[index] = replace(row, values=_sum(parts))
    whole = replace(table.rows[total], values=_sum(row.values for row in body if not row.is_part))
    return replace(table, rows=(*body, whole), prose=())


def _whole(row: BudgetRow) -> Amounts:
    """The amounts of a row that has them all."""
    return tuple(amount for amount in row.values if amount is not None)


def _balanced(amounts: Amounts) -> Amounts:
    costs, income, _, *others = (amount.quantize(TENTH) for amount in amounts)
    return (costs, income, costs + income, *others)


def _sum(rows: Iterable[tuple[Decimal | None, ...]]) -> Amounts:
    return tuple(sum((amount or Decimal(0) for amount in column), Decimal(0)) for column in zip(*rows, strict=True))
