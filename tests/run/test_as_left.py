"""What the next run and `tjut verify` find when somebody has changed what a run left behind."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.ledger import Ledger
from pipeline.run import Report, run
from tests.press.random_plan import random_plan
from tests.press.style import Style
from tests.press.text import plan_text

pytestmark = pytest.mark.usefixtures("warm_nurseries")


class Place:
    """A raw folder, and what runs made of it."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.staged, self.warehouse = folder / "raw", folder / "staged", folder / "warehouse.duckdb"

    def run(self) -> Report:
        return run(self.raw, self.staged, self.warehouse)

    def verify(self, *arguments: str) -> tuple[int, str]:
        options = ["verify", "--raw", str(self.raw), "--warehouse", str(self.warehouse), *arguments]
        answer = CliRunner().invoke(cli, options, standalone_mode=False)
        return int(getattr(answer.exception, "exit_code", answer.return_value) or 0), answer.output

    def figures(self) -> list[object]:
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute("SELECT sum(amount_mnkr), count(*) FROM base.budget_line").fetchall()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("left")
    (folder / "raw").mkdir()
    for seed in (4, 5):
        (folder / "raw" / f"{seed}.txt").write_text(plan_text(random_plan(seed), Style()), encoding="utf-8")
    assert not Place(folder).run().bad
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Place:
    return Place(Path(shutil.copytree(made, tmp_path / "house")))


def doubled(place: Place) -> None:
    with duckdb.connect(str(place.warehouse)) as connection:
        connection.execute("UPDATE base.budget_line SET amount_mnkr = amount_mnkr * 2")


def runs_changed(place: Place) -> None:
    with duckdb.connect(str(place.warehouse)) as connection:
        connection.execute("UPDATE base.run SET code_version = 'another'")


def cut_off(place: Place) -> None:
    os.truncate(place.warehouse, 100_000)


def overwritten(place: Place) -> None:
    place.warehouse.write_text("nothing")


@pytest.mark.parametrize("change", [doubled, runs_changed, cut_off, overwritten])
def test_a_run_with_nothing_new_finds_a_changed_warehouse_and_makes_it_anew(
    place: Place, change: Callable[[Place], None]
) -> None:
    before = place.figures()
    assert not place.run().rebuilt  # a copy of the same bytes is as good
    change(place)
    assert place.verify()[0] == (3 if change in (cut_off, overwritten) else 1)
    report = place.run()
    assert (report.rebuilt, report.changed_by_others, report.bad) == (True, True, [])
    assert place.figures() == before
    assert place.verify()[0] == 0
    assert not place.run().rebuilt


def test_rows_that_were_changed_by_hand_are_not_carried_to_the_next_warehouse(place: Place) -> None:
    before = place.figures()
    doubled(place)
    (place.raw / "bad.txt").write_text("no plan")  # something new, so that it publishes
    assert place.run().rebuilt
    assert place.figures() == before


def forged(folder: Path) -> None:
    """Another figure, with a manifest that fits it."""
    file = folder / "budget_line.parquet"
    with duckdb.connect() as connection:
        query = f"SELECT * REPLACE (amount_mnkr + 1 AS amount_mnkr) FROM read_parquet('{file}')"
        connection.execute(f"COPY ({query}) TO '{file}.new' (FORMAT parquet)")
    Path(f"{file}.new").replace(file)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["tables"]["budget_line"]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def renamed(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "code_version": "0.1.0+of-others"}))


@pytest.mark.parametrize("change", [forged, renamed])
def test_a_staged_document_with_another_manifest_than_the_ledger_tells_of_is_read_again(
    place: Place, change: Callable[[Path], None]
) -> None:
    before = place.figures()
    change(sorted(path.parent for path in place.staged.glob("*/manifest.json"))[0])
    report = place.run()
    assert sorted(outcome.fate for outcome in report.outcomes) == ["published", "unchanged"]
    assert place.figures() == before


def test_the_ledger_is_a_chain(place: Place) -> None:
    place.run()
    place.run()
    ledger = Ledger(place.warehouse)
    status, head = place.verify("--head")
    assert (status, head) == (0, f"{ledger.head()}  run 3\n")
    kept = head.split()[0]
    place.run()
    assert place.verify("--kept", kept)[0] == 0
    lines = ledger.path.read_bytes().splitlines(keepends=True)

    def broken(*changed: bytes) -> str:
        ledger.path.write_bytes(b"".join(changed))
        status, said = place.verify("--kept", kept)
        assert status == 1, said
        return said

    changed = lines[1].replace(b'"unchanged": 2', b'"unchanged": 3')
    assert changed != lines[1]
    assert "line 3 (run 3): it does not follow from the line before" in broken(lines[0], changed, *lines[2:])
    assert "line 2 (run 3): it does not follow from the line before" in broken(lines[0], *lines[2:])
    assert f"no line has the digest {kept}" in broken(*lines[:2])
    ledger.path.write_bytes(b"".join(lines[1:]))  # rotated: the oldest are kept elsewhere
    assert place.verify("--kept", kept)[0] == 0


def test_what_a_crash_cut_off_breaks_no_chain_and_lines_of_earlier_versions_have_none(place: Place) -> None:
    ledger = Ledger(place.warehouse)
    told = json.loads(ledger.path.read_text())
    del told["previous_sha256"]
    ledger.path.write_text(json.dumps(told) + '\n{"run_id": 2, "star')
    place.run()
    place.run()
    assert [entry.run_id for entry in ledger.entries()] == [1, 2, 3]
    assert ledger.breaks() == []
