"""Plans of successive years that have only the rows that a test is about."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipeline.record import Extraction, Record
from pipeline.swedish import target
from tests.press.random_plan import random_plan
from tests.press.years import next_year
from tests.support.made_of_plan import rows_of
from tests.support.small_plan import extraction, record


def plan(year: int, *rows: Record, board: str = "farsta", edition: str = "1") -> Extraction:
    """A plan that has these rows and no others."""
    made = extraction(board, year, edition)
    made.records = list(rows)
    return made


def indicator(name: str, own: str | None, council: str | None = None, code: str = "1.1", ordinal: int = 1) -> Record:
    sides = {"": target(own or ""), "kf_": target(council or "")}
    values: dict[str, Any] = {"target_text": own, "kf_target_text": council}
    for prefix, found in sides.items():
        values |= {f"{prefix}target_kind": found.kind, f"{prefix}target_value": found.value}
        values |= {f"{prefix}target_unit": found.unit}
    return record("indicator", goal_code=code, ordinal=ordinal, name=name, set_by="kommunfullmäktige", **values)


def figure(
    label: str, amount: str, year: int, *, row: int = 1, column: int = 1, of: int | None = None, **more: Any
) -> Record:
    """A figure of the overview; `of` is its fiscal year where that is not the plan's."""
    values: dict[str, Any] = {"measure": "netto", "basis": "verksamhetsplan", "is_total": label.startswith("Total")}
    return record(
        "budget_line", table_ordinal=1, is_overview=True,
        row_ordinal=row, column_ordinal=column, label=label, fiscal_year=of or year,
        amount_mnkr=Decimal(amount), **(values | more),
    )  # fmt: skip


def series(seed: int, board: str, years: int) -> list[Extraction]:
    """Plans of successive years of one board, made one from the other."""
    made = [random_plan(seed)]
    for year in range(1, years):
        made.append(next_year(made[-1], seed + year)[0])
    return [rows_of(one, board) for one in made]
