"""A target that cannot be read is stored as printed; one that shows that its row is none is told as such."""

from __future__ import annotations

import pytest

from pipeline.document import Cell, Table
from pipeline.parse.printed_tables import INDICATORS
from pipeline.parse.uninterpreted import TARGET, _not_understood


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
