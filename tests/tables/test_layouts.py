"""What was set is what is read, row for row, whatever the layout: a seeded sample of plans and styles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from pipeline.parse import parse
from pipeline.read import read
from tests.press import variations
from tests.press.producers import missing, set_plan
from tests.press.random_plan import random_plan
from tests.press.records import records_of
from tests.press.statements import stating_plan
from tests.press.style import Producer, Style
from tests.support.layouts import (
    TRAITS,
    differences,
    random_style,
    read_back,
    rows_of_extraction,
    rows_of_records,
    traits_of,
    web_style,
)
from tests.support.places import ROOT

SAMPLE = range(120)
REPORT = ROOT / "build" / "layouts.md"


@pytest.mark.slow
def test_every_trait_is_read_back_without_a_wrong_row(tmp_path: Path) -> None:
    """Each value of each trait occurs in several documents of the sample; the report names them with their counts."""
    tried: Counter[str] = Counter()
    wrong: dict[int, list[str]] = {}
    for seed in SAMPLE:
        style, wanted, found = read_back(seed, tmp_path)
        tried += traits_of(style)
        told = differences(wanted, found)
        if told:
            wrong[seed] = told
    lines = [f"| {trait} | {count} |" for trait, count in sorted(tried.items())]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(
        f"{len(SAMPLE)} documents, {len(wrong)} with a wrong row.\n\n| trait | documents |\n| --- | --- |\n"
        + "\n".join(lines)
        + "\n"
    )
    assert wrong == {}
    assert all(tried[f"{trait} = {value!r}"] >= 3 for trait, values in TRAITS.items() for value in values)


@pytest.mark.slow
@pytest.mark.parametrize(("producer", "seeds"), [("weasyprint", range(500, 514)), ("chromium", (2, 3, 7, 12, 42, 136))])
def test_a_web_page_is_read_back_without_a_wrong_row(producer: Producer, seeds: Sequence[int], tmp_path: Path) -> None:
    """Headers centred above words set flush left, every other row shaded, words and headers hyphenated."""
    if told := missing(producer):
        pytest.skip(told)
    wrong = {}
    for seed in seeds:
        plan = random_plan(seed)
        path = set_plan(plan, web_style(seed, producer), tmp_path / f"{seed}.pdf")
        if told_of := differences(rows_of_records(records_of(plan)), rows_of_extraction(parse(read(path)))):
            wrong[seed] = told_of
    assert wrong == {}


def test_a_word_broken_by_force_and_by_a_hyphen_is_one_word(tmp_path: Path) -> None:
    """`omslutn` `ingsfö-` `rändring` in a narrow column, which the document prints nowhere in one piece."""
    plan, style = stating_plan(2003), random_style(2003)
    extraction = parse(read(set_plan(plan, style, tmp_path / "plan.pdf")))
    assert differences(rows_of_records(records_of(plan)), rows_of_extraction(extraction)) == []


# Layouts that were read wrong once, each in its own way.
ONCE_WRONG = {
    184: "headers that touch each other above columns of figures",
    299: "a header row that begins at the foot of a page and ends on the next",
    369: "bold figures that reach a point over their cell's ruling",
    381: "bold figures that reach further to the right than any on the page before",
    463: "`Kostnader Intäkter` with no more than a blank between them",
    7027: "`omslutningsföränd` above `ring`, with room for half a letter",
    7224: "a table that looks as if set at the top of its cells, until its next page",
    9132: "figures with a group of digits more than any on the page before",
    9263: "`ihop med barn`, the rest of a row, below a repeated header",
    7281: "a table of one figure a row, whose header row a page break splits",
    6049: "a table without rulings whose only long cell, alone on its line, stands under a repeated header",
    6112: "a cell of two lines beside an anchor, each of which looks like a row's end: `15 000` above `st`",
    6119: "a word broken by force that is printed whole only at the end of other lines",
}


@pytest.mark.parametrize("seed", ONCE_WRONG)
def test_what_was_read_wrong_once_is_read_right(seed: int, tmp_path: Path) -> None:
    _, wanted, found = read_back(seed, tmp_path)
    assert differences(wanted, found) == []


def test_an_unknown_column_does_not_stop_the_document_and_is_reported(tmp_path: Path) -> None:
    plan = variations.with_outcomes(random_plan(1))
    extraction = parse(read(set_plan(plan, Style(), tmp_path / "plan.pdf")))
    assert differences(rows_of_records(records_of(plan)), rows_of_extraction(extraction)) == []
    assert any(record.table == "unmapped_table" for record in extraction.records)
    rules = {record.values["rule"] for record in extraction.records if record.table == "finding"}
    assert "uninterpreted" in rules


@pytest.mark.parametrize("order", ["swapped", "doubled"])
def test_pages_out_of_order_are_put_right_and_reported(order: str, tmp_path: Path) -> None:
    plan = random_plan(2)
    style = replace(Style(), order=order)
    extraction = parse(read(set_plan(plan, style, tmp_path / "plan.pdf")))
    assert differences(rows_of_records(records_of(plan)), rows_of_extraction(extraction)) == []
    told = [str(record.values["message"]) for record in extraction.records if record.table == "finding"]
    assert any("ordning" in message or "två gånger" in message for message in told)


def test_a_document_read_in_another_layout_gives_the_same_rows(tmp_path: Path) -> None:
    plan = random_plan(3)
    readings = [
        rows_of_extraction(parse(read(set_plan(plan, random_style(seed), tmp_path / f"{seed}.pdf"))))
        for seed in (3, 103, 203)
    ]
    assert readings[0] == readings[1] == readings[2]


@pytest.mark.parametrize("rules", ["all", "horizontal", "none"])
def test_a_row_longer_than_a_page_may_stand_above_its_header(
    rules: Literal["all", "horizontal", "none"], tmp_path: Path
) -> None:
    """WeasyPrint sets a row that fits no page without the header, and this above the rest of it on the next page."""
    if told := missing("weasyprint"):
        pytest.skip(told)
    plan = variations.with_long_row(random_plan(3))
    path = set_plan(plan, Style(producer="weasyprint", rules=rules), tmp_path / "plan.pdf")
    assert differences(rows_of_records(records_of(plan)), rows_of_extraction(parse(read(path)))) == []


# Web pages that were read wrong once, each in its own way.
WEB_ONCE_WRONG = {
    310: "a hyphenated header beside others set at half its height",
    314: "`Net-` above `to`, alone on their lines",
    330: "the first line of a hyphenated header above all others",
}


@pytest.mark.parametrize("seed", WEB_ONCE_WRONG)
def test_a_hyphenated_header_is_read_whole(seed: int, tmp_path: Path) -> None:
    if told := missing("weasyprint"):
        pytest.skip(told)
    plan = random_plan(seed) if seed % 2 else stating_plan(seed)
    path = set_plan(plan, web_style(seed, "weasyprint"), tmp_path / "plan.pdf")
    assert differences(rows_of_records(records_of(plan)), rows_of_extraction(parse(read(path)))) == []
