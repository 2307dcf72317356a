"""The data dictionary of an export, as rows: each table and view, and below it its columns."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.commands.export.relation import Relation

HEAD = ("table_name", "kind", "column_name", "data_type", "comment", "row_count")


def dictionary_rows(relation: Relation, row_count: int) -> Iterator[tuple[str | int | None, ...]]:
    """A row for the table, with its number of rows, and one for each column."""
    yield relation.name, relation.kind, None, None, relation.comment, row_count
    for column in relation.columns:
        yield relation.name, relation.kind, column.name, column.type, column.comment, None
