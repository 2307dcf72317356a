"""The command line as a user meets it: in a process of its own, with its output and its exit status."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.press.random_plan import random_plan
from tests.press.style import Style
from tests.press.text import plan_text
from tests.support import forked
from tests.support.places import ROOT

TJUT = [str(Path(sys.executable).with_name("tjut"))]
# The same command with a pipeline that does what the files say, for what depends on timing or is hard to bring about.
FAKED = [
    sys.executable,
    "-c",
    "from pipeline.cli import main; from pipeline.run import Batch; from tests.support import fakes;"
    "Batch.__init__.__kwdefaults__.update(extract=fakes.EXTRACT, publish=fakes.publish); main()",
]


def call(
    *arguments: str, program: list[str] = TJUT, cwd: Path = ROOT, stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    return forked.run([*program, *arguments], cwd=cwd, stdout=stdout, env={**os.environ, "PYTHONPATH": str(ROOT)})


def cold(*arguments: str, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """The same by an interpreter that starts for it."""
    return subprocess.run(
        [*TJUT, *arguments],
        cwd=ROOT,
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
        check=False,
    )


def fake(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return call(*arguments, program=FAKED, cwd=folder)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder to stand in, with an empty raw folder."""
    (tmp_path / "raw").mkdir()
    return tmp_path


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table budget as select * from (values ('Äldreomsorg', 801.30::decimal(18, 2), date '2026-01-01'),"
            " ('Förskola; \"x\"', null, null)) as t(area, amount_mnkr, day)"
        )
    return str(path)


HEAVY = ("pandas", "pandera", "pyarrow", "duckdb", "prefect", "pdfplumber", "pdf_oxide", "pypdfium2")


@pytest.mark.parametrize("module", ["pipeline.cli", "pipeline.run"])
def test_what_has_little_to_do_loads_no_heavy_library(module: str) -> None:
    """Help comes at once, and so does the word that there is nothing to do (`bench/` measures both)."""
    code = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == "[]"


def test_help_tells_what_there_is() -> None:
    helped = cold("--help")
    assert helped.returncode == 0
    for word in ("run", "extract", "sql", "status", "raw/", "Exit status"):
        assert word in helped.stdout


@pytest.mark.parametrize("command", ["run", "extract", "sql", "status", "export"])
def test_each_command_explains_itself(command: str) -> None:
    helped = call(command, "--help")
    assert (helped.returncode, helped.stderr) == (0, "")
    assert f"Usage: tjut {command}" in helped.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Usage: tjut"),
        (["walk"], "No such command 'walk'"),
        (["run", "--raw", "nowhere"], "Directory 'nowhere' does not exist"),
        (["run", "--raw", "pyproject.toml"], "is a file"),
        (["run", "--time-limit", "-1"], "--time-limit"),
        (["run", "--time-limit", "soon"], "--time-limit"),
        (["sql"], "QUERY"),
        (["sql", "select 1", "--warehouse", "nowhere.duckdb"], "there is no warehouse at nowhere.duckdb"),
        (["sql", "select 1", "--warehouse", "pyproject.toml"], "cannot be opened"),
        (["status", "--warehouse", "nowhere.duckdb"], "no run has been made for nowhere.duckdb"),
        (["extract", "nowhere.pdf", "--format", "csv"], "--out DIR"),
    ],
)
def test_wrong_usage_has_a_message_and_status_2(arguments: list[str], says: str) -> None:
    wrong = call(*arguments)
    assert wrong.returncode == 2
    assert says in wrong.stderr
    assert "Traceback" not in wrong.stderr
    assert wrong.stdout == ""


def test_sql_as_table(warehouse: str) -> None:
    answer = cold("sql", "select area, amount_mnkr from budget", "--warehouse", warehouse)
    assert answer.returncode == 0
    assert "Äldreomsorg" in answer.stdout
    assert "801.3" in answer.stdout.split()


def test_a_query_may_begin_with_a_comment(warehouse: str) -> None:
    query = "-- Hur många rader = alla?\n\nselect count(*) as n from budget"
    assert call("sql", query, "--warehouse", warehouse, "--format", "csv").stdout == "n\n2\n"
    mistyped = call("sql", "select 1", "--formt", "csv")
    assert mistyped.returncode == 2
    assert "--formt" in mistyped.stderr


def test_sql_as_json_keeps_the_digits(warehouse: str) -> None:
    answer = call("sql", "from budget", "--warehouse", warehouse, "--format", "json")
    assert '"amount_mnkr":801.3,' in answer.stdout
    assert json.loads(answer.stdout) == [
        {"area": "Äldreomsorg", "amount_mnkr": 801.3, "day": "2026-01-01"},
        {"area": 'Förskola; "x"', "amount_mnkr": None, "day": None},
    ]


def test_sql_as_csv(warehouse: str) -> None:
    answer = call("sql", "from budget", "--warehouse", warehouse, "--format", "csv")
    assert list(csv.reader(answer.stdout.splitlines())) == [
        ["area", "amount_mnkr", "day"],
        ["Äldreomsorg", "801.3", "2026-01-01"],
        ['Förskola; "x"', "", ""],
    ]


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize(
    "query",
    [
        "selec 1",
        "select * from nowhere",
        "drop table budget",
        "insert into budget values ('x', 1, null)",
        "select * from read_csv('/etc/passwd')",
        "copy budget to 'stolen.csv'",
        "select 1; drop table budget",
        "explain analyze copy budget to 'stolen.csv'",
        "call checkpoint()",
        "attach 'other.duckdb'",
        "set enable_external_access = true",
        "update extensions",
        "select 1 / 'x'",
    ],
)
def test_sql_can_only_read(warehouse: str, query: str, form: str, tmp_path: Path) -> None:
    answer = call("sql", query, "--warehouse", warehouse, "--format", form, cwd=tmp_path)
    assert answer.returncode == 2
    assert "Error" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert list(tmp_path.iterdir()) == []
    with duckdb.connect(warehouse, read_only=True) as connection:
        assert connection.execute("select count(*) from budget").fetchall() == [(2,)]


def test_a_value_that_fills_the_memory_is_refused(warehouse: str) -> None:
    answer = call("sql", "select repeat('x', 4000000000)", "--warehouse", warehouse)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "it needs more memory than a query may have (2GB): ask for less at once" in answer.stderr


@pytest.mark.parametrize(
    "query",
    [
        "copy (select unhex('00') as b) to '{0}.wal' (format blob)",
        "copy (select 'x' as x) to '{0}' (format csv, use_tmp_file false)",
        "copy (select 'x' as x) to '{0}.ledger.jsonl' (format csv)",
        "export database '{0}.d'",
        "attach '{0}' as again",
    ],
)
def test_a_query_reaches_neither_the_open_file_nor_what_lies_beside_it(
    warehouse: str, query: str, tmp_path: Path
) -> None:
    own = tmp_path / "w.duckdb"
    own.write_bytes(Path(warehouse).read_bytes())
    before = own.read_bytes()
    answer = call("sql", query.format(own), "--warehouse", str(own))
    assert (answer.returncode, "Traceback" in answer.stderr) == (2, False)
    assert own.read_bytes() == before
    assert list(tmp_path.iterdir()) == [own]


def test_each_statement_is_answered_and_one_that_takes_too_long_is_ended(warehouse: str) -> None:
    assert (
        call("sql", "select 1 as a; select 2 as b", "--warehouse", warehouse, "--format", "csv").stdout
        == "a\n1\nb\n2\n"
    )
    endless = "select count(*) from range(10000000000) a, range(1000) b where a.range % 7 = b.range"
    answer = call("sql", endless, "--warehouse", warehouse, "--timeout", "0.2")
    assert answer.returncode == 2
    assert "stopped after 0.2 seconds" in answer.stderr


def test_a_reader_that_has_seen_enough_is_no_error(warehouse: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    answer = cold("sql", "select * from range(100000)", "--warehouse", warehouse, "--format", "csv", stdout=writing)
    os.close(writing)
    assert "Traceback" not in answer.stderr
    assert "Exception" not in answer.stderr


def test_run_tells_each_bad_file_in_one_line(house: Path) -> None:
    (house / "raw" / "good.pdf").write_text("good")
    (house / "raw" / "new\nline å.pdf").write_text("refuse encrypted")
    (house / "raw" / "twin.pdf").write_text("good")
    ran = fake(house, "run")
    assert ran.returncode == 1
    lines = ran.stdout.splitlines()
    assert lines[0] == (
        r"new\nline å.pdf: encrypted: seen in it. The file needs a password. Ask the publisher for an open copy."
    )
    assert lines[1].startswith("twin.pdf: same_bytes: its bytes are the same as those of good.pdf. ")
    assert lines[2] == "3 files: 1 published, 1 duplicate, 1 refused"
    assert lines[3].startswith("warehouse.duckdb is new: run 1, 3 rows")
    assert len(lines) == 4
    assert ran.stderr == ""


def test_run_with_nothing_bad_ends_with_0_and_a_second_finds_nothing_to_do(house: Path) -> None:
    (house / "raw" / "good.pdf").write_text("good")
    assert fake(house, "run").returncode == 0
    again = fake(house, "run")
    assert again.returncode == 0
    assert again.stdout.splitlines()[0] == "1 file: 1 unchanged"
    assert "was up to date" in again.stdout


def test_a_limit_that_is_raised_is_used(house: Path) -> None:
    (house / "raw" / "large.pdf").write_text("good " + "x" * 1_500_000)
    small = fake(house, "run", "--size-limit", "1")
    assert (small.returncode, "too_large" in small.stdout) == (1, True)
    assert fake(house, "run", "--size-limit", "2").returncode == 0


def test_two_runs_at_once(house: Path) -> None:
    (house / "raw" / "slow.pdf").write_text("hang")
    first = subprocess.Popen(
        [*FAKED, "run", "--time-limit", "3"], cwd=house, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    until((house / "staged" / "hanging").exists)
    second = fake(house, "run")
    assert second.returncode == 3
    assert f"another run is active (process {first.pid} " in second.stderr
    assert "Traceback" not in second.stderr
    assert first.wait(timeout=30) == 1


@pytest.mark.usefixtures("interruptible")
def test_interrupting_says_what_is_kept(house: Path) -> None:
    (house / "raw" / "slow.pdf").write_text("hang")
    running = subprocess.Popen(
        [*FAKED, "run"],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    until((house / "staged" / "hanging").exists)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert not (house / "warehouse.duckdb").exists()


def test_what_cannot_be_written_is_told(house: Path) -> None:
    (house / "raw" / "good.pdf").write_text("good")
    (house / "staged").write_text("a file where a folder should be")
    failed = fake(house, "run")
    assert failed.returncode in (2, 3)
    assert "staged" in failed.stderr
    assert "Traceback" not in failed.stderr


def until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_what_people_settle_is_published_told_and_named_by_diff(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "plan.txt").write_text(plan_text(random_plan(5), Style()), encoding="utf-8")
    assert call("run", cwd=tmp_path).returncode == 0
    asked = call("review", "indicator", "--column", "target_text", "--limit", "1", cwd=tmp_path)
    head, line = list(csv.reader(asked.stdout.splitlines()))
    filled = dict(zip(head, line, strict=True)) | {"verdict": "confirmed", "reviewed_by": "A. Berg"}
    asked = call("review", "base.budget_line", "--column", "amount_mnkr", "--limit", "9", cwd=tmp_path)
    assert not [row for row in csv.DictReader(asked.stdout.splitlines()) if re.search(r"\.\d*0$", row["printed"])]
    refused = call("review", "budget_by_year", "--column", "amount_mnkr", cwd=tmp_path)
    assert "budget_by_year cannot be reviewed (its rows are those of budget_line)" in refused.stderr
    with (tmp_path / "reviews.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, head)
        writer.writeheader()
        writer.writerows([filled, filled | {"row_id": "indicator/99/1"}])
    assert call("run", cwd=tmp_path).returncode == 0
    assert "2 reviews, 1 applied\n  line 3: confirmed of" in call("status", cwd=tmp_path).stdout
    confirmed = "select count(*) as n from indicator_by_year where trust = 'confirmed'"
    shown = call("sql", confirmed, "--format", "csv", cwd=tmp_path)
    assert shown.stdout.split() == ["n", "1"]
    assert call("verify", cwd=tmp_path).returncode == 0
    assert call("diff", cwd=tmp_path).stdout.count("review ") == 2
    (tmp_path / "reviews.csv").write_text("verdict,reviewed_by,reviewed_on\nright,,\n", "utf-8")
    refused = call("run", cwd=tmp_path)
    assert (refused.returncode, refused.stderr.count("\n")) == (3, 2)
    assert "line 2: verdict is right: it is one of misread" in refused.stderr


def test_commands_work_from_any_folder_where_the_environment_says_where_things_are(
    warehouse: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TJUT_WAREHOUSE", warehouse)
    assert call("sql", "select 1", cwd=tmp_path).returncode == 0
    assert call("sql", "select 1", "--warehouse", "nowhere.duckdb", cwd=tmp_path).returncode == 2
    monkeypatch.setenv("TJUT_RAW", str(tmp_path / "here"))
    assert f"{tmp_path}/here" in call("run", cwd=tmp_path).stderr
