"""`tjut verify`: identical wherever it is asked, and whatever was changed is named with its cause."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.run import run
from pipeline.version import ROOT
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style
from tests.press.text import plan_text
from tests.support import forked

pytestmark = pytest.mark.usefixtures("warm_nurseries")
MAIN = "from pipeline.cli import main; main()"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `raw/`, a plan as PDF and one as text, and what a run made of it."""
    root = tmp_path_factory.mktemp("published")
    (root / "raw").mkdir()
    set_plan(random_plan(4), Style(), root / "raw" / "plan.pdf")
    (root / "raw" / "plan.txt").write_text(plan_text(random_plan(5), Style()), encoding="utf-8")
    assert not run(root / "raw", root / "staged", root / "warehouse.duckdb").bad
    return root


@pytest.fixture
def house(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "house"))


def verify(house: Path, *arguments: str, code: Path = ROOT, **environment: str) -> tuple[int, str]:
    """The status and all that `tjut verify` says, as a process of its own, from another folder.

    Other code, and an environment that an interpreter starts with, need one that has not read ours.
    """
    options = ["--raw", str(house / "raw"), "--warehouse", str(house / "warehouse.duckdb")]
    command = [sys.executable, "-c", MAIN, "verify", *options, *arguments]
    if code == ROOT and not environment:
        asked = forked.run(command, cwd=house.parent)
    else:
        asked = subprocess.run(
            command,
            env={**os.environ, "PYTHONPATH": str(code), **environment},
            cwd=house.parent,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    assert "Traceback" not in asked.stderr, asked.stderr
    return asked.returncode, asked.stdout + asked.stderr


def hand(house: Path, statement: str) -> None:
    with duckdb.connect(str(house / "warehouse.duckdb")) as connection:
        connection.execute(statement)


def digests(house: Path) -> dict[str, str]:
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in house.rglob("*") if path.is_file()}


def test_identical_in_another_folder_time_zone_locale_and_hash_seed_and_nothing_is_changed(house: Path) -> None:
    before = digests(house)
    status, said = verify(house, TZ="Pacific/Kiritimati", LC_ALL="C", LANG="C", PYTHONHASHSEED="77", PYTHONUTF8="1")
    assert (status, said.splitlines()[-1].startswith("identical: 2 documents")) == (0, True), said
    assert digests(house) == before


def test_the_reference_reader_reads_the_same(house: Path) -> None:
    status, said = verify(house, "--reader", "pdfplumber", "plan.pdf")
    assert (status, said.startswith("identical: 1 document,")) == (0, True), said


def test_a_value_changed_in_the_warehouse_is_named(house: Path) -> None:
    hand(
        house,
        "update base.investment set row_id = row_id, amount_mnkr = amount_mnkr + 1 where row_id = "
        "(select min(row_id) from base.investment where amount_mnkr is not null)",
    )
    status, said = verify(house)
    assert status == 1
    assert re.search(r"^  investment \S+/investment/\S+ amount_mnkr: warehouse \S+, now \S+$", said, re.MULTILINE), said
    assert said.count("warehouse ") - said.count("the warehouse ") == 1, said
    assert "why: the warehouse was changed by hand" in said


def test_a_warehouse_that_somebody_has_changed_is_not_called_identical(house: Path) -> None:
    hand(house, "comment on view budget_by_year is 'so far'")
    status, said = verify(house, "plan.txt")
    assert status == 1
    assert said.splitlines()[-1].startswith("documents identical, but changed as listed above: 1 document,"), said


def test_a_row_deleted_from_the_warehouse_is_named(house: Path) -> None:
    hand(house, "delete from base.activity where row_id = (select min(row_id) from base.activity)")
    status, said = verify(house)
    assert (status, said.count("the row is not in the warehouse")) == (1, 1), said


def test_a_figure_changed_in_the_file_is_named(house: Path) -> None:
    text = house / "raw" / "plan.txt"
    with duckdb.connect(str(house / "warehouse.duckdb"), read_only=True) as connection:
        line, printed, row_id = connection.execute(
            "select line, text, row_id from base.provenance join base.document using (document_id)"
            " where file_name = 'plan.txt' and table_name = 'investment' and column_name = 'amount_mnkr' limit 1"
        ).fetchall()[0]
    lines = text.read_text(encoding="utf-8").split("\n")
    other = re.sub(r"\d(?=\D*$)", lambda digit: str((int(digit[0]) + 1) % 10), printed)
    assert printed in lines[line - 1]
    lines[line - 1] = other.join(lines[line - 1].rsplit(printed, 1))
    text.write_text("\n".join(lines), encoding="utf-8")
    status, said = verify(house)
    assert status == 1
    assert f"investment {row_id} amount_mnkr: warehouse" in said, said
    assert "why: the file: sha256" in said
    assert "plan.pdf" not in said


def test_a_changed_line_of_a_parser_is_named(house: Path, tmp_path: Path) -> None:
    code = tmp_path / "code"
    for folder in ("contracts", "pipeline"):
        shutil.copytree(ROOT / folder, code / folder)
    cover = code / "pipeline" / "parse" / "cover.py"
    line = '"file_name": (plan.document.file_name, ()),'
    assert line in cover.read_text(encoding="utf-8")
    cover.write_text(cover.read_text(encoding="utf-8").replace(line, line.replace(", ()", ".upper(), ()")), "utf-8")
    status, said = verify(house, "plan.txt", code=code)
    assert status == 1
    assert "file_name: warehouse plan.txt, now PLAN.TXT" in said, said
    assert "why: the code: " in said
    assert ": 1 differences" in said
    # Before it is put into service, with a column that the warehouse does not have: all documents, a table at a time.
    activity = code / "contracts" / "activity.py"
    column = 'Column("responsible", "text", "Ansvarig", "Vem.", "x", nullable=True), PAGE,'
    activity.write_text(activity.read_text("utf-8").replace("PAGE,\n    )", f"{column}\n    )"), "utf-8")
    status, said = verify(house, code=code)
    assert status == 1
    assert "the warehouse was made by another version of Tjut" in said, said
    assert "the warehouse does not have them yet: activity.responsible\n" in said
    assert (
        "table document: 2 values differ, 0 rows removed, 0 added\n"
        "  file_name, 2: plan.pdf → PLAN.PDF, plan.txt → PLAN.TXT\n"
    ) in said
    assert "changed by hand" not in said


def test_a_missing_file_is_named_and_without_a_folder_nothing_can_be_said(house: Path) -> None:
    (house / "raw" / "plan.txt").unlink()
    status, said = verify(house)
    assert (status, said.count("the file is missing")) == (1, 1), said
    shutil.rmtree(house / "raw")
    assert verify(house)[0] == 3
    assert verify(house, "plan-of-nobody")[0] == 2
    (house / "warehouse.duckdb").write_bytes(b"no database")
    assert verify(house)[0] == 3
