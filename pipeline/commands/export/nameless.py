"""Which columns can name a person, and the export without them.

By the name of a column, since a view shows the same under the same name. What is left out is what names people (who
signs, who has settled something) and prose, in which a name may stand anywhere; what is kept are figures, keys, and the
short texts of tables: names of goals, indicators, activities and areas.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.commands.export.relation import Relation

PEOPLE = {"signed_by", "signed_title", "reviewed_by", "decided_by", "dismissed_by"}
PROSE = {
    "advice", "cells", "comment", "context", "corrected", "description", "earlier_value", "failures", "fulfilment_text",
    "later_value", "message", "note", "printed", "seen", "text", "value",
}  # fmt: skip
# Elsewhere the same names are those of indicators and goals.
OF_ONE_TABLE = {"base.signature": {"name", "title"}, "base.attachment": {"title"}, "base.section": {"heading", "path"}}
NUMBERS = ("DECIMAL", "DOUBLE", "INTEGER", "BIGINT", "BOOLEAN", "DATE", "TIMESTAMP")


def without_names(relations: Iterable[Relation]) -> list[Relation]:
    """The same tables and views without the columns that can name a person; one that has no other column is left
    out."""
    kept = (
        replace(
            one, columns=tuple(column for column in one.columns if not can_name(one.name, column.name, column.type))
        )
        for one in relations
    )
    return [one for one in kept if one.columns]


def can_name(relation: str, column: str, type_: str) -> bool:
    """Whether values of this column may name a person; figures and dates never do."""
    named = column in PEOPLE | PROSE | OF_ONE_TABLE.get(relation, set())
    return named and not type_.startswith(NUMBERS)
