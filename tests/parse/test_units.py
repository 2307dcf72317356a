"""The unit of an amount stands in its column's header, the table's, or a sentence; what no rule knows is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.parse.units import scale_of, stated_units
from pipeline.swedish import target


@pytest.mark.parametrize(
    ("text", "scales"),
    [
        ("Budget 2026 (mnkr)", {"1"}),
        ("Kostnader (tkr)", {"0.001"}),
        ("Kostnader kkr", {"0.001"}),
        ("(TSEK)", {"0.001"}),
        ("Netto, kr", {"0.000001"}),
        ("Netto i miljoner kronor", {"1"}),
        ("Kostnader i tusental kronor", {"0.001"}),
        ("Netto budget 2026", set()),
        ("Kränkande behandling", set()),
    ],
)
def test_the_units_that_a_header_names(text: str, scales: set[str]) -> None:
    assert stated_units(text) == set(map(Decimal, scales))


def test_what_is_no_unit_has_no_scale() -> None:
    with pytest.raises(KeyError):
        scale_of("procent")


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("82*", "82", None),
        ("90 %*", "90", "%"),
        ("90 % 1)", "90", "%"),
        ("85 % a)", "85", "%"),
        ("15.000 st", "15000", "st"),
        ("1.250.000 kr", "1250000", "kr"),
        ("6.5 %", "6.5", "%"),
        ("15 tusen st", "15000", "st"),
        ("1 675 GWh", "1675", "GWh"),
        ("1,5 kg CO2 per kg livsmedel", "1.5", "kg CO2 per kg livsmedel"),
    ],
)
def test_a_target_in_any_usual_form(printed: str, value: str, unit: str | None) -> None:
    meant = target(printed)
    assert (meant.kind, meant.value, meant.unit) == ("value", Decimal(value), unit)


@pytest.mark.parametrize("printed", ["82 64 %", "1.1.1", "12.34.567", "3-5 st"])
def test_what_is_no_single_number_has_no_value(printed: str) -> None:
    assert target(printed).kind is None
