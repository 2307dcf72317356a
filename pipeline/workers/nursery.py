"""The processes behind `pipeline.workers`: the nursery that forks, the keeper that watches, the worker that works."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import importlib
import json
import math
import os
import resource
import select
import signal
import socket
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from pipeline.refusal import Reason, Refused
from pipeline.workers import jail
from pipeline.workers.calls import MESSAGE_BYTES, Limits

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
# An answer is the outcome of a document, or pictures of its pages.
ANSWER_BYTES = 1 << 28
LAST_WORDS_BYTES = 4096
# What Rust and C++ print before they abort because memory has run out.
NO_MEMORY = (b"memory allocation of ", b"std::bad_alloc", b"Out of memory")
# A worker that ended without output ran out of memory if it used this share of the limit: 0.95 and more was measured
# where pdfium aborted; less than 0.1 is usual.
FULL_SHARE = 0.9


def main() -> None:
    """The nursery: `python -m pipeline.workers.nursery MODULE:FUNCTION DESCRIPTOR`; ends when its line is closed.

    If the module has a function `prepare`, it is called once to make what all workers share.
    """
    module = importlib.import_module(sys.argv[1].partition(":")[0])
    getattr(module, "prepare", lambda: None)()
    gc.freeze()  # no worker looks through the libraries' objects for garbage, nor copies their pages by looking
    gc.collect()
    gc.freeze()  # keeps the collector of a worker from copying the pages it shares with the nursery
    gc.disable()  # a worker ends with its document, and its garbage with it: collecting it took 5 %
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers are not waited for
    # Python 3.12 and later warn for each fork: the second thread is Arrow's, idle here, and no worker needs it.
    warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
    nursery = os.getpid()
    with socket.socket(fileno=int(sys.argv[2])) as control:
        while True:
            message, descriptors, _, _ = socket.recv_fds(control, MESSAGE_BYTES, 1)
            if not message:
                return
            if os.fork() == 0:
                control.close()
                _keep(json.loads(message), descriptors[0], nursery)
            os.close(descriptors[0])


def _keep(job: dict[str, Any], answer_to: int, nursery: int) -> NoReturn:
    """In the keeper: gets the work done within its time limit, and passes the answer on."""
    _die_with(nursery)
    _adopt_orphans()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    limits = Limits(**job["limits"])
    answers, answer = os.pipe()
    noises, noise = os.pipe()
    keeper = os.getpid()
    worker = os.fork()
    if worker == 0:
        os.close(answer_to)
        _work(job, limits, answer, noise, keeper)
    with contextlib.suppress(ProcessLookupError):
        os.setpgid(worker, worker)
    os.close(answer)
    os.close(noise)
    said, last_words = _listen(answers, noises, time.monotonic() + limits.seconds)
    os.killpg(worker, signal.SIGKILL)  # with all processes it started; one that has ended keeps its status
    _, ended, used = os.wait4(worker, 0)
    _kill_orphans()
    status = os.waitstatus_to_exitcode(ended)
    if said is None or status == -signal.SIGXCPU:
        said = _refusal(Reason.TOO_SLOW, f"more than {limits.seconds:g} seconds")
    elif not said and (any(sign in last_words for sign in NO_MEMORY) or _full(used.ru_maxrss, limits)):
        said = _too_much(limits)
    elif not said:
        ending = f"by signal {signal.Signals(-status).name}" if status < 0 else f"with status {status} and no output"
        said = _refusal(Reason.CRASHED, f"its worker process ended {ending}")
    with contextlib.suppress(BrokenPipeError):  # the caller is gone: the run was killed
        _write(answer_to, said)
    os._exit(0)


def _work(job: dict[str, Any], limits: Limits, send: int, noise: int, keeper: int) -> NoReturn:
    """In the worker: does the work and reports the result."""
    _die_with(keeper)
    os.setpgid(0, 0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for stream in (1, 2):  # what libraries print about a document is not for the terminal of a run
        os.dup2(noise, stream)
    _bound(limits)
    jail.enter(job["reads"], job["writes"])
    try:
        said = json.dumps({"value": _named(job["function"])(*job["arguments"])}).encode()
    except BaseException as error:
        said = _answer(error, limits)
    _write(send, said)
    os._exit(0)


def _named(function: str) -> Callable[..., Any]:
    module, _, name = function.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def _bound(limits: Limits) -> None:
    """Sets limits on this process. Only soft ones, so that it can still report that a limit was reached."""
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


def _full(most_kilobytes: int, limits: Limits) -> bool:
    """Whether a worker that ended without output ran out of memory; pdfium then aborts without output."""
    libraries = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (most_kilobytes - libraries) * 1024 >= FULL_SHARE * limits.memory_bytes


def _die_with(parent: int) -> None:
    """Makes the kernel kill this process when `parent` ends for any reason."""
    with contextlib.suppress(AttributeError, OSError):  # Linux only
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _adopt_orphans() -> None:
    """Makes processes that a worker leaves behind children of this one, so that they can be found."""
    with contextlib.suppress(AttributeError, OSError):  # Linux only
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def _kill_orphans() -> None:
    """Ends what a worker started and put into a process group of its own, until nothing is left."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    while left := children.read_text().split() if children.exists() else []:
        for orphan in map(int, left):
            with contextlib.suppress(ProcessLookupError):
                os.kill(orphan, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(orphan, 0)


def _listen(answers: int, noises: int, deadline: float) -> tuple[bytes | None, bytes]:
    """The complete answer, or None if time runs out first; and the end of the other output."""
    said, noise, open_ends = b"", b"", {answers, noises}
    while answers in open_ends:
        ready, _, _ = select.select(list(open_ends), [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return None, noise
        for end in ready:
            part = os.read(end, MESSAGE_BYTES)
            if not part:
                open_ends.discard(end)
            elif end == answers:
                said += part
                if len(said) > ANSWER_BYTES:
                    return b"", noise
            else:
                noise = (noise + part)[-LAST_WORDS_BYTES:]
    return said, noise


def _write(send: int, said: bytes) -> None:
    with open(send, "wb") as stream:
        stream.write(said)


def _too_much(limits: Limits) -> bytes:
    return _refusal(Reason.TOO_MUCH_MEMORY, f"more than {limits.memory_bytes / 1e6:.0f} MB")


def _refusal(reason: Reason, seen: str) -> bytes:
    return json.dumps({"reason": reason, "seen": seen}).encode()


def _answer(error: BaseException, limits: Limits) -> bytes:
    """The message for a call that failed."""
    if _wants_memory(error):
        return _too_much(limits)
    if isinstance(error, Refused):
        return _refusal(error.reason, error.seen)
    if isinstance(error, OSError):
        named = f": {error.filename}" if error.filename else ""
        return json.dumps({"errno": error.errno, "error": f"{error.strerror or error}{named}"}).encode()
    return _refusal(Reason.CRASHED, _told(error))


def _wants_memory(error: BaseException | None) -> bool:
    """True if the memory limit is the cause: libraries wrap what they catch in their own errors."""
    while error is not None:
        if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
            return True
        error = error.__cause__ or error.__context__
    return False


def _told(error: BaseException) -> str:
    """The error on one line, with the place in this project's code where it occurred."""
    here = Path(__file__).resolve().parents[1]
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(here)]
    place = f" ({Path(ours[-1].filename).relative_to(here)}:{ours[-1].lineno})" if ours else ""
    return " ".join(f"{type(error).__name__}: {error}".split())[:500] + place


if __name__ == "__main__":
    main()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # DuckDB tells of all that the collector, which is off, has left
