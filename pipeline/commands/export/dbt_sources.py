"""The warehouse as sources of dbt: one YAML file with descriptions and tests, made from the contracts.

`arguments` of a test is what dbt 1.10.5 and later ask for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from contracts.sql import SCHEMA
from pipeline.commands.export.relation import Column, Relation

# What dbt calls the warehouse: `attach: [{path: warehouse.duckdb, alias: tjut, read_only: true}]`.
DATABASE = "tjut"
SOURCES = {"main": "tjut", SCHEMA: f"tjut_{SCHEMA}"}
HEAD = """\
# Made by `tjut export --format dbt`; make it again rather than changing it.
# In profiles.yml: attach: [{path: warehouse.duckdb, alias: tjut, read_only: true}]
"""


def write_dbt_sources(chosen: Sequence[Relation], path: Path) -> int:
    """The file at `path`: a source for each schema of the warehouse; gives back the number of tests."""
    sources = []
    tests = 0
    for schema, name in SOURCES.items():
        tables = [_table(relation, chosen) for relation in chosen if _placed(relation)[0] == schema]
        tests += sum(len(column.get("data_tests", ())) for table in tables for column in table["columns"])
        if tables:
            sources.append({"name": name, "database": DATABASE, "schema": schema, "tables": tables})
    with path.open("w", encoding="utf-8") as stream:
        stream.write(HEAD)
        yaml.safe_dump({"version": 2, "sources": sources}, stream, allow_unicode=True, sort_keys=False, width=120)
    return tests


def _placed(relation: Relation) -> tuple[str, str]:
    """Schema and name of a relation."""
    schema, _, name = relation.name.rpartition(".")
    return schema or "main", name


def _table(relation: Relation, chosen: Sequence[Relation]) -> dict[str, Any]:
    return {
        "name": _placed(relation)[1],
        "description": relation.comment,
        "columns": [_column(column, relation, chosen) for column in relation.columns],
    }


def _column(column: Column, relation: Relation, chosen: Sequence[Relation]) -> dict[str, Any]:
    told = {"name": column.name, "description": column.comment, "data_type": column.type}
    tests = list(_tests(column, relation, chosen))
    return {**told, "data_tests": tests} if tests else told


def _tests(column: Column, relation: Relation, chosen: Sequence[Relation]) -> Iterator[str | dict[str, Any]]:
    contract = relation.contract
    if contract and column.declared and not column.declared.nullable:
        yield "not_null"
    if contract and contract.key == (column.name,):
        yield "unique"
    if column.allowed:
        yield {"accepted_values": {"arguments": {"values": list(column.allowed)}}}
    for table, key in filter(None, [relation.references(chosen).get(column.name)]):
        schema, _, name = table.rpartition(".")
        yield {"relationships": {"arguments": {"to": f"source('{SOURCES[schema]}', '{name}')", "field": key}}}
