"""From files to the warehouse, by the command that users call: every row of a plan is there, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.ledger import Ledger
from tests.press.facsimile import FACSIMILE, ROOT, facsimile_plan
from tests.press.records import records_of
from tests.press.style import Style
from tests.press.text import plan_text
from tests.support import golden

SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus"
TJUT = Path(sys.executable).with_name("tjut")
pytestmark = pytest.mark.slow

# For each part of the records: what they say, and what asks the warehouse for the same.
Facts = Callable[[dict[str, Any]], list[tuple[Any, ...]]]
COMPARED: dict[str, tuple[Facts, str]] = {
    "document": (
        lambda r: [tuple(r["document"][name] for name in ("board", "plan_year", "signed_by", "signed_title"))],
        "board, plan_year, signed_by, signed_title FROM base.document",
    ),
    "decision": (
        lambda r: rows(r["decisions"], "number", "text", "action", "budget_kind", "amount_sek"),
        "number, text, action, budget_kind, amount_sek FROM base.decision",
    ),
    "goal": (
        lambda r: rows(r["goals"], "code", "level", "parent", "title"),
        "goal_code, level, parent_code, title FROM base.goal",
    ),
    "description": (
        lambda r: rows(r["goal_descriptions"], "code", "text"),
        "goal_code, description FROM base.goal WHERE description IS NOT NULL",
    ),
    "expected_result": (
        lambda r: rows(r["expected_results"], "code", "ordinal", "text"),
        "goal_code, ordinal, text FROM base.expected_result",
    ),
    "indicator": (
        lambda r: rows(r["indicators"], "goal_code", "ordinal", "name", "target_text", "kf_target_text", "periodicity"),
        "goal_code, ordinal, name, target_text, kf_target_text, periodicity FROM base.indicator",
    ),
    "activity": (
        lambda r: rows(r["activities"], "goal_code", "ordinal", "name", "start", "end"),
        "goal_code, ordinal, name, starts_on::VARCHAR, ends_on::VARCHAR FROM base.activity",
    ),
    "budget_line": (
        lambda r: [
            (table["title"], row["label"], column, value)
            for table in r["budget_tables"]
            for row in table["rows"]
            for column, value in zip(table["columns"], row["values"], strict=True)
            if value is not None
        ],
        "table_title, label, column_text, amount_mnkr FROM base.budget_line",
    ),
    "turnover_change": (
        lambda r: rows(r["turnover_changes"], "label", "costs", "income", "net"),
        "label, costs_mnkr, income_mnkr, net_mnkr FROM base.turnover_change",
    ),
    "budget_adjustment": (
        lambda r: rows(r["adjustments"], "kind", "category", "count", "amount_mnkr", "is_total"),
        "budget_kind, category, application_count, amount_mnkr, is_total FROM base.budget_adjustment",
    ),
    "adjustment_item": (
        lambda r: rows(r["adjustment_items"], "kind", "category", "amount_mnkr", "text"),
        "budget_kind, category, amount_mnkr, text FROM base.adjustment_item",
    ),
    "investment": (
        lambda r: rows(r["investments"], "name", "amount_mnkr"),
        "name, amount_mnkr FROM base.investment",
    ),
    "result_unit": (lambda r: rows(r["result_units"], "area", "name"), "area, name FROM base.result_unit"),
}


def rows(records: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(record[name] for name in names) for record in records]


def folded(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """White space folded, and a number as its value: 14.10000000 is 14.1."""

    def plain(value: Any) -> Any:
        if isinstance(value, str):
            return " ".join(value.split())
        is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        return Decimal(str(value)).normalize() if is_number else value

    return tuple(plain(value) for value in row)


class House:
    """A folder to run in."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.raw, self.warehouse = folder, folder / "raw", folder / "warehouse.duckdb"
        self.raw.mkdir()

    def run(self) -> str:
        """What a run says. It ends with status 0: nothing is refused."""
        ran = subprocess.run(
            [TJUT, "run"],
            cwd=self.folder,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout + ran.stderr
        return ran.stdout

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A run of the facsimile alone."""
    house = House(tmp_path_factory.mktemp("house"))
    shutil.copy(FACSIMILE, house.raw)
    assert "1 file: 1 published" in house.run()
    return house


@pytest.mark.parametrize("table", COMPARED)
def test_every_row_of_the_plan_is_there(house: House, table: str) -> None:
    facts, query = COMPARED[table]
    wanted = Counter(map(folded, facts(records_of(facsimile_plan()))))
    found = Counter(map(folded, house.ask(f"SELECT {query}")))
    assert wanted
    assert list((wanted - found).elements()) == []
    assert list((found - wanted).elements()) == []


def test_it_is_the_golden_one(house: House) -> None:
    """Everything else, too: sections, claims, findings, places. `make golden` where a change is meant."""
    wanted = golden.PATH.read_text("utf-8").splitlines()
    found = golden.golden(house.warehouse).splitlines()
    assert [line for line in found if line not in set(wanted)] == []
    assert found == wanted


def test_each_view_answers(house: House) -> None:
    for view in ("budget_by_year", "budget_year_over_year", "indicator_ambition", "finding_summary"):
        assert house.ask(f"FROM {view}")
    elderly = "SELECT amount_mnkr FROM budget_by_year WHERE area = 'Äldreomsorg' AND fiscal_year = 2026"
    assert house.ask(f"{elderly} AND measure = 'netto' AND basis = 'verksamhetsplan'") == [(Decimal("801.3"),)]


def test_a_second_run_finds_nothing_to_do(house: House) -> None:
    before = house.warehouse.read_bytes()
    said = house.run()
    assert said.splitlines()[0] == "1 file: 1 unchanged"
    assert "was up to date" in said
    assert house.warehouse.read_bytes() == before
    assert Ledger(house.warehouse).entries()[-1].counts["unchanged"] == 1


def test_a_text_and_a_pdf_of_one_plan_are_both_kept_and_one_is_current(tmp_path: Path) -> None:
    house = House(tmp_path)
    shutil.copy(FACSIMILE, house.raw)
    (house.raw / "plan.txt").write_text(plan_text(facsimile_plan(), Style()), encoding="utf-8")
    assert "2 files: 2 published" in house.run()
    stored = house.ask("SELECT media_type, is_current, document_key FROM base.document ORDER BY ALL")
    assert [kind for kind, *_ in stored] == ["application/pdf", "text/plain"]
    assert [current for _, current, _ in stored] == [True, False]
    assert len({key for *_, key in stored}) == 1
    ((counted,),) = house.ask("SELECT count(DISTINCT document_id) FROM base.goal")
    assert counted == 2
    years = "SELECT area, parent_area, fiscal_year, basis, measure FROM budget_by_year"
    assert max(Counter(house.ask(years)).values()) == 1  # views count the plan once


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not there")
@pytest.mark.parametrize(
    ("file", "records"),
    [
        ("hasselby-vallingby-vp-2026.pdf", "hasselby-vallingby-vp-2026.records.json"),
        ("hasselby-vallingby-vp-2025-constructed.pdf", "hasselby-vallingby-vp-2025-constructed.records.json"),
        ("hasselby-vallingby-vp-2026.txt", "hasselby-vallingby-vp-2026.records.json"),
    ],
)
def test_the_real_plan_scores_1(tmp_path: Path, file: str, records: str) -> None:
    house = House(tmp_path)
    shutil.copy(CORPUS / file, house.raw)
    house.run()
    score = SHARED / "tools" / "score.py"
    scored = subprocess.run(
        [sys.executable, score, house.warehouse, CORPUS / records], capture_output=True, encoding="utf-8", check=False
    )
    assert scored.returncode == 0, scored.stdout + scored.stderr


@pytest.mark.parametrize("switch", ["PANDERA_VALIDATION_ENABLED=False", "PANDERA_VALIDATION_DEPTH=SCHEMA_ONLY"])
@pytest.mark.parametrize("arguments", [["run"], ["extract", f"raw/{FACSIMILE.name}"]], ids=["run", "extract"])
def test_contracts_that_are_switched_off_are_told_in_one_line(
    tmp_path: Path, switch: str, arguments: list[str]
) -> None:
    house = House(tmp_path)
    shutil.copy(FACSIMILE, house.raw)
    told = subprocess.run(
        ["env", switch, TJUT, *arguments], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert (told.returncode, told.stdout) == (3, "")
    assert told.stderr == f"Error: {switch} switches the contracts off: unset it and run again\n"
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]
