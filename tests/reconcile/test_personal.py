"""Identity numbers of people are told, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from pipeline.reconcile.personal import identity_numbers
from pipeline.reconcile.rule import RULES, Finding, Tables


@pytest.mark.parametrize(
    "text",
    [
        "Anna Exempel (19121212-1212) har",
        "121212-1212",
        "121212+1212",
        "191212121212",
        "född 811218-9876.",
        "640823-3234",
        "samordningsnummer 701063-2391",
    ],
)
def test_a_number_with_a_date_and_a_right_check_digit_is_one(text: str) -> None:
    assert len(identity_numbers(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "121212-1213",  # the check digit
        "121312-1216",  # no month 13
        "212000-0142",  # the city's own number
        "Dnr: HV 2025/811218-98",
        "Dnr 2026-01-12",
        "1212121212",  # ten digits alone may be anything
        "08-508 04 000",
        "1 912 121 212 12",
        "5811218-98761",
    ],
)
def test_what_is_none(text: str) -> None:
    assert identity_numbers(text) == []


def test_it_is_told_without_being_repeated() -> None:
    rows = Tables({"section": [{"row_id": "d/section/1", "text": "Anna, 121212-1212.", "heading": None, "page": 3}]})
    rule = RULES["personnummer"]
    found = list(rule.judge(rows))
    assert [(rule.severity, one.page) for one in found if isinstance(one, Finding)] == [("error", 3)]
    assert "1212" not in str(found)
