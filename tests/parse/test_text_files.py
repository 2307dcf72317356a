"""Text files of plans: page headers, form feeds, Windows line ends, byte order marks, Latin-1."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.parse import parse
from pipeline.read import read_bytes
from tests.press.facsimile import facsimile_plan
from tests.press.plan import Plan
from tests.press.random_plan import random_plan
from tests.press.records import records_of
from tests.press.style import Style
from tests.press.text import TextTraits, plan_text
from tests.support.layouts import Row, differences, rows_of_extraction, rows_of_records

# Where a paragraph ends, a text file does not always tell (the issue's own exception); all else must agree.
UNTOLD = ("goal_description", "adjustment_item")
TRAITS: dict[str, TextTraits] = {
    "few page headers": TextTraits(),
    "no page headers": TextTraits(headers="none"),
    "all page headers": TextTraits(headers="all"),
    "form feeds": TextTraits(form_feeds=True),
    "Windows line ends": TextTraits(line_end="\r\n"),
    "byte order mark": TextTraits(byte_order_mark=True),
    "all at once": TextTraits(headers="all", form_feeds=True, line_end="\r\n", byte_order_mark=True),
}


def _rows(plan: Plan, content: bytes) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    wanted, found = rows_of_records(records_of(plan)), rows_of_extraction(parse(read_bytes(content, "plan.txt")))
    told: Any = {table: rows for table, rows in wanted.items() if table not in UNTOLD}
    return told, found


@pytest.mark.parametrize("trait", TRAITS)
def test_the_facsimile_is_read_from_text(trait: str) -> None:
    plan = facsimile_plan()
    wanted, found = _rows(plan, plan_text(plan, Style(), TRAITS[trait]).encode())
    assert differences(wanted, found) == []


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("trait", ["no page headers", "all at once"])
def test_a_random_plan_is_read_from_text(trait: str, seed: int) -> None:
    plan = random_plan(seed)
    wanted, found = _rows(plan, plan_text(plan, Style(), TRAITS[trait]).encode())
    assert differences(wanted, found) == []


def test_latin_1_is_read(tmp_path: Path) -> None:
    plan = random_plan(4)
    text = plan_text(plan, Style(bullet="-"))
    wanted, found = _rows(plan, text.encode("cp1252", errors="replace"))
    assert differences(wanted, found) == []
