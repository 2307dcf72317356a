"""Calls into separate processes, from the caller's side.

A *nursery* process imports the libraries once. For each call it forks a *keeper*; the keeper forks the *worker* that
does the call, watches the clock and reports the result. So a fresh process costs about ten milliseconds, and whatever a
document does to its process (leaks, loops, crashes) ends with it. If the run dies, all of them die with it.

Answers come back as JSON: a worker that was taken over by its document can give wrong data, but cannot do anything
here. It is in a jail (`pipeline.workers.jail`), and does not get environment variables with servers and passwords.
Limits and signals are those of Linux; on another Unix the memory limit may be weaker.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from pipeline.refusal import Reason, Refused

MESSAGE_BYTES = 1 << 16
# Threads of linear algebra are never used here and would each cost address space in every worker; Arrow's own allocator
# takes 20 MB more than the system's before it has held a row.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}

# Names of variables that may contain a password or the address of a server.
SECRET = re.compile(r"^PREFECT_|^AWS_|SECRET|TOKEN|PASSW|CREDENTIAL|AUTH|_KEY$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits per document: wall clock and CPU seconds, bytes of memory beyond the libraries', bytes of the file.

    A document of 70 pages takes about five seconds and 100 MB.
    """

    seconds: float = 120.0
    memory_bytes: int = 2_000_000_000
    file_bytes: int = 100_000_000


class Closed(Exception):
    """The workers were closed while a call waited for its answer."""


class Workers:
    """Calls a function with strings, each time in a new process; use it in a `with` block.

    `function` is its name as `package.module:function`; only the nursery imports it. It must return JSON data. A call
    can name another function that can use the libraries which the nursery has imported. Several threads may call at the
    same time: as many processes work as threads wait.
    """

    def __init__(self, function: str, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._function = function
        self._closed = False
        self._starting = threading.Lock()
        self._nursery: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def are_started(self) -> bool:
        """Whether the nursery runs."""
        return self._control is not None

    def close(self) -> None:
        """Ends all processes; calls waiting in other threads raise Closed, and so do later ones."""
        with self._starting:
            self._closed = True
            self._stop()

    def start(self) -> None:
        """Starts the nursery, so that it can import while the caller does other things."""
        with self._starting:
            self._running()

    def call(
        self,
        *arguments: str,
        reads: Sequence[str] = (),
        writes: Sequence[str] = (),
        limits: Limits | None = None,
        function: str | None = None,
    ) -> Any:
        """The function's result. It may read the files `reads` and write inside the folders `writes`.

        Raises Refused: as the function did, or `too_slow`, `too_much_memory`, `crashed`. Raises OSError as the function
        did, or if the processes were killed from outside, which may be temporary. Raises RuntimeError if the function's
        module cannot be imported.
        """
        receive, send = os.pipe()
        try:
            job = {
                "function": function or self._function,
                "limits": asdict(limits or self.limits),
                "arguments": arguments,
                "reads": reads,
                "writes": writes,
            }
            self._ask(json.dumps(job).encode(), send)
        finally:
            os.close(send)
        with open(receive, "rb") as answers:  # noqa: PTH123 - a descriptor, no path
            said = answers.read()
        if not said:
            raise self._lost()
        try:
            answer = json.loads(said)
            refused = Refused(Reason(answer["reason"]), str(answer["seen"])) if "reason" in answer else None
        except (ValueError, KeyError, TypeError) as error:
            raise Refused(Reason.CRASHED, "its worker process sent an invalid answer") from error
        if refused:
            raise refused
        if "errno" in answer:
            raise OSError(answer["errno"], answer["error"])
        return answer["value"]

    def _ask(self, message: bytes, send: int) -> None:
        with self._starting:
            try:
                socket.send_fds(self._running(), [message], [send])
            except (BrokenPipeError, ConnectionError):  # it was killed since the last call: start a new one
                self._stop()
                socket.send_fds(self._running(), [message], [send])

    def _running(self) -> socket.socket:
        """The connection to the nursery, which is started if it is not running."""
        if self._closed:
            raise Closed
        if self._control is None:
            self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._nursery = subprocess.Popen(
                    [sys.executable, "-P", "-m", "pipeline.workers.nursery", self._function, str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    env=_environment(),
                    start_new_session=True,  # Ctrl-C goes to the run, which then ends its workers
                )
        return self._control

    def _stop(self) -> None:
        if self._control is not None and self._nursery is not None:
            self._control.close()
            self._nursery.wait()
            self._control = self._nursery = None

    def _lost(self) -> Exception:
        """Why a call got no answer: its keeper is gone, alone or with the nursery."""
        # A nursery that ends closes its connection a moment before its status can be read.
        with self._starting, contextlib.suppress(subprocess.TimeoutExpired):
            if self._closed:
                return Closed()
            if self._nursery is not None and self._nursery.wait(timeout=0.5) > 0:
                return RuntimeError(
                    f"the worker processes for {self._function} could not be started; see the error above"
                )
        return ChildProcessError("the worker process was killed from outside")


def _environment() -> dict[str, str]:
    """The environment of this process, without anything a document should not see."""
    told = {name: value for name, value in os.environ.items() if not SECRET.search(name)}
    return {**told, **ENVIRONMENT, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
