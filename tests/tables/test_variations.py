"""Variations of the plan itself: another board, another year, other goals, areas, units and amounts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.parse import parse
from pipeline.read import read
from tests.press import variations
from tests.press.facsimile import facsimile_plan
from tests.press.plan import Plan
from tests.press.producers import set_plan
from tests.press.records import records_of
from tests.press.style import Style
from tests.support.layouts import differences, rows_of_extraction, rows_of_records

VARIATIONS = {
    "another board": lambda plan: variations.other_board(plan, "Farsta"),
    "a genitive": lambda plan: variations.other_board(plan, "Södermalm"),
    "another year": lambda plan: variations.other_year(plan, 2028),
    "reworded columns": variations.reworded_columns,
    "a goal dropped": lambda plan: variations.without_goal(plan, "2.4.1"),
    "renumbered goals": variations.renumbered,
    "an area more": variations.with_area,
    "ten times the amounts": lambda plan: variations.scaled(plan, 10),
    "thousands of kronor": variations.in_thousands,
    "negative nets": variations.with_negative_nets,
    "a row longer than a page": variations.with_long_row,
}
STYLES = {
    "ruled": Style(),
    "half ruled": Style(rules="horizontal", align="middle", bullet="-", folio="footer"),
    "unruled": Style(rules="none", icons="absent", contents=False, decisions="wide"),
}


# Each variation changes all goals alike, so that half of them show what it does.
KEPT = ("1", "2.4", "3.4")


def plan_of_fewer_goals() -> Plan:
    plan = facsimile_plan()
    kept = [goal for goal in plan.goals if any(goal.code.startswith(code) or goal.code == code[0] for code in KEPT)]
    return replace(plan, goals=tuple(kept))


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("variation", VARIATIONS)
def test_a_variation_of_the_plan_is_read_back(variation: str, style: str, tmp_path: Path) -> None:
    plan = VARIATIONS[variation](plan_of_fewer_goals())
    path = set_plan(plan, STYLES[style], tmp_path / "plan.pdf")
    assert differences(rows_of_records(records_of(plan)), rows_of_extraction(parse(read(path)))) == []
