"""A target that cannot be read is stored as printed; one that shows that its row is none is told as such."""

from __future__ import annotations

import pytest

from pipeline.document import Cell, Table
from pipeline.parse.printed_tables import INDICATORS
from pipeline.parse.table_troubles import TARGET, _amount_troubles, _not_understood


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("86 % 90 %", ["Årsmålet kan rymma flera rader"]),
        ("100 % +/-1 %", ["Årsmålet kan rymma flera rader"]),
        ("med 90 %", ["Årsmål med främmande ord"]),
        ("enligt plan", [TARGET]),
        ("1,5 kg CO2 per kg livsmedel", []),
    ],
)
def test_two_targets_in_one_cell_are_two_rows(target: str, told: list[str]) -> None:
    row = (Cell("Andel nöjda barn"), Cell(target))
    table = Table("indicator", (Cell("Indikator"), Cell("Årsmål")), (row,), 1, 0.0)
    assert [reason for reason, _ in _not_understood(table, INDICATORS, {"name": 0, "target": 1})] == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Andel barn som upplever trygghet i", ["Namnet kan vara en del av ett namn"]),
        ("budgetföljsamhet före resultatöverföringar", ["Namnet kan vara en del av ett namn"]),
        ("Andel äldre som får stöd i hemtjänsten Andel omsorgstagare som", ["Namnet kan rymma flera rader"]),
        ("Andel barn som får stöd i tid", []),
    ],
)
def test_a_name_that_is_a_part_of_one_or_holds_two_is_told(name: str, told: list[str]) -> None:
    """The rest of it may be in another row, or in the text below the table: nothing else would tell."""
    table = Table("indicator", (Cell("Indikator"), Cell("Årsmål")), ((Cell(name), Cell("90 %")),), 1, 0.0)
    found = [reason for reason, _ in _not_understood(table, INDICATORS, {"name": 0, "target": 1})]
    assert found[: len(told)] == told and bool(found) == bool(told)


def test_a_label_that_ends_in_the_middle_of_a_phrase_is_told() -> None:
    """`varav omslutningsförändring`, of which the second word had become text."""
    rows = tuple((Cell(label), Cell("12,0")) for label in ("varav", "varav vuxna"))
    table = Table("budget", (Cell("Budget"), Cell("Netto")), rows, 1, 0.0)
    assert [(reason, cell.text) for reason, cell in _amount_troubles(table, bracketed=False)] == [
        ("Radrubriken kan vara en del av en rubrik", "varav")
    ]
