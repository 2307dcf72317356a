"""The report's part on findings: what each rests on, in the words of its rule, and how many causes the errors have."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline.record import Record
from pipeline.report.findings import findings
from pipeline.stage import document_id
from tests.support.house import House
from tests.support.small_plan import record
from tests.support.yearly import figure, plan


def finding(ordinal: int, rule: str, severity: str, **more: str) -> Record:
    return record("finding", ordinal=ordinal, rule=rule, severity=severity, message=f"Iakttagelse {ordinal}.", **more)


def test_errors_are_counted_by_cause_and_rules_are_told_in_their_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = plan(2026, figure("Äldreomsorg", "801.3", 2026))
    suspect = {"suspect_row_id": f"{document_id(made)}/budget_line/1/1/1", "suspect_column": "amount_mnkr"}
    made.records += [
        finding(1, "net", "error", **suspect),
        finding(2, "total", "error", **suspect),
        finding(3, "total", "error"),
        finding(4, "document_kind", "warning"),
    ]
    house = House(tmp_path)
    house.put(made)
    house.publish()
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        section, (counted,) = findings(connection, "farsta")
        told = connection.execute("SELECT title, compares FROM rule WHERE rule IN ('net', 'total', 'document_kind')")
        rules = sorted(told.fetchall())
    assert (counted.cell.text, counted.cell.note) == ("3", "med 2 troliga orsaker")
    assert section is not None
    errors, warnings, explained = section.tables
    assert [len(table.rows) for table in (errors, warnings)] == [3, 1]
    assert {row.cells[0].note for row in (*errors.rows, *warnings.rows)} == {title for title, _ in rules}
    assert [(row.cells[0].text, row.cells[1].text) for row in explained.rows] == rules
    assert explained.folded
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        monkeypatch.setattr("pipeline.report.findings.MOST", 2)
        section, (counted,) = findings(connection, "farsta")
    assert section is not None
    errors, warnings, _ = section.tables
    assert (len(errors.rows), errors.note, warnings.note) == (
        2,
        "De första 2 av 3; alla står i vyn finding_by_year.",
        "",
    )
    assert counted.cell.text == "3"
