"""The cost of a run as the warehouse grows: `tjut run` on 5, 50 and 500 small plans, then one more, then nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.cost import ROOT, Cost
from bench.speed import run_in
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style

PLANS = ROOT / "build" / "bench" / "plans"
RUNS = ROOT / "build" / "bench" / "runs"
SIZES = (5, 50, 500)
# With embedded fonts, as office programs do.
OFFICE = Style(body="press", headings="press", tables="press", size=10, table_size=8, bullet="-")
STYLES = (OFFICE, replace(OFFICE, producer="pdfium"), replace(OFFICE, rules="horizontal", align="middle"))


@dataclass(frozen=True, slots=True)
class Growth:
    """Costs of `tjut run` on `documents` new ones, on one more (median), and with nothing to do (median)."""

    documents: int
    first: Cost
    one_more: Cost
    nothing: Cost


def plan(number: int) -> Path:
    """Synthetic plan number `number` as a PDF; set once and kept."""
    path = PLANS / f"plan-{number:04}.pdf"
    if not path.exists():
        PLANS.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        set_plan(random_plan(number), STYLES[number % len(STYLES)], beside)
        beside.rename(path)
    return path


def measure(repeat: int, sizes: Sequence[int] = SIZES, runs: Path = RUNS) -> Iterator[Growth]:
    """The costs at each size, smallest first, each in a fresh folder."""
    for size in sizes:
        folder = runs / str(size)
        shutil.rmtree(folder, ignore_errors=True)
        raw = folder / "raw"
        raw.mkdir(parents=True)
        for number in range(size):
            os.link(plan(number), raw / plan(number).name)
        first = run_in(folder).cost
        nothing = [run_in(folder).cost for _ in range(repeat)]
        one_more = []
        for number in range(size, size + repeat):
            os.link(plan(number), raw / plan(number).name)
            one_more.append(run_in(folder).cost)
        yield Growth(size, first, Cost.median(one_more), Cost.median(nothing))


def table(found: Sequence[Growth]) -> list[str]:
    """A markdown table: seconds on the clock, CPU seconds in brackets, and megabytes of all processes together."""
    lines = [
        "| documents | all new | one more | nothing to do |",
        "| ---: | ---: | ---: | ---: |",
    ]
    for at in found:
        costs = (at.first, at.one_more, at.nothing)
        told = [f"{cost.wall:.2f} s ({cost.cpu:.2f}), {cost.together:.0f} MB" for cost in costs]
        lines.append(f"| {' | '.join([str(at.documents), *told])} |")
    return lines
