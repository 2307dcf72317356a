"""Other plans made from one: another board, another year, other goals, other tables.

The tables of each add up as those of its source do; prose and decisions keep the source's amounts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from tests.press.plan import Activity, BudgetRow, BudgetTable, FurtherColumn, Goal, Indicator, Plan

T = TypeVar("T")
Variation = Callable[[Plan], Plan]


def other_board(plan: Plan, name: str, printed: str | None = None) -> Plan:
    """The plan of another board: `Farsta`, `Södermalm` (in the genitive: `Södermalms stadsdelsnämnd`).

    `printed` is how the text spells it where that differs (`Hägersten- Älvsjö`).
    """
    old = plan.board.removesuffix(" stadsdelsnämnd")
    pattern = re.compile(r"[- ]+".join(re.escape(part) for part in re.split(r"[- ]+", old)) + r"( stadsdels)?")

    def rename(match: re.Match[str]) -> str:
        return f"{genitive(printed or name)}{match[1]}" if match[1] else printed or name

    plan = _texts(plan, lambda text: pattern.sub(rename, text))
    return replace(
        plan,
        board=f"{genitive(name)} stadsdelsnämnd",
        administration=f"{genitive(name)} stadsdelsförvaltning",
    )


def genitive(name: str) -> str:
    """A board's name as it stands before `stadsdelsnämnd`: one that ends with a vowel takes no s."""
    return name if name[-1] in "aeiouyåäös" else f"{name}s"


def other_year(plan: Plan, year: int) -> Plan:
    """The plan shifted to another year: columns, dates, decisions and prose that speak of the years around it."""
    shift, near = year - plan.year, range(plan.year - 2, plan.year + 2)
    pattern = re.compile(r"(?<!\d)(?:" + "|".join(str(number) for number in near) + r")(?!\d)")
    plan = _texts(plan, lambda text: pattern.sub(lambda match: str(int(match[0]) + shift), text))
    return replace(
        plan,
        year=year,
        issued_on=plan.issued_on.replace(year=plan.issued_on.year + shift),
        meeting_on=plan.meeting_on.replace(year=plan.meeting_on.year + shift),
    )


def reworded_columns(plan: Plan) -> Plan:
    """Headers of budget tables in other words that mean the same: `Utfall 2024`, `Intäkter`."""
    words = (("Netto Utfall", "Utfall"), ("Bokslut", "Utfall"), (f"Intäkter {plan.year}", "Intäkter"))

    def reword(column: str) -> str:
        for old, new in words:
            column = column.replace(old, new)
        return column

    budget = tuple(replace(table, columns=tuple(map(reword, table.columns))) for table in plan.budget)
    return replace(plan, budget=budget)


def without_goal(plan: Plan, code: str) -> Plan:
    """A goal and all below it dropped; what follows moves up and is numbered anew."""
    kept = [goal for goal in plan.goals if goal.code != code and not goal.code.startswith(f"{code}.")]
    return renumbered(replace(plan, goals=tuple(kept)))


def with_goal(plan: Plan, goal: Goal) -> Plan:
    """One more goal, behind the last one whose code is lower."""
    position = sum(_order(other.code) < _order(goal.code) for other in plan.goals)
    return replace(plan, goals=(*plan.goals[:position], goal, *plan.goals[position:]))


def renumbered(plan: Plan) -> Plan:
    """Codes in the order of the goals, without gaps."""
    count = [0, 0, 0]
    goals = []
    for goal in plan.goals:
        count = [*count[: goal.depth - 1], count[goal.depth - 1] + 1, *[0] * (3 - goal.depth)]
        goals.append(replace(goal, code=".".join(map(str, count[: goal.depth]))))
    return replace(plan, goals=tuple(goals))


def _order(code: str) -> list[int]:
    return [int(part) for part in code.split(".")]


def with_outcomes(plan: Plan) -> Plan:
    """Indicator tables with one more column: last year's outcome."""
    cells = ("60 %", "67 %", "", "74 %", "81 %", "88 %")
    return with_column(plan, FurtherColumn("indicator", f"Utfall {plan.year - 1}", cells, columns_behind=3))


def with_column(plan: Plan, column: FurtherColumn) -> Plan:
    """All tables of a kind with one more column."""
    return replace(plan, further_columns=(*plan.further_columns, column))


def with_area(plan: Plan, title: str = "Hemlöshet och bostadssociala insatser") -> Plan:
    """One more area: a row of the overview with a table of its own; the totals grow with it."""
    overview, *areas = plan.budget
    values = tuple(Decimal(text) for text in ("31.4", "-3.2", "28.2", "27.5", "29.9", "25.0"))[: len(overview.columns)]
    rows = list(overview.rows)
    total = next(index for index, row in enumerate(rows) if row.is_total)
    rows[total] = replace(rows[total], values=_sum([rows[total].values, values]))
    rows.insert(total, BudgetRow(title, values))
    model = areas[0] if areas else overview
    own = BudgetTable(title, model.columns, (BudgetRow(title, values), BudgetRow("Summa", values)), model.note)
    return replace(plan, budget=(replace(overview, rows=tuple(rows)), *areas, own))


def _sum(columns: Iterable[tuple[Decimal | None, ...]]) -> tuple[Decimal | None, ...]:
    """Sums cell by cell; empty where all are empty."""
    return tuple(
        None if all(cell is None for cell in cells) else sum((cell for cell in cells if cell is not None), Decimal(0))
        for cells in zip(*columns, strict=True)
    )


def without_section(plan: Plan, name: str) -> Plan:
    """A part of the document that is not there, with all that stands in it: `investments`, `adjustments`, …"""
    gone: dict[str, Any] = {name: (), "applications": ()} if name == "adjustments" else {name: ()}
    return replace(plan, **gone)


def with_empty_cells(plan: Plan) -> Plan:
    """Here and there a cell without content: periodicities, dates, amounts of the years before."""

    def indicator(item: Indicator, index: int) -> Indicator:
        return replace(item, periodicity=None) if index % 3 == 1 else item

    def activity(item: Activity, index: int) -> Activity:
        return replace(item, end=None) if index % 3 == 1 else item

    goals = tuple(
        replace(
            goal,
            indicators=tuple(indicator(item, index) for index, item in enumerate(goal.indicators)),
            activities=tuple(activity(item, index) for index, item in enumerate(goal.activities)),
        )
        for goal in plan.goals
    )
    return replace(plan, goals=goals, budget=tuple(_with_gaps(table) for table in plan.budget))


def _with_gaps(table: BudgetTable) -> BudgetTable:
    """The last column of every third row that is no total is empty."""
    rows = tuple(
        replace(row, values=(*row.values[:-1], None)) if index % 3 == 1 and not row.is_total else row
        for index, row in enumerate(table.rows)
    )
    return replace(table, rows=rows)


def scaled(plan: Plan, factor: int) -> Plan:
    """All amounts of the budget and turnover tables multiplied, so that they have four digits and more."""
    return _amounts(plan, lambda value: value * factor)


def in_thousands(plan: Plan) -> Plan:
    """The budget and turnover tables in tkr, without decimals."""
    return replace(_amounts(plan, lambda value: (value * 1000).quantize(Decimal(1))), unit="tkr")


def with_negative_nets(plan: Plan) -> Plan:
    """A budget with more income than costs: the income of each row grows by twice its costs."""
    return replace(plan, budget=tuple(_with_more_income(table) for table in plan.budget))


def _with_more_income(table: BudgetTable) -> BudgetTable:
    rows = []
    for row in table.rows:
        costs, income, net, *others = row.values
        if net and costs is not None and income is not None:  # not so where the net has to be zero
            income, net = income - 2 * costs, net - 2 * costs
        rows.append(replace(row, values=(costs, income, net, *others)))
    return replace(table, rows=tuple(rows))


def _amounts(plan: Plan, change: Callable[[Decimal], Decimal]) -> Plan:
    budget = tuple(_table(table, change) for table in plan.budget)
    return replace(plan, budget=budget, turnover=tuple(_row(row, change) for row in plan.turnover))


def _table(table: BudgetTable, change: Callable[[Decimal], Decimal]) -> BudgetTable:
    return replace(table, rows=tuple(_row(row, change) for row in table.rows))


def _row(row: BudgetRow, change: Callable[[Decimal], Decimal]) -> BudgetRow:
    return replace(row, values=tuple(None if value is None else change(value) for value in row.values))


def with_doubled_heading(plan: Plan, *headings: str) -> Plan:
    """Headings printed twice, one under the other."""
    return replace(plan, doubled_headings=headings)


def with_long_row(plan: Plan, words: int = 900) -> Plan:
    """The first activity's name is longer than a page."""
    text = " ".join(f"Förvaltningen tar steg {number} i arbetet." for number in range(1, words // 6))
    goals = list(plan.goals)
    index = next(index for index, goal in enumerate(goals) if goal.activities)
    first, *rest = goals[index].activities
    goals[index] = replace(goals[index], activities=(replace(first, name=text), *rest))
    return replace(plan, goals=tuple(goals))


def other_words(plan: Plan, change: Callable[[str], str]) -> Plan:
    """The plan with each text in it changed, headings and prose and all."""
    return _texts(plan, change)


def _texts(value: T, change: Callable[[str], str]) -> T:
    """`value` with each text in it changed, however deep it lies."""
    return _walk(value, change)  # type: ignore[no-any-return]


def _walk(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_walk(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _walk(getattr(value, field.name), change) for field in fields(value)})
    return value
