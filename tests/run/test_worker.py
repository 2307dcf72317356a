"""No document can hang, exhaust or kill a run: what its worker does ends with the worker, and is told."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.refusal import Reason, Refused
from pipeline.workers import Closed, Limits, Workers

ACT = "tests.support.hostile:act"
LIMITS = Limits(seconds=1.0, memory_bytes=200_000_000)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(ACT, LIMITS) as running:
        yield running


def refusal(workers: Workers, *arguments: str) -> Refused:
    with pytest.raises(Refused) as caught:
        workers.call(*arguments)
    assert workers.call("echo", "still", "there") == ["still", "there"]
    return caught.value


def test_gives_back_what_the_function_gives(workers: Workers) -> None:
    odd = ["å ä ö", "a\nb", "'\"", "../..", "\udcff"]
    assert workers.call("echo", *odd) == odd


def test_each_call_has_a_process_of_its_own(workers: Workers) -> None:
    first, second = workers.call("process"), workers.call("process")
    assert first[0] != second[0]
    assert os.getpid() not in (*first, *second)


def test_what_all_workers_share_is_prepared_once(workers: Workers) -> None:
    first = workers.call("preparation")
    assert len(first) == 1
    assert workers.call("preparation") == first
    assert first[0] not in workers.call("process")


@pytest.mark.parametrize("kind", ["loop", "deaf_loop", "sleep", "chatter_without_end"])
def test_what_never_ends_is_ended(workers: Workers, kind: str) -> None:
    start = time.perf_counter()
    refused = refusal(workers, kind)
    assert refused.reason is Reason.TOO_SLOW
    assert "1 seconds" in refused.seen
    assert time.perf_counter() - start < 30


def test_what_a_worker_started_ends_with_it(workers: Workers, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with pytest.raises(Refused) as caught:
        workers.call("grandchild", str(note), writes=[str(tmp_path)])
    assert caught.value.reason is Reason.TOO_SLOW
    until(lambda: gone(int(note.read_text())))


@pytest.mark.parametrize(
    "kind", ["eat", "eat_at_once", "eat_and_blame_the_file", "abort_for_memory", "eat_and_abort_without_a_word"]
)
def test_what_eats_memory_is_stopped(workers: Workers, kind: str) -> None:
    refused = refusal(workers, kind)
    assert refused.reason is Reason.TOO_MUCH_MEMORY
    assert "200 MB" in refused.seen


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        ("leave", "status 0"),
        ("leave_with_status", "status 3"),
        ("segfault", "SIGSEGV"),
        ("killed", "SIGKILL"),
        ("fail", "ValueError: a line and another"),
        ("recurse", "RecursionError"),
        ("unspeakable", "TypeError"),
    ],
)
def test_what_breaks_its_worker_is_told(workers: Workers, kind: str, seen: str) -> None:
    refused = refusal(workers, kind)
    assert refused.reason is Reason.CRASHED
    assert seen in refused.seen
    assert "\n" not in refused.seen


def test_a_refusal_comes_back_as_it_was(workers: Workers) -> None:
    refused = refusal(workers, "refuse")
    assert (refused.reason, refused.seen) == (Reason.ENCRYPTED, "a password is asked for")


def test_trouble_of_the_machine_is_no_refusal(workers: Workers) -> None:
    with pytest.raises(OSError, match="No space left on device") as caught:
        workers.call("fill_disk")
    assert caught.value.errno == errno.ENOSPC


def test_closing_ends_calls_that_wait() -> None:
    with Workers(ACT) as workers, ThreadPoolExecutor(1) as threads:
        workers.call("echo")
        waiting = threads.submit(workers.call, "sleep")
        time.sleep(0.2)
        workers.close()
        with pytest.raises(Closed):
            waiting.result(timeout=5)
        with pytest.raises(Closed):
            workers.call("echo")


def test_what_libraries_print_stays_in_the_worker(capfd: pytest.CaptureFixture[str], workers: Workers) -> None:
    assert workers.call("chatter") == "done"
    assert capfd.readouterr() == ("", "")


def test_calls_run_side_by_side(workers: Workers) -> None:
    def wait(_: int) -> None:
        workers.call("sleep", "0.8")

    workers.call("echo")
    start = time.perf_counter()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(wait, range(8)))
    assert time.perf_counter() - start < 8 * 0.8


def test_one_that_is_ended_does_not_disturb_the_others(workers: Workers) -> None:
    def call(number: int) -> object:
        try:
            return workers.call("segfault") if number % 2 else workers.call("echo", str(number))
        except Refused as refused:
            return refused.reason

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(call, range(12)))
    assert answers == [Reason.CRASHED if number % 2 else [str(number)] for number in range(12)]


def test_a_killed_nursery_is_replaced() -> None:
    with Workers(ACT, LIMITS) as workers:
        nursery = workers.call("process")
        assert nursery != workers.call("process")
        assert workers._nursery is not None
        with ThreadPoolExecutor(1) as threads:
            waiting = threads.submit(workers.call, "sleep")
            time.sleep(0.2)
            workers._nursery.kill()
            with pytest.raises(ChildProcessError, match="killed from outside"):
                waiting.result(timeout=5)
        workers._nursery.wait()
        assert workers.call("echo", "again") == ["again"]


def test_a_module_that_cannot_be_imported_is_a_fault_of_the_program(capfd: pytest.CaptureFixture[str]) -> None:
    with (
        Workers("tests.no_such_module:act", LIMITS) as workers,
        pytest.raises(RuntimeError, match="could not be started"),
    ):
        workers.call()
    assert "no_such_module" in capfd.readouterr().err


def test_a_killed_run_leaves_no_process_behind(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    told = f"'note', {str(note)!r}, writes=[{str(tmp_path)!r}]"
    program = f"from pipeline.workers import Workers; Workers({ACT!r}).call({told})"
    root = Path(__file__).parents[2]
    run = subprocess.Popen([sys.executable, "-c", program], cwd=root)
    until(lambda: note.exists() and note.read_text() != "")
    worker = int(note.read_text())
    run.send_signal(signal.SIGKILL)
    run.wait()
    until(lambda: gone(worker))


def gone(process: int) -> bool:
    """Ended, although nobody may have asked for its status yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
