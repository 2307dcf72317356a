"""Processes that start at once: they are forked from one that has read the libraries already.

Only for speed: reading them takes one to two seconds of computing for each command, and again for each nursery, which
tests start by the hundred. What follows is their own code in a process, a session and an environment of their own.
How an interpreter starts (what it imports, its hash seed, its encoding) is tested with real ones.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, NoReturn

from pipeline.workers import calls, nursery
from tests.support.places import ROOT

# What commands and workers import when they come to it.
READ_ONCE = (
    "pipeline.audit.reread",
    "pipeline.cli",
    "pipeline.commands.lineage",
    "pipeline.commands.query",
    "pipeline.commands.show",
    "pipeline.commands.shown",
    "pipeline.commands.single",
    "pipeline.commands.status",
    "pipeline.extract",
    "pipeline.run.publishing",
    "pipeline.run.silence",
    "pipeline.warehouse",
    "tests.support.fakes",
)
REQUEST_BYTES = 1 << 17
NUMBER = struct.Struct("i")
# Where the one that forks listens: known to who started it, and to all that it forks.
_address: bytes | None = None
_server: subprocess.Popen[bytes] | None = None  # kept: it ends when its standard input is closed


class Process:
    """Stands for a `subprocess.Popen` of `tjut`, of `python -c` or of a nursery: as much of it as is asked for."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        pass_fds: Sequence[int] = (),
        stdin: int | IO[Any] | None = None,
        stdout: int | IO[Any] | None = None,
        stderr: int | IO[Any] | None = None,
        start_new_session: bool = True,  # as all of these do
    ) -> None:
        with Path(os.devnull).open("r+b") as nowhere:
            streams = [own if given is None else _descriptor(given, nowhere, stdout)
                       for own, given in enumerate((stdin, stdout, stderr))]  # fmt: skip
            asked = {
                "command": command,
                "cwd": str(cwd or Path.cwd()),
                "env": dict(os.environ if env is None else env),
                "descriptors": [0, 1, 2, *pass_fds],
            }
            self._line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self._line.connect(_source())
            socket.send_fds(self._line, [json.dumps(asked).encode()], [*streams, *pass_fds])
        self.args = command
        self.returncode: int | None = None
        self.pid = self._number()

    def wait(self, timeout: float | None = None) -> int:
        """Its status when it has ended, negative if a signal ended it."""
        if self.returncode is None:
            if not select.select([self._line], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            self.returncode = self._number()
            self._line.close()
        return self.returncode

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def _number(self) -> int:
        (number,) = NUMBER.unpack(self._line.recv(NUMBER.size))
        return int(number)


def _descriptor(given: int | IO[Any], nowhere: IO[Any], stdout: int | IO[Any] | None) -> int:
    if given == subprocess.STDOUT:
        given = 1 if stdout is None else stdout
    if given == subprocess.DEVNULL:
        given = nowhere
    return given if isinstance(given, int) else given.fileno()


def run(
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdout: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
    timeout: float = 120,
) -> subprocess.CompletedProcess[str]:
    """As `subprocess.run`, with what is said as text in UTF-8; a process that takes longer is killed."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as errors:
        streams = [file if given == subprocess.PIPE else given for given, file in ((stdout, said), (stderr, errors))]
        process = Process(command, cwd=cwd, env=env, stdout=streams[0], stderr=streams[1])
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        texts = []
        for file in (said, errors):
            file.seek(0)
            texts.append(file.read().decode())
    assert process.returncode is not None
    return subprocess.CompletedProcess(command, process.returncode, *texts)


# For `pipeline.workers.calls`: nurseries that start at once.
SUBPROCESS = SimpleNamespace(Popen=Process, DEVNULL=subprocess.DEVNULL, TimeoutExpired=subprocess.TimeoutExpired)


def _source() -> bytes:
    """The address of the process that is forked from; it starts when it is first asked for, and ends with this one."""
    global _address, _server
    if _address is None:
        address = f"\0tjut-forked-{os.getpid()}-{time.monotonic_ns()}".encode()  # a name in no folder: Linux only
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
            listener.bind(address)
            listener.listen(64)
            _server = subprocess.Popen(
                [sys.executable, "-m", "tests.support.forked", str(listener.fileno())],
                cwd=ROOT,
                env={**os.environ, **calls.ENVIRONMENT},
                stdin=subprocess.PIPE,  # is closed when this process ends, however it does
                pass_fds=[listener.fileno()],
                start_new_session=True,
            )
        _address = address
    return _address


def _serve(listener: socket.socket) -> None:
    """Forks a process for each that is asked for, until nobody is there to ask."""
    global _address
    _address = listener.getsockname()
    for name in READ_ONCE:
        importlib.import_module(name)
    importlib.import_module("pipeline.extract").prepare()
    calls.subprocess = SUBPROCESS
    warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while listener in select.select([listener, 0], [], [])[0]:
        line, _ = listener.accept()
        with line:
            message, descriptors, _, _ = socket.recv_fds(line, REQUEST_BYTES, 16)
            if os.fork() == 0:
                _mind(line, json.loads(message), descriptors)
            for descriptor in descriptors:
                os.close(descriptor)


def _mind(line: socket.socket, asked: dict[str, Any], descriptors: list[int]) -> NoReturn:
    """Forks the process itself, and says how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    process = os.fork()
    if process == 0:
        os.setsid()
        line.send(NUMBER.pack(os.getpid()))
        _become(asked, descriptors)
    _close_all_but(0, 1, 2, line.fileno())
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    with suppress(OSError):  # nobody wants to know
        line.send(NUMBER.pack(status))
    os._exit(0)


def _become(asked: dict[str, Any], descriptors: list[int]) -> NoReturn:
    """Does what was asked for and ends, with nothing of what the process that it was forked from is about."""
    wanted = asked["descriptors"]
    above = max(*wanted, *descriptors) + 1
    for place, descriptor in enumerate(descriptors):
        os.dup2(descriptor, above + place)
    for place, number in enumerate(wanted):
        os.dup2(above + place, number)
    _close_all_but(*wanted)
    os.environ.clear()
    os.environ.update(asked["env"])
    time.tzset()
    os.chdir(asked["cwd"])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.stdout.reconfigure(line_buffering=os.isatty(1))
    gc.enable()
    os._exit(_status_of(asked["command"]))


def _close_all_but(*kept: int) -> None:
    for before, after in pairwise([*sorted(kept), os.sysconf("SC_OPEN_MAX")]):
        os.closerange(before + 1, after)


def _status_of(command: list[str]) -> int:
    """Does what the command does, and gives its exit status."""
    try:
        match command:
            case [_, "-c", code, *rest]:
                sys.argv = ["-c", *rest]
                exec(code, {"__name__": "__main__"})
            case [_, "-P", "-m", nursery.__name__, *rest]:
                sys.argv = [nursery.__name__, *rest]
                sys.path[:] = os.environ["PYTHONPATH"].split(os.pathsep)
                nursery.main()
            case [program, *rest]:
                sys.argv = [program, *rest]
                importlib.import_module("pipeline.cli").main()
        status = 0
    except SystemExit as ended:
        status = int(ended.code or 0)
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
