"""A document whose comparison would cost too much is left out by name; all others are published."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.outcome import Untakable
from tests.support.house import House
from tests.support.small_plan import extraction, record


def test_the_document_that_gives_more_to_compare_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.compare.work.MOST_WORK", 100)
    house = House(tmp_path)
    later = extraction(year=2027)
    before = extraction(year=2026)
    before.records += [
        record("activity", goal_code="1.1", set_by="nämnd", ordinal=n, name=f"Röja ängar {n}") for n in range(10, 30)
    ]
    later.records += [
        record("activity", goal_code="1.1", set_by="nämnd", ordinal=n, name=f"Röja äng {n}") for n in range(10, 20)
    ]
    larger, _ = house.put(before, later)
    with pytest.raises(Untakable, match=r"activity are too many, too long or too similar") as untakable:
        house.publish()
    assert untakable.value.document_id == larger
    assert not house.warehouse.exists()
