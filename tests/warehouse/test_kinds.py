"""Documents of all kinds in one warehouse: each under its kind, plans compared with plans alone, promises followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.document import FOLLOW_UPS
from pipeline.parse import parse
from pipeline.parse.kinds import KINDS
from pipeline.read import read, read_bytes
from pipeline.record import Extraction
from tests.press.plan import FurtherColumn, Indicator, Plan
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style
from tests.press.variations import other_board, with_column
from tests.support.house import House

# Each with its target, its outcome in the annual report, and what became of it.
PROMISES = [
    ("Andel nöjda besökare i parkleken", "90 %", "91 %", "yes"),
    ("Andel trygga barn i förskolan", "85 %", "84,5 %", "no"),
    ("Sjukfrånvaro dag 1-14", "2,5 %", "2,4 %", "yes"),
    ("Antal barn per grupp", "15 st", "15 st", "yes"),
    ("Nämndens avvikelse från budget", "+/-1 %", "-0,4 %", "yes"),
    ("Andel trygga äldre i hemtjänst", "Öka", "80 %", "not_comparable"),
    ("Elförbrukning i lokaler", "600 kWh", "75 %", "not_comparable"),
    ("Andel nöjda elever i simskolan", "70 %", "", "not_reported"),
]
MATTER = """Farsta stadsdelsnämnd
Tjänsteutlåtande
Dnr: 12-2024-1.5.
2024-12-04

Till
Farsta stadsdelsnämnd

Svar på remiss om simhallar

Förslag till beslut

1. Nämnden besvarar remissen.

Eva Ek
stadsdelsdirektör
"""


def promising(board: str = "Farsta") -> Plan:
    plan = other_board(random_plan(3), board)
    index = next(index for index, goal in enumerate(plan.goals) if goal.indicators)
    made = tuple(Indicator(name, target, target, "År") for name, target, _, _ in PROMISES)
    goals = [replace(goal, indicators=made if place == index else ()) for place, goal in enumerate(plan.goals)]
    return replace(plan, goals=tuple(goals))


def with_values(plan: Plan, title: str, header: str, values: list[str]) -> Plan:
    """A follow-up of the plan: another title, and a column with a value for each indicator."""
    column = FurtherColumn("indicator", header, tuple(values), columns_behind=3)
    return with_column(replace(plan, title=title), column)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("kinds")
    plan = promising()
    forecasts = [outcome or "69 %" for _, _, outcome, _ in PROMISES]
    outcomes = [outcome for _, _, outcome, _ in PROMISES]
    documents = [
        plan,
        with_values(plan, f"Tertialrapport 1 för Farsta stadsdelsnämnd {plan.year}", "Prognos", forecasts),
        with_values(plan, f"Tertialrapport 2 för Farsta stadsdelsnämnd {plan.year}", "Prognos", forecasts),
        with_values(plan, f"Verksamhetsberättelse {plan.year}", "Utfall", outcomes),
        promising("Bromma"),
    ]
    made = [extracted(one, folder / f"{number}.pdf") for number, one in enumerate(documents)]
    made.append(parse(read_bytes(MATTER.encode(), "svar.txt")))
    house = House(folder)
    house.put(*made)
    house.publish()
    yield house


def extracted(plan: Plan, path: Path) -> Extraction:
    return parse(read(set_plan(plan, Style(table_size=8), path)))


def test_each_document_stands_under_its_kind(house: House) -> None:
    found = house.ask("SELECT board_key, document_type, period FROM base.document WHERE is_current ORDER BY ALL")
    assert found == [
        ("bromma", "verksamhetsplan", None),
        ("farsta", "tertialrapport", "T1"),
        ("farsta", "tertialrapport", "T2"),
        ("farsta", "verksamhetsberättelse", None),
        ("farsta", "verksamhetsplan", None),
        ("farsta", "övrigt", "12-2024-1.5."),
    ]


def test_no_view_mixes_kinds(house: House) -> None:
    columns = house.ask(
        "SELECT concat(view.schema_name, '.', table_name) FROM duckdb_columns() JOIN duckdb_views() AS view"
        " ON view_name = table_name AND view.schema_name = duckdb_columns.schema_name"
        " WHERE column_name = 'document_id'"
        " AND table_name NOT IN ('document_version', 'edition', 'document', 'run_quality', 'suspect_row',"
        " 'expected_document', 'source_mismatch')"
        " AND table_name NOT LIKE 'reviewed_%'"
    )
    assert len(columns) > 5
    for (view,) in columns:
        kinds = house.ask(f"SELECT DISTINCT document_type FROM {view} JOIN base.document USING (document_id)")
        assert kinds in ([], [("verksamhetsplan",)]), view
    kinds = house.ask("SELECT DISTINCT document_type FROM base.comparison JOIN base.document USING (document_id)")
    assert kinds == []  # one plan of each board: a report of the same year is no earlier plan


def test_each_promise_is_followed(house: House) -> None:
    found = house.ask(
        "SELECT name, target_text, coalesce(outcome_text, ''), kept FROM promise WHERE board_key = 'farsta'"
    )
    assert sorted(found) == sorted(PROMISES)
    forecasts = house.ask("SELECT forecast_t1_text, forecast_t2_text FROM promise WHERE board_key = 'farsta'")
    assert all(first and first == second for first, second in forecasts)


REWORDED = [
    ("Andel nöjda besökare i parkleken", "Andelen besökare som är nöjda med parkleken"),
    ("Andel trygga barn i förskolan", "Andel barn i förskolan som är trygga"),
    ("Sjukfrånvaro dag 1-14", "Sjukfrånvaro dag 1 - 14"),
]


def test_a_promise_is_followed_though_the_report_words_it_otherwise(tmp_path: Path) -> None:
    plan = promising()
    words = dict(REWORDED)
    goals = tuple(
        replace(goal, indicators=tuple(replace(one, name=words.get(one.name, one.name)) for one in goal.indicators))
        for goal in plan.goals
    )
    outcomes = [outcome for _, _, outcome, _ in PROMISES]
    report = with_values(replace(plan, goals=goals), f"Verksamhetsberättelse {plan.year}", "Utfall", outcomes)
    house = House(tmp_path)
    house.put(extracted(plan, tmp_path / "plan.pdf"))
    house.publish()
    before = house.ask("SELECT name, key FROM base.naming ORDER BY ALL")
    house.put(extracted(report, tmp_path / "report.pdf"))
    house.publish()
    found = house.ask("SELECT name, kept FROM promise")
    settled = {(name, kept) for name, _, _, kept in PROMISES}
    told = "tveksamt om det är samma indikator: se base.match_review"
    doubtful = {name for (name,) in house.ask(f"SELECT name FROM promise WHERE reason = '{told}'")}
    assert {(name, kept) for name, kept in found if name not in doubtful} <= settled
    assert doubtful <= set(words) and len(doubtful) < len(words)
    assert set(before) <= set(house.ask("SELECT name, key FROM base.naming"))  # no key is another than before


def test_follow_ups_are_those_of_the_kinds() -> None:
    assert [kind.name for kind in KINDS if kind.follows_up] == list(FOLLOW_UPS)


def test_what_cannot_be_said_has_a_reason(house: House) -> None:
    reasons = house.ask("SELECT kept, reason IS NOT NULL FROM promise")
    assert all(told == (kept not in ("yes", "no")) for kept, told in reasons)
    assert house.ask("SELECT DISTINCT kept, reason FROM promise WHERE board_key = 'bromma'") == [
        ("not_reported", "verksamhetsberättelsen för året finns inte")
    ]
