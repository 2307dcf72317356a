"""What is compared as plans come and go: current versions, the order of arrival, neighbours alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from copy import copy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pipeline.warehouse import compared
from tests.support.house import House, run
from tests.support.yearly import figure, indicator, plan, series


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_only_the_current_version_is_compared_and_versions_tell_what_changed(house: House) -> None:
    rows = [indicator("Andel nöjda", "80 %", ordinal=1), indicator("Andel trygga", "70 %", ordinal=2)]
    old = plan(2026, *rows, figure("Skola", "10.0", 2026), figure("Park", "2.0", 2026, row=2), edition="1")
    new = plan(
        2026,
        indicator("Ett nytt mått", "1 st", ordinal=1),
        indicator("Andel nöjda", "80 %", ordinal=2),
        indicator("Andel trygga", "75 %", ordinal=3),
        figure("Park", "2.0", 2026),
        edition="2",
    )
    new.document.values["title"] = "Verksamhetsplan 2026, reviderad"
    before = plan(2025, *rows)
    old_id, new_id, before_id = house.put(old, new, before)
    house.publish([run(1, before, old), run(2, new)])
    assert house.ask("FROM base.comparison") == [(new_id, before_id)]
    assert house.ask("SELECT name FROM indicator_year_over_year WHERE status = 'new'") == [("Ett nytt mått",)]
    assert house.ask("SELECT version, is_newest, document_id FROM base.document_version WHERE version = 2") == [
        (2, True, new_id)
    ]
    found = house.ask(
        "SELECT earlier_document_id, later_document_id, table_name, row_key, earlier_row_key, column_name, "
        "earlier_value, later_value, kind FROM base.version_change"
    )
    assert {row[:2] for row in found} == {(old_id, new_id)}
    told = {(row[2], row[3], row[5]): (row[4], *row[6:]) for row in found}
    added = told.pop(("indicator", "indicator/1.1/1", None))
    assert '"name":"Ett nytt mått"' in added[2]
    assert added[3] == "added"
    removed = told.pop(("budget_line", "budget_line/1/1/1", None))
    assert '"amount_mnkr":"10.00000000"' in removed[1]
    assert removed[2:] == (None, "removed")
    # What has only moved is not changed.
    moved = "indicator/1.1/2"
    assert told == {
        ("document", "document", "title"): ("document", None, "Verksamhetsplan 2026, reviderad", "changed"),
        ("indicator", "indicator/1.1/3", "target_text"): (moved, "70 %", "75 %", "changed"),
        ("indicator", "indicator/1.1/3", "target_value"): (moved, "70.00000000", "75.00000000", "changed"),
    }


def test_what_is_said_does_not_depend_on_the_order_of_arrival(house: House, tmp_path: Path) -> None:
    """Plans come one by one in any order, and one leaves again: always as if built from nothing."""
    plans = [*series(3, "farsta", 3), *series(5, "bromma", 2)]
    ids = []
    for one in Random(4).sample(plans, len(plans)):
        ids += house.put(one)
        house.publish()
    assert len(house.ask("FROM base.comparison")) == 3
    assert house.ask("SELECT count(*) > 20 FROM base.match") == [(True,)]
    assert house.told() == built_anew(house, tmp_path / "all.duckdb").told()
    shutil.rmtree(house.staged / ids[1])
    house.publish()
    assert house.told() == built_anew(house, tmp_path / "fewer.duckdb").told()


def built_anew(house: House, warehouse: Path) -> House:
    other = copy(house)
    other.warehouse = warehouse
    other.publish()
    return other


def test_one_more_plan_is_compared_with_its_neighbours_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    farsta = series(3, "farsta", 4)
    house.put(*farsta[:1], *farsta[2:], *series(5, "bromma", 3), *series(6, "jarva", 3))
    house.publish()
    compared_years: set[tuple[int, int]] = set()
    match: Callable[..., Any] = compared.match

    def noted(kind: str, year: int, items: Any, previous_year: int, *rest: Any) -> Any:
        compared_years.add((previous_year, year))
        return match(kind, year, items, previous_year, *rest)

    monkeypatch.setattr(compared, "match", noted)
    house.put(farsta[1])
    house.publish()
    first = int(str(farsta[0].document.values["plan_year"]))
    assert compared_years == {(first, first + 1), (first + 1, first + 2)}
