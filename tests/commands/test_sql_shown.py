"""What `tjut sql` shows: in a terminal of some width, to a file, and to programs; and what it says when it cannot."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.commands.printed import as_json, number
from pipeline.commands.shown import as_csv, as_markdown, as_objects, read_by_people
from pipeline.warehouse import publish
from tests.support import forked
from tests.support.small_plan import extraction, put

TJUT = str(Path(sys.executable).with_name("tjut"))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    (folder / "staged").mkdir()
    put(folder / "staged", extraction("farsta", 2026))
    publish(folder / "staged", folder / "warehouse.duckdb", ())
    return folder / "warehouse.duckdb"


def call(warehouse: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """Exit status and all that is said, where nobody reads along."""
    command = [TJUT, "sql", "--warehouse", str(warehouse), *arguments]
    done = forked.run(command, stderr=subprocess.STDOUT, env={**os.environ, **environment})
    return done.returncode, done.stdout


def in_terminal(warehouse: Path, *arguments: str, columns: int = 80, lines: int = 1000, pager: str = "cat") -> str:
    """What a terminal of that size shows."""
    leader, follower = pty.openpty()
    size = {"COLUMNS": str(columns), "LINES": str(lines), "PAGER": pager, "TERM": "xterm"}
    process = forked.Process(
        [TJUT, "sql", "--warehouse", str(warehouse), *arguments],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={**os.environ, **size},
    )
    os.close(follower)
    shown = b"".join(_read(leader))
    os.close(leader)
    assert process.wait(timeout=60) == 0
    return shown.decode().replace("\r\n", "\n")


def _read(leader: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:  # Linux says so when the other end is closed
            return
        yield part


WORDS = "repeat('ord ', 100)"


def test_a_terminal_gets_what_fits(warehouse: Path) -> None:
    shown = in_terminal(warehouse, f"select 801.30000000::decimal(18,8) as amount, {WORDS} as long, 'x' as short")
    head, _, row, counted = shown.splitlines()
    assert head.split() == ["amount", "long", "short"]
    assert row.split()[0] == "801.3"
    assert "…" in row
    assert row.endswith(" x")
    assert 60 < len(row) <= 80
    assert counted == "1 row"


def test_a_figure_is_never_cut(warehouse: Path) -> None:
    many = ", ".join(f"123456789012345.{n} as figure_number_{n}" for n in range(4))
    row = in_terminal(warehouse, f"select {many}", columns=76).splitlines()[2]
    assert row.split() == ["123456789012345", *(f"123456789012345.{n}" for n in (1, 2, 3))]


def test_a_wide_table_is_turned_on_its_side(warehouse: Path) -> None:
    many = ", ".join(f"'{'text ' * 9}' as column_{n}" for n in range(9))
    shown = in_terminal(warehouse, f"select {many}").splitlines()
    assert shown[0] == "── 1 ──"
    assert max(map(len, shown)) <= 80
    assert "…" not in "".join(shown)
    assert [line.split()[0] for line in shown if line.startswith("column")] == [f"column_{n}" for n in range(9)]
    assert in_terminal(warehouse, f"select {many}", "--format", "table").startswith("column_0")
    assert in_terminal(warehouse, f"select {many}", columns=500).startswith("column_0")
    assert in_terminal(warehouse, "select 1 as a", "--format", "vertical").startswith("── 1 ──\na  1\n")


def test_a_long_answer_opens_in_a_pager_in_a_terminal_only(warehouse: Path) -> None:
    pager = "sed s/^/paged:/"
    assert "paged:" in in_terminal(warehouse, "from range(30)", lines=24, pager=pager)
    assert "paged:" not in in_terminal(warehouse, "from range(10)", lines=24, pager=pager)
    assert "paged:" not in call(warehouse, "from range(3000)", PAGER=pager)[1]


def test_a_pager_shows_no_more_than_the_answer_and_may_be_moved_sideways(warehouse: Path) -> None:
    assert in_terminal(warehouse, "from range(30)", lines=24).endswith("\n30 rows\n")
    assert "LESS=-S" in in_terminal(warehouse, "from range(30)", lines=24, pager="env")


def test_where_nobody_reads_along_nothing_is_cut(warehouse: Path) -> None:
    status, said = call(warehouse, f"select {WORDS} as long", COLUMNS="40")
    assert status == 0
    assert "ord " * 99 in said


def test_of_a_table_the_first_rows_are_shown_and_the_rest_is_told(warehouse: Path) -> None:
    lines = call(warehouse, "select range as n from range(1001)")[1].splitlines()
    assert len(lines) == 1003
    assert lines[-1] == "the first 1000 rows; --format csv, json or markdown gives all"
    assert len(call(warehouse, "from range(1001)", "--format", "csv")[1].splitlines()) == 1002


@pytest.mark.parametrize("form", ["table", "vertical", "markdown", "csv", "json"])
def test_numbers_without_needless_zeros_in_every_format(form: str, warehouse: Path) -> None:
    query = "select 801.30000000::decimal(18,8) as a, 0::decimal(18,8) as b, 1200::decimal(18,2) as c, [1.50] as d"
    words = call(warehouse, query, "--format", form)[1].replace(",", " ").replace(":", " ").replace("}", " ").split()
    assert {"801.3", "0", "1200"} <= set(words), words
    assert any("[1.5]" in word for word in words)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**29), max_value=10**29))
def test_no_digit_is_lost_or_needless(amount: Decimal) -> None:
    shown = number(amount)
    assert Decimal(shown) == amount
    assert "E" not in shown
    assert not ("." in shown and shown.endswith(("0", ".")))
    assert as_json(amount) == shown


def test_describe_shows_comments_and_so_do_show_tables(warehouse: Path) -> None:
    described = json.loads(call(warehouse, "describe base.budget_line", "--format", "json")[1])
    (amount,) = [row for row in described if row["column_name"] == "amount_mnkr"]
    assert "mnkr" in amount["comment"]
    assert amount["column_type"].startswith("DECIMAL")
    tables = dict(line.split(",", 1) for line in call(warehouse, "show tables", "--format", "csv")[1].splitlines())
    assert tables["budget_by_year"]
    assert not any("." in name for name in tables)
    folded = in_terminal(warehouse, "describe budget_by_year")
    assert "…" not in folded
    assert max(map(len, folded.splitlines())) <= 80
    assert "area" in call(warehouse, "describe select 1 as area")[1]


def test_a_missing_table_says_where_it_is(warehouse: Path) -> None:
    status, said = call(warehouse, "from indicator")
    assert status == 2
    assert "base.indicator, or " in said
    assert "indicator_year_over_year" in said
    assert "Usage" not in said
    assert "LINE 1" in said
    assert "base.budget_line" in call(warehouse, "from budgetline")[1]
    assert "`show tables`" in call(warehouse, "from zzzzzz")[1]
    assert "base.finding" in call(warehouse, "describe finding")[1]


@pytest.mark.parametrize("query", ["", " \n", ";", "-- all of it", "/* a */ ; ;"])
def test_an_empty_query_is_told(query: str, warehouse: Path) -> None:
    status, said = call(warehouse, query)
    assert (status, said.count("\n")) == (2, 1)
    assert "the query is empty" in said


def test_each_statement_is_shown(warehouse: Path) -> None:
    assert call(warehouse, "select 1 as a; select 2 as b")[1] == "a\n─\n1\n1 row\nb\n─\n2\n1 row\n"


def test_a_document_cannot_steer_the_terminal(warehouse: Path) -> None:
    shown = in_terminal(warehouse, "select 'a' || chr(27) || '[31m' || chr(10) || 'b' as text")
    assert "a␛[31m␊b" in shown
    assert "\x1b[31m" not in in_terminal(warehouse, "select 'a' || chr(27) || '[31m' as text", "--format", "vertical")


def test_forms_for_programs() -> None:
    rows = [("a|b\nc", None, True), ('q"', Decimal("2.50"), False)]
    names = ["t", "t", "ok"]
    assert list(as_markdown(names, iter(rows))) == [
        "| t | t | ok |", "| --- | --- | --- |", "| a\\|b c |  | true |", '| q" | 2.5 | false |'
    ]  # fmt: skip
    assert list(as_csv(names, iter(rows))) == ["t,t,ok", '"a|b\nc",,true', '"q""",2.5,false']
    assert json.loads("".join(as_objects(names, iter(rows)))) == [
        {"t": "a|b\nc", "t_1": None, "ok": True},
        {"t": 'q"', "t_1": 2.5, "ok": False},
    ]
    assert "".join(as_objects(names, iter(()))) == "[]"
    assert read_by_people(["a"], iter(()), "auto", 80) == ["a", "─", "0 rows"]


def test_who_holds_the_file_is_told(warehouse: Path, tmp_path: Path) -> None:
    own = tmp_path / "w.duckdb"
    own.write_bytes(warehouse.read_bytes())
    with duckdb.connect(str(own)):
        status, said = call(own, "select 1")
    assert status == 3
    assert f"process {os.getpid()}" in said
    assert "read-only" in said
    assert "Usage" not in said
