"""Contradictions planted in plans before they are set: one small function a kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from tests.press.plan import Activity, BudgetRow, Goal, Indicator, Plan, Section
from tests.press.statements import FAMILY, TURNOVER
from tests.press.typography import amount

TENTH = Decimal("0.1")
Change = Callable[[Plan, Random], "Planted | None"]


@dataclass(frozen=True)
class Planted:
    """The plan with its mistake. `cell` are values of the row that is wrong and `column` the column of it, where
    figures cross, so that the finding must name it."""

    plan: Plan
    cell: dict[str, Any] | None = None
    column: str | None = None


@dataclass(frozen=True)
class Plant:
    """A kind of contradiction, and the rules of which one must find it."""

    name: str
    rules: tuple[str, ...]
    plant: Change


PLANTS: dict[str, Plant] = {}


def plant(name: str, *rules: str) -> Callable[[Change], Change]:
    """Register a kind of contradiction."""

    def register(change: Change) -> Change:
        PLANTS[name] = Plant(name, rules, change)
        return change

    return register


def misprint(random: Random) -> Decimal:
    """By how much a figure is off: more than rounding, less than an area's own figures."""
    return random.choice([-1, 1]) * random.randint(3, 9) * TENTH


def _put(items: Sequence[Any], index: int, item: Any) -> tuple[Any, ...]:
    return (*items[:index], item, *items[index + 1 :])


def _changed(row: BudgetRow, column: int, by: Decimal) -> BudgetRow:
    value = row.values[column]
    assert value is not None
    return replace(row, values=_put(row.values, column, value + by))


def _budget(
    plan: Plan, random: Random, overview: bool, fits: Callable[[BudgetRow], bool], columns: Sequence[int]
) -> Planted:
    """One figure of the overview, or of a section table, is off."""
    places = [
        (table, row)
        for table, held in enumerate(plan.budget)
        for row, line in enumerate(held.rows)
        if (table == 0) is overview and fits(line)
    ]
    table, row = random.choice(places)
    held, column = plan.budget[table], random.choice(columns)
    line = _changed(held.rows[row], column, misprint(random))
    budget = _put(plan.budget, table, replace(held, rows=_put(held.rows, row, line)))
    cell = {"table": "budget_line", "table_title": held.title, "label": line.label, "column_ordinal": column + 1}
    return Planted(replace(plan, budget=budget), cell, "amount_mnkr")


def _is_area(row: BudgetRow) -> bool:
    return not (row.is_total or row.is_part)


@plant("net of a row of the overview", "net")
def overview_net(plan: Plan, random: Random) -> Planted:
    return _budget(plan, random, True, _is_area, (0, 1, 2))


@plant("net of a row of a section table", "net")
def section_net(plan: Plan, random: Random) -> Planted:
    return _budget(plan, random, False, lambda row: _is_area(row) and row.label != FAMILY, (0, 1, 2))


@plant("total of the overview", "total")
def overview_total(plan: Plan, random: Random) -> Planted:
    return _budget(plan, random, True, lambda row: row.is_total, range(5))


@plant("sum of a section table", "total")
def section_sum(plan: Plan, random: Random) -> Planted:
    return _budget(plan, random, False, lambda row: row.is_total, range(5))


@plant("varav row of the overview", "subtotal")
def part(plan: Plan, random: Random) -> Planted:
    return _budget(plan, random, True, lambda row: row.is_part and row.label != TURNOVER, range(5))


@plant("overview against section tables, earlier years", "section_table")
def earlier(plan: Plan, random: Random) -> Planted:
    return _budget(plan, random, True, _is_area, (3, 4))


@plant("varav omslutningsförändring of the overview", "turnover_total")
def overview_turnover(plan: Plan, random: Random) -> Planted:
    return _budget(plan, random, True, lambda row: row.label == TURNOVER, (0, 1))


@plant("varav omslutningsförändring of a section table", "turnover_area")
def section_turnover(plan: Plan, random: Random) -> Planted:
    return _budget(plan, random, False, lambda row: row.label == TURNOVER, (0, 1))


def _turnover(plan: Plan, random: Random, fits: Callable[[BudgetRow], bool], columns: Sequence[int]) -> Planted:
    index = random.choice([index for index, row in enumerate(plan.turnover) if fits(row)])
    column = random.choice(columns)
    row = _changed(plan.turnover[index], column, misprint(random))
    name = ("costs_mnkr", "income_mnkr", "net_mnkr")[column]
    cell = {"table": "turnover_change", "label": row.label}
    return Planted(replace(plan, turnover=_put(plan.turnover, index, row)), cell, name)


@plant("row of the turnover table", "turnover_area", "net")
def turnover_row(plan: Plan, random: Random) -> Planted:
    return _turnover(plan, random, _is_area, (0, 1))


@plant("sum of the turnover table", "total")
def turnover_sum(plan: Plan, random: Random) -> Planted:
    return _turnover(plan, random, lambda row: row.is_total, (0, 1))


@plant("varav row of the turnover table", "subtotal")
def turnover_part(plan: Plan, random: Random) -> Planted:
    return _turnover(plan, random, lambda row: row.is_part, (0, 1))


@plant("decision on turnover", "turnover_decision")
def turnover_decision(plan: Plan, random: Random) -> Planted:
    index = next(index for index, item in enumerate(plan.decisions) if item.action == "anmäler")
    decision = plan.decisions[index]
    told = (decision.amount_sek or Decimal(0)) / 1_000_000
    wrong = told + misprint(random) * 10
    text = decision.text.replace(amount(told), amount(wrong))
    return Planted(replace(plan, decisions=_put(plan.decisions, index, replace(decision, text=text))))


@plant("amount of a decision", "adjustment_decisions")
def decision_amount(plan: Plan, random: Random) -> Planted:
    applied = [index for index, item in enumerate(plan.decisions) if item.action == "ansöker_budgetjustering"]
    index = random.choice(applied)
    decision = plan.decisions[index]
    told = (decision.amount_sek or Decimal(0)) / 1_000_000
    # Ten times the misprint: another application of the category may be for almost as much.
    text = decision.text.replace(f"{amount(told)} mnkr", f"{amount(told + abs(misprint(random)) * 10)} mnkr")
    wrong = replace(plan, decisions=_put(plan.decisions, index, replace(decision, text=text)))
    return Planted(wrong, {"table": "decision", "number": decision.number}, "amount_sek")


@plant("amount of a paragraph", "adjustment_items")
def item_amount(plan: Plan, random: Random) -> Planted:
    index = random.randrange(len(plan.applications))
    item = plan.applications[index]
    text = item.text.replace(f"{amount(item.amount)} mnkr", f"{amount(item.amount + abs(misprint(random)) * 10)} mnkr")
    wrong = replace(plan, applications=_put(plan.applications, index, replace(item, text=text)))
    return Planted(wrong, {"table": "adjustment_item", "ordinal": index + 1}, "amount_mnkr")


@plant("row of the table of applications", "adjustment_decisions")
def adjustment_row(plan: Plan, random: Random) -> Planted:
    return _adjustment(plan, random, total=False)


@plant("sum of the table of applications", "total")
def adjustment_sum(plan: Plan, random: Random) -> Planted:
    return _adjustment(plan, random, total=True)


def _adjustment(plan: Plan, random: Random, total: bool) -> Planted:
    index = random.choice([index for index, row in enumerate(plan.adjustments) if row.is_total is total])
    row = plan.adjustments[index]
    wrong = replace(plan, adjustments=_put(plan.adjustments, index, replace(row, amount=row.amount + misprint(random))))
    return Planted(wrong, {"table": "budget_adjustment", "ordinal": index + 1}, "amount_mnkr")


@plant("number in brackets", "adjustment_count")
def count(plan: Plan, random: Random) -> Planted:
    index = random.randrange(len(plan.adjustments))
    row = plan.adjustments[index]
    wrong = replace(row, count=(row.count or 0) + random.choice([1, 2, 5]))
    return Planted(replace(plan, adjustments=_put(plan.adjustments, index, wrong)))


@plant("number in brackets missing", "adjustment_count_missing")
def no_count(plan: Plan, random: Random) -> Planted:
    index = random.randrange(len(plan.adjustments))
    row = replace(plan.adjustments[index], count=None)
    return Planted(replace(plan, adjustments=_put(plan.adjustments, index, row)))


@plant("cost of an investment", "investment_budget", "investment_machines")
def investment(plan: Plan, random: Random) -> Planted:
    index = random.randrange(len(plan.investments))
    item = plan.investments[index]
    wrong = amount(item.amount + abs(misprint(random)))
    paragraphs = tuple(text.replace(f"{amount(item.amount)} mnkr", f"{wrong} mnkr") for text in item.paragraphs)
    return Planted(replace(plan, investments=_put(plan.investments, index, replace(item, paragraphs=paragraphs))))


def _prose(plan: Plan, random: Random, words: str, unit: str, overview: bool | None = None) -> Planted | None:
    """The amount behind some words of a budget table's prose is off."""
    tables = [
        index
        for index, table in enumerate(plan.budget)
        if words in " ".join(table.prose) and overview in (None, index == 0)
    ]
    if not tables:
        return None
    index = random.choice(tables)
    table = plan.budget[index]
    prose = tuple(_off(text, words, unit, random) for text in table.prose)
    return Planted(replace(plan, budget=_put(plan.budget, index, replace(table, prose=prose))))


def _off(text: str, words: str, unit: str, random: Random) -> str:
    before, found, after = text.partition(words)
    if not found:
        return text
    figure, _, rest = after.partition(unit)
    value = Decimal(figure.strip().replace(" ", "").replace(",", "."))
    return f"{before}{words} {amount(value + abs(misprint(random)))} {unit}{rest}"


@plant("level that the prose states", "claim_level")
def claim_level(plan: Plan, random: Random) -> Planted | None:
    return _prose(plan, random, "uppgår till", "mnkr", overview=False)


@plant("change in percent that the prose states", "claim_percent")
def claim_percent(plan: Plan, random: Random) -> Planted | None:
    return _prose(plan, random, "en ökning med", "procent")


@plant("change in mnkr that the prose states", "claim_amount")
def claim_amount(plan: Plan, random: Random) -> Planted | None:
    return _prose(plan, random, "motsvarande", "mnkr")


@plant("direction that the prose states", "claim_amount")
def claim_direction(plan: Plan, random: Random) -> Planted:
    index = random.randrange(len(plan.budget))
    table = plan.budget[index]
    prose = tuple(text.replace("en ökning med", "en minskning med") for text in table.prose)
    return Planted(replace(plan, budget=_put(plan.budget, index, replace(table, prose=prose))))


@plant("net budget in prose", "net_prose", "claim_level")
def net_prose(plan: Plan, random: Random) -> Planted | None:
    return _prose(plan, random, "uppgår till netto", "mnkr", overview=True)


@plant("income requirement in prose", "income_requirement")
def income(plan: Plan, random: Random) -> Planted | None:
    return _prose(plan, random, "ett intäktskrav om", "mnkr")


@plant("turnover in prose", "turnover_prose")
def turnover_prose(plan: Plan, random: Random) -> Planted | None:
    return _prose(plan, random, random.choice(["därtill ytterligare", "Omslutningar beräknas till"]), "mnkr")


@plant("applications in all in prose", "adjustment_total_prose")
def applied_in_all(plan: Plan, random: Random) -> Planted:
    prose = tuple(_off(text, "om totalt", "mnkr", random) for text in plan.adjustment_prose)
    return Planted(replace(plan, adjustment_prose=prose))


@plant("a point of decision lost", "decision_numbering")
def decision_lost(plan: Plan, random: Random) -> Planted:
    index = random.randrange(1, len(plan.decisions) - 1)
    return Planted(replace(plan, decisions=(*plan.decisions[:index], *plan.decisions[index + 1 :])))


@plant("a point of decision twice", "doubled_decision")
def decision_twice(plan: Plan, random: Random) -> Planted:
    index = random.randrange(len(plan.decisions))
    again = replace(plan.decisions[index], number=len(plan.decisions) + 1)
    return Planted(replace(plan, decisions=(*plan.decisions, again)))


def _goal(plan: Plan, random: Random, fits: Callable[[Goal], bool]) -> int:
    return random.choice([index for index, goal in enumerate(plan.goals) if fits(goal)])


@plant("a goal's number skipped", "goal_numbering")
def goal_skipped(plan: Plan, random: Random) -> Planted:
    index = _goal(plan, random, lambda goal: True)
    goal = plan.goals[index]
    head, dot, last = goal.code.rpartition(".")
    wrong = replace(goal, code=f"{head}{dot}{int(last) + random.randint(1, 4)}")
    return Planted(replace(plan, goals=_put(plan.goals, index, wrong)))


@plant("a goal without its parent", "goal_code_exists")
def goal_orphan(plan: Plan, random: Random) -> Planted:
    index = _goal(plan, random, lambda goal: goal.depth == 3)
    wrong = replace(plan.goals[index], code=f"{random.randint(7, 9)}.{random.randint(1, 4)}.1")
    return Planted(replace(plan, goals=_put(plan.goals, index, wrong)))


def _activity(plan: Plan, random: Random, change: Callable[[Activity], Activity]) -> Planted | None:
    held = [(index, row) for index, goal in enumerate(plan.goals) for row in range(len(goal.activities))]
    if not held:
        return None
    index, row = random.choice(held)
    goal = plan.goals[index]
    activities = _put(goal.activities, row, change(goal.activities[row]))
    return Planted(replace(plan, goals=_put(plan.goals, index, replace(goal, activities=activities))))


@plant("start behind the end", "activity_dates")
def dates_turned(plan: Plan, random: Random) -> Planted | None:
    return _activity(plan, random, lambda one: replace(one, start=one.end, end=one.start))


@plant("outside the plan's year", "activity_year")
def other_year(plan: Plan, random: Random) -> Planted | None:
    years = random.choice([-3, -1, 1, 2])
    year = f"{plan.year + years}"
    return _activity(plan, random, lambda one: Activity(one.name, f"{year}-01-01", f"{year}-12-31"))


@plant("counted in the future", "future_date")
def future(plan: Plan, random: Random) -> Planted:
    later = random.choice([f"mars {plan.year}", f"oktober {plan.year}", f"januari {plan.year + 1}"])
    sections = tuple(
        Section(one.heading, one.level, tuple(t.replace(f"oktober {plan.year - 1}", later) for t in one.paragraphs))
        for one in plan.closing
    )
    return Planted(replace(plan, closing=sections))


@plant("an indicator twice", "doubled_goal_row")
def indicator_twice(plan: Plan, random: Random) -> Planted:
    index = _goal(plan, random, lambda goal: bool(goal.indicators))
    goal = plan.goals[index]
    wrong = replace(goal, indicators=(*goal.indicators, random.choice(goal.indicators)))
    return Planted(replace(plan, goals=_put(plan.goals, index, wrong)))


@plant("an activity twice", "doubled_goal_row")
def activity_twice(plan: Plan, random: Random) -> Planted | None:
    if not any(goal.activities for goal in plan.goals):
        return None
    index = _goal(plan, random, lambda goal: bool(goal.activities))
    goal = plan.goals[index]
    wrong = replace(goal, activities=(*goal.activities, random.choice(goal.activities)))
    return Planted(replace(plan, goals=_put(plan.goals, index, wrong)))


@plant("an indicator with two targets of KF", "indicator_targets")
def two_targets(plan: Plan, random: Random) -> Planted:
    """The indicator of one goal under another one, with another target of kommunfullmäktige."""
    index = _goal(plan, random, lambda goal: goal.depth == 2)
    goal = plan.goals[index]
    again = Indicator(random.choice(goal.indicators).name, "7 %", f"{random.randint(101, 150)} %", "År")
    other = _goal(plan, random, lambda one: one.depth == 2)
    own = plan.goals[other]
    wrong = replace(own, indicators=(*own.indicators, again))
    return Planted(replace(plan, goals=_put(plan.goals, other, wrong)))


@plant("a row twice in a table", "doubled_row")
def row_twice(plan: Plan, random: Random) -> Planted:
    overview = plan.budget[0]
    rows = [index for index, row in enumerate(overview.rows) if _is_area(row) and row.label != FAMILY]
    index = random.choice(rows)
    again = (*overview.rows[: index + 1], overview.rows[index], *overview.rows[index + 1 :])
    return Planted(replace(plan, budget=(replace(overview, rows=again), *plan.budget[1:])))


@plant("an area under another name", "two_names")
def another_name(plan: Plan, random: Random) -> Planted:
    """In its own table and heading, not in the overview."""
    areas = [index for index, table in enumerate(plan.budget) if index and table.title != FAMILY]
    index = random.choice(areas)
    table, name = plan.budget[index], random.choice(["Lokala uppdrag", "Övrig service", "Särskilda frågor"])
    rows = tuple(replace(row, label=name) if row.label == table.title else row for row in table.rows)
    prose = tuple(text.replace(f"för {table.title} ", f"för {name} ") for text in table.prose)
    own = replace(table, title=name, rows=rows, prose=prose)
    turnover = tuple(replace(row, label=name) if row.label == table.title else row for row in plan.turnover)
    return Planted(replace(plan, budget=_put(plan.budget, index, own), turnover=turnover))
