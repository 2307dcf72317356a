"""The public schema as data: `python -m pipeline.warehouse.public_schema` writes docs/schema.json.

It is DuckDB's description of an empty warehouse, with the closed lists and keys of the contracts. Two descriptions are
compared to check that the version was raised as far as docs/schema.md requires.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb

from contracts import CONTRACTS
from contracts.sql import address
from pipeline.warehouse.catalogue import create
from pipeline.warehouse.schema_version import SCHEMA_VERSION

PATH = Path(__file__).resolve().parents[2] / "docs" / "schema.json"
Part = Literal["major", "minor"]
Description = dict[str, Any]
COLUMNS = """
    SELECT concat_ws('.', if(schema_name = 'main', NULL, schema_name), table_name), column_name, data_type
    FROM duckdb_columns() WHERE NOT internal ORDER BY schema_name DESC, table_name, column_index
"""


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two descriptions, and the part of the version that it raises."""

    part: Part
    text: str


def public_schema() -> Description:
    """Each table and view of `main` and `base`: its columns with types; for a table also keys, NULLs, closed lists."""
    with duckdb.connect() as connection:
        create(connection)
        found = connection.execute(COLUMNS).fetchall()
    relations: dict[str, Any] = {}
    for name, column, kind in found:
        relations.setdefault(name, {"kind": "view", "columns": {}})["columns"][column] = {"type": kind}
    for contract in CONTRACTS.values():
        table = relations[address(contract.table)]
        references = {column: address(other) for column, other in contract.references.items()}
        table |= {"kind": "table", "key": list(contract.key), "references": references}
        for column in contract.columns:
            table["columns"][column.name] |= {"nullable": column.nullable}
            table["columns"][column.name] |= {"allowed": list(column.allowed)} if column.allowed else {}
    return {"schema_version": SCHEMA_VERSION, "relations": relations}


def changes(before: Description, after: Description) -> Iterator[Change]:
    """What differs between two descriptions, in words."""
    for name, is_there in _each(before["relations"], after["relations"]):
        if not is_there:
            yield _come_or_gone(name, name in after["relations"])
            continue
        yield from _changes_of(name, before["relations"][name], after["relations"][name])


def _changes_of(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for about in ("kind", "key", "references"):
        if before.get(about) != after.get(about):
            part: Part = "minor" if about == "references" else "major"
            yield Change(part, f"{name}: {about} {before.get(about)} is now {after.get(about)}")
    for column, is_there in _each(before["columns"], after["columns"]):
        if not is_there:
            yield _come_or_gone(f"{name}.{column}", column in after["columns"])
            continue
        yield from _changes_of_column(f"{name}.{column}", before["columns"][column], after["columns"][column])


def _changes_of_column(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    if before["type"] != after["type"]:
        yield Change("major", f"{name}: {before['type']} is now {after['type']}")
    if before.get("nullable") != after.get("nullable"):
        yield Change("major", f"{name} may be NULL") if after["nullable"] else Change("minor", f"{name} is never NULL")
    old, new = before.get("allowed"), after.get("allowed")
    if old is None or new is None:
        if old != new:
            yield Change("minor" if new else "major", f"{name} {'has a' if new else 'lost its'} closed list")
        return
    for value, is_there in _each(dict.fromkeys(old), dict.fromkeys(new)):
        if not is_there:
            yield _come_or_gone(f"{name}: the value {value}", value in new)


def _each(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each name in either, and whether both have it."""
    for name in {**before, **after}:
        yield name, name in before and name in after


def _come_or_gone(name: str, new: bool) -> Change:
    return Change("minor", f"{name} is new") if new else Change("major", f"{name} is gone")


def least_version(before: Description, after: Description) -> str:
    """The lowest version that `after` may have, given its differences from `before` and the version of `before`."""
    major, minor, _ = map(int, before["schema_version"].split("."))
    parts = {change.part for change in changes(before, after)}
    if "major" in parts:
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if parts else str(before["schema_version"])


def too_low(before: Description, after: Description) -> str | None:
    """What to do if the version was not raised as far as the differences require; None if it was."""
    least = least_version(before, after)
    if _order(after["schema_version"]) >= _order(least):
        return None
    told = "\n".join(f"  {change.part}: {change.text}" for change in changes(before, after))
    return (
        f"the public schema has changed since version {before['schema_version']}:\n{told}\n"
        f"Set SCHEMA_VERSION in pipeline/warehouse/schema_version.py to {least}, say in CHANGELOG.md what changes for "
        "those downstream, then run `make schema`"
    )


def _order(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def as_text(described: Description) -> str:
    """As JSON, with a line for each column, so that diffs are readable."""
    parts = []
    for name, relation in described["relations"].items():
        head = json.dumps({key: value for key, value in relation.items() if key != "columns"}, ensure_ascii=False)
        columns = [
            f"   {json.dumps(column)}: {json.dumps(about, ensure_ascii=False)}"
            for column, about in relation["columns"].items()
        ]
        parts.append(f'  {json.dumps(name)}: {head[:-1]}, "columns": {{\n' + ",\n".join(columns) + "\n  }}")
    version = json.dumps(described["schema_version"])
    return f'{{\n "schema_version": {version},\n "relations": {{\n' + ",\n".join(parts) + "\n }\n}\n"


def committed() -> Description:
    """What docs/schema.json says."""
    described: Description = json.loads(PATH.read_text("utf-8"))
    return described


def main() -> None:
    described = public_schema()
    if PATH.exists() and (told := too_low(committed(), described)):
        sys.exit(told)
    PATH.write_text(as_text(described), encoding="utf-8")
    print(f"docs/{PATH.name} is written: version {SCHEMA_VERSION}")


if __name__ == "__main__":
    main()
