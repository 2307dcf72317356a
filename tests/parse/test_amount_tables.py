"""Tables of amounts as other years print them: years of two digits, signs in words and brackets."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.parse import parse
from pipeline.read import read_bytes
from pipeline.record import Extraction
from pipeline.swedish import figure
from tests.parse.test_family import PLAN, USUAL, rows


def read(header: str, *printed: str, note: str = "Staden växer.") -> Extraction:
    table = "\n".join((header, *printed))
    text = f"{PLAN.format_map(USUAL)}\n\nRedovisning av ekonomi\n\n{note}\n\n{table}\n"
    return parse(read_bytes(text.encode(), "plan.txt"))


def budget(extraction: Extraction) -> list[tuple[object, ...]]:
    return rows(extraction, "budget_line", "label", "measure", "basis", "fiscal_year", "amount_mnkr")


def test_years_of_two_digits_are_those_near_the_plans() -> None:
    header = "Budget (mnkr) VP 15 Kostnader VP 15 Intäkter VP 15 Netto Budget 14 Netto"
    assert budget(read(header, "Äldreomsorg 300,0 -20,0 280,0 270,0")) == [
        ("Äldreomsorg", "kostnader", "verksamhetsplan", 2015, Decimal("300.0")),
        ("Äldreomsorg", "intäkter", "verksamhetsplan", 2015, Decimal("-20.0")),
        ("Äldreomsorg", "netto", "verksamhetsplan", 2015, Decimal("280.0")),
        ("Äldreomsorg", "netto", "verksamhetsplan", 2014, Decimal("270.0")),
    ]


def test_an_outcome_is_of_its_own_year() -> None:
    header = "Verksamhetsområde (mnkr) Kostnader 2015 Intäkter 2015 Netto 2015 Bokslut 2013"
    found = budget(read(header, "Park 3,0 -1,0 2,0 1,5"))
    assert found[2:] == [
        ("Park", "netto", "verksamhetsplan", 2015, Decimal("2.0")),
        ("Park", "netto", "utfall", 2013, Decimal("1.5")),
    ]


USUAL_HEADER = "Budget (mnkr) Kostnader Intäkter VP 2015 Netto"


@pytest.mark.parametrize(
    ("header", "row", "amounts"),
    [
        (USUAL_HEADER, "Park 30,0 minus 2,0 28,0", ["30.0", "-2.0", "28.0"]),
        ("Budget (tkr) Kostnader Intäkter VP 2015 Netto", "Park 300 000 -20 000 280 000", ["300", "-20", "280"]),
    ],
)
def test_rows_of_a_text_file_are_parted_where_there_is_one_way(header: str, row: str, amounts: list[str]) -> None:
    assert rows(read(header, row), "budget_line", "label", "amount_mnkr") == [
        ("Park", Decimal(amount)) for amount in amounts
    ]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Mnkr Budget 2014 Netto Utfall 2014 Netto Rest", "Park 30,0 29,0 1,0"),  # no header that is known
        (USUAL_HEADER, "Park 40,0 30,0 -2,0 28,0"),  # a figure more than columns
        ("Budget (tkr) Kostnader Intäkter VP 2015 Netto", "Park 12 345 678 901"),  # three amounts in several ways
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_not_stored(header: str, row: str) -> None:
    extraction = read(header, row)
    assert budget(extraction) == []
    assert rows(extraction, "finding", "rule")


def test_a_figure_in_brackets_is_negative_where_the_document_says_so() -> None:
    assert figure("(210,3)") is None
    assert figure("(210,3)", less_in_brackets=True) == Decimal("-210.3")
    assert figure("minus 210,3") == Decimal("-210.3")


@pytest.mark.parametrize("note", ["Negativa belopp anges inom parentes.", "Staden växer."])
def test_a_text_file_has_figures_in_brackets_too(note: str) -> None:
    extraction = read(USUAL_HEADER, "Park 30,0 (2,0) 28,0", "Torg (0,5) 1 000,0 (1 200,5)", note=note)
    bracketed = [("Park", Decimal("-2.0")), ("Torg", Decimal("-0.5")), ("Torg", Decimal("-1200.5"))]
    stored = rows(extraction, "budget_line", "label", "amount_mnkr")
    assert [one for one in bracketed if one in stored] == (bracketed if "parentes" in note else [])
    assert sorted(stored)[-1] == ("Torg", Decimal("1000.0"))
    told = [str(message) for (message,) in rows(extraction, "finding", "message")]
    assert sum("Cell utan läsbart belopp" in one for one in told) == (0 if "parentes" in note else 3)
