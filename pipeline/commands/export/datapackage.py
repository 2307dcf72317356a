"""`datapackage.json` beside files: a Data Package of Frictionless, with a Table Schema for each table and view.

It has what the contracts say: types, keys, which column may be empty, closed lists, patterns and bounds.
https://datapackage.org/standard/table-schema/
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from pipeline.commands.export.csv_files import Dialect
from pipeline.commands.export.dictionary import Written
from pipeline.commands.export.relation import Column, Relation

PACKAGE = "datapackage.json"
TYPES = {
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "VARCHAR": "string",
    "TINYINT": "integer",
    "SMALLINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "FLOAT": "number",
    "DOUBLE": "number",
    "DECIMAL": "number",
}
MEDIA_TYPES = {".csv": "text/csv", ".parquet": "application/vnd.apache.parquet"}


def write_datapackage(
    connection: duckdb.DuckDBPyConnection, written: Sequence[Written], folder: Path, dialect: Dialect | None
) -> None:
    """Describes the files that were written; `dialect` is that of CSV, None for Parquet."""
    chosen = [one.relation for one in written]
    package = {
        "profile": "tabular-data-package",
        "name": "tjut",
        "title": "Tjänsteutlåtanden från Stockholms nämnder",
        **_of_the_warehouse(connection),
        "resources": [_resource(one, folder, dialect, chosen) for one in written],
    }
    (folder / PACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _of_the_warehouse(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The version of its schema and when it was published; nothing for a file that is no warehouse of today."""
    try:
        ((version, at),) = connection.execute("SELECT schema_version, published_at FROM tjut").fetchall()
    except duckdb.CatalogException:
        return {}
    return {"version": version} | ({"created": f"{at:%Y-%m-%dT%H:%M:%SZ}"} if at else {})


def _resource(one: Written, folder: Path, dialect: Dialect | None, chosen: Sequence[Relation]) -> dict[str, Any]:
    path = folder / one.file
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": one.relation.name.lower(),
        "path": one.file,
        "description": one.relation.comment,
        "format": path.suffix[1:],
        "mediatype": MEDIA_TYPES[path.suffix],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        **(_csv(dialect) if dialect else {}),
        "schema": _schema(one.relation, dialect, chosen),
    }


def _csv(dialect: Dialect) -> dict[str, Any]:
    return {
        "encoding": dialect.encoding,
        "dialect": {
            "delimiter": dialect.delimiter,
            "lineTerminator": dialect.line_end,
            "quoteChar": '"',
            "doubleQuote": True,
        },
    }


def _schema(relation: Relation, dialect: Dialect | None, chosen: Sequence[Relation]) -> dict[str, Any]:
    """The Table Schema of a relation; its fields are called as the columns of the file are."""
    heads = _heads(relation, dialect)
    schema: dict[str, Any] = {
        "fields": [_field(column, heads[column.name], relation, dialect) for column in relation.columns]
    }
    if contract := relation.contract:
        schema["primaryKey"] = [heads[name] for name in contract.key]
    references = relation.references(chosen)
    if references:
        called = {other.name: _heads(other, dialect) for other in chosen}
        schema["foreignKeys"] = [
            {"fields": [heads[name]], "reference": {"resource": table, "fields": [called[table][key]]}}
            for name, (table, key) in references.items()
        ]
    return schema


def _heads(relation: Relation, dialect: Dialect | None) -> dict[str, str]:
    names = [column.name for column in relation.columns]
    return dict(zip(names, relation.head(dialect is None or dialect.column_names), strict=True))


def _field(column: Column, head: str, relation: Relation, dialect: Dialect | None) -> dict[str, Any]:
    type_ = TYPES.get(column.type.partition("(")[0], "any")
    field: dict[str, Any] = {"name": head, "type": type_, "title": column.term, "description": column.comment}
    if type_ == "datetime":
        field["format"] = "any"
    if dialect and dialect.decimal_comma:
        field |= {"decimalChar": ","} if type_ == "number" else {}
        field |= {"trueValues": ["ja"], "falseValues": ["nej"]} if type_ == "boolean" else {}
    if constraints := _constraints(column, relation):
        field["constraints"] = constraints
    return field


def _constraints(column: Column, relation: Relation) -> dict[str, Any]:
    """What a contract says of a table's column; of a view's, the closed list alone."""
    constraints: dict[str, Any] = {"enum": list(column.allowed)} if column.allowed else {}
    contract, declared = relation.contract, column.declared
    if contract is None or declared is None:
        return constraints
    told = {
        "required": not declared.nullable or None,
        "unique": contract.key == (column.name,) or None,
        "pattern": declared.pattern if not column.allowed else None,
        "minimum": declared.least,
        "maximum": declared.most,
    }
    return constraints | {name: value for name, value in told.items() if value is not None}
