"""The report's parts on decisions of all kinds of documents and on what came of promises."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from pipeline.record import Extraction, Record
from pipeline.report.decided import decided, promised
from tests.support.house import House
from tests.support.small_plan import record
from tests.support.yearly import indicator, plan


def of_kind(made: Extraction, kind: str, issued: datetime.date) -> Extraction:
    values = made.document.values
    year, board = values["plan_year"], values["board_key"]
    made.document.values |= {
        "document_type": kind, "document_key": f"{board}/{kind}/{year}", "sha256": f"{len(kind):064}",
        "issued_on": issued,
    }  # fmt: skip
    return made


def point(number: int, text: str, amount: Decimal | None = None) -> Record:
    return record("decision", number=number, text=text, action="godkänner", amount_sek=amount)


def test_decisions_of_all_kinds_and_kept_promises(tmp_path: Path) -> None:
    house = House(tmp_path)
    planned = indicator("Andel nöjda", "80 %")
    reported = indicator("Andel nöjda", "80 %")
    reported.values |= {
        "outcome_text": "84 %",
        "outcome_kind": "value",
        "outcome_value": Decimal(84),
        "outcome_unit": "%",
    }
    report = plan(2025, reported, point(1, "Nämnden godkänner berättelsen."), edition="2")
    house.put(
        plan(2025, planned, point(1, "Nämnden godkänner planen.", Decimal(1500000))),
        of_kind(report, "verksamhetsberättelse", datetime.date(2026, 2, 1)),
        plan(2025, board="bromma"),
    )
    house.publish()
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        points, kept = decided(connection, "farsta"), promised(connection, "farsta")
        assert decided(connection, "bromma") is promised(connection, "bromma") is None
    assert points is not None
    assert [(table.caption, [cell.text for cell in table.rows[0].cells]) for table in points.tables] == [
        (
            "Beslut i verksamhetsplan 2025",
            ["1", "Nämnden godkänner planen.", "godkänner", "1\u202f500\u202f000\u202fkr"],
        ),
        ("Beslut i verksamhetsberättelse 2025", ["1", "Nämnden godkänner berättelsen.", "godkänner", "–"]),
    ]
    assert [table.rows[0].cells[1].ref is None for table in points.tables] == [False, True]  # pictures are of plans
    assert kept is not None
    assert [cell.text for cell in kept.tables[0].rows[0].cells] == ["Andel nöjda", "80 %", "84 %", "Ja", ""]
    assert kept.tables[0].note == "1 av 1 årsmål som går att jämföra nåddes."
