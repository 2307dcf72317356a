"""The overview of the budget is told by what the other tables are about, wherever it stands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.parse import parse
from pipeline.read import read
from pipeline.record import Extraction
from tests.press.plan import BudgetRow, Plan
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style


def extracted(plan: Plan, path: Path) -> Extraction:
    return parse(read(set_plan(plan, Style(), path)))


def overviews(extraction: Extraction) -> set[object]:
    lines = [one.values for one in extraction.records if one.table == "budget_line"]
    assert len({values["table_ordinal"] for values in lines}) > 1
    return {values["table_title"] for values in lines if values["is_overview"]}


@pytest.mark.parametrize("place", [0, 1, -1])
def test_it_may_stand_behind_other_tables(place: int, tmp_path: Path) -> None:
    plan = random_plan(1)
    overview, *others = plan.budget
    others.insert(place if place >= 0 else len(others), overview)
    moved = replace(plan, budget=tuple(others))
    assert overviews(extracted(moved, tmp_path / "plan.pdf")) == {overview.title}


def test_tables_beside_each_other_have_none_and_it_is_told(tmp_path: Path) -> None:
    plan = random_plan(1)
    first, second = plan.budget[1:3]
    other = BudgetRow("Ledning", tuple(second.rows[0].values))
    alone = replace(second, title="Gemensamt", rows=(other,) * len(first.rows))
    extraction = extracted(replace(plan, budget=(first, alone)), tmp_path / "plan.pdf")
    assert overviews(extraction) == set()
    told = [str(one.values["message"]) for one in extraction.records if one.values.get("rule") == "uninterpreted"]
    assert any("har ingen översikt" in message for message in told)
