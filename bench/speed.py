"""One document, measured side by side: plain pdfplumber, pdfium's bare text, and this project's ways."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.cost import ROOT, Cost, cost_of

PLAN = ROOT.parent / "shared" / "corpus" / "hasselby-vallingby-vp-2026.pdf"
FACSIMILE = ROOT / "raw" / "hasselby-vallingby-vp-2026-faksimil.pdf"
TJUT = str(Path(sys.executable).with_name("tjut"))


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement. `work` and `start` are CPU seconds; start-up is part of `work` where it is None.

    `reader` is who read the file, where that was told.
    """

    work: float
    start: float | None
    cost: Cost
    reader: str = ""


Way = Callable[[Path, Path], Measured]


def document() -> Path:
    """The real plan if it exists, otherwise the facsimile that comes with the project."""
    return PLAN if PLAN.exists() else FACSIMILE


def _piece(name: str) -> Way:
    """A way of `bench.pieces`."""

    def measure(file: Path, _: Path) -> Measured:
        cost, printed = cost_of([sys.executable, "-m", "bench.pieces", name, str(file)])
        told = json.loads(printed)
        return Measured(told["work"], told["start"], cost, told["reader"])

    return measure


def _run(file: Path, folder: Path) -> Measured:
    """`tjut run` on this document alone, everything new."""
    raw = folder / "raw"
    raw.mkdir()
    shutil.copy(file, raw)
    return run_in(folder)


def _run_again(_: Path, folder: Path) -> Measured:
    """`tjut run` in the folder of the run before."""
    return run_in(folder)


def _help(*_: Path) -> Measured:
    return _command("--help")


def run_in(folder: Path, expected: int = 0) -> Measured:
    """`tjut run` with everything in one folder; `expected` is the status that it ends with."""
    places = {"--raw": folder / "raw", "--staged": folder / "staged", "--warehouse": folder / "warehouse.duckdb"}
    return _command("run", *(str(part) for place in places.items() for part in place), expected=expected)


def _command(*arguments: str, expected: int = 0) -> Measured:
    cost, _ = cost_of([TJUT, *arguments], expected)
    return Measured(cost.cpu, None, cost)


# In this order, because the second run needs the folder of the first.
WAYS: dict[str, Way] = {
    "plain pdfplumber: `extract_text` + `extract_tables`": _piece("plain_pdfplumber"),
    "pdfium: bare text, no positions": _piece("bare_pdfium"),
    "`tjut extract`, from file to Parquet with contracts and provenance": _piece("with_pdf_oxide"),
    "the same with `--reader pdfplumber`": _piece("with_pdfplumber"),
    "`tjut run`, one new document, start-up included": _run,
    "`tjut run` with nothing to do, start-up included": _run_again,
    "`tjut --help`": _help,
}
BASELINE = next(iter(WAYS))


def measure(file: Path, repeat: int) -> dict[str, list[Measured]]:
    """Each way `repeat` times, in turns, so that a busy minute of the machine affects all of them."""
    found: dict[str, list[Measured]] = {name: [] for name in WAYS}
    for _ in range(repeat):
        with tempfile.TemporaryDirectory() as folder:
            for name, way in WAYS.items():
                found[name].append(way(file, Path(folder)))
    return found


def table(found: dict[str, list[Measured]]) -> list[str]:
    """A markdown table of medians; ratios of CPU time against the baseline, and start-up by itself."""
    base = median(one.work for one in found[BASELINE])
    lines = [
        "| | reader | CPU s | ratio | start-up, CPU s | clock s | largest process, MB | all processes, MB |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    return [*lines, *(_line(name, measured, base) for name, measured in found.items())]


def _line(name: str, measured: Sequence[Measured], base: float) -> str:
    work = median(one.work for one in measured)
    starts = [one.start for one in measured if one.start is not None]
    start = f"{median(starts):.2f}" if starts else "included"
    cost = Cost.median([one.cost for one in measured])
    figures = f"{work:.3f} | {work / base:.3f} | {start} | {cost.wall:.2f} | {cost.peak:.0f} | {cost.together:.0f}"
    return f"| {name} | {measured[0].reader} | {figures} |"
