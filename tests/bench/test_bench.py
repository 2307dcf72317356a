"""The bench runs from end to end on small documents; no time is asserted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import growth, runs, speed
from bench.cost import Failed, cost_of


@pytest.mark.slow
def test_each_way_is_measured_once() -> None:
    found = speed.measure(growth.plan(0), 1)  # seven pages, where the facsimile has 33
    assert set(found) == set(speed.WAYS)
    for (measured,) in found.values():
        assert 0 < measured.work <= measured.cost.cpu
        assert 1 < measured.cost.peak <= measured.cost.together
    table = speed.table(found)
    assert len(table) == 2 + len(found)
    assert f"| {speed.BASELINE} |" in table[2]
    assert "| 1.000 |" in table[2]


@pytest.mark.slow
def test_growth_is_measured_from_size_to_size(tmp_path: Path) -> None:
    (at,) = growth.measure(1, [1], tmp_path)
    assert at.documents == 1
    assert at.nothing.cpu < at.one_more.cpu
    assert {path.name for path in (tmp_path / "1" / "raw").iterdir()} == {"plan-0000.pdf", "plan-0001.pdf"}
    assert len(growth.table([at])) == 3


def test_the_cost_of_a_process_that_nobody_waits_for_is_counted() -> None:
    """As the nursery's keepers: the kernel gives such a cost to nobody."""
    burn = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"
        "if os.fork() == 0:\n"
        "    while time.process_time() < 0.4: pass\n"
        "    os._exit(0)\n"
        "try: os.wait()\n"
        "except ChildProcessError: pass\n"
    )
    cost, _ = cost_of([sys.executable, "-c", burn])
    assert cost.cpu >= 0.4


def test_a_command_that_fails_is_not_measured() -> None:
    with pytest.raises(Failed, match="status 3:\nno such thing"):
        cost_of([sys.executable, "-c", "print('no such thing'); raise SystemExit(3)"])


@pytest.mark.slow
def test_many_runs_are_measured_at_the_beginning_and_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "MEASURED", 2)
    monkeypatch.setattr(runs, "EVERY", 2)
    first, last = runs.measure(7, tmp_path / "runs")
    assert (first.runs, last.runs) == (3, 7)
    assert first.files < last.files
    assert first.ledger < last.ledger
    assert len(runs.table([first, last])) == 4
