"""A run about some documents only: all others stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.run import Batch, Report, Scope, work_off
from tests.support import fakes
from tests.support.fake_house import House

FARSTA, JARVA = "farsta-2026", "jarva-2025"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def batch(house: House, scope: Scope) -> Batch:
    return Batch(house.raw, house.staged, house.warehouse, scope=scope, extract=fakes.EXTRACT, publish=fakes.publish)


def run(house: House, scope: Scope) -> Report:
    with batch(house, scope) as running:
        return work_off(running)


def test_a_run_about_some_boards_leaves_all_others_as_they_are(house: House) -> None:
    house.put("a.pdf", f"named {FARSTA}")
    house.put("b.pdf", f"named {JARVA}")
    house.put("c.pdf", "refuse damaged")
    report = run(house, Scope(boards=frozenset({"farsta"})))
    assert {outcome.file: outcome.fate.value for outcome in report.outcomes} == {
        "a.pdf": "published",
        "c.pdf": "refused",
    }
    assert report.left_out == ("b.pdf",)
    assert house.published() == 1
    later = run(house, Scope())
    assert [outcome.fate.value for outcome in later.outcomes] == ["unchanged", "published", "refused"]
    assert house.published() == 2


def test_a_run_about_some_years_reads_nothing_else_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.put("a.pdf", f"named {FARSTA}")
    house.put("b.pdf", f"named {JARVA}")
    run(house, Scope())
    monkeypatch.setattr("pipeline.run.batch.code_version", lambda: "9.9+other")
    with batch(house, Scope(years=frozenset({2025}))) as running:
        assert [file.name for file in running.todo] == ["b.pdf"]
    assert house.published() == 2


@pytest.mark.parametrize(
    ("scope", "read"),
    [
        (Scope(force=True), ["a.pdf", "b.pdf", "c.pdf"]),
        (Scope(years=frozenset({2026}), force=True), ["a.pdf"]),
        (Scope(frozenset({"jarva"}), frozenset({2025}), force=True), ["b.pdf"]),
        (Scope(frozenset({"jarva"}), frozenset({2026}), force=True), []),
        (Scope(), []),
    ],
)
def test_force_reads_again_what_the_run_is_about(house: House, scope: Scope, read: list[str]) -> None:
    house.put("a.pdf", f"named {FARSTA}")
    house.put("b.pdf", f"named {JARVA}")
    house.put("c.pdf", "refuse damaged")
    run(house, Scope())
    with batch(house, scope) as running:
        assert [file.name for file in running.todo] == read
        report = work_off(running)
    assert (report.left_out, house.published()) == ((), 2)


@pytest.mark.parametrize(
    ("document_id", "board"),
    [("hasselby-vallingby-2026-3f9c0a1b2c4d", "hasselby-vallingby"), ("farsta-2026-3f9c0a1b2c4d", "farsta")],
)
def test_a_document_is_known_by_its_name(document_id: str, board: str) -> None:
    assert Scope(boards=frozenset({board})).has(document_id)
    assert not Scope(boards=frozenset({"vallingby"})).has(document_id)
    assert Scope(boards=frozenset({board}), years=frozenset({2026})).has(document_id)
    assert not Scope(boards=frozenset({board}), years=frozenset({2025})).has(document_id)


@pytest.mark.parametrize("document_id", [None, "", "farsta", "2026"])
def test_what_has_no_name_is_of_no_board(document_id: str | None) -> None:
    assert not Scope(boards=frozenset({"farsta"})).has(document_id)
    assert Scope().has(document_id)
