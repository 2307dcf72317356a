"""A plan of the press as rows, without a PDF: to publish hundreds of plans in no time."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.record import Extraction, Record
from pipeline.swedish import target
from tests.press.plan import Goal, Indicator, Plan
from tests.support.small_plan import extraction, record

# The columns of the overview that `random_plan` makes: measure, basis, years from the plan's.
COLUMNS = (
    ("kostnader", "verksamhetsplan", 0),
    ("intäkter", "verksamhetsplan", 0),
    ("netto", "verksamhetsplan", 0),
    ("netto", "prognos_slutlig_budget", -1),
    ("netto", "utfall", -2),
)


def rows_of(plan: Plan, board_key: str, edition: str = "1") -> Extraction:
    """The goals, indicators, activities and overview of `plan` as parsing would hand them over."""
    made = extraction(board_key, plan.year, edition)
    made.records = [*_goals(plan), *_overview(plan)]
    return made


def _goals(plan: Plan) -> Iterator[Record]:
    for place, goal in enumerate(plan.goals, start=1):
        yield record(
            "goal", ordinal=place, goal_code=goal.code, level=goal.level, parent_code=goal.parent, title=goal.title
        )
        set_by = "nämnd" if goal.depth == 3 else "kommunfullmäktige"
        for ordinal, indicator in enumerate(goal.indicators, start=1):
            yield _indicator(goal, ordinal, indicator, set_by)
        for ordinal, activity in enumerate(goal.activities, start=1):
            yield record("activity", goal_code=goal.code, ordinal=ordinal, name=activity.name, set_by=set_by)


def _indicator(goal: Goal, ordinal: int, indicator: Indicator, set_by: str) -> Record:
    own, council = target(indicator.target or ""), target(indicator.kf_target or "")
    return record(
        "indicator", goal_code=goal.code, ordinal=ordinal, name=indicator.name, set_by=set_by, periodicity="År",
        target_text=indicator.target, target_kind=own.kind, target_value=own.value, target_unit=own.unit,
        kf_target_text=indicator.kf_target, kf_target_kind=council.kind, kf_target_value=council.value,
        kf_target_unit=council.unit,
    )  # fmt: skip


def _overview(plan: Plan) -> Iterator[Record]:
    table = plan.budget[0]
    for row_ordinal, row in enumerate(table.rows, start=1):
        for column, (value, (measure, basis, shift)) in enumerate(zip(row.values, COLUMNS, strict=True), start=1):
            if value is not None:
                yield record(
                    "budget_line", table_ordinal=1, is_overview=True,
                    table_title=table.title, row_ordinal=row_ordinal, label=row.label,
                    parent_label=table.rows[row_ordinal - 2].label if row.is_part else None, is_total=row.is_total,
                    column_ordinal=column, column_text=table.columns[column - 1], measure=measure, basis=basis,
                    fiscal_year=plan.year + shift, amount_mnkr=value,
                )  # fmt: skip
