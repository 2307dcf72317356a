"""The contracts: what they let through, what they catch, and what follows from them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import CONTRACTS, Contract, ContractsSwitchedOff
from contracts.check import validate
from contracts.dictionary import PATH, dictionary
from contracts.model import arrow_types
from contracts.sql import SQL_TYPES, create
from pipeline.stage import ContractBroken, Row, rows_of, tables_of
from tests.small_plan import extraction, record

ROOT = Path(__file__).parents[1]


def broken(rows: dict[str, list[Row]]) -> list[tuple[str, str | None, str, str]]:
    """(table, row, column, check) of all failures."""
    try:
        tables_of(rows)
    except ContractBroken as error:
        return [(f.table, f.row_id and f.row_id.partition("/")[2], f.column, f.check) for f in error.failures]
    return []


def test_good_rows_keep_their_contracts() -> None:
    assert broken(rows_of(extraction())) == []


@pytest.mark.parametrize(
    ("table", "column", "value", "check"),
    [
        ("indicator", "name", None, "not_nullable"),
        ("indicator", "target_kind", "guess", "isin"),
        ("goal", "goal_code", "1.1.", "str_matches"),
        ("document", "plan_year", 26, "greater_than_or_equal_to"),
        ("document", "plan_year", 20266, "less_than_or_equal_to"),
        ("decision", "page", 0, "greater_than_or_equal_to"),
        ("activity", "name", "", "text without blanks at its ends"),
        ("activity", "name", "Gå ut\n", "text without blanks at its ends"),
        ("activity", "name", "\u00a0Gå ut", "text without blanks at its ends"),
        ("section", "text", "\u202f", "text without blanks at its ends"),
        ("section", "page_last", 1, "not above page_last"),
        ("unmapped_table", "x1", 0.5, "not above x1"),
        ("activity", "starts_on", "1 maj", "type date32"),
        ("decision", "number", "fyra", "type int32"),
        ("decision", "number", 2**31, "type int32"),
        ("decision", "amount_sek", Decimal("0.001"), "type decimal128(18, 2)"),
        ("budget_line", "amount_mnkr", Decimal("0.000000001"), "type decimal128(18, 8)"),
        ("budget_line", "amount_mnkr", 1.5, "type decimal128(18, 8)"),
        ("claim", "percent", Decimal(10**10), "type decimal128(18, 8)"),
        ("investment", "name", "\udce5", "type string"),
        ("investment", "cost", Decimal(1), "column_in_contract"),
    ],
)
def test_a_value_that_cannot_be_meant_is_caught(table: str, column: str, value: Any, check: str) -> None:
    rows = rows_of(extraction())
    rows[table][0][column] = value
    found = broken(rows)
    assert [entry[0] for entry in found] == [table], found
    assert found[0][3].startswith(check), found
    assert table == "document" or (found[0][1] or "").startswith(f"{table}/"), found


def double(table: str) -> Callable[[dict[str, list[Row]]], None]:
    return lambda rows: rows[table].append(dict(rows[table][0]))


def miscount(rows: dict[str, list[Row]]) -> None:
    rows["budget_line"][1]["column_ordinal"] = rows["budget_line"][0]["column_ordinal"]
    rows["budget_line"][1]["row_ordinal"] = rows["budget_line"][0]["row_ordinal"]


def orphan(rows: dict[str, list[Row]]) -> None:
    rows["goal"][0]["document_id"] = "bromma-2026-000000000000"


def cite_no_row(rows: dict[str, list[Row]]) -> None:
    rows["provenance"][-1]["row_id"] += "9"


def cite_no_column(rows: dict[str, list[Row]]) -> None:
    rows["provenance"][-1]["column_name"] = "cost"


def cite_no_table(rows: dict[str, list[Row]]) -> None:
    rows["provenance"][-1]["table_name"] = "costs"


@pytest.mark.parametrize(
    ("harm", "table", "column"),
    [
        (double("decision"), "decision", "row_id"),
        (double("section"), "section", "row_id"),
        (double("document"), "document", "document_id"),
        (miscount, "budget_line", "column_ordinal"),
        (double("provenance"), "provenance", "part"),
        (orphan, "goal", "document_id"),
        (cite_no_row, "provenance", "column_name"),
        (cite_no_column, "provenance", "column_name"),
        (cite_no_table, "provenance", "column_name"),
    ],
)
def test_rows_that_cannot_stand_together_are_caught(
    harm: Callable[[dict[str, list[Row]]], None], table: str, column: str
) -> None:
    rows = rows_of(extraction())
    harm(rows)
    found = broken(rows)
    assert {entry[0] for entry in found} == {table}
    assert column in {entry[2] for entry in found}, found


def test_a_table_with_other_columns_is_caught() -> None:
    tables = tables_of(rows_of(extraction()))
    goal = tables["goal"]
    fewer = validate({**tables, "goal": goal.drop_columns(["title"])})
    more = validate({**tables, "goal": goal.append_column("colour", pyarrow.array(["red"]))})
    other = validate({**tables, "goal": goal.set_column(2, "ordinal", pyarrow.array(["1"]))})
    assert [(f.table, f.column, f.check) for f in fewer] == [("goal", "title", "column_in_dataframe")]
    assert [(f.table, f.column, f.check) for f in more] == [("goal", "colour", "column_in_schema")]
    assert ("goal", "ordinal") in [(f.table, f.column) for f in other]


def test_all_failures_are_listed_at_once() -> None:
    rows = rows_of(extraction())
    rows["activity"][0] |= {"name": "", "set_by": "ingen"}
    rows["goal"][0]["level"] = "delmål"
    rows["finding"][0]["page"] = 0
    assert {(table, column) for table, _, column, _ in broken(rows)} == {
        ("activity", "name"),
        ("activity", "set_by"),
        ("goal", "level"),
        ("finding", "page"),
    }


def test_what_a_document_prints_is_no_breach() -> None:
    """Contradictions of a document are findings, never a reason to drop it."""
    made = extraction()
    made.records += [
        record("decision", number=2, text="Nummer två igen.", action="annat"),
        record("goal", ordinal=2, goal_code="1.1", level="områdesmål", title="Samma nummer"),
        record("expected_result", goal_code="9.9", ordinal=1, text="Av ett mål som inte finns."),
        record(
            "activity",
            goal_code="1.1",
            ordinal=2,
            name="Bakvänt",
            set_by="nämnd",
            starts_on=date(2026, 9, 1),
            ends_on=date(1926, 8, 1),
        ),
    ]
    assert broken(rows_of(made)) == []


def test_the_ledger_has_contracts_too() -> None:
    table = CONTRACTS["run_document"].arrow_schema().empty_table()
    row = {"run_id": 1, "file": "a.pdf", "outcome": "lost", "seconds": 0.1}
    failures = validate({"run": CONTRACTS["run"].arrow_schema().empty_table(), "run_document": table})
    wrong = validate({"run_document": pyarrow.Table.from_pylist([row], CONTRACTS["run_document"].arrow_schema())})
    assert failures == []
    assert [(f.column, f.value) for f in wrong] == [("outcome", "lost")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PANDERA_VALIDATION_ENABLED", "False"),
        ("PANDERA_VALIDATION_ENABLED", "TRUE"),  # pandera takes this as no
        ("PANDERA_VALIDATION_ENABLED", ""),
        ("PANDERA_VALIDATION_DEPTH", "SCHEMA_ONLY"),
        ("PANDERA_VALIDATION_DEPTH", "DATA_ONLY"),
    ],
)
def test_contracts_that_are_switched_off_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    tables = tables_of(rows_of(extraction()))
    monkeypatch.setenv(name, value)
    with pytest.raises(ContractsSwitchedOff, match=f"{name}={value} .*unset it"):
        validate(tables)


@given(st.decimals(Decimal("-9999999999"), Decimal("9999999999"), places=8))
def test_money_stays_exact_to_the_ore(amount: Decimal) -> None:
    column = pyarrow.array([amount], arrow_types()["mnkr"])
    assert column.to_pylist() == [amount]


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda contract: contract.table)
def test_every_column_is_described(contract: Contract) -> None:
    for column in contract.columns:
        assert column.term[0].isupper(), column.name
        assert column.meaning.endswith("."), column.name
        assert column.example, column.name
        assert not column.allowed or column.example in column.allowed, column.name
        assert not column.name.endswith("_mnkr") or column.unit == "mnkr", column.name
    assert {*contract.key, *contract.natural_key, *contract.references} <= {column.name for column in contract.columns}


def test_names_and_meanings_cost_no_pandas() -> None:
    """Publishing and the command line need no more of a contract than its statements."""
    code = "import sys, contracts.sql; sys.exit(bool({'pandas', 'pandera', 'pyarrow'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=dict(os.environ), check=False).returncode == 0


def test_parquet_and_duckdb_have_the_same_types() -> None:
    with duckdb.connect() as connection:
        for contract in CONTRACTS.values():
            rows = contract.arrow_schema().empty_table()  # noqa: F841 - DuckDB reads it by its name
            described = connection.execute("DESCRIBE SELECT * FROM rows").fetchall()
            assert [(name, kind) for name, kind, *_ in described] == [
                (column.name, SQL_TYPES[column.type]) for column in contract.staged_columns
            ]


def test_the_schema_version_follows_types_and_keys_but_no_words() -> None:
    goal = CONTRACTS["goal"]
    *others, page = goal.columns
    reworded = replace(goal, term="Delmål", columns=(*others, replace(page, meaning="Var det står.")))
    retyped = replace(goal, columns=(*others, replace(page, type="text")))
    rekeyed = replace(goal, key=("document_id", "ordinal"))
    assert create(reworded) == create(goal)
    assert len({create(goal), create(retyped), create(rekeyed)}) == 3


def test_the_data_dictionary_is_fresh() -> None:
    assert PATH.read_text(encoding="utf-8") == dictionary() + "\n", "run: python -m contracts.dictionary"
