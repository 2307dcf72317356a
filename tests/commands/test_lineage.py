"""Lineage, as a server on loopback hears it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import cli
from pipeline.commands import lineage
from tests.support.webhook import listening

pytestmark = pytest.mark.usefixtures("warm_nurseries")
PLAN = """Farsta stadsdelsnämnd
Tjänsteutlåtande
Dnr: EXE 2026/77
2026-12-01
Handläggare
Dana Mönster
Till
Farsta stadsdelsnämnd

Verksamhetsplan 2027

Förslag till beslut

1. Nämnden godkänner förslaget.

Anna Exempel
stadsdelsdirektör
"""


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder whose runs have nothing to do."""
    (tmp_path / "raw").mkdir()
    return tmp_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "plan.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "raw" / "bad.pdf").write_bytes(b"%PDF-1.7 half a file")
    return tmp_path


@pytest.fixture
def heard() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def server(heard: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with listening(heard) as address:
        monkeypatch.setenv("OPENLINEAGE_URL", address.removesuffix("/hook"))
        yield address


def run(folder: Path) -> Result:
    places = {"raw": "raw", "staged": "staged", "warehouse": "w.duckdb"}
    words = [word for name, place in places.items() for word in (f"--{name}", str(folder / place))]
    return CliRunner().invoke(cli, ["run", *words], standalone_mode=False)


def test_a_run_tells_what_it_read_and_what_it_published(folder: Path, server: str, heard: list[dict[str, Any]]) -> None:
    assert run(folder).return_value == 1  # for the bad file, which is no trouble of the run's
    start, complete = heard
    assert [start["eventType"], complete["eventType"]] == ["START", "COMPLETE"]
    assert start["run"]["runId"] == complete["run"]["runId"]
    assert start["job"]["name"] == complete["job"]["name"] == f"ingest:{folder}/w.duckdb"
    with duckdb.connect(str(folder / "w.duckdb"), read_only=True) as connection:
        (sha256,) = connection.execute("SELECT sha256 FROM base.document").fetchall()[0]
        tables = dict(
            connection.execute("SELECT table_name, 0 FROM duckdb_tables() WHERE schema_name = 'base'").fetchall()
        )
        tables = {name: connection.execute(f"SELECT count(*) FROM base.{name}").fetchall()[0][0] for name in tables}
    (read,) = complete["inputs"]
    assert (read["name"], read["facets"]["version"]["datasetVersion"]) == (f"{folder}/raw/plan.txt", f"sha256:{sha256}")
    rows = {
        one["name"].removeprefix("w.base."): one["outputFacets"]["outputStatistics"]["rowCount"]
        for one in complete["outputs"]
    }
    assert rows == tables
    assert rows["document"] == 1
    (document,) = [one for one in complete["outputs"] if one["name"] == "w.base.document"]
    fields = {field["name"]: field for field in document["facets"]["schema"]["fields"]}
    assert fields["sha256"]["type"] == "VARCHAR"
    assert fields["sha256"]["description"]


def test_a_run_that_publishes_nothing_new_has_no_outputs(empty: Path, server: str, heard: list[dict[str, Any]]) -> None:
    run(empty)
    assert [one["name"] for one in heard[-1]["outputs"]]
    run(empty)
    assert (heard[-1]["eventType"], heard[-1]["inputs"], heard[-1]["outputs"]) == ("COMPLETE", [], [])


def test_a_run_that_fails_says_why(folder: Path, server: str, heard: list[dict[str, Any]]) -> None:
    run(folder)
    heard.clear()
    for path in (folder / "raw").iterdir():
        path.unlink()
    assert isinstance(run(folder).exception, Exception)
    assert [event["eventType"] for event in heard] == ["START", "FAIL"]
    assert "raw is empty" in heard[-1]["run"]["facets"]["errorMessage"]["message"]
    assert heard[0]["run"]["runId"] == heard[1]["run"]["runId"]


@pytest.mark.parametrize("trouble", ["answers with errors", "hangs", "is not there"])
def test_a_server_in_trouble_is_told_and_stops_no_run(
    empty: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.setattr(lineage, "PATIENCE", 0.5)
    heard: list[dict[str, Any]] = []
    with listening(heard, [trouble.split()[0]]) as address, socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        there = address.removesuffix("/hook")
        url = f"http://user:secret@127.0.0.1:{nobody.getsockname()[1]}" if trouble == "is not there" else there
        monkeypatch.setenv("OPENLINEAGE_URL", url)
        result = run(empty)
    assert result.return_value == 0
    assert "w.duckdb is new" in result.stdout
    assert result.stderr.startswith("lineage of this run is incomplete")
    assert "secret" not in result.stderr
    assert heard == []


def test_an_address_that_is_none_is_told(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENLINEAGE_URL", "nowhere")
    result = run(empty)
    assert result.return_value == 0
    assert "lineage of this run is incomplete" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_configuration_file_does_as_well(empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events = tmp_path / "events.jsonl"
    (tmp_path / "lineage.yml").write_text(f"transport: {{type: file, log_file_path: {events}, append: true}}\n")
    monkeypatch.setenv("OPENLINEAGE_CONFIG", str(tmp_path / "lineage.yml"))
    run(empty)
    assert events.read_text().count('"eventType"') == 2


def test_nobody_is_told_unless_it_is_wanted() -> None:
    assert not lineage.is_wanted({})
    assert lineage.is_wanted({"OPENLINEAGE_URL": "http://127.0.0.1:5000"})
    assert not lineage.is_wanted({"OPENLINEAGE_URL": "http://127.0.0.1:5000", "OPENLINEAGE_DISABLED": "true"})
