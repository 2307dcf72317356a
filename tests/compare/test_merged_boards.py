"""A board that others were merged into: its first plan is compared with the sum of theirs, or a reason says why not."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from pipeline.record import Extraction, Record
from tests.support.house import House
from tests.support.small_plan import record
from tests.support.yearly import figure, indicator, plan

ASK = (
    "SELECT area, amount_mnkr, previous_plan_year, previous_amount_mnkr, change_mnkr, reason, caveat"
    " FROM budget_year_over_year WHERE board_key = 'norra-innerstaden' ORDER BY ALL"
)
BOTH = "det föregående beloppet är summan av Norrmalms stadsdelsnämnd och Östermalms stadsdelsnämnd"
Amounts = dict[str, str]


def made(board: str, year: int, amounts: Amounts) -> Extraction:
    return plan(year, *(figure(area, amount, year, row=row) for row, (area, amount) in enumerate(amounts.items(), 1)),
                board=board)  # fmt: skip


NORRMALM = made("norrmalm", 2024, {"Skola": "10.0", "Kultur": "1.0", "Fritid": "2.0"})
OSTERMALM = made("ostermalm", 2024, {"Skola": "5.5", "Kultur": "2.0"})
MERGED = made("norra-innerstaden", 2025, {"Skola": "16.0", "Kultur": "2.5", "Natur": "1.0"})


def test_the_year_before_is_the_sum_of_the_parts(tmp_path: Path) -> None:
    told = []
    for number, order in enumerate(permutations((NORRMALM, OSTERMALM, MERGED))):
        house = House(tmp_path / str(number))
        for document in order:
            house.put(document)
            house.publish()
        told.append(house.ask(ASK))
    assert all(one == told[0] for one in told)
    assert told[0] == [
        ("Fritid", None, 2024, None, None, "området finns inte i planen", None),
        ("Kultur", Decimal("2.5"), 2024, Decimal(3), Decimal("-0.5"), None, BOTH),
        ("Natur", Decimal(1), 2024, None, None, "området finns inte i planerna för 2024", None),
        ("Skola", Decimal(16), 2024, Decimal("15.5"), Decimal("0.5"), None, BOTH),
    ]


@pytest.mark.parametrize("there", [NORRMALM, OSTERMALM], ids=["norrmalm", "ostermalm"])
def test_a_part_that_is_missing_is_named(tmp_path: Path, there: Extraction) -> None:
    house = House(tmp_path)
    house.put(there, MERGED)
    house.publish()
    missing = "Östermalms" if there is NORRMALM else "Norrmalms"
    found = house.ask("SELECT DISTINCT previous_amount_mnkr, change_mnkr, reason FROM budget_year_over_year "
                      "WHERE board_key = 'norra-innerstaden'")  # fmt: skip
    assert found == [
        (
            None,
            None,
            "nämnden är sammanslagen av Norrmalms stadsdelsnämnd och Östermalms stadsdelsnämnd: "
            f"planen för 2024 saknas för {missing} stadsdelsnämnd",
        )
    ]


def test_a_second_plan_is_compared_with_the_first(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.put(NORRMALM, OSTERMALM, MERGED, made("norra-innerstaden", 2026, {"Skola": "17.0"}))
    house.publish()
    found = house.ask("SELECT fiscal_year, previous_amount_mnkr FROM budget_year_over_year "
                      "WHERE board_key = 'norra-innerstaden' AND area = 'Skola' ORDER BY ALL")  # fmt: skip
    assert found == [(2025, Decimal("15.5")), (2026, Decimal(16))]


def goal(title: str, ordinal: int = 1) -> Record:
    return record("goal", ordinal=ordinal, goal_code=f"1.{ordinal}", level="områdesmål", title=title)


def activity(name: str, ordinal: int = 1) -> Record:
    return record("activity", goal_code="1.1", ordinal=ordinal, name=name, set_by="nämnd")


NORRMALMS = plan(
    2024,
    indicator("Andel nöjda elever", "80 %", "77 %", ordinal=1),
    indicator("Antal fällda träd", "12 st", ordinal=2),
    indicator("Sjukfrånvaro", "6 %", "5 %", ordinal=3),
    goal("Alla är trygga"), activity("Gå ut"), activity("Måla om", 2),
    board="norrmalm",
)  # fmt: skip
OSTERMALMS = plan(
    2024,
    indicator("Andelen nöjda elever", "84 %", "77 %", ordinal=1),
    indicator("Antal fällda träd", "12 st", ordinal=2),
    goal("Alla är trygga"), activity("Gå ut"),
    board="ostermalm",
)  # fmt: skip
INNERSTADENS = plan(
    2025,
    indicator("Andel nöjda elever", "85 %", "79 %", ordinal=1),
    indicator("Sjukfrånvaro", "5 %", "5 %", ordinal=2),
    indicator("Antal planterade lindar", "3 st", ordinal=3),
    goal("Alla är trygga"), goal("Skolan lyfter", 2), activity("Gå ut"),
    board="norra-innerstaden",
)  # fmt: skip
OF_BOTH = "det tidigare är ur planen för 2024 för Norrmalms stadsdelsnämnd och Östermalms stadsdelsnämnd"
OF_ONE = "det tidigare är ur planen för 2024 för Norrmalms stadsdelsnämnd"
INDICATORS = (
    "SELECT coalesce(name, previous_name), status, previous_target_text, change, reason, previous_kf_target_text, "
    "kf_change, caveat FROM indicator_year_over_year WHERE board_key = 'norra-innerstaden' ORDER BY 1"
)
OTHERS = (
    "SELECT coalesce(name, previous_name), status, previous_plan_year, caveat FROM activity_year_over_year "
    "UNION ALL SELECT coalesce(title, previous_title), status, previous_plan_year, caveat FROM goal_year_over_year "
    "ORDER BY 1"
)


STORED = ("FROM base.part_match ORDER BY ALL", "FROM base.followed_row ORDER BY ALL")


def test_rows_of_the_first_plan_go_with_those_of_all_parts(tmp_path: Path) -> None:
    """In both orders of arrival; an indicator has a target of the year before where it is the same for all parts."""
    told = []
    for number, order in enumerate(((NORRMALMS, OSTERMALMS, INNERSTADENS), (INNERSTADENS, OSTERMALMS, NORRMALMS))):
        house = House(tmp_path / str(number))
        for document in order:
            house.put(document)
            house.publish()
        told.append((house.ask(INDICATORS), house.ask(OTHERS), *map(house.ask, STORED)))
    assert all(one == told[0] for one in told)
    gone, new = "indikatorn finns inte kvar", "ny indikator"
    differ = "delarna har olika årsmål: Norrmalms stadsdelsnämnd 80 %, Östermalms stadsdelsnämnd 84 %"
    alone = "indikatorn finns bara i planen för 2024 för Norrmalms stadsdelsnämnd"
    assert told[0][0] == [
        ("Andel nöjda elever", "renamed", None, None, differ, "77 %", Decimal(2), OF_BOTH),
        ("Antal fällda träd", "dropped", "12 st", None, gone, None, None, OF_BOTH),
        ("Antal planterade lindar", "new", None, None, new, None, None, None),
        ("Sjukfrånvaro", "carried_over", None, None, alone, None, None, OF_ONE),
    ]
    assert told[0][1] == [
        ("Alla är trygga", "carried_over", 2024, OF_BOTH),
        ("Gå ut", "carried_over", 2024, OF_BOTH),
        ("Måla om", "dropped", 2024, OF_ONE),
        ("Skolan lyfter", "new", 2024, None),
    ]


def test_nothing_goes_with_one_part_alone(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.put(NORRMALMS, OSTERMALMS, INNERSTADENS)
    house.publish()
    for view in ("indicator", "activity", "goal"):
        found = house.ask(f"SELECT DISTINCT previous_document_id FROM {view}_year_over_year")
        assert found == [(None,)]
    alone = House(tmp_path / "alone")
    alone.put(NORRMALMS, INNERSTADENS)
    alone.publish()
    missing = (
        "nämnden är sammanslagen av Norrmalms stadsdelsnämnd och Östermalms stadsdelsnämnd: "
        "planen för 2024 saknas för Östermalms stadsdelsnämnd"
    )
    for view in ("indicator", "activity", "goal"):
        found = alone.ask(f"SELECT DISTINCT status, reason, caveat FROM {view}_year_over_year")
        assert found == [(None, missing, None)]
    assert alone.ask("FROM base.part_match") == []


def test_what_goes_together_is_found_out_once(tmp_path: Path) -> None:
    """When the warehouse is published, not by each view again: that took half the time of a question."""
    house = House(tmp_path)
    house.put(NORRMALMS, OSTERMALMS, INNERSTADENS)
    house.publish()
    for view in ("indicator", "activity", "goal"):
        ((_, shown),) = house.ask(f"EXPLAIN (FORMAT json) FROM {view}_year_over_year")
        read = set(re.findall(r'base\.[\\"]*(\w+)', shown))
        assert "followed_row" in read
        assert not read & {"board", "comparison", "match", "part_match"}


def test_a_second_plan_goes_with_the_first_alone(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.put(NORRMALMS, OSTERMALMS, plan(2026, activity("Gå ut"), board="norra-innerstaden"))
    house.publish()
    house.put(INNERSTADENS)
    house.publish()
    found = house.ask("SELECT plan_year, previous_plan_year, caveat IS NULL FROM activity_year_over_year "
                      "WHERE name = 'Gå ut' ORDER BY ALL")  # fmt: skip
    assert found == [(2025, 2024, False), (2026, 2025, True)]
