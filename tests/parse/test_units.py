"""The unit of an amount stands in its column's header, the table's, or a sentence; what no rule knows is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.parse import parse
from pipeline.parse.units import scale_of, stated_units
from pipeline.read import read_bytes
from pipeline.swedish import amounts, figure, in_sek, target


@pytest.mark.parametrize(
    ("text", "scales"),
    [
        ("Budget 2026 (mnkr)", {"1"}),
        ("Kostnader (tkr)", {"0.001"}),
        ("Kostnader kkr", {"0.001"}),
        ("(TSEK)", {"0.001"}),
        ("Kostnader (mdkr)", {"1000"}),
        ("Netto, kr", {"0.000001"}),
        ("Netto i miljoner kronor", {"1"}),
        ("Kostnader i tusental kronor", {"0.001"}),
        ("Netto i tusentals kronor", {"0.001"}),
        ("Netto (1 000-tal kronor)", {"0.001"}),
        ("Netto budget 2026", set()),
        ("Kränkande behandling", set()),
    ],
)
def test_the_units_that_a_header_names(text: str, scales: set[str]) -> None:
    assert stated_units(text) == set(map(Decimal, scales))


BUDGET = """Verksamhetsplan 2026

Farsta stadsdelsnämnd

Redovisning av ekonomi

Nämndens ekonomiska förutsättningar

{above}

{label} Kostnader 2026 Intäkter 2026 VP 2026 Netto
Förskola 2 500 -500 2 000

{below}
"""


@pytest.mark.parametrize(
    ("above", "label", "below", "amount"),
    [
        ("Belopp i tkr.", "Verksamhetsområde", "", "2.5"),
        ("(tkr)", "Verksamhetsområde", "", "2.5"),
        ("Tkr.", "Verksamhetsområde", "", "2.5"),
        ("Tabell 1. Nämndens budget 2026, tkr", "Verksamhetsområde", "", "2.5"),
        ("Tabellen nedan visar nämndens budget (kkr).", "Verksamhetsområde", "", "2.5"),
        ("Arbetet följs upp.", "Verksamhetsområde", "* Belopp i tusental kronor.", "2.5"),
        ("Arbetet följs upp.", "Budget 2026 (tkr)", "", "2.5"),
        ("Arbetet följs upp.", "Budget 2026 (mnkr)", "", "2500"),
    ],
)
def test_the_unit_of_a_table_stands_around_it(above: str, label: str, below: str, amount: str) -> None:
    text = BUDGET.format(above=above, label=label, below=below)
    records = parse(read_bytes(text.encode(), "plan.txt")).records
    (first, *_) = [record.values["amount_mnkr"] for record in records if record.table == "budget_line"]
    assert first == Decimal(amount)


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
        ("90 %.", "90", "%"),
        ("\u20135 %", "-5", "%"),
        ("15 tusen st", "15000", "st"),
        ("1 675 GWh", "1675", "GWh"),
        ("1,5 kg CO2 per kg livsmedel", "1.5", "kg CO2 per kg livsmedel"),
    ],
)
def test_a_target_in_any_usual_form(printed: str, value: str, unit: str | None) -> None:
    meant = target(printed)
    assert (meant.kind, meant.value, meant.unit) == ("value", Decimal(value), unit)


@pytest.mark.parametrize("printed", ["82 64 %", "1.1.1", "12.34.567", "3-5 st", "80 % eller mer", "9O %"])
def test_what_is_no_single_number_has_no_value(printed: str) -> None:
    assert target(printed).kind is None


def test_the_comma_of_three_decimals_may_part_thousands() -> None:
    """`15,000 st` is fifteen in Swedish and fifteen thousand in English: nothing tells which, so it has no value."""
    assert target("15,000 st").kind is None
    assert target("1,125 %").value == Decimal("1.125")


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1 234,5", "1234.5"),
        ("1 234,5*", "1234.5"),
        ("1 234,5 1)", "1234.5"),
        ("1 234,5\u00b9", "1234.5"),
        ("*-12,0", "-12.0"),
        *(("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("1'234,5", "1234.5"), ("1234.5", "1234.5")),
        *(("210,3-", "-210.3"), ("210,3 \u2212", "-210.3"), ("\u2012210,3", "-210.3"), ("\u2014210,3", "-210.3")),
        ("(210,3)", None),
        ("1.234", None),
        ("82 64", None),
        ("10\u00b3 st", None),
    ],
)
def test_a_figure_without_the_mark_of_its_footnote(printed: str, value: str | None) -> None:
    assert figure(printed) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(("printed", "unit"), [("82\u00b9", None), ("82\u00b9 %", "%"), ("5 m\u00b2", "m\u00b2")])
def test_a_raised_mark_is_no_unit_and_a_power_is_no_mark(printed: str, unit: str | None) -> None:
    assert target(printed).unit == unit


@pytest.mark.parametrize(
    ("printed", "kronor"),
    [
        ("om 238 TSEK för lek", "238000"),
        ("om 238 kkr för lek", "238000"),
        ("om 7,3 MSEK för lek", "7300000"),
        ("om 238.000 kr för lek", "238000"),
        ("om 1.250.000 kronor för lek", "1250000"),
        ("om 238 000 SEK för lek", "238000"),
        ("om 238 tusen kr för lek", "238000"),
    ],
)
def test_a_sum_of_money_in_any_usual_form(printed: str, kronor: str) -> None:
    assert [in_sek(amount) for amount in amounts(printed)] == [Decimal(kronor)]


def test_three_decimals_of_millions_may_be_thousands() -> None:
    """Nothing tells whether `1.842 mnkr` is less than two millions, or thousands of them."""
    assert amounts("om 1.842 mnkr för lek") == []
