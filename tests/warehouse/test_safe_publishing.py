"""Killed, without room or rights, two at once, by a clock that jumps: the old warehouse or the new one, whole."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path

import duckdb
import pytest

from contracts import CONTRACTS
from pipeline.ledger import Ledger
from pipeline.run import batch as running
from pipeline.run import run
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style
from tests.support.golden import OF_RUNS
from tests.support.warm import WarmRun, WarmRuns

pytestmark = pytest.mark.slow
KILLS = 100
COLD = 10  # of them are of runs that read their libraries first
STYLE = Style(body="press", headings="press", tables="press", size=10, table_size=8, bullet="-")
TJUT = str(Path(sys.executable).with_name("tjut"))


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("plans")
    styles = (STYLE, replace(STYLE, producer="pdfium"))
    return [set_plan(random_plan(seed), styles[seed % 2], folder / f"{seed:02}.pdf") for seed in range(12)]


@dataclass
class Place:
    """A folder that runs of the command line work in."""

    folder: Path
    answered: set[bytes] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.raw.mkdir(parents=True)

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse.duckdb"

    def put(self, *files: Path) -> None:
        for file in files:
            shutil.copy(file, self.raw)

    def start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [TJUT, "run"],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run([TJUT, "run"], cwd=self.folder, capture_output=True, text=True, check=False)

    def documents(self) -> set[str]:
        """The files of the published documents."""
        if not self.warehouse.exists():
            return set()
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return {str(name) for (name,) in connection.execute("SELECT file_name FROM base.document").fetchall()}

    def answers(self) -> bool:
        """Whether each table and view of a published warehouse does; the same bytes are asked once."""
        if not self.warehouse.exists():
            return True
        files = [path for path in (self.warehouse, self.warehouse.with_name("warehouse.duckdb.wal")) if path.exists()]
        content = hashlib.sha256(b"".join(path.read_bytes() for path in files)).digest()
        if content in self.answered:
            return True
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            relations = connection.execute(
                "SELECT concat(table_schema, '.', table_name) FROM information_schema.tables"
            ).fetchall()
            for (name,) in relations:
                connection.execute(f"SELECT count(*) FROM {name}").fetchone()
        if whole := {name for (name,) in relations} >= {f"base.{name}" for name in CONTRACTS}:
            self.answered.add(content)
        return whole

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """All rows of all tables that do not tell of runs, but for when a document came."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            tables = [name for name in CONTRACTS if name not in OF_RUNS]
            questions = {name: f"SELECT COLUMNS(lambda c: c <> 'arrived_at') FROM base.{name}" for name in tables}
            return {name: sorted(connection.execute(ask).fetchall(), key=repr) for name, ask in questions.items()}

    def leftovers(self) -> list[str]:
        """What lies where nothing of a run that has ended should."""
        paths = (*self.folder.glob(".*"), *(self.folder / "staged").glob(".*/*"), *self.folder.glob("*.wal"))
        return [str(path.relative_to(self.folder)) for path in paths]


# In a process of its own: within one process DuckDB gives all connections the file that the first one opened.
READER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
for _ in range(2):
    print(connection.execute("SELECT count(*) FROM base.document").fetchall(), flush=True)
    sys.stdin.readline()
"""


def killed(process: subprocess.Popen[str] | WarmRun, seconds: float) -> bool:
    """Whether a run was still at work when it and all it started were killed."""
    time.sleep(seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def moments(longest: float, kills: int) -> list[float]:
    """When runs are killed, in seconds from their start: one in each of as many equal parts of a run, in any order."""
    chance = random.Random(6)
    drawn = [longest * (part + chance.random()) / kills for part in range(kills)]
    chance.shuffle(drawn)
    return drawn


def test_kills_at_all_moments_damage_and_lose_nothing(plans: list[Path], tmp_path: Path) -> None:
    with WarmRuns() as warm:
        _killed_at_all_moments(plans, tmp_path, warm)


def _killed_at_all_moments(plans: list[Path], tmp_path: Path, warm: WarmRuns) -> None:
    place = Place(tmp_path / "killed")
    waiting = list(plans)
    waits = []
    for start, kills in ((place.start, COLD), (partial(warm.start, place.folder), KILLS - COLD)):
        place.put(waiting.pop())
        run = start()
        started = time.monotonic()
        assert run.wait() == 0
        waits += [(start, wait) for wait in moments(time.monotonic() - started, kills)]  # of one document more
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(place.warehouse)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "[(2,)]\n"
    while waits:
        before = place.documents()
        if before == {path.name for path in place.raw.iterdir()}:  # all is done: more work, or the same once more
            if waiting:
                place.put(waiting.pop())
            else:
                shutil.rmtree(next((place.folder / "staged").glob("*-*")))
                place.warehouse.unlink()
                before = set()
        start, wait = waits.pop()
        if not killed(start(), wait):
            waits.append((start, 0.9 * wait))  # the run was quicker than the one that was measured
        assert place.answers()
        assert place.documents() in (before, {path.name for path in place.raw.iterdir()})
    assert reader.communicate("again\n")[0] == "[(2,)]\n"  # what it opened, it keeps
    assert place.run().returncode == 0
    assert place.documents() == {path.name for path in place.raw.iterdir()}
    assert place.leftovers() == []
    undisturbed = Place(tmp_path / "undisturbed")
    undisturbed.put(*place.raw.iterdir())
    assert undisturbed.run().returncode == 0
    assert place.rows() == undisturbed.rows()


def test_two_at_once(plans: list[Path], tmp_path: Path) -> None:
    place = Place(tmp_path / "two")
    place.put(*plans[:4])
    processes = [place.start(), place.start()]
    told = [process.communicate() for process in processes]
    assert sorted(process.returncode for process in processes) == [0, 3]
    (late,) = [errors for _, errors in told if errors]
    assert late.startswith("Error: another run is active (")
    assert len(late.splitlines()) == 1
    assert place.documents() == {path.name for path in plans[:4]}


# In a namespace of mounts of its own: a folder that is full or cannot be written, for root, too.
MOUNTED = """
mkdir -p "$1" && mount -t tmpfs -o "size=$2" tmpfs "$1" && mount -o "remount,$3" "$1" || exit 77
shift 3
"$@"
"""


def mounted(folder: Path, size: str, mode: str, *command: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", MOUNTED, "sh", str(folder), size, mode, *command],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 77 or "unshare failed" in done.stderr:
        pytest.skip("no file system can be mounted here: run the tests as root")
    return done


@pytest.fixture
def place(plans: list[Path], tmp_path: Path) -> Place:
    made = Place(tmp_path / "place")
    made.put(*plans[:2])
    (made.raw / "bad.pdf").write_text("no plan")
    return made


@pytest.fixture(params=["full", "read only"])
def trouble(request: pytest.FixtureRequest) -> Iterator[tuple[str, str, str]]:
    """Room, mode, and what is said."""
    if shutil.which("unshare") is None:
        pytest.skip("unshare is not installed")
    yield (
        ("60k", "rw", "No space left on device: free some")
        if request.param == "full"
        else (
            "1m",
            "ro",
            "Read-only file system: mount it",
        )
    )


def test_a_folder_that_cannot_be_staged_in(place: Place, trouble: tuple[str, str, str]) -> None:
    *how, said = trouble
    staged = place.folder / "staged"
    done = mounted(staged, *how, TJUT, "run", "--raw", str(place.raw), "--staged", str(staged), "--warehouse",
                   str(place.warehouse))  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert done.stderr.startswith(f"Error: {staged}")
    assert said in done.stderr
    assert not place.warehouse.exists()
    mended = place.run()
    assert mended.returncode == 1
    assert "3 files: 2 published, 1 refused" in mended.stdout  # no good document was blamed


def test_a_warehouse_that_cannot_be_written(place: Place, trouble: tuple[str, str, str]) -> None:
    *how, said = trouble
    other = place.folder / "other"
    done = mounted(other, *how, TJUT, "run", "--raw", str(place.raw), "--staged", str(place.folder / "staged"),
                   "--warehouse", str(other / "warehouse.duckdb"))  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert str(other) in done.stderr
    assert said.partition(":")[0] in done.stderr
    assert place.run().returncode == 1
    assert place.documents() == {path.name for path in place.raw.glob("[0-9]*")}


class Jumping(datetime):
    """A clock on the wall that somebody sets."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz or UTC) + cls.ahead


def test_a_clock_that_jumps(plans: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs are told apart by their numbers, files by their bytes: no time is asked for what is newer."""
    place = Place(tmp_path / "clock")
    monkeypatch.setattr(running, "datetime", Jumping)
    for years, plan in ((0, plans[0]), (-3, plans[1]), (7, plans[2])):
        monkeypatch.setattr(Jumping, "ahead", timedelta(days=365 * years))
        place.put(plan)
        os.utime(place.raw / plan.name, (2e9, 2e9))

        def jump(*_: object, now: int = years) -> None:
            monkeypatch.setattr(Jumping, "ahead", timedelta(days=365 * now - 1))

        assert len(run(place.raw, place.folder / "staged", place.warehouse, progress=jump).bad) == 0
    entries = Ledger(place.warehouse).entries()
    assert [entry.run_id for entry in entries] == [1, 2, 3]
    assert [entry.counts["published"] for entry in entries] == [1, 1, 1]
    assert all(entry.ended_at >= entry.started_at for entry in entries)
    assert place.documents() == {plan.name for plan in plans[:3]}


def test_logs_are_json_lines_with_the_seconds_of_each_stage(plans: list[Path], tmp_path: Path) -> None:
    place = Place(tmp_path / "logged")
    place.put(plans[0])
    (place.raw / "bad.pdf").write_text("no plan")
    done = subprocess.run([TJUT, "run", "--json-logs"], cwd=place.folder, capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    stages = {line["stage"]: line["seconds"] for line in lines if line.get("file") == plans[0].name and "stage" in line}
    assert list(stages) == ["read", "parse", "account", "reconcile", "stage"]
    documents = {line["file"]: line for line in lines if line["event"] == "document"}
    assert sum(stages.values()) <= documents[plans[0].name]["seconds"] + 0.01
    assert (documents["bad.pdf"]["level"], documents["bad.pdf"]["reason"]) == ("WARNING", "not_pdf")
    assert [lines[0]["event"], lines[-1]["event"]] == ["start", "run"]
    assert (lines[0]["files"], lines[0]["to_read"]) == (2, 2)
    assert {(line["run_id"], line["warehouse"]) for line in lines} == {(1, str(place.warehouse.absolute()))}
    began = [line["began_at"] for line in lines if line.get("file") == plans[0].name and "stage" in line]
    assert began == sorted(set(began))
    assert lines[-1]["published"] == 1
    assert all(datetime.fromisoformat(line["timestamp"]).utcoffset() == timedelta() for line in lines)


def test_a_run_that_cannot_work_ends_its_log_with_an_object_too(tmp_path: Path) -> None:
    place = Place(tmp_path / "logged")
    (place.raw / ".tjutignore").write_bytes(b"\xe5\n")
    done = subprocess.run([TJUT, "run", "--json-logs"], cwd=place.folder, capture_output=True, text=True, check=False)
    (line,) = (json.loads(line) for line in done.stderr.splitlines())
    assert (done.returncode, line["event"], line["level"], line["run_id"]) == (3, "failed", "ERROR", None)
    assert line["warehouse"] == str(place.folder / "warehouse.duckdb")
    assert "is not UTF-8 text" in line["message"]


def test_what_a_program_wrote_and_left_in_its_log_is_gone_after_a_run_with_nothing_new(
    plans: list[Path], tmp_path: Path
) -> None:
    place = Place(tmp_path / "visited")
    place.put(plans[0])
    subprocess.run([TJUT, "run"], cwd=place.folder, capture_output=True, check=False)
    before = place.documents()
    place.warehouse.chmod(0o600)
    note = "duckdb.connect('warehouse.duckdb').execute('CREATE TABLE note (x INTEGER)')"
    visit = f"import duckdb, os; c = {note}; os._exit(9)"
    subprocess.run([sys.executable, "-c", visit], cwd=place.folder, check=False)
    assert place.warehouse.with_name("warehouse.duckdb.wal").exists()
    done = subprocess.run([TJUT, "run"], cwd=place.folder, capture_output=True, text=True, check=False)
    assert "had been changed or damaged since the last run" in done.stdout
    assert place.documents() == before
    assert not place.warehouse.with_name("warehouse.duckdb.wal").exists()
