"""Data Package, SQLite and dbt: what the contracts say reaches the tools that people have, and the tools agree."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from contracts import CONTRACTS
from contracts.sql import address
from pipeline.commands.export import export
from pipeline.commands.export.csv_files import PLAIN, Dialect
from pipeline.commands.export.dbt_sources import write_dbt_sources
from pipeline.commands.export.relation import TERM, relations
from pipeline.commands.query import open_warehouse
from pipeline.warehouse.schema_version import SCHEMA_VERSION
from tests.support.awkward import AMOUNT

Stored = dict[str, list[tuple[Any, ...]]]


def validated(folder: Path) -> Any:
    """What frictionless says of the package in `folder`."""
    frictionless = pytest.importorskip("frictionless")
    return frictionless.validate(str(folder / "datapackage.json"))


@pytest.mark.parametrize(
    ("form", "dialect"),
    [
        ("datapackage", Dialect()),
        ("csv", Dialect()),
        ("csv", Dialect(decimal_comma=True)),
        ("csv", Dialect(column_names=True)),
    ],
    ids=["datapackage", "excel", "swedish excel", "column names"],
)
def test_frictionless_finds_nothing_wrong(
    form: str, dialect: Dialect, warehouse: Path, tmp_path: Path, stored: Stored
) -> None:
    export(warehouse, form, tmp_path, (), dialect)
    report = validated(tmp_path)
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])[:5]
    assert {task.name: task.stats.get("rows", 0) for task in report.tasks} == {
        name.lower(): len(rows) for name, rows in stored.items()
    }


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("level", "mål", "constraint-error"),
        ("title", "", "constraint-error"),
        ("ordinal", "0", "constraint-error"),
        ("ordinal", "ett", "type-error"),
        ("goal_code", "1.x", "constraint-error"),
        ("document_id", "nobody", "foreign-key"),
        ("row_id", "{other}", "primary-key"),
    ],
)
def test_frictionless_finds_what_breaks_a_contract(
    column: str, value: str, told: str, warehouse: Path, tmp_path: Path
) -> None:
    """The schema is as strict as the contract: each kind of breach is seen in a file that was changed afterwards."""
    export(warehouse, "datapackage", tmp_path, ("base.document", "base.goal"), Dialect())
    path = tmp_path / "base.goal.csv"
    head, first, *others = path.read_text("utf-8").splitlines()
    cells = first.split(",")
    cells[head.split(",").index(column)] = value.format(other=others[0].split(",")[0])
    path.write_text("\n".join([head, ",".join(cells), *others]) + "\n", "utf-8")
    found = {error.type for task in validated(tmp_path).tasks for error in task.errors}
    assert told in found
    assert found <= {told, "hash-count", "byte-count", "unique-error"}


def test_a_package_says_which_schema_it_has_and_what_a_part_of_it_refers_to(warehouse: Path, tmp_path: Path) -> None:
    export(warehouse, "parquet", tmp_path, ("base.goal", "base.run_document", "base.run"), Dialect())
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert (package["version"], package["created"]) == (SCHEMA_VERSION, "2026-11-03T03:00:00Z")
    keys = {made["name"]: made["schema"].get("foreignKeys", []) for made in package["resources"]}
    assert keys == {
        "base.goal": [],  # its document is not among them
        "base.run": [],
        "base.run_document": [
            {"fields": ["run_id"], "reference": {"resource": "base.run", "fields": ["run_id"]}},
        ],
    }


def test_the_dictionary_has_keys_nulls_and_closed_lists(warehouse: Path, tmp_path: Path) -> None:
    export(warehouse, "csv", tmp_path, (), PLAIN)
    with (tmp_path / "dictionary.csv").open(encoding="utf-8", newline="") as stream:
        told = {(row["table_name"], row["column_name"]): row for row in csv.DictReader(stream)}
    for contract in CONTRACTS.values():
        for column in contract.columns:
            row = told[address(contract.table), column.name]
            assert row["term"] == column.term
            assert row["nullable"] == str(column.nullable).lower()
            assert row["allowed_values"] == "|".join(column.allowed)
            assert (row["key_position"] != "") == (column.name in contract.key)
            assert (row["refers_to"] != "") == (column.name in contract.references)
    assert told["base.follow_up", "plan_document_id"]["refers_to"] == "base.document.document_id"
    assert told["goal_by_year", "level"]["allowed_values"] == told["base.goal", "level"]["allowed_values"]
    assert told["goal_by_year", "level"]["nullable"] == ""


def test_each_header_is_a_term(warehouse: Path) -> None:
    """That of a contract, colons and all; a comment that was written for a view begins with one."""
    with open_warehouse(warehouse) as connection:
        found = relations(connection)
    for relation in found:
        for column in relation.columns:
            assert column.declared or TERM.match(column.comment), (relation.name, column.name, column.comment)
    (indicator,) = (relation for relation in found if relation.name == "indicator_by_year")
    assert {"Utfall", "Utfall: slag", "Nämnd", "Planår"} <= set(indicator.head(column_names=False))
    (missing,) = (relation for relation in found if relation.name == "budget_by_board_year")
    assert {"Planår", "Nettobudget, mnkr"} <= set(missing.head(column_names=False))
    units = {
        relation.name: {heading for heading in relation.head(column_names=False) if heading.startswith("Belopp")}
        for relation in found
    }
    assert (units["budget_by_year"], units["decision_by_year"]) == ({"Belopp, mnkr"}, {"Belopp, kronor"})


@pytest.fixture(scope="module")
def sqlite(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    path = tmp_path_factory.mktemp("sqlite") / "plans.sqlite"
    export(warehouse, "sqlite", path, (), Dialect())
    return sqlite3.connect(path)


def test_sqlite_has_all_rows_and_keeps_the_keys(sqlite: sqlite3.Connection, stored: Stored) -> None:
    for name, rows in stored.items():
        assert sqlite.execute(f"SELECT count(*) FROM {name.replace('.', '_')}").fetchone() == (len(rows),), name
    assert sqlite.execute("PRAGMA foreign_key_check").fetchall() == []
    assert sqlite.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for contract in CONTRACTS.values():
        told = sqlite.execute(f"PRAGMA table_info(base_{contract.table})").fetchall()
        assert [name for _, name, _, _, _, place in sorted(told, key=lambda row: row[5]) if place] == [*contract.key]
        needed = {name for _, name, _, not_null, _, _ in told if not_null}
        assert {column.name for column in contract.columns if not column.nullable} <= needed
    (document,) = sqlite.execute("PRAGMA foreign_key_list(base_goal)").fetchall()
    assert document[2:5] == ("base_document", "document_id", "document_id")
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        sqlite.execute("UPDATE base_goal SET level = 'mål'")
    described = sqlite.execute("SELECT comment FROM dictionary WHERE column_name = 'target_value'").fetchall()
    assert any("mål" in comment.lower() for (comment,) in described)


def test_sqlite_adds_amounts_up_to_the_ore(sqlite: sqlite3.Connection, warehouse: Path) -> None:
    """Doubles do not: of the amounts 0.1 and 0.2 the sum is no 0.3. In whole öre each sum is that of the warehouse."""
    with open_warehouse(warehouse) as connection:
        for relation in relations(connection):
            for column in relation.columns:
                if not column.name.endswith(("_mnkr", "_sek")):
                    continue
                stem, _, unit = column.name.rpartition("_")
                ((total,),) = connection.execute(f"SELECT sum({column.name}) FROM {relation.name}").fetchall()
                table = relation.name.replace(".", "_")
                ((ore,),) = sqlite.execute(f"SELECT sum({stem}_ore) FROM {table}").fetchall()
                assert (None if ore is None else Decimal(ore) / {"mnkr": 10**8, "sek": 100}[unit]) == total
    told = sqlite.execute("SELECT amount_mnkr, amount_ore, typeof(amount_ore) FROM base_investment WHERE name = 'a;b'")
    assert told.fetchall() == [(float(AMOUNT), int(AMOUNT * 10**8), "integer")]


def test_sqlite_keeps_days_truths_and_texts(sqlite: sqlite3.Connection, warehouse: Path) -> None:
    assert sqlite.execute("SELECT DISTINCT is_current, typeof(is_current) FROM base_document").fetchall() == [
        (1, "integer")
    ]
    assert sqlite.execute("SELECT issued_on FROM base_document ORDER BY 1").fetchall() == [
        ("2024-12-01",), ("2025-12-01",)
    ]  # fmt: skip
    assert sqlite.execute("SELECT started_at FROM base_run").fetchall() == [
        ("2026-11-02 03:00:00",), ("2026-11-03 03:00:00",)
    ]  # fmt: skip
    with open_warehouse(warehouse) as connection:
        names = connection.execute("SELECT name FROM base.investment ORDER BY row_id").fetchall()
    assert sqlite.execute("SELECT name FROM base_investment ORDER BY row_id").fetchall() == names


def test_dbt_sources_say_what_the_contracts_say(warehouse: Path, tmp_path: Path, stored: Stored) -> None:
    path = tmp_path / "tjut.yml"
    with open_warehouse(warehouse) as connection:
        chosen = relations(connection)
    count = write_dbt_sources(chosen, path)
    main, base = yaml.safe_load(path.read_text("utf-8"))["sources"]
    assert [(made["name"], made["database"], made["schema"]) for made in (main, base)] == [
        ("tjut", "tjut", "main"), ("tjut_base", "tjut", "base")
    ]  # fmt: skip
    assert {table["name"] for table in main["tables"]} == {name for name in stored if "." not in name}
    tables = {table["name"]: {column["name"]: column for column in table["columns"]} for table in base["tables"]}
    kinds: Counter[str] = Counter()
    for contract in CONTRACTS.values():
        for column in contract.columns:
            made = tables[contract.table][column.name]
            tests = made.get("data_tests", [])
            kinds.update(test if isinstance(test, str) else next(iter(test)) for test in tests)
            assert made["description"] == column.comment
            assert ("not_null" in tests) == (not column.nullable)
            assert ("unique" in tests) == (contract.key == (column.name,))
            accepted = {"accepted_values": {"arguments": {"values": [*column.allowed]}}}
            assert (accepted in tests) == bool(column.allowed)
            if column.name in contract.references:
                to = f"source('tjut_base', '{contract.references[column.name]}')"
                assert any(isinstance(test, dict) and test.get("relationships", {}).get("arguments", {}).get("to") == to
                           for test in tests)  # fmt: skip
        keys = [
            made["data_tests"] for made in base["tables"] if made["name"] == contract.table and "data_tests" in made
        ]
        together = {"unique": {"arguments": {"column_name": f"({', '.join(contract.key)})"}}}
        assert keys == ([[together]] if len(contract.key) > 1 else [])
        kinds["unique"] += len(keys)
    assert min(kinds.values()) > 20
    assert count >= kinds.total()
    assert tables["goal"]["document_id"]["data_type"] == "VARCHAR"
