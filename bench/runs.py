"""How many runs affect a warehouse: its ledger, and the cost of another run, at the start and at the end.

One in `EVERY` runs finds something: in turns a new plan, a bad file, a copy of a plan; the others find nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.cost import ROOT, Cost
from bench.speed import run_in
from pipeline.ledger import Ledger
from pipeline.run import run

FOLDER = ROOT / "build" / "bench" / "many-runs"
EVERY = 5
# Measured one by one, in a process of its own each; those between them are made in this one.
MEASURED = 20
PLAN = """Farsta stadsdelsnämnd
Tjänsteutlåtande
Dnr: EXE {year}/{number}
{year}-12-01
Handläggare
Dana Mönster
Till
Farsta stadsdelsnämnd

Verksamhetsplan {next}

Förslag till beslut

1. Nämnden godkänner förslaget.

Anna Exempel
stadsdelsdirektör

Indikator Årsmål KF:s årsmål Periodicitet
Andel nöjda föräldrar {number} % 85 % År
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """After `runs` runs: files in the raw folder, bytes of the ledger, and what runs then cost (medians)."""

    runs: int
    files: int
    ledger: int
    nothing: Cost
    something: Cost


def measure(runs: int, folder: Path = FOLDER) -> tuple[Moment, Moment]:
    """The first and the last of so many runs in a fresh folder."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "raw").mkdir(parents=True)
    for number in range(2):  # a bad file among them, so that all runs end with status 1
        _put(folder, number)
    run_in(folder, 1)
    first = _measured(folder, 1)
    for number in range(1 + MEASURED, runs - MEASURED):
        _find(folder, number)
        run(folder / "raw", folder / "staged", folder / "warehouse.duckdb")
    return first, _measured(folder, max(1 + MEASURED, runs - MEASURED))


def _measured(folder: Path, begin: int) -> Moment:
    costs: dict[bool, list[Cost]] = {True: [], False: []}
    for number in range(begin, begin + MEASURED):
        costs[_find(folder, number)].append(run_in(folder, 1).cost)
    files = sum(1 for _ in (folder / "raw").iterdir())
    size = Ledger(folder / "warehouse.duckdb").path.stat().st_size
    return Moment(begin + MEASURED, files, size, Cost.median(costs[False]), Cost.median(costs[True]))


def _find(folder: Path, number: int) -> bool:
    """Whether this run finds something, which is put there."""
    if number % EVERY:
        return False
    _put(folder, number // EVERY + 1)
    return True


def _put(folder: Path, number: int) -> None:
    raw = folder / "raw"
    match number % 3:
        case 1:
            (raw / f"bad-{number}.pdf").write_text(f"%PDF-1.7 half a file {number}")
        case 2:
            shutil.copy(raw / f"plan-{number - 2}.txt", raw / f"copy-{number}.txt")
        case _:
            year = 2000 + number % 25
            (raw / f"plan-{number}.txt").write_text(PLAN.format(number=number, year=year, next=year + 1), "utf-8")


def table(found: Sequence[Moment]) -> list[str]:
    """A markdown table: seconds on the clock, CPU seconds in brackets, and megabytes of all processes together."""
    lines = [
        "| after runs | files | ledger, bytes | nothing to do | something new |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    for at in found:
        costs = [f"{cost.wall:.2f} s ({cost.cpu:.2f}), {cost.together:.0f} MB" for cost in (at.nothing, at.something)]
        lines.append(f"| {at.runs} | {at.files} | {at.ledger:,} | {' | '.join(costs)} |")
    return lines
