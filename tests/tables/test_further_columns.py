"""A column that no rule knows, in each kind of table: what is known is read as ever, the rest is kept and told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.parse import parse
from pipeline.read import read
from pipeline.record import Extraction
from tests.press.plan import FurtherColumn
from tests.press.producers import missing, set_plan
from tests.press.random_plan import random_plan
from tests.press.records import records_of
from tests.press.style import Producer, Style
from tests.press.variations import with_column
from tests.support.layouts import differences, rows_of_extraction, rows_of_records

NAMES = ("Enhetschefen", "Avdelningen för stadsmiljö", "Ekonomichefen", "Stadsmiljö")
FURTHER = {
    "who is responsible for an activity": FurtherColumn("activity", "Ansvarig", NAMES, share=0.22),
    "a date more of an activity": FurtherColumn("activity", "Återrapporteras", ("2026-05-31", "2026-09-30")),
    "who follows an indicator": FurtherColumn("indicator", "Uppföljning", NAMES, share=0.2),
    "an indicator's outcome": FurtherColumn("indicator", "Utfall 2019", ("61 %", "74 %", "82 %"), columns_behind=3),
    "a change in percent": FurtherColumn("budget", "Förändring %", ("2,6", "-1,4", "0,0"), figures=True, share=0.1),
    "a note on a budget row": FurtherColumn("budget", "Not", ("1", "2", "3"), figures=True, share=0.06),
    "words behind a budget row": FurtherColumn("budget", "Kommentar", ("Oförändrat", "Ökat uppdrag"), share=0.18),
    "a share of the turnover": FurtherColumn("turnover", "Andel %", ("12,5", "50,0"), figures=True, share=0.12),
    "words behind a turnover": FurtherColumn("turnover", "Finansiär", ("Staten", "Regionen"), share=0.18),
    "what was granted of an application": FurtherColumn("adjustment", "Beviljat (mnkr)", ("0,4", "1,3"), figures=True),
    "words behind an application": FurtherColumn("adjustment", "Status", ("Beviljad", "Avslagen"), share=0.14),
}
STYLES = {
    "ruled": Style(table_size=8),
    "half ruled": Style(table_size=8, rules="horizontal"),
    "unruled": Style(table_size=8, rules="none", shaded_header=False),
}


def extracted(column: FurtherColumn, style: Style, path: Path) -> tuple[list[str], Extraction]:
    """How what is read of a plan with the column differs from what is set, and what is read."""
    plan = with_column(random_plan(5), column)
    extraction = parse(read(set_plan(plan, style, path)))
    return differences(rows_of_records(records_of(plan)), rows_of_extraction(extraction)), extraction


@pytest.mark.parametrize("producer", ["reportlab", "weasyprint"])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("further", FURTHER)
def test_an_unknown_column_is_kept_and_told(further: str, style: str, producer: Producer, tmp_path: Path) -> None:
    if told := missing(producer):
        pytest.skip(told)
    column = FURTHER[further]
    wrong, extraction = extracted(column, replace(STYLES[style], producer=producer), tmp_path / "plan.pdf")
    assert wrong == []
    messages = [str(one.values["message"]) for one in extraction.records if one.values.get("rule") == "uninterpreted"]
    assert any(message.startswith("Okänd kolumn") and column.header in message for message in messages), messages
    kept = [json.loads(str(one.values["cells"])) for one in extraction.records if one.table == "unmapped_table"]
    cells = {cell for rows in kept for row in rows for cell in row}
    assert {text for text in column.cells if text} & cells
