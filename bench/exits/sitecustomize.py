"""Records the cost of a forked process that ends with `os._exit`; only on the path of measured commands.

The keepers of `pipeline.workers.nursery` are not waited for, so the kernel does not add their costs to their parent's.
"""

from __future__ import annotations

import json
import os
import resource
from pathlib import Path
from typing import NoReturn

_leave = os._exit


def _exit(status: int) -> NoReturn:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    exits = Path(os.environ["TJUT_BENCH_EXITS"])
    entry = {
        "parent": os.getppid(),
        "cpu": sum(usage.ru_utime + usage.ru_stime for usage in spent),
        "peak": max(usage.ru_maxrss for usage in spent),
    }
    # Whole or not at all: a keeper kills its worker as soon as that has answered, and has its cost from the kernel.
    beside = exits / f"{os.getpid()}.new"
    beside.write_text(json.dumps(entry))
    beside.rename(beside.with_suffix(".json"))
    _leave(status)


if "TJUT_BENCH_EXITS" in os.environ:
    os._exit = _exit
