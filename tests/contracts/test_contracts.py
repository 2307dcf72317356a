"""Contracts: each kind of check is seen to fail, all failures are told, and nothing switches the checks off."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from contracts import CONTRACTS, Column, ContractsSwitchedOff, assert_contracts_are_on
from contracts.frame import model
from contracts.proof import keeps
from contracts.sql import SQL_TYPES, contracts_digest, create
from contracts.validation import validate
from pipeline.stage import ContractBroken, Row, rows_of, tables_of
from pipeline.warehouse.dictionary import PATH, dictionary
from tests.support.made_up_document import made_up
from tests.support.places import ROOT
from tests.support.small_plan import extraction, record

COLUMNS = [
    pytest.param(column, id=f"{table.table}.{column.name}") for table in CONTRACTS.values() for column in table.columns
]


def rows() -> dict[str, list[Row]]:
    """Rows of a document that keep every contract."""
    return dict(rows_of(made_up("a.pdf")[1]))


def broken(given: dict[str, list[Row]]) -> list[str]:
    """What is said of rows that break a contract."""
    with pytest.raises(ContractBroken) as raised:
        tables_of(given)
    return [str(failure) for failure in raised.value.failures]


def test_good_rows_keep_their_contracts() -> None:
    tables = tables_of(rows())
    assert list(tables) == [contract.table for contract in CONTRACTS.values() if contract.staged]
    assert tables["investment"]["amount_mnkr"].to_pylist() == [Decimal("14.1"), Decimal("0.0000025")]


@pytest.mark.parametrize(
    ("table", "column", "value", "message"),
    [
        (
            "goal",
            "level",
            "mål",
            "goal.level of {row}: isin(['inriktningsmål', 'områdesmål', 'nämndmål']) fails for 'mål'",
        ),
        (
            "goal",
            "goal_code",
            "1.x",
            r"goal.goal_code of {row}: str_matches('^(?:\d+(\.\d+)*(\.n\d+)?)$') fails for '1.x'",
        ),
        ("goal", "ordinal", 0, "goal.ordinal of {row}: greater_than_or_equal_to(1) fails for '0'"),
        ("document", "plan_year", 2101, "document.plan_year of {row}: less_than_or_equal_to(2100) fails for '2101'"),
        ("goal", "title", None, "goal.title of {row}: not_nullable fails for 'None'"),
        ("goal", "title", "", "goal.title of {row}: text without blanks at its ends fails for ''"),
        ("goal", "title", " Äldre", "goal.title of {row}: text without blanks at its ends fails for ' Äldre'"),
        (
            "goal",
            "description",
            "Å\u00a0",
            "goal.description of {row}: text without blanks at its ends fails for 'Å\\xa0'",
        ),
        ("goal", "colour", "blå", "goal.colour of {row}: column_in_contract fails for 'blå'"),
        ("goal", "ordinal", "ett", "goal.ordinal of {row}: type int32 fails for \"'ett'\""),
        ("goal", "ordinal", 2**31, "goal.ordinal of {row}: type int32 fails for '2147483648'"),
        (
            "investment",
            "amount_mnkr",
            Decimal("0.000000001"),
            "investment.amount_mnkr of {row}: type decimal128(18, 8) fails for \"Decimal('1E-9')\"",
        ),
        (
            "investment",
            "amount_mnkr",
            Decimal(10**10),
            "investment.amount_mnkr of {row}: type decimal128(18, 8) fails for \"Decimal('10000000000')\"",
        ),
        ("investment", "name", "\ud800", "investment.name of {row}: type string fails for \"'\\\\ud800'\""),
    ],
)
def test_each_check_is_seen_to_fail(table: str, column: str, value: Any, message: str) -> None:
    given = rows()
    row = given[table][0]
    row[column] = value
    assert broken(given) == [message.format(row=row[CONTRACTS[table].key[0]])]


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": st.sampled_from(["", " a", "a ", "1", "1.x", "nämnd", "netto", "a\nb", "\u00a0", "2025-01-01", "x"]),
    "integer": st.sampled_from([-1, 0, 1, 2, 1899, 2026, 2101]),
    "boolean": st.booleans(),
    "date": st.just(date(2026, 1, 1)),
    "timestamp": st.just(datetime(2026, 1, 1)),
    "points": st.sampled_from([-1.0, 0.0, 1.5]),
}
CELLS = [(table, column) for table in CONTRACTS.values() if table.staged for column in table.staged_columns]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_arrow_and_pandera_never_differ(data: st.DataObject) -> None:
    """A document's rows are judged by Arrow; pandera, which names the failures, is asked only when there are some."""
    made = rows()
    contract, column = data.draw(st.sampled_from(CELLS))
    value = data.draw(VALUES.get(column.type, st.sampled_from([Decimal("-1"), Decimal(0), Decimal("1.5")])) | st.none())
    if made.get(contract.table):
        data.draw(st.sampled_from(made[contract.table]))[column.name] = value
    table = pyarrow.Table.from_pylist(made.get(contract.table, []), contract.arrow_schema())
    frame = table.to_pandas(types_mapper=pandas.ArrowDtype)
    try:
        model(contract.table).validate(frame, lazy=True)
        kept = True
    except SchemaErrors:
        kept = False
    # pandera's model takes one key of several columns, Arrow all of them.
    keys = (table.select(key).to_pylist() for key in contract.unique_keys)
    kept = kept and all(len({tuple(row.values()) for row in key}) == len(key) for key in keys)
    assert keeps(contract, table) is kept


def test_a_missing_column_fails() -> None:
    """What a table lacks is NULL, so that a column that must not be NULL is told."""
    given = rows()
    del given["goal"][0]["title"]
    assert broken(given) == [f"goal.title of {given['goal'][0]['row_id']}: not_nullable fails for 'None'"]


def test_a_doubled_key_fails() -> None:
    given = rows()
    given["goal"].append(given["goal"][0])
    assert any(text.startswith("goal.row_id") and "field_uniqueness" in text for text in broken(given))


def test_a_doubled_key_of_several_columns_fails() -> None:
    given = rows()
    given["provenance"].append(given["provenance"][0])
    assert any("multiple_fields_uniqueness" in text for text in broken(given))


def test_what_the_program_counts_is_counted_once() -> None:
    given = rows()
    given["investment"][1]["ordinal"] = 1
    assert any(text.startswith("investment.ordinal") for text in broken(given))


def test_an_edge_beyond_its_opposite_fails() -> None:
    given = rows()
    given["provenance"][0]["x0"] = 600.0
    row = given["provenance"][0]["row_id"]
    assert broken(given) == [f"provenance.x0 of {row}: not above x1 fails for '600.0 > 521.8'"]


def test_a_row_of_no_document_fails() -> None:
    given = rows()
    given["goal"][0]["document_id"] = "nobody"
    assert broken(given) == ["goal.document_id: in document fails for 'nobody'"]


@pytest.mark.parametrize(("column", "value"), [("row_id", "nobody"), ("column_name", "colour"), ("table_name", "x")])
def test_provenance_of_what_does_not_exist_fails(column: str, value: str) -> None:
    given = rows()
    given["provenance"][0][column] = value
    assert any("cites a stored value" in text for text in broken(given))


def test_a_table_of_other_columns_fails() -> None:
    tables = tables_of(rows())
    goal = tables["goal"]
    for wrong, says in (
        (goal.drop_columns("title"), "title"),
        (goal.append_column("colour", pyarrow.array(["blå"])), "colour"),
        (goal.set_column(2, "ordinal", goal["ordinal"].cast("int64")), "ordinal"),
    ):
        assert says in " ".join(str(failure) for failure in validate({**tables, "goal": wrong}))


def test_all_failures_are_listed() -> None:
    given = rows()
    given["document"][0]["plan_year"] = 1066
    given["goal"][0].update(level="mål", title="")
    given["investment"][0]["name"] = None
    given["investment"][1]["name"] = " "
    assert [text.split(":")[0].split(" of ")[0] for text in broken(given)] == [
        "document.plan_year",
        "goal.level",
        "goal.title",
        "investment.name",
        "investment.name",
    ]
    given["goal"][0]["ordinal"] = "ett"
    given["investment"][0]["amount_mnkr"] = "mycket"
    assert len(broken(given)) == 2  # what has no type cannot be checked further


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
    assert len(tables_of(rows_of(made))["decision"]) == 3


def test_the_ledger_has_contracts_too() -> None:
    table = CONTRACTS["run_document"].arrow_schema().empty_table()
    row = {"run_id": 1, "file": "a.pdf", "outcome": "lost", "seconds": 0.1}
    failures = validate({"run": CONTRACTS["run"].arrow_schema().empty_table(), "run_document": table})
    wrong = validate({"run_document": pyarrow.Table.from_pylist([row], CONTRACTS["run_document"].arrow_schema())})
    assert failures == []
    assert [(f.column, f.value) for f in wrong] == [("outcome", "lost")]


@settings(deadline=None)  # a busy machine is no failure
@given(st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**10) + 1, max_value=10**10 - 1))
def test_amounts_are_kept_to_the_last_digit(amount: Decimal) -> None:
    given = rows()
    given["investment"][0]["amount_mnkr"] = amount
    assert tables_of(given)["investment"]["amount_mnkr"].to_pylist()[0] == amount


@pytest.mark.parametrize("column", COLUMNS)
def test_each_column_is_told_in_full(column: Column) -> None:
    assert column.term and column.meaning.endswith(".") and column.example
    assert column.type in SQL_TYPES
    if column.type in ("mnkr", "sek", "points"):
        assert column.unit
    if column.allowed:
        assert column.example in column.allowed


@pytest.mark.parametrize("contract", [pytest.param(c, id=c.table) for c in CONTRACTS.values()])
def test_keys_and_references_are_columns(contract: Any) -> None:
    names = {column.name: column for column in contract.columns}
    assert not any(names[key].nullable for key in contract.key)
    assert {*contract.natural_key, *contract.references, *(name for pair in contract.ascending for name in pair)} <= {
        *names
    }
    assert list(CONTRACTS).index(contract.table) >= max([0, *map(list(CONTRACTS).index, contract.references.values())])


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


def test_the_digest_of_contracts_is_that_of_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    before = contracts_digest()
    monkeypatch.setitem(SQL_TYPES, "mnkr", "DOUBLE")
    assert "amount_mnkr DOUBLE" in create(CONTRACTS["investment"])
    assert contracts_digest() != before


def test_the_dictionary_is_of_today() -> None:
    assert PATH.read_text("utf-8") == dictionary(), "docs/data-dictionary.md is stale: run `make dictionary`"


def test_the_dictionary_names_every_column() -> None:
    text = dictionary()
    for contract in CONTRACTS.values():
        section = text.split(f"\n### base.{contract.table}\n")[1].split("\n### ")[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == [
            column.name for column in contract.columns
        ]


@pytest.mark.parametrize(
    ("name", "value", "on"),
    [
        ("PANDERA_VALIDATION_ENABLED", "False", False),
        ("PANDERA_VALIDATION_ENABLED", "0", False),
        ("PANDERA_VALIDATION_ENABLED", "TRUE", False),  # pandera takes this as no
        ("PANDERA_VALIDATION_ENABLED", "", False),
        ("PANDERA_VALIDATION_ENABLED", "True", True),
        ("PANDERA_VALIDATION_DEPTH", "SCHEMA_ONLY", False),
        ("PANDERA_VALIDATION_DEPTH", "DATA_ONLY", False),
        ("PANDERA_VALIDATION_DEPTH", "SCHEMA_AND_DATA", True),
    ],
)
def test_contracts_cannot_be_switched_off(monkeypatch: pytest.MonkeyPatch, name: str, value: str, on: bool) -> None:
    tables = tables_of(rows())
    monkeypatch.setenv(name, value)
    if on:
        assert_contracts_are_on()
        assert validate(tables) == []
        return
    with pytest.raises(ContractsSwitchedOff, match=f"{name}={value} switches the contracts off: unset it"):
        assert_contracts_are_on()
    with pytest.raises(ContractsSwitchedOff):
        validate(tables)


@pytest.mark.parametrize("switch", ["PANDERA_VALIDATION_ENABLED=False", "PANDERA_VALIDATION_DEPTH=SCHEMA_ONLY"])
@pytest.mark.parametrize("arguments", [["run"], ["extract", "raw/plan.txt"]], ids=["run", "extract"])
def test_the_user_is_told_that_contracts_are_switched_off(tmp_path: Path, switch: str, arguments: list[str]) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "plan.txt").write_text("Verksamhetsplan 2026")
    tjut = Path(sys.executable).with_name("tjut")
    told = subprocess.run(
        ["env", switch, tjut, *arguments], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert told.returncode == 3
    assert told.stderr == f"Error: {switch} switches the contracts off: unset it and run again\n"
    assert told.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]
