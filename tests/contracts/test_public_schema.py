"""The version of the public schema: a change that was not told to those downstream does not pass."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest

from pipeline.warehouse.public_schema import (
    PATH,
    as_text,
    changes,
    committed,
    least_version,
    public_schema,
    too_low,
)
from pipeline.warehouse.schema_version import SCHEMA_VERSION
from tests.support.places import ROOT


def test_the_version_was_raised_as_far_as_the_schema_has_changed() -> None:
    described = public_schema()
    assert (told := too_low(committed(), described)) is None, told
    assert PATH.read_text("utf-8") == as_text(described), "docs/schema.json is stale: run `make schema`"


def test_each_version_is_told_of() -> None:
    told = re.findall(r"^## (\S+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert told[0] == SCHEMA_VERSION, f"CHANGELOG.md says nothing of {SCHEMA_VERSION}"


BEFORE: dict[str, Any] = {
    "schema_version": "1.4.2",
    "relations": {
        "base.goal": {
            "kind": "table",
            "key": ["row_id"],
            "references": {"document_id": "base.document"},
            "columns": {
                "row_id": {"type": "VARCHAR", "nullable": False},
                "level": {"type": "VARCHAR", "nullable": False, "allowed": ["områdesmål", "nämndmål"]},
                "title": {"type": "VARCHAR", "nullable": True},
            },
        },
        "area": {"kind": "view", "columns": {"name": {"type": "VARCHAR"}}},
    },
}
GOAL = ("relations", "base.goal")
GONE = object()


@pytest.mark.parametrize(
    ("place", "value", "version", "told"),
    [
        (("relations", "area"), GONE, "2.0.0", "area is gone"),
        ((*GOAL, "columns", "title"), GONE, "2.0.0", "base.goal.title is gone"),
        ((*GOAL, "columns", "title", "type"), "INTEGER", "2.0.0", "base.goal.title: VARCHAR is now INTEGER"),
        ((*GOAL, "columns", "level", "nullable"), True, "2.0.0", "base.goal.level may be NULL"),
        (
            (*GOAL, "columns", "level", "allowed"),
            ["nämndmål"],
            "2.0.0",
            "base.goal.level: the value områdesmål is gone",
        ),
        ((*GOAL, "columns", "level", "allowed"), GONE, "2.0.0", "base.goal.level lost its closed list"),
        ((*GOAL, "key"), ["title"], "2.0.0", "base.goal: key ['row_id'] is now ['title']"),
        (("relations", "area", "kind"), "table", "2.0.0", "area: kind view is now table"),
        (("relations", "board"), {"kind": "view", "columns": {}}, "1.5.0", "board is new"),
        (("relations", "area", "columns", "key"), {"type": "VARCHAR"}, "1.5.0", "area.key is new"),
        ((*GOAL, "columns", "title", "nullable"), False, "1.5.0", "base.goal.title is never NULL"),
        ((*GOAL, "columns", "title", "allowed"), ["a"], "1.5.0", "base.goal.title has a closed list"),
        (
            (*GOAL, "columns", "level", "allowed"),
            ["områdesmål", "nämndmål", "årsmål"],
            "1.5.0",
            "base.goal.level: the value årsmål is new",
        ),
        ((*GOAL, "references"), {}, "1.5.0", "base.goal: references {'document_id': 'base.document'} is now {}"),
        (("schema_version",), "1.4.2", "1.4.2", None),
    ],
)
def test_what_each_change_raises(place: tuple[str, ...], value: Any, version: str, told: str | None) -> None:
    after = copy.deepcopy(BEFORE)
    *way, last = place
    found: Any = after
    for name in way:
        found = found[name]
    if value is GONE:
        del found[last]
    else:
        found[last] = value
    assert [change.text for change in changes(BEFORE, after)] == ([told] if told else [])
    assert least_version(BEFORE, after) == version
    said = too_low(BEFORE, after)
    assert (said is None) == (told is None)
    assert said is None or (told is not None and told in said and f"to {version}" in said)
    assert too_low(BEFORE, {**after, "schema_version": version}) is None


def test_a_column_moved_within_its_table_is_no_change() -> None:
    after = copy.deepcopy(BEFORE)
    columns = after["relations"]["base.goal"]["columns"]
    after["relations"]["base.goal"]["columns"] = dict(reversed(columns.items()))
    assert list(changes(BEFORE, after)) == []
