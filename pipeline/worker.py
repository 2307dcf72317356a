"""Each document in a process of its own, bounded in time and memory, so that no file can stop a run.

A *nursery* process reads the libraries once. For each call it forks a *keeper*, and the keeper forks the *worker* that
does the call, watches the clock and says what became of it. So a fresh process costs some ten milliseconds, and what a
document does to its process (leaks, loops, crashes) ends with it. When the run dies, all of them die with it.

Answers come back as JSON: a worker that was taken over by its document can say something wrong, but do nothing here.
Bounds and signals are those of Linux; on another Unix the memory bound may be weaker.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import math
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn, Self

from pipeline.refusal import Reason, Refused

MESSAGE_BYTES = 1 << 16
PR_SET_PDEATHSIG = 1
# Threads of linear algebra are never used here and would each cost address space in every worker.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: wall clock and CPU seconds, bytes of memory beyond the libraries', bytes of the file.

    A document of 70 pages takes some five seconds and 100 MB.
    """

    seconds: float = 120.0
    memory_bytes: int = 2 << 30
    file_bytes: int = 100_000_000


class Workers:
    """Calls `function(*arguments)` with strings, each time in a new process; to be used in a `with` block.

    The function is named by module, is imported once in the nursery, and gives back what JSON can hold.
    Several threads may call at the same time: as many processes work as threads wait.
    """

    def __init__(self, function: Callable[..., Any], limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._function = f"{function.__module__}:{function.__qualname__}"
        self._starting = threading.Lock()
        self._nursery: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def start(self) -> None:
        """Starts the nursery, so that its imports go on while the caller has other things to do."""
        with self._starting:
            self._running()

    def call(self, *arguments: str) -> Any:
        """What the function gives back.

        Raises Refused: as the function did, or `too_slow`, `too_much_memory`, `crashed`.
        Raises RuntimeError if the function's module cannot be imported.
        """
        receive, send = os.pipe()
        try:
            self._ask(json.dumps({"limits": asdict(self.limits), "arguments": arguments}).encode(), send)
        finally:
            os.close(send)
        with open(receive, "rb") as answers:  # noqa: PTH123 - a descriptor, no path
            said = answers.read()
        if not said:
            raise self._lost()
        answer = json.loads(said)
        if "reason" in answer:
            raise Refused(Reason(answer["reason"]), answer["seen"])
        return answer["value"]

    def _ask(self, message: bytes, send: int) -> None:
        with self._starting:
            try:
                socket.send_fds(self._running(), [message], [send])
            except (BrokenPipeError, ConnectionError):  # it was killed since the last call: a new one is as good
                self._stop()
                socket.send_fds(self._running(), [message], [send])

    def _running(self) -> socket.socket:
        """The line to the nursery, which is started if it does not run."""
        if self._control is None:
            self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._nursery = subprocess.Popen(
                    [sys.executable, "-P", "-m", "pipeline.worker", self._function, str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    env={**os.environ, **ENVIRONMENT, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                    start_new_session=True,  # Ctrl-C is for the run, which then ends its workers
                )
        return self._control

    def _stop(self) -> None:
        if self._control is not None and self._nursery is not None:
            self._control.close()
            self._nursery.wait()
            self._control = self._nursery = None

    def _lost(self) -> Exception:
        """Why a call had no answer at all: its keeper is gone, alone or with the nursery."""
        # A nursery that ends has closed its line a moment before its status can be read.
        with self._starting, contextlib.suppress(subprocess.TimeoutExpired):
            if self._nursery is not None and self._nursery.wait(timeout=0.5) > 0:
                return RuntimeError(f"the worker processes for {self._function} could not be started; see above")
        return Refused(Reason.CRASHED, "its worker process was killed from outside")


def main() -> None:
    """The nursery: `python -m pipeline.worker MODULE:FUNCTION DESCRIPTOR`; ends when its line is closed."""
    module, _, name = sys.argv[1].partition(":")
    function = getattr(importlib.import_module(module), name)
    gc.collect()
    gc.freeze()  # keeps the collector of a worker from copying the pages it shares with the nursery
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for keepers
    nursery = os.getpid()
    with socket.socket(fileno=int(sys.argv[2])) as control:
        while True:
            message, descriptors, _, _ = socket.recv_fds(control, MESSAGE_BYTES, 1)
            if not message:
                return
            if os.fork() == 0:
                control.close()
                _keep(function, json.loads(message), descriptors[0], nursery)
            os.close(descriptors[0])


def _keep(function: Callable[..., Any], job: dict[str, Any], answer_to: int, nursery: int) -> NoReturn:
    """In the keeper: has the work done, within its time, and passes the answer on."""
    _die_with(nursery)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    limits = Limits(**job["limits"])
    receive, send = os.pipe()
    keeper = os.getpid()
    worker = os.fork()
    if worker == 0:
        os.close(answer_to)
        _work(function, job["arguments"], limits, send, keeper)
    os.setpgid(worker, worker)
    os.close(send)
    said = _read(receive, time.monotonic() + limits.seconds)
    os.killpg(worker, signal.SIGKILL)  # with whatever processes it started; one that has ended keeps its status
    status = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
    if said is None or status == -signal.SIGXCPU:
        said = _refusal(Reason.TOO_SLOW, f"more than {limits.seconds:g} seconds")
    elif not said:
        ending = f"by signal {signal.Signals(-status).name}" if status < 0 else f"with status {status}, saying nothing"
        said = _refusal(Reason.CRASHED, f"its worker process ended {ending}")
    _write(answer_to, said)
    os._exit(0)


def _work(function: Callable[..., Any], arguments: list[str], limits: Limits, send: int, keeper: int) -> NoReturn:
    """In the worker: does the work and says what came of it."""
    _die_with(keeper)
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # what libraries print about a document is not for the terminal of a run
        os.dup2(silence, stream)
    _bound(limits)
    try:
        said = json.dumps({"value": function(*arguments)}).encode()
    except Refused as refused:
        said = _refusal(refused.reason, refused.seen)
    except MemoryError:
        said = _refusal(Reason.TOO_MUCH_MEMORY, f"more than {limits.memory_bytes >> 20} MB")
    except BaseException as error:
        said = _refusal(Reason.CRASHED, _told(error))
    _write(send, said)
    os._exit(0)


def _bound(limits: Limits) -> None:
    """Bounds this process. Only the soft limits: what is needed to say that a bound was met stays possible."""
    seconds = math.ceil(limits.seconds)
    for kind, bound in (
        (resource.RLIMIT_AS, _address_space() + limits.memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard))


def _address_space() -> int:
    """Bytes this process has mapped already, by the libraries."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _die_with(parent: int) -> None:
    """Has the kernel kill this process when `parent` ends, however that ends."""
    with contextlib.suppress(AttributeError, OSError):  # Linux only
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _read(receive: int, deadline: float) -> bytes | None:
    """All that comes until the other end is closed; None if the time is over first."""
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([receive], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return None
        part = os.read(receive, MESSAGE_BYTES)
        if not part:
            return b"".join(parts)
        parts.append(part)


def _write(send: int, said: bytes) -> None:
    with open(send, "wb") as stream:
        stream.write(said)


def _refusal(reason: Reason, seen: str) -> bytes:
    return json.dumps({"reason": reason, "seen": seen}).encode()


def _told(error: BaseException) -> str:
    """The error in one line with the place of this project's code where it arose."""
    here = Path(__file__).parent
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(here)]
    place = f" ({Path(ours[-1].filename).relative_to(here)}:{ours[-1].lineno})" if ours else ""
    return " ".join(f"{type(error).__name__}: {error}".split())[:500] + place


if __name__ == "__main__":
    main()
