"""Parquet: one file for each table and view, DECIMAL kept, comments as metadata of the schema and its fields."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow
import pyarrow.parquet

from pipeline.commands.export.dictionary import Written
from pipeline.commands.export.relation import Relation

ROWS_AT_ONCE = 100_000


def write_parquet(connection: duckdb.DuckDBPyConnection, chosen: Sequence[Relation], folder: Path) -> list[Written]:
    """A file for each relation."""
    return [
        Written(relation, file := f"{relation.name}.parquet", _write(connection, relation, folder / file))
        for relation in chosen
    ]


def _write(connection: duckdb.DuckDBPyConnection, relation: Relation, path: Path) -> int:
    reader = connection.sql(relation.query).to_arrow_reader(ROWS_AT_ONCE)
    schema = _with_comments(reader.schema, relation)
    count = 0
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        for batch in reader:
            writer.write_batch(batch.cast(schema))
            count += batch.num_rows
    return count


def _with_comments(schema: pyarrow.Schema, relation: Relation) -> pyarrow.Schema:
    fields = [
        field.with_metadata({"comment": column.comment}) for field, column in zip(schema, relation.columns, strict=True)
    ]
    return pyarrow.schema(fields, metadata={"comment": relation.comment})
