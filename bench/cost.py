"""The cost of a command: CPU time and memory of all its processes, and wall-clock time. Linux only."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median
from typing import Self

EXITS = Path(__file__).parent / "exits"
ROOT = Path(__file__).resolve().parents[1]
LOOK_EVERY = 0.1


class Failed(Exception):
    """A measured command did not end with the expected status; has its output."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of CPU (`cpu`) and on the clock (`wall`); megabytes of the largest process (`peak`) and of all processes
    that lived at one moment, shared pages counted once, as seen by looking ten times a second (`together`)."""

    cpu: float
    wall: float
    peak: float
    together: float

    @classmethod
    def median(cls, costs: Sequence[Self]) -> Self:
        """The median of each figure."""
        return cls(**{field.name: median(getattr(cost, field.name) for cost in costs) for field in fields(cls)})


def cost_of(command: Sequence[str], expected: int = 0) -> tuple[Cost, str]:
    """Runs a command to its end; returns its cost and its output.

    Raises Failed if its status is not the `expected` one.
    """
    with tempfile.TemporaryDirectory() as exits, tempfile.TemporaryFile("w+") as output:
        path = os.pathsep.join([str(EXITS), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        environment = {**os.environ, "PYTHONPATH": path, "TJUT_BENCH_EXITS": exits}
        began = time.monotonic()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
        with _Watch(process.pid) as watch:
            _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        printed = output.read()
        left = list(_unwaited(Path(exits)))
    if process.returncode != expected:
        raise Failed(f"{' '.join(command)} ended with status {process.returncode}:\n{printed}")
    cpu = usage.ru_utime + usage.ru_stime + sum(entry["cpu"] for entry in left)
    peak = max([usage.ru_maxrss, *(entry["peak"] for entry in left)]) / 1024
    return Cost(cpu, wall, peak, max(watch.most, peak)), printed


def _unwaited(exits: Path) -> Iterator[dict[str, float]]:
    """What was written at exits, without the processes whose parent has written their costs with its own."""
    entries = {int(path.stem): json.loads(path.read_text()) for path in exits.glob("*.json")}
    return (entry for entry in entries.values() if entry["parent"] not in entries)


class _Watch:
    """Samples a process and its descendants; `most` is the most memory they used, in megabytes."""

    def __init__(self, process: int) -> None:
        self.most = 0.0
        self._process = process
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(LOOK_EVERY):
            self.most = max(self.most, sum(map(_megabytes, _family(self._process))))


def _family(process: int) -> set[int]:
    """A process and its descendants."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found, waiting = {process}, [process]
    while waiting:
        young = children.get(waiting.pop(), [])
        found.update(young)
        waiting += young
    return found


def _megabytes(process: int) -> float:
    """Memory of a process, each shared page divided among those that share it."""
    try:
        share = re.search(r"^Pss: +(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:  # it has ended
        return 0.0
    return int(share[1]) / 1024 if share else 0.0
