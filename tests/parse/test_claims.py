"""Claims: whose change it is, by how much, against what; and nothing where that is not sure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.parse.claims import claims
from pipeline.record import Record, Source

SOURCE = (Source(page=7, box=None, text="as printed", line=1),)
FIGURES = ("direction", "percent", "percent_unit_text", "amount_mnkr", "level_mnkr")


def read(text: str) -> list[Record]:
    return claims([("Ekonomi / Äldreomsorg", text, SOURCE)])


def figures(text: str) -> list[tuple[object, ...]]:
    return [(record.values["subject"], *(record.values[name] for name in FIGURES)) for record in read(text)]


def test_subject_level_direction_percent_and_amount_of_one_sentence() -> None:
    (claim,) = read(
        "Nettobudgeten för parkerna uppgår till 1 801,3 mnkr vilket är en ökning av budget med 5,2 "
        "procentenheter, motsvarande 39,8 mnkr jämfört med budget 2025. Parkerna är många."
    )
    assert claim.values == {
        "ordinal": 1,
        "section_path": "Ekonomi / Äldreomsorg",
        "text": "Nettobudgeten för parkerna uppgår till 1 801,3 mnkr vilket är en ökning av budget med 5,2 "
        "procentenheter, motsvarande 39,8 mnkr jämfört med budget 2025.",
        "subject": "Nettobudgeten för parkerna",
        "direction": "ökning",
        "percent": Decimal("5.2"),
        "percent_unit_text": "procentenheter",
        "amount_mnkr": Decimal("39.8"),
        "level_mnkr": Decimal("1801.3"),
        "base_text": "budget 2025",
    }
    assert set(claim.sources) == set(claim.values) - {"ordinal", "section_path"}
    assert claim.page == 7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Budget för barn, kultur och fritid uppgår till 57,9 mnkr en minskning med 6 %, vilket motsvarar 3,5 mnkr.",
            ("Budget för barn, kultur och fritid", "minskning", "6", "%", "3.5", "57.9"),
        ),
        (
            "Netto för bistånd uppgår till 60 mnkr motsvarande en ökning om 300 tkr, motsvarande 0,5 procent.",
            ("Netto för bistånd", "ökning", "0.5", "procent", "0.3", "60"),
        ),
        (
            "Nämndens driftbudget har ökat med 93,3 miljoner kronor.",
            ("Nämndens driftbudget", "ökning", None, None, "93.3", None),
        ),
        ("Fasta anslaget är uppräknat med 2,2 procent.", ("Fasta anslaget", "ökning", "2.2", "procent", None, None)),
        (
            "Kostnader och intäkter beräknas minska med 1 241,6 mnkr enligt tabell.",
            ("Kostnader och intäkter", "minskning", None, None, "1241.6", None),
        ),
    ],
)  # fmt: skip
def test_ways_to_state_a_change(text: str, expected: tuple[str | None, ...]) -> None:
    (found,) = figures(text)
    assert tuple(None if value is None else str(value) for value in found) == expected


@pytest.mark.parametrize("second", ["Vilket är en ökning med 2,3 procent.", "Ökningen om 1 mnkr beror på priser."])
def test_a_sentence_that_takes_up_the_one_before(second: str) -> None:
    (claim,) = read(f"Budget för skolan uppgår till 48,6 mnkr. {second}")
    assert (claim.values["subject"], claim.values["level_mnkr"]) == ("Budget för skolan", Decimal("48.6"))
    assert claim.values["text"] == f"Budget för skolan uppgår till 48,6 mnkr. {second}"


def test_two_comparisons_are_two_claims_each_with_its_base() -> None:
    found = read(
        "Budgeten uppgår till 2 459,6 mnkr. I jämförelse med budget för år 2025 är det en ökning med 4,2 procent och "
        "jämförelse med slutlig budget för år 2025 en ökning med 3,8 procent, motsvarande 93,3 mnkr."
    )
    assert [(claim.values["percent"], claim.values["base_text"]) for claim in found] == [
        (Decimal("4.2"), "budget för år 2025"),
        (Decimal("3.8"), "slutlig budget för år 2025"),
    ]
    assert {claim.values["subject"] for claim in found} == {"Budgeten"}
    assert [claim.values["ordinal"] for claim in found] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "Budgeten uppgår till 26,3 mnkr. Ökningen uppgår till 10,5 procent och avser stadsmiljö.",
        "Budgeten uppgår till 26,3 mnkr varav 4 mnkr avser maskiner, en ökning med 10,5 procent.",
        "Budgeten uppgår till 26,3 mnkr. Det beror på den generella ökningen om 2,3 procent.",
        "Skolan uppgår till 5 mnkr. Parkerna är stora. Ökningen om 1 mnkr är ny.",
        "Barnen blir färre medan kostnaden har ökat med 3 mnkr.",
        "Skolan uppgår till 5 mnkr och parken uppgår till 6 mnkr vilket är en ökning med 1 mnkr.",
    ],
)
def test_an_unsure_subject_stays_empty_and_its_level_too(text: str) -> None:
    (claim,) = read(text)
    assert claim.values["subject"] is None
    assert claim.values["level_mnkr"] is None


@pytest.mark.parametrize(
    "text",
    ["Antalet äldre ökar.", "Ökningen är stor.", "Platserna utökas till 1 300.", "Budgeten uppgår till 5 mnkr.",
     "Högst 5 procent får föras över.", ""],
)  # fmt: skip
def test_no_figure_of_change_no_claim(text: str) -> None:
    assert read(text) == []


PIECES = ["Budgeten", "uppgår till", "en ökning med", "minskat med", "5,2", "%", "mnkr", "procent", ".", "2026"]


@given(st.text("abcåäö ,.0123456789%\u00a0") | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_any_text_gives_claims_with_figures_of_that_text(text: str) -> None:
    for claim in read(text):
        for name in ("percent", "amount_mnkr", "level_mnkr"):
            value = claim.values[name]
            if isinstance(value, Decimal):
                assert f"{value:f}".replace(".", ",") in str(claim.values["text"]).replace(" ", "")
