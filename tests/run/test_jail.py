"""A reader that its document has taken over: what it finds when it tries to do more than read."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

from pipeline.refusal import Reason, Refused
from pipeline.run.extractor import call_reader
from pipeline.workers import Limits, Workers
from pipeline.workers.jail import FIRST_VERSION, landlock_version, seccomp_is_there
from tests.run.test_worker import ACT, LIMITS, gone, until

needs_landlock = pytest.mark.skipif(landlock_version() < FIRST_VERSION, reason="this kernel has no landlock")
needs_seccomp = pytest.mark.skipif(not seccomp_is_there(), reason="this kernel filters no calls, or no known ones")


def tried(*attempts: str, **rights: list[str]) -> list[str]:
    with Workers(ACT, LIMITS) as workers:
        return list(workers.call("try_out", *attempts, **rights))


@needs_landlock
def test_nothing_is_written_but_below_what_is_given(tmp_path: Path) -> None:
    ledger, staged = tmp_path / "warehouse.duckdb.ledger.jsonl", tmp_path / "staged"
    ledger.write_text("a line\n")
    (staged / "held").mkdir(parents=True)
    ways = [f"{way}={ledger}" for way in ("write", "append", "cut", "remove", "move")]
    ways += [f"write={tmp_path / 'new'}", f"link={tmp_path / 'new'}", f"write={staged}/../new"]
    allowed = [f"write={staged}/held/a", f"cut={staged}/held/a", f"move={staged}/held/a"]
    said = tried(*ways, *allowed, writes=[str(staged)])
    assert said == ["PermissionError"] * len(ways) + ["done"] * len(allowed)
    assert ledger.read_text() == "a line\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["staged", ledger.name]


@needs_landlock
def test_nothing_is_read_but_what_is_given_and_what_python_needs(tmp_path: Path) -> None:
    document, secret = tmp_path / "plan.pdf", tmp_path / "prefect.db"
    document.write_bytes(b"a plan")
    secret.write_bytes(b"a key")
    (tmp_path / "link.pdf").symlink_to(document)
    ways = [f"read={tmp_path / 'link.pdf'}", f"read={secret}", f"read=/proc/{os.getpid()}/environ"]
    assert tried(*ways, reads=[str(tmp_path / "link.pdf")]) == ["done", "PermissionError", "PermissionError"]


@needs_seccomp
def test_there_is_no_network_and_no_way_out_of_the_group() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        said = tried(f"tcp={port}", f"udp={port}", "unix=", "session=")
    assert said == ["PermissionError"] * 4


@pytest.mark.skipif(landlock_version() < 6, reason="this kernel has no landlock that bounds signals")
def test_no_process_outside_is_signalled() -> None:
    assert tried(f"signal={os.getpid()}") == ["PermissionError"]


def test_what_is_secret_in_the_environment_stays_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "tjut:secret")
    monkeypatch.setenv("SMTP_PASSWORD", "secret")
    said = tried("variable=PREFECT_API_AUTH_STRING", "variable=SMTP_PASSWORD", "variable=PATH")
    assert said == ["KeyError", "KeyError", "done"]


@pytest.mark.parametrize("jailed", [True, False])
def test_a_child_that_has_left_the_group_ends_with_its_worker(
    tmp_path: Path, jailed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not jailed:  # as on a kernel that offers nothing
        monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
        act = "tests.support.hostile_unjailed:act"
    else:
        act = ACT
    note = tmp_path / "pid"
    with Workers(act, Limits(seconds=5)) as workers:
        assert workers.call("stray", str(note), writes=[str(tmp_path)]) is None
    until(lambda: note.exists() and note.read_text() != "")
    until(lambda: gone(int(note.read_text())))


def test_a_crash_and_the_second_reader_take_no_more_than_the_limit_together(tmp_path: Path) -> None:
    document = tmp_path / "plan.txt"
    document.write_text("crash pdf_oxide")
    given: list[float] = []

    class Noting(Workers):
        def call(self, *arguments: str, limits: Limits | None = None, **rights: object) -> object:
            given.append((limits or self.limits).seconds)
            raise Refused(Reason.CRASHED, "it crashed")

    with Noting("no:matter", Limits(seconds=7)) as workers, pytest.raises(Refused):
        call_reader(workers, document, "plan.txt", tmp_path)
    assert given[0] == 7
    assert 0 < given[1] < 7


@pytest.mark.parametrize("said", ["[1]", "{}", '{"file": "a", "fate": "none", "failures": []}', "null", '{"x": 1}'])
def test_an_answer_that_is_no_outcome_is_a_crash_of_one_document(tmp_path: Path, said: str) -> None:
    class Liar(Workers):
        def call(self, *_: object, **__: object) -> object:
            return json.loads(said)

    with Liar("no:matter") as workers, pytest.raises(Refused) as caught:
        call_reader(workers, tmp_path / "a.pdf", "a.pdf", tmp_path)
    assert caught.value.reason is Reason.CRASHED
