"""Staging: the same bytes each time, whole or not at all, and each value with the place it was printed."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from contracts import CONTRACTS
from pipeline import stage as staging
from pipeline.document import Box
from pipeline.record import Extraction, Record, Source
from pipeline.refusal import Refused
from pipeline.stage import ContractBroken, rows_of
from tests.support.places import ROOT
from tests.support.small_plan import extraction, put, record


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def published(staged: Path) -> dict[str, bytes]:
    """The contents of documents alone: neither what is unfinished nor what a newer reading has put aside."""
    return {name: content for name, content in contents(staged).items() if not name.startswith(".")}


def documents(staged: Path) -> list[str]:
    return sorted(path.parent.name for path in staged.glob("*/manifest.json"))


def test_the_manifest_tells_what_is_there(tmp_path: Path) -> None:
    name = put(tmp_path, extraction())
    manifest = json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8"))
    tables = {contract.table for contract in CONTRACTS.values() if contract.staged}
    assert {path.stem for path in (tmp_path / name).glob("*.parquet")} == set(manifest["tables"]) == tables
    for table, entry in manifest["tables"].items():
        path = tmp_path / name / f"{table}.parquet"
        assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert entry["rows"] == parquet.read_metadata(path).num_rows
    assert (manifest["document_id"], manifest["file_name"]) == (name, "farsta-2026-1.pdf")
    assert manifest["tables"]["budget_line"]["rows"] == 16


PUT = """
import sys
from pathlib import Path
from tests.support.small_plan import extraction, put
put(Path(sys.argv[1]), extraction())
"""


def test_another_process_stages_the_same_bytes(tmp_path: Path) -> None:
    put(tmp_path / "here", extraction())
    elsewhere = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "HOME": str(tmp_path)}
    subprocess.run(
        [sys.executable, "-c", PUT, str(tmp_path / "there")], cwd=ROOT, env={**os.environ, **elsewhere}, check=True
    )
    assert contents(tmp_path / "here") == contents(tmp_path / "there")
    assert len(contents(tmp_path / "here")) > 10


def test_more_rows_than_a_document_has_are_refused(tmp_path: Path) -> None:
    made = extraction()
    most = CONTRACTS["activity"].most_rows
    there = sum(one.table == "activity" for one in made.records)
    made.records += [
        record("activity", goal_code="1.1", set_by="nämnd", ordinal=n, name=f"Öva {n}")
        for n in range(10, 10 + most - there)
    ]
    put(tmp_path, made)
    made.records.append(record("activity", goal_code="1.1", set_by="nämnd", ordinal=9, name="Öva"))
    with pytest.raises(Refused, match=rf"too_many_rows: {most + 1} rows of activity; .* at most {most}"):
        put(tmp_path / "other", made)
    assert not documents(tmp_path / "other")


def test_staging_again_replaces(tmp_path: Path) -> None:
    first = put(tmp_path, extraction())
    put(tmp_path, extraction("bromma"))
    before = contents(tmp_path)
    made = extraction()
    made.records.pop()
    assert put(tmp_path, made) == first
    assert len(documents(tmp_path)) == 2
    assert contents(tmp_path) != before
    put(tmp_path, extraction())
    assert published(tmp_path) == before


def test_the_same_file_under_another_board_is_one_document(tmp_path: Path) -> None:
    """A later version of the code may read another board or year in the same bytes."""
    sha256 = str(extraction().document.values["sha256"])
    put(tmp_path, extraction())
    later = put(tmp_path, extraction("bromma", 2027, sha256=sha256))
    assert documents(tmp_path) == [later] == [f"bromma-2027-{sha256[:32]}"]


def test_a_broken_contract_stages_nothing_and_keeps_what_was(tmp_path: Path) -> None:
    put(tmp_path, extraction())
    before = contents(tmp_path)
    made = extraction()
    made.records[0].values["level"] = 0
    with pytest.raises(ContractBroken, match=r"1 values break a contract.*section.level") as raised:
        put(tmp_path, made)
    assert contents(tmp_path) == before
    assert [(failure.row_id or "").partition("/")[2] for failure in raised.value.failures] == ["section/1"]


def test_trouble_halfway_leaves_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, extraction())
    before = contents(tmp_path)
    write = staging._write

    def fail(rows: object, path: Path) -> object:
        if path.stem == "goal":
            raise OSError(28, "No space left on device")
        return write(rows, path)

    monkeypatch.setattr(staging, "_write", fail)
    with pytest.raises(OSError, match="No space left"):
        put(tmp_path, extraction())
    assert published(tmp_path) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline import stage
from tests.support.small_plan import extraction, put
moment, staged = sys.argv[1], Path(sys.argv[2])
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
if moment == "writing":
    write = stage._write
    stage._write = lambda rows, path: die() if path.stem == "provenance" else write(rows, path)
elif moment == "before the swap":
    Path.rename = die
elif moment == "in the swap":
    rename = Path.rename
    Path.rename = lambda path, to: die() if path.parent.name == ".building" else rename(path, to)
put(staged, extraction())
"""


@pytest.mark.parametrize("moment", ["writing", "before the swap", "in the swap"])
def test_a_killed_run_leaves_no_half_document(tmp_path: Path, moment: str) -> None:
    """Whatever is listed is whole; what was killed away is staged by the next run."""
    put(tmp_path, extraction())
    whole = contents(tmp_path)
    killed = subprocess.run([sys.executable, "-c", KILLED, moment, str(tmp_path)], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    for name in documents(tmp_path):
        assert contents(tmp_path / name) == {path.partition("/")[2]: content for path, content in whole.items()}
    put(tmp_path, extraction())
    assert published(tmp_path) == whole


def test_row_ids_tell_their_row_and_stay_unique() -> None:
    made = extraction()
    made.records.append(record("decision", number=2, text="Nummer två igen.", action="annat"))
    rows = rows_of(made)
    name = rows["document"][0]["document_id"]
    assert [row["row_id"] for row in rows["decision"]] == [
        f"{name}/decision/1",
        f"{name}/decision/2",
        f"{name}/decision/2#2",
    ]
    assert rows["indicator"][0]["row_id"] == f"{name}/indicator/1.1/1"
    assert rows["budget_line"][0]["row_id"] == f"{name}/budget_line/1/1/1"


def test_a_value_over_a_page_break_cites_both_pages() -> None:
    made = extraction()
    one, two = Source(4, Box(1, 2, 3, 4), "Nämnden "), Source(5, Box(1, 2, 3, 4), "ansöker.")
    made.records[1].sources = {"text": (one, two), "area": (one,)}  # the decision has no area: nothing to cite
    rows = rows_of(made)
    cited = [row for row in rows["provenance"] if row["row_id"] == rows["decision"][0]["row_id"]]
    assert [(row["column_name"], row["part"], row["page"], row["text"]) for row in cited] == [
        ("text", 1, 4, "Nämnden "),
        ("text", 2, 5, "ansöker."),
    ]
    assert rows["decision"][0]["page"] == 4
    assert [row["ordinal"] for row in rows["provenance"]] == list(range(1, len(rows["provenance"]) + 1))


def test_a_text_file_cites_lines() -> None:
    made = extraction()
    made.records = [record("investment", ordinal=1, name="Maskiner", amount_mnkr=Decimal("0.5"))]
    made.records[0].sources = {"name": (Source(3, None, "Maskiner", line=412),)}
    (cited,) = [row for row in rows_of(made)["provenance"] if row["table_name"] == "investment"]
    assert (cited["page"], cited["line"], cited["x0"], cited["bottom"]) == (3, 412, None, None)


def test_money_is_decimal_in_parquet(tmp_path: Path) -> None:
    name = put(tmp_path, extraction())
    table = parquet.read_table(tmp_path / name / "investment.parquet")
    assert table["amount_mnkr"].to_pylist() == [Decimal("0.03096050")]


def test_a_plan_without_rows_has_all_its_tables(tmp_path: Path) -> None:
    name = put(tmp_path, Extraction(extraction().document, []))
    assert parquet.read_table(tmp_path / name / "goal.parquet").schema.equals(CONTRACTS["goal"].arrow_schema())


def test_a_row_begins_where_it_is_printed_and_not_where_its_header_is() -> None:
    sources = {"column_text": (Source(3, None, "Netto"),), "label": (Source(4, None, "Park"),)}
    assert Record("budget_line", {}, {**sources, "amount_mnkr": (Source(5, None, "1,0"),)}).page == 4
    assert Record("expected_result", {}, {"goal_code": (Source(3, None, "1.1"),)}).page == 3
