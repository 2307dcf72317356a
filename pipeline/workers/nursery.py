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
# What Rust and C++ print before they abort for want of memory.
NO_MEMORY = (b"memory allocation of ", b"std::bad_alloc", b"Out of memory")
# A worker that ended without a word had filled its memory if it held this share of the bound: where pdfium
# aborted 0.95 and more was measured, usual is less than 0.1.
FULL_SHARE = 0.9


def main() -> None:
    """The nursery: `python -m pipeline.workers.nursery MODULE:FUNCTION DESCRIPTOR`; ends when its line is closed.

    A module that has a `prepare` is asked to make what all its workers then share.
    """
    name, _, function_name = sys.argv[1].partition(":")
    module = importlib.import_module(name)
    function = getattr(module, function_name)
    getattr(module, "prepare", lambda: None)()
    gc.freeze()  # no worker looks through the libraries' objects for garbage, nor copies their pages by looking
    gc.collect()
    gc.freeze()  # keeps the collector of a worker from copying the pages it shares with the nursery
    gc.disable()  # a worker ends with its document, and so does what it leaves lying about: looking for it took 5 %
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for keepers
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
                _keep(function, json.loads(message), descriptors[0], nursery)
            os.close(descriptors[0])


def _keep(function: Callable[..., Any], job: dict[str, Any], answer_to: int, nursery: int) -> NoReturn:
    """In the keeper: has the work done, within its time, and passes the answer on."""
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
        _work(function, job, limits, answer, noise, keeper)
    with contextlib.suppress(ProcessLookupError):
        os.setpgid(worker, worker)
    os.close(answer)
    os.close(noise)
    said, last_words = _listen(answers, noises, time.monotonic() + limits.seconds)
    os.killpg(worker, signal.SIGKILL)  # with whatever processes it started; one that has ended keeps its status
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
    with contextlib.suppress(BrokenPipeError):  # nobody waits any more: the run was killed
        _write(answer_to, said)
    os._exit(0)


def _work(
    function: Callable[..., Any], job: dict[str, Any], limits: Limits, send: int, noise: int, keeper: int
) -> NoReturn:
    """In the worker: does the work and says what came of it."""
    _die_with(keeper)
    os.setpgid(0, 0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for stream in (1, 2):  # what libraries print about a document is not for the terminal of a run
        os.dup2(noise, stream)
    _bound(limits)
    jail.enter(job["reads"], job["writes"])
    try:
        said = json.dumps({"value": function(*job["arguments"])}).encode()
    except BaseException as error:
        said = _answer(error, limits)
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


def _full(most_kilobytes: int, limits: Limits) -> bool:
    """Had a worker that ended without a word filled its memory? pdfium aborts without one where it gets no more."""
    libraries = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (most_kilobytes - libraries) * 1024 >= FULL_SHARE * limits.memory_bytes


def _die_with(parent: int) -> None:
    """Has the kernel kill this process when `parent` ends, however that ends."""
    with contextlib.suppress(AttributeError, OSError):  # Linux only
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _adopt_orphans() -> None:
    """Has processes that a worker leaves behind become children of this one, so that they can be found."""
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
    """All that comes until the answer is complete, None if the time is over first; and the end of the noise."""
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
    """What to say about a call that did not end well."""
    if _wants_memory(error):
        return _too_much(limits)
    if isinstance(error, Refused):
        return _refusal(error.reason, error.seen)
    if isinstance(error, OSError):
        named = f": {error.filename}" if error.filename else ""
        return json.dumps({"errno": error.errno, "error": f"{error.strerror or error}{named}"}).encode()
    return _refusal(Reason.CRASHED, _told(error))


def _wants_memory(error: BaseException | None) -> bool:
    """True if the bound on memory is behind it: libraries wrap what they catch in errors of their own."""
    while error is not None:
        if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
            return True
        error = error.__cause__ or error.__context__
    return False


def _told(error: BaseException) -> str:
    """The error in one line with the place of this project's code where it arose."""
    here = Path(__file__).resolve().parents[1]
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(here)]
    place = f" ({Path(ours[-1].filename).relative_to(here)}:{ours[-1].lineno})" if ours else ""
    return " ".join(f"{type(error).__name__}: {error}".split())[:500] + place


if __name__ == "__main__":
    main()
