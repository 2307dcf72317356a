"""`tjut run` a hundred times over: the libraries are read once, and each run is forked from the process that has them.

Only for speed: of the two seconds of computing that a run of one document takes, more than one is imports, in which
nothing is written that a kill could spoil. All that follows is the command's own code.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn, Self

from pipeline.workers import calls, nursery
from tests.support.places import ROOT

# What a run imports when it comes to it.
READ_ONCE = (
    "pipeline.commands.lineage",
    "pipeline.commands.show",
    "pipeline.extract",
    "pipeline.run.silence",
    "pipeline.warehouse",
)


class WarmRuns:
    """Runs that start at once; to be used in a `with` block, one run at a time."""

    def __enter__(self) -> Self:
        self._source = subprocess.Popen(
            [sys.executable, "-m", "tests.support.warm"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._source.communicate()

    def start(self, folder: Path) -> WarmRun:
        """Starts `tjut run` in a folder."""
        self._source.stdin.write(f"{folder}\n")
        return WarmRun(int(self._source.stdout.readline()), self._source.stdout)


class WarmRun:
    """A run and the group of its processes, for those who need no more of a `Popen`."""

    def __init__(self, pid: int, told: Any) -> None:
        self.pid = pid
        self._told = told

    def wait(self) -> int:
        """Its status when it has ended, -9 if it was killed."""
        return int(self._told.readline())


class ForkedNursery:
    """Stands for the `Popen` of a nursery: the same function in a process that has its libraries already."""

    def __init__(self, command: list[str], pass_fds: list[int], env: dict[str, str], **_: Any) -> None:
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            (line,) = pass_fds
            os.closerange(3, line)
            os.closerange(line + 1, os.sysconf("SC_OPEN_MAX"))
            os.environ.clear()
            os.environ.update(env)
            sys.argv = ["nursery", *command[-2:]]
            _ends_with(nursery.main)

    def wait(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def _ends_with(work: Callable[[], None]) -> NoReturn:
    """Does the work and ends this process, with nothing of what the one that it was forked from is about."""
    status = 1
    try:
        work()
        status = 0
    except SystemExit as ended:
        status = int(ended.code or 0)
    finally:
        os._exit(status)


def _run(folder: str) -> None:
    from pipeline.cli import main

    os.setpgid(0, 0)
    os.chdir(folder)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):  # the other side's questions and answers
        os.dup2(nowhere, stream)
    calls.subprocess = SimpleNamespace(Popen=ForkedNursery, DEVNULL=subprocess.DEVNULL)
    main(["run"])


def _serve() -> None:
    """Forks a run for each folder that is named; says its number, and how it ended."""
    for name in READ_ONCE:
        importlib.import_module(name)
    importlib.import_module("pipeline.extract").prepare()
    for line in sys.stdin:
        run = os.fork()
        if run == 0:
            _ends_with(partial(_run, line.rstrip("\n")))
        os.setpgid(run, run)  # whichever of the two does it first: who hears the number may kill the group
        print(run, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(run, 0)[1]), flush=True)


if __name__ == "__main__":
    _serve()
