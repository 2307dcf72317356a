"""A figure that an error names as the likely wrong one is marked in each view that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.record import Extraction, Record
from tests.support.house import House
from tests.support.small_plan import extraction, record

# Each view with what tells its rows of the two marked values: the first budget line, the first indicator.
BUDGET = ("base.budget_overview", "budget_by_year", "budget_year_over_year")
INDICATORS = ("indicator_ambition", "indicator_year_over_year", "promise")


def doubting(made: Extraction, table: str, severity: str = "error") -> Extraction:
    """The plan with a finding that names the first row of a table as the likely wrong one."""
    natural = {"budget_line": "1/1/1", "indicator": "1.1/1"}[table]
    document = f"{made.document.values['board_key']}-{made.document.values['plan_year']}-{_digits(made)}"
    made.records.append(_finding(f"{document}/{table}/{natural}", severity))
    return made


def _digits(made: Extraction) -> str:
    return str(made.document.values["sha256"])[:32]


def _finding(row_id: str, severity: str) -> Record:
    return record(
        "finding", ordinal=9, rule="total", severity=severity, message="Summan stämmer inte.", suspect_row_id=row_id,
        suspect_column="amount_mnkr",
    )  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def marked(house: House, view: str) -> list[str]:
    return [row_id for (row_id,) in house.ask(f"SELECT row_id FROM {view} WHERE trust = 'suspect' ORDER BY 1")]


@pytest.mark.parametrize(("table", "views"), [("budget_line", BUDGET), ("indicator", INDICATORS)])
def test_a_value_in_doubt_is_marked_wherever_it_is_shown(table: str, views: tuple[str, ...], house: House) -> None:
    house.put(extraction(year=2025), doubting(extraction(year=2026), table))
    house.publish()
    assert house.ask("SELECT row_id FROM base.suspect_row JOIN base." + table + " USING (row_id)") != []
    for view in views:
        found = marked(house, view)
        assert found and all(f"/{table}/" in row_id for row_id in found), view
    assert house.ask(f"SELECT count(*) > 0 FROM {views[0]} WHERE trust = 'printed'") == [(True,)]


def test_a_warning_marks_nothing(house: House) -> None:
    house.put(doubting(extraction(), "budget_line", "warning"))
    house.publish()
    assert [view for view in (*BUDGET, *INDICATORS) if marked(house, view)] == []


def test_all_of_a_document_read_incompletely_is_marked(house: House) -> None:
    house.put(extraction(year=2025), extraction(year=2026, reading="incomplete"))
    house.publish()
    for view in (*BUDGET, *INDICATORS, "activity_year_over_year", "goal_year_over_year"):
        assert house.ask(f"SELECT DISTINCT trust FROM {view} WHERE document_id LIKE '%-2026-%'") == [("suspect",)], view
