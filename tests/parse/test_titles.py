"""Titles of tables that print does not set off from the text: told by what stands below them, or by their absence."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.blocks.block import Block, Heading, Paragraph
from pipeline.document import Cell, Table
from pipeline.parse import plan_of
from pipeline.parse.cover import kind_of
from pipeline.parse.titles import with_titles
from pipeline.parse.uninterpreted import uninterpreted
from pipeline.read import read
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style


def headings(*blocks: Block) -> list[tuple[str, int]]:
    return [(one.text, one.level) for one in with_titles(blocks) if isinstance(one, Heading)]


def text(words: str) -> Paragraph:
    return Paragraph(words, ())


def table(kind: str) -> Table:
    return Table(kind, (Cell("Budget 2026"),), (), 1, 0.0)


OVERVIEW = Heading("Nämndens ekonomiska förutsättningar", 2, ())


def test_a_line_above_the_second_budget_table_under_a_heading_is_its_title() -> None:
    titled = headings(OVERVIEW, table("budget"), text("Nämnden omsluter mer."), text("Äldreomsorg"), table("budget"))
    assert titled == [("Nämndens ekonomiska förutsättningar", 2), ("Äldreomsorg", 4)]


@pytest.mark.parametrize("words", ["Belopp i tkr", "Tabell 2: Äldreomsorg", "Så här fördelas medlen:", "mnkr"])
def test_what_says_something_else_of_the_table_is_no_title(words: str) -> None:
    assert headings(OVERVIEW, table("budget"), text(words), table("budget")) == [(OVERVIEW.text, 2)]


def test_a_line_above_the_only_budget_table_is_no_title() -> None:
    assert headings(OVERVIEW, text("Äldreomsorg"), table("budget")) == [(OVERVIEW.text, 2)]


def test_the_kind_of_applications_above_their_table_is_its_title() -> None:
    category = Heading("Naturreservat (2,1 mnkr)", 5, ())
    titled = headings(category, text("Förvaltningen ansöker medel."), text("Drift"), table("adjustment"))
    assert titled == [(category.text, 5), ("Drift", 5)]


def test_two_tables_that_one_title_cannot_be_of_are_told(tmp_path: Path) -> None:
    plan = plan_of(read(set_plan(random_plan(2), Style(), tmp_path / "plan.pdf")))
    named = kind_of(plan)
    assert named is not None

    def told() -> set[str]:
        found = (
            str(one.values["message"])
            for one in uninterpreted(plan, named, "Bromma stadsdelsnämnd")
            if one.table == "finding"
        )
        return {message for message in found if "en rubrik kan saknas" in message}

    assert told() == set()
    doubled = {"budget": False, "adjustment": False}
    for section in plan.sections:
        for table in section.tables:
            if table.kind in doubled and not doubled[table.kind]:
                section.blocks.append(table)
                doubled[table.kind] = True
    assert all(doubled.values()) and len(told()) == 2
