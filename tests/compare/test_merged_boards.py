"""A board that others were merged into: its first plan is compared with the sum of theirs, or a reason says why not."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from pipeline.record import Extraction
from tests.support.house import House
from tests.support.yearly import figure, plan

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
