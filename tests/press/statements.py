"""Plans that say their figures several times: `varav` rows, and prose that repeats, adds and compares what tables hold.

What a small random plan lacks and a real one has; all of it agrees with the tables.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from random import Random

from tests.press.plan import BudgetRow, BudgetTable, Investment, Plan, Section
from tests.press.random_plan import random_plan
from tests.press.typography import amount

FAMILY = "Individ- och familjeomsorg"
PARTS = ("barn och ungdom", "vuxna", "socialpsykiatri")
TENTH = Decimal("0.1")
TURNOVER = "varav omslutningsförändring"


def stating_plan(seed: int) -> Plan:
    """The plan number `seed`: always the same for the same number, and free of contradictions."""
    random = Random(seed)
    plan = _with_one_target_each(_with_room_for_turnover(random_plan(seed, "medium")))
    return _with_prose(_with_family(plan, random), random)


def _with_one_target_each(plan: Plan) -> Plan:
    """An indicator that stands under several goals has the same target of kommunfullmäktige under each."""
    first = {item.name: item.kf_target for goal in reversed(plan.goals) for item in goal.indicators if item.kf_target}
    goals = [
        replace(
            goal,
            indicators=tuple(
                replace(item, kf_target=first[item.name]) if item.kf_target else item for item in goal.indicators
            ),
        )
        for goal in plan.goals
    ]
    return replace(plan, goals=tuple(goals))


def _with_room_for_turnover(plan: Plan) -> Plan:
    """Each area's costs and income are greater than the turnover that is part of them; nets stay as they are."""
    extra = {row.label: row.values[0] or Decimal(0) for row in plan.turnover}
    total = extra["Summa"]

    def grown(row: BudgetRow, area: str) -> BudgetRow:
        by = total if row.label == "Total drift" else extra.get(area, Decimal(0))
        costs, income, *rest = row.values
        assert costs is not None and income is not None
        return row if row.label == TURNOVER else replace(row, values=(costs + by, income - by, *rest))

    overview, *areas = plan.budget
    own = [replace(table, rows=tuple(grown(row, table.title) for row in table.rows)) for table in areas]
    return replace(plan, budget=(replace(overview, rows=tuple(grown(row, row.label) for row in overview.rows)), *own))


def _with_family(plan: Plan, random: Random) -> Plan:
    """One more area, that the overview breaks down into `varav` rows and its own table into rows."""
    parts, extras = [], []
    for _ in PARTS:
        extra = random.randint(1, 150) * TENTH
        costs, income = random.randint(900, 6000) * TENTH, -extra - random.randint(5, 90) * TENTH
        net = costs + income
        parts.append((costs, income, net, net - random.randint(5, 90) * TENTH, net - random.randint(100, 200) * TENTH))
        extras.append((extra, -extra, extra - extra))
    whole, extra = _added(parts), _added(extras)
    of_which = [BudgetRow(f"varav {name}", values) for name, values in zip(PARTS, parts, strict=True)]
    own_rows = [BudgetRow(name.capitalize(), values) for name, values in zip(PARTS, parts, strict=True)]
    model = plan.budget[1]
    own_turnover = BudgetRow(TURNOVER, (*extra, None, None))
    own = BudgetTable(FAMILY, model.columns, (*own_rows, BudgetRow("Summa", whole), own_turnover), model.note)
    overview = replace(plan.budget[0], rows=_grown(plan.budget[0].rows, [BudgetRow(FAMILY, whole), *of_which], extra))
    lines = [BudgetRow(f"varav {name}", values) for name, values in zip(PARTS, extras, strict=True)]
    turnover = _grown(plan.turnover, [BudgetRow(FAMILY, extra), *lines], extra)
    told = amount(turnover[-1].values[0] or Decimal(0))
    sek = (turnover[-1].values[0] or Decimal(0)) * 1_000_000
    decisions = [
        replace(item, text=f"Stadsdelsnämnden anmäler omslutningsförändringar om {told} mnkr.", amount_sek=sek)
        if item.action == "anmäler"
        else item
        for item in plan.decisions
    ]
    return replace(plan, budget=(overview, *plan.budget[1:], own), turnover=turnover, decisions=tuple(decisions))


def _grown(rows: tuple[BudgetRow, ...], new: list[BudgetRow], extra: tuple[Decimal, ...]) -> tuple[BudgetRow, ...]:
    """Rows of one more area before the sum, which grows by the first of them; its turnover grows by `extra`."""
    last = next(index for index, row in enumerate(rows) if row.is_total)
    total = replace(rows[last], values=_added([rows[last].values, new[0].values]))
    below = [replace(row, values=(*_added([row.values[:3], extra]), None, None)) for row in rows[last + 1 :]]
    return (*rows[:last], *new, total, *below)


def _added(rows: list[tuple[Decimal, ...]] | list[tuple[Decimal | None, ...]]) -> tuple[Decimal, ...]:
    columns = zip(*rows, strict=True)
    return tuple(sum((value or Decimal(0) for value in column), Decimal(0)) for column in columns)


def _with_prose(plan: Plan, random: Random) -> Plan:
    overview, *areas = plan.budget
    machines = Decimal(random.randint(1, 60)) / 10
    city = sum((item.amount for item in plan.investments), Decimal(0))
    city_text = (
        f"I budget för {plan.year} har nämnden tilldelats {amount(city)} mnkr för investeringar inom stadsmiljö. "
    )
    machine_text = f"För maskiner och inventarier har tilldelats budget om {amount(machines)} mnkr."
    name = "Maskiner och inventarier"
    bought = Investment(name, machines, name, (f"Budgeterad kostnad för inköp är {amount(machines)} mnkr.",))
    economy = (
        f"Investeringsbudgeten uppgår till {amount(city + machines)} mnkr varav {amount(machines)} mnkr avser budget "
        "för maskiner och inventarier."
    )
    applied = sum((row.amount for row in plan.adjustments if row.is_total), Decimal(0))
    apply_text = f"Förvaltningen ansöker om budgetjustering för drift och investering om totalt {amount(applied)} mnkr."
    # A sentence on the count of something, at a time before the plan was drawn up.
    counted = f"Antalet platser är {random.randint(20, 900)} ({random.randint(20, 900)} oktober {plan.year - 1})."
    return replace(
        plan,
        budget=(_told_overview(overview, plan), *(_told_area(table, plan) for table in areas)),
        investment_prose=(*plan.investment_prose, city_text + machine_text) if plan.investments else (machine_text,),
        investments=(*plan.investments, bought),
        adjustment_prose=(*plan.adjustment_prose, apply_text),
        introduction=(*plan.introduction, Section("Ekonomi i korthet", 4, (economy,) if plan.investments else ())),
        closing=(*plan.closing, Section("Platser", 4, (counted,))),
    )


def _told_overview(table: BudgetTable, plan: Plan) -> BudgetTable:
    total = next(row.values for row in table.rows if row.is_total)
    turnover = plan.turnover[-1].values[0]
    assert total[1] is not None and total[2] is not None and total[3] is not None and turnover is not None
    prose = (
        f"Kommunfullmäktiges förslag till driftbudget uppgår till netto {amount(total[2])} mnkr, en ökning med "
        f"{_percent(total[2], total[3])} procent, motsvarande {amount(total[2] - total[3])} mnkr. "
        f"Nämnden har ett intäktskrav om {amount(-total[1] - turnover)} mnkr och omsluter därtill ytterligare "
        f"{amount(turnover)} mnkr i intäkter."
    )
    return replace(table, prose=(prose, *table.prose))


def _told_area(table: BudgetTable, plan: Plan) -> BudgetTable:
    total, turnover = (row.values for row in table.rows if row.is_total or row.label == TURNOVER)
    assert total[2] is not None and total[3] is not None and turnover[0] is not None
    prose = (
        f"Nettobudget för {table.title} uppgår till {amount(total[2])} mnkr vilket är en ökning med "
        f"{_percent(total[2], total[3])} procent, motsvarande {amount(total[2] - total[3])} mnkr. "
        f"Omslutningar beräknas till {amount(turnover[0])} mnkr."
    )
    return replace(table, prose=(prose, *table.prose))


def _percent(level: Decimal, base: Decimal) -> str:
    return amount(((level - base) * 100 / base).quantize(TENTH, ROUND_HALF_EVEN))
