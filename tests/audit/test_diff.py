"""`tjut diff`: two runs of the ledger, file by file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.audit.between_runs import diff
from pipeline.cli import main
from pipeline.ledger import Ledger
from pipeline.outcome import Fate
from pipeline.run import run
from tests.press.random_plan import random_plan
from tests.press.style import Style
from tests.press.text import plan_text

pytestmark = pytest.mark.usefixtures("warm_nurseries")


def write(raw: Path, name: str, seed: int, more: str = "") -> None:
    (raw / name).write_text(plan_text(random_plan(seed), Style()) + more, encoding="utf-8")


def test_files_that_came_went_or_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw, staged, warehouse = tmp_path / "raw", tmp_path / "staged", tmp_path / "warehouse.duckdb"
    raw.mkdir()
    for name, seed in (("stays.txt", 4), ("goes.txt", 5), ("changes.txt", 6)):
        write(raw, name, seed)
    run(raw, staged, warehouse)
    run(raw, staged, warehouse)
    (raw / "goes.txt").unlink()
    write(raw, "changes.txt", 6, more="\n")
    (raw / "bad.txt").write_text("hej", encoding="utf-8")
    run(raw, staged, warehouse)
    entries = Ledger(warehouse).entries()
    assert entries[2].gone == ("goes.txt",)
    assert not diff(entries, 1, 2).changes, "an unchanged file is the same as one just published"
    found = diff(entries, 2, 3)
    assert [change.file for change in found.changes] == ["bad.txt", "changes.txt", "goes.txt"]
    assert not found.incomplete
    with pytest.raises(SystemExit) as ended:
        main(["diff", "1", "3", "--warehouse", str(warehouse)])
    said = capsys.readouterr().out
    assert ended.value.code == 1
    assert "bad.txt: new, refused (not_a_tjänsteutlåtande)" in said
    (stays,) = [change.before.document_id for change in found.changes if change.file == "goes.txt" and change.before]
    assert f"goes.txt: removed from the folder, was published; its document {stays} is kept\n" in said
    assert "→ 0 rows" not in said
    assert "changes.txt: bytes changed: sha256" in said
    assert "stays.txt" not in said


def test_an_old_ledger_is_read_and_completed_by_the_next_run(tmp_path: Path) -> None:
    raw, staged, warehouse = tmp_path / "raw", tmp_path / "staged", tmp_path / "warehouse.duckdb"
    raw.mkdir()
    write(raw, "plan.txt", 4)
    run(raw, staged, warehouse)
    ledger = Ledger(warehouse)
    line = json.loads(ledger.path.read_text(encoding="utf-8"))
    del line["gone"], line["found"], line["raw"]
    line["outcomes"] = []  # as where a killed run had staged it
    ledger.path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    entry = run(raw, staged, warehouse).entry
    assert [(outcome.file, outcome.fate) for outcome in entry.found] == [("plan.txt", Fate.UNCHANGED)]
    assert not run(raw, staged, warehouse).entry.found, "told once"
    entries = ledger.entries()
    assert diff(entries, 1, 2).incomplete == [1]
    other = replace(entries[2], code_version="0.1.0+other", libraries={**entries[2].libraries, "duckdb": "0"})
    found = diff([*entries[:2], other], 2, 3)
    assert found.code == (entries[1].code_version, "0.1.0+other")
    assert [name for name, *_ in found.libraries] == ["duckdb"]
