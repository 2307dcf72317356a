"""What a reader should find in a plan that was set: its records, in the shape of a transcription made by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.press.plan import BudgetRow, BudgetTable, Plan

Row = dict[str, Any]


def records_of(plan: Plan) -> dict[str, Any]:
    """The records of `plan` as plain JSON values.

    Amounts are in mnkr whatever unit the tables are printed in (`amount_sek` in kronor); an empty cell is None.
    """
    return {
        "document": _document(plan),
        "decisions": _decisions(plan),
        "goals": [
            {"level": goal.level, "code": goal.code, "parent": goal.parent, "title": goal.title} for goal in plan.goals
        ],
        "goal_descriptions": [
            {"code": goal.code, "text": "\n".join(goal.description)} for goal in plan.goals if goal.description
        ],
        "expected_results": [
            {"code": goal.code, "ordinal": ordinal, "text": text}
            for goal in plan.goals
            for ordinal, text in enumerate(goal.expected_results, 1)
        ],
        "indicators": _indicators(plan),
        "activities": _activities(plan),
        "budget_tables": [_budget_table(plan, table) for table in plan.budget],
        "adjustments": _adjustments(plan),
        "turnover_changes": [_turnover(plan, row) for row in plan.turnover],
        "investments": [{"name": item.name, "amount_mnkr": number(item.amount)} for item in plan.investments],
        "adjustment_items": [
            {"kind": item.kind, "category": item.category, "amount_mnkr": number(item.amount), "text": item.text}
            for item in plan.applications
        ],
        "result_units": [{"area": unit.area, "name": unit.name} for unit in plan.result_units],
    }


def number(value: Decimal | None) -> float | int | None:
    """A JSON number."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _document(plan: Plan) -> Row:
    return {
        "board": plan.board,
        "document_type": "verksamhetsplan",
        "plan_year": plan.year,
        "signed_by": plan.signed_by,
        "signed_title": plan.signed_title,
    }


def _decisions(plan: Plan) -> list[Row]:
    return [
        {
            "number": decision.number,
            "text": decision.text,
            "action": decision.action,
            "amount_sek": number(decision.amount_sek),
            "budget_kind": decision.budget_kind,
            "area": decision.area,
        }
        for decision in plan.decisions
    ]


def _indicators(plan: Plan) -> list[Row]:
    return [
        {
            "goal_code": goal.code,
            "ordinal": ordinal,
            "name": indicator.name,
            "target_text": indicator.target,
            "kf_target_text": indicator.kf_target,
            "periodicity": indicator.periodicity,
        }
        for goal in plan.goals
        for ordinal, indicator in enumerate(goal.indicators, 1)
    ]


def _activities(plan: Plan) -> list[Row]:
    return [
        {
            "goal_code": goal.code,
            "ordinal": ordinal,
            "name": activity.name,
            "start": activity.start,
            "end": activity.end,
        }
        for goal in plan.goals
        for ordinal, activity in enumerate(goal.activities, 1)
    ]


def _mnkr(plan: Plan, value: Decimal | None) -> float | int | None:
    if value is None or plan.unit == "mnkr":
        return number(value)
    return number(value / 1000)


def _budget_table(plan: Plan, table: BudgetTable) -> Row:
    rows = [{"label": row.label, "values": [_mnkr(plan, value) for value in row.values]} for row in table.rows]
    return {"title": table.title, "unit": plan.unit, "columns": list(table.columns), "rows": rows}


def _turnover(plan: Plan, row: BudgetRow) -> Row:
    costs, income, net = (_mnkr(plan, value) for value in row.values)
    return {"label": row.label, "costs": costs, "income": income, "net": net}


def _adjustments(plan: Plan) -> list[Row]:
    return [
        {
            "kind": row.kind,
            "category": row.category,
            "count": row.count,
            "amount_mnkr": number(row.amount),
            "is_total": row.is_total,
        }
        for row in plan.adjustments
    ]
