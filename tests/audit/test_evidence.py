"""`tjut evidence`: one zip that shows a row, a finding or an answer to somebody who has nothing else."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.run import run
from pipeline.warehouse import publish
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style
from tests.support.small_plan import extraction, put, record

RULED = Style(body="press", headings="press", tables="press", size=12, table_size=8, bullet="-")
Tjut = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("house")
    (root / "raw").mkdir()
    set_plan(random_plan(4), RULED, root / "raw" / "plan å.pdf")
    run(root / "raw", root / "staged", root / "warehouse.duckdb")
    return root


@pytest.fixture
def tjut(house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tjut:
    """`tjut evidence` in the house: its status, and what it says to whoever asked."""
    monkeypatch.chdir(house)

    def call(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as left:
            main(["evidence", *arguments])
        return int(left.value.code or 0), capsys.readouterr().err

    return call


def opened(path: Path) -> tuple[dict[str, bytes], Any]:
    with zipfile.ZipFile(path) as made:
        members = {name: made.read(name) for name in made.namelist()}
    return members, json.loads(members["evidence.json"])


def test_a_row_with_its_file_its_page_and_its_crop(house: Path, tjut: Tjut, tmp_path: Path) -> None:
    out, again = tmp_path / "one.zip", tmp_path / "two.zip"
    asked = ("budget_by_year", "--where", "measure = 'netto'", "--limit", "1", "--out")
    assert tjut(*asked, str(out))[0] == tjut(*asked, str(again))[0] == 1  # there are more rows, which is told
    assert out.read_bytes() == again.read_bytes()
    members, data = opened(out)
    (row,) = data["rows"]
    assert "rows are included: raise --limit" in data["lacks"][0]
    assert members[row["file"]] == (house / "raw" / "plan å.pdf").read_bytes()
    (amount,) = [value for value in row["values"] if value["column"] == "amount_mnkr"]
    assert amount["stored"] == amount["meant"]
    assert float(amount["printed"].replace(" ", "").replace(",", ".")) == amount["stored"]
    assert row["document"]["sha256"] and row["runs"][0]["outcome"] == "published"
    for picture in row["pictures"]:
        assert members[picture["whole"]][:4] == members[picture["crop"]][:4] == b"\x89PNG"
    cover = members["index.html"].decode()
    assert not re.search(r"<script|https?://", cover)
    links = set(re.findall(r'href="([^"]+)"', cover))
    assert links and links <= members.keys()


def test_the_hash_alone_and_a_query(tjut: Tjut, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "some.zip"
    query = "select row_id, name from indicator_by_year order by row_id limit 2"
    assert tjut("--query", query, "--hash-only", "--out", str(out)) == (0, "")
    members, data = opened(out)
    assert not [name for name in members if name.startswith("documents/")]
    assert members["answer.csv"].startswith(b"row_id,name\r\n")
    assert len(data["rows"]) == 2
    assert data["query"] == query


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "give either a table, view or row id, or --query, not both"),
        (("goal", "--query", "select 1"), "not both"),
        (("--query", "select 1 as one"), "returns no column row_id"),
        (("--query", "select row_id from base.goal where false"), "the query returns no rows"),
        (("--query", "select nothing from base.goal"), "nothing"),
        (("--query", "select 1; select 2"), "--query takes one statement"),
        (("--query", "drop table base.goal"), "only reads"),
        (("goal", "--where", "false"), "no row of goal matches the condition"),
        (("nonsense",), "there is no table or document nonsense"),
    ],
)
def test_what_cannot_be_asked(tjut: Tjut, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    status, said = tjut(*arguments, "--out", str(tmp_path / "none.zip"))
    assert status == 2
    assert told in said
    assert not (tmp_path / "none.zip").exists()


def test_a_finding_with_its_rule_and_a_file_that_is_gone(tmp_path: Path, tjut: Tjut) -> None:
    """What a document prints is shown as it is and steers no browser."""
    evil = "<script>alert(1)</script>\x1b[31m"
    made = extraction()
    made.records.append(record("finding", ordinal=9, rule="total", severity="error", message=evil, page=1))
    staged = tmp_path / "staged"
    staged.mkdir()
    document = put(staged, made)
    publish(staged, tmp_path / "warehouse.duckdb", [])
    out = tmp_path / "finding.zip"
    places = ("--warehouse", str(tmp_path / "warehouse.duckdb"), "--raw", str(tmp_path), "--out", str(out))
    status, said = tjut(f"{document}/finding/9", *places)
    assert status == 1
    assert "no file under" in said
    members, data = opened(out)
    cover = members["index.html"].decode()
    assert "<script" not in cover
    assert "&lt;script&gt;" in cover
    assert "\x1b" not in cover
    (row,) = data["rows"]
    assert row["findings"][0]["title"] == "Summarad mot rader"
    assert row["file"] is None
    assert "följer inte med" in cover
    shutil.rmtree(staged)
