"""The data dictionary of an export, as rows: each table and view, and below it its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.commands.export.relation import Relation

HEAD = (
    "table_name",
    "kind",
    "column_name",
    "data_type",
    "comment",
    "row_count",
    "term",
    "nullable",
    "key_position",
    "refers_to",
    "allowed_values",
)


@dataclass(frozen=True, slots=True)
class Written:
    """A relation and its file, with the number of its rows."""

    relation: Relation
    file: str
    rows: int


def dictionary_rows(
    relation: Relation, row_count: int, chosen: Sequence[Relation]
) -> Iterator[tuple[str | int | bool | None, ...]]:
    """A row for the table, with its number of rows, and one for each column.

    `nullable`, `key_position` (from 1, in the primary key) and `refers_to` are told of tables alone: DuckDB does not
    know them of views. `allowed_values` are parted by `|`.
    """
    yield relation.name, relation.kind, None, None, relation.comment, row_count, *[None] * 5
    contract = relation.contract
    key = contract.key if contract else ()
    references = relation.references(chosen)
    for column in relation.columns:
        yield (
            relation.name,
            relation.kind,
            column.name,
            column.type,
            column.comment,
            None,
            column.term,
            column.declared.nullable if contract and column.declared else None,
            key.index(column.name) + 1 if column.name in key else None,
            ".".join(references[column.name]) if column.name in references else None,
            "|".join(column.allowed) or None,
        )
