"""Newer code reads files again: what lost more than a tenth does not take the place of what counted before."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.run import Report
from pipeline.staged import EARLIER, StagedDocument, earlier_reading, remove_unfinished, staged_documents
from tests.support import fake_plans, fakes
from tests.support.fake_house import House
from tests.support.small_plan import extraction, put


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A file that an earlier version has read."""
    house = House(tmp_path)
    house.put("a.pdf", "a plan")
    monkeypatch.setattr(fakes, "EXTRACT", fake_plans.WHOLE)
    assert house.run().is_good
    return house


def read_again(house: House, monkeypatch: pytest.MonkeyPatch, by: str) -> Report:
    for module in ("batch", "quarantine"):
        monkeypatch.setattr(f"pipeline.run.{module}.code_version", lambda: "9.9+newer")
    monkeypatch.setattr(fakes, "EXTRACT", by)
    return house.run()


def accept(house: House) -> None:
    (document,) = staged_documents(house.staged)
    line = f"farsta/verksamhetsplan/2026,{document.sha256},accepted,A. Berg,2026-11-20"
    text = f"document_key,sha256,verdict,reviewed_by,reviewed_on\n{line}\n"
    house.warehouse.with_name("reviews.csv").write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("by", "seen"),
    [
        (fake_plans.LESSER, "when read again, it has "),
        (
            fake_plans.OTHER,
            "it is now read as bromma/verksamhetsplan/2026, but was read as farsta/verksamhetsplan/2026",
        ),
    ],
)
def test_a_newer_reading_that_lost_is_held_until_it_is_accepted(
    house: House, monkeypatch: pytest.MonkeyPatch, by: str, seen: str
) -> None:
    (before,) = staged_documents(house.staged)
    for _ in range(2):
        report = read_again(house, monkeypatch, by)
        (outcome,) = report.outcomes
        assert not report.is_good
        assert (outcome.fate, outcome.reason) == ("quarantined", "reading_lost")
        assert str(outcome.seen).startswith(seen)
        assert "stays in use" in str(outcome.advice)
        assert staged_documents(house.staged) == [before]
    accept(house)
    assert [outcome.fate for outcome in house.run().outcomes] == ["published"]
    (now,) = staged_documents(house.staged)
    assert (now.rows, now.document_key) != (before.rows, before.document_key)
    assert now.arrived_at == before.arrived_at
    assert not list((house.staged / EARLIER).iterdir())


def test_a_newer_reading_that_lost_nothing_replaces_the_earlier(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    report = read_again(house, monkeypatch, fake_plans.WHOLE)
    assert [outcome.fate for outcome in report.outcomes] == ["published"]
    assert not list((house.staged / EARLIER).iterdir())


def test_what_is_refused_now_goes_on_to_count_as_it_was_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    before = staged_documents(house.staged)
    for _ in range(2):
        (outcome,) = read_again(house, monkeypatch, "tests.support.fakes:refuse_all").outcomes
        assert (outcome.fate, outcome.reason) == ("refused", "damaged")
        assert "stays in use" in str(outcome.advice)
        assert (staged_documents(house.staged), house.published()) == (before, 1)
    accept(house)
    for _ in range(2):
        assert [outcome.fate for outcome in house.run().outcomes] == ["refused"]
        assert (staged_documents(house.staged), house.published()) == ([], 0)


@pytest.mark.parametrize("killed", ["before the newer is there", "when both are there", "while the earlier goes"])
def test_a_run_that_is_killed_between_two_readings_loses_neither(tmp_path: Path, killed: str) -> None:
    """What counted before counts, unless it was on its way out already; the file is read again."""
    put(tmp_path, extraction())
    (before,) = staged_documents(tmp_path)
    made = extraction()
    made.records = made.records[:9]
    put(tmp_path, made)
    earlier = earlier_reading(tmp_path, before.sha256)
    assert earlier is not None
    if killed == "before the newer is there":
        (tmp_path / before.document_id / "manifest.json").unlink()
    elif killed == "while the earlier goes":
        (earlier.folder / "manifest.json").unlink()
    remove_unfinished(tmp_path)
    (now,) = staged_documents(tmp_path)
    assert (now.rows == before.rows) == (killed != "while the earlier goes")
    assert not list((tmp_path / EARLIER).iterdir())


def test_what_was_read_is_told_in_short_in_the_manifest(tmp_path: Path) -> None:
    put(tmp_path, extraction())
    (told,) = staged_documents(tmp_path)
    assert isinstance(told, StagedDocument)
    assert (told.document_key, told.coverage, told.findings) == ("farsta/verksamhetsplan/2026", 0.875, {"error": 1})
