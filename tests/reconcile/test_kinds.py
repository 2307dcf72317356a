"""Which rules are asked of a document follows from its kind."""

from __future__ import annotations

import datetime

import pytest

from pipeline.parse.kinds import KINDS, OF_PLANS, OTHER
from pipeline.reconcile import reconcile
from pipeline.reconcile.rule import RULES


def rules_told(kind: str, issued: datetime.date) -> set[str]:
    """The rules that tell something of a document of 2025 with an activity of 2023 and a decision to be explained."""
    of_row = {"row_id": "x", "goal_code": "1", "ordinal": 1}
    rows = {
        "goal": [{"row_id": "g", "goal_code": "1", "ordinal": 1, "title": "Alla badar", "parent_code": None}],
        "document": [{"row_id": "d", "document_type": kind, "plan_year": 2025, "issued_on": issued, "page": 1}],
        "activity": [
            {
                **of_row,
                "name": "Bada",
                "starts_on": datetime.date(2023, 1, 1),
                "ends_on": datetime.date(2023, 5, 1),
                "page": 2,
            }
        ],
        "section": [
            {
                "row_id": "s",
                "heading": "Läget",
                "path": "Läget",
                "level": 1,
                "text": "Fler (901 maj 2026) badar.",
                "page_first": 1,
            }
        ],
    }
    return {str(record.values["rule"]) for record in reconcile(rows)}


def test_rules_named_by_kinds_are_there() -> None:
    assert set(RULES) >= OF_PLANS


@pytest.mark.parametrize(
    ("kind", "year", "told"),
    [
        ("verksamhetsplan", 2024, {"activity_year", "future_date"}),
        ("verksamhetsplan", 2026, {"activity_year", "future_date", "issue_year"}),
        ("tertialrapport", 2025, set()),
        ("tertialrapport", 2026, {"issue_year"}),
        ("verksamhetsberättelse", 2026, set()),
        ("verksamhetsberättelse", 2024, {"issue_year"}),
        ("övrigt", 2020, set()),
    ],
)
def test_a_report_is_not_asked_what_only_a_plan_can_answer(kind: str, year: int, told: set[str]) -> None:
    assert rules_told(kind, datetime.date(year, 2, 1)) == told


def test_each_kind_knows_when_it_is_issued() -> None:
    assert all(kind.issued for kind in KINDS) and not OTHER.issued


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Nämnden fastställer verksamhetsplan och budget för år 2024.", True),
        ("Nämnden fastställer verksamhetsplan för 2025.", False),
        ("Nämnden fastställer verksamhetsplan 2025 och ersätter verksamhetsplan 2024.", False),
        ("Nämnden anmäler budget för 2024.", False),
    ],
)
def test_decisions_are_about_the_year_of_the_cover(text: str, told: bool) -> None:
    rows = {
        "document": [{"row_id": "d", "document_type": "verksamhetsplan", "plan_year": 2025}],
        "decision": [{"row_id": "b", "number": 1, "text": text, "action": "annat", "amount_sek": None, "page": 1}],
    }
    assert ("year_stated" in {record.values["rule"] for record in reconcile(rows)}) == told
