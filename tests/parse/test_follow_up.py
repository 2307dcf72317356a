"""Indicator tables of follow-ups: columns by the words of their headers, comments with their rows."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from pipeline.parse import parse
from pipeline.read import read_bytes
from pipeline.record import Extraction
from tests.support.family import rows
from tests.support.print_pdf import print_pdf

TEXT = """Farsta stadsdelsnämnd
Tjänsteutlåtande
2015-10-04

Till
Farsta stadsdelsnämnd

Tertialrapport 2 för Farsta stadsdelsnämnd 2015

Förslag till beslut

1. Nämnden godkänner rapporten.

Eva Ek
stadsdelsdirektör

KF:s inriktningsmål: 1. Staden håller ihop

KF:s mål för verksamhetsområdet: 1.1 Alla barn lär sig simma

{header}
{rows}
"""
FIRST = "Utfallet är högre än året innan eftersom fler simhallar har varit öppna under hela sommaren för alla barn."
SECOND = "Det mäts i oktober."


def text(header: str, body: str) -> Extraction:
    return parse(read_bytes(TEXT.format(header=header, rows=body).encode(), "t2.txt"))


@pytest.mark.parametrize(
    ("header", "outcome", "forecast", "unknown"),
    [
        ("Utfall Prognos", "82 %", "88 %", []),
        ("Utfall 2015 Prognos 2015", "82 %", "88 %", []),
        ("Periodens utfall Prognos helår", "82 %", "88 %", []),
        ("Utfall 2014 Prognos", None, "88 %", ["Utfall 2014"]),
        ("Årets utfall Helårsprognos", "82 %", "88 %", []),
        ("Utfall jan-aug Prognos T2", "82 %", "88 %", []),
        ("Utfall T1 Prognos", None, "88 %", ["Utfall T1"]),
        ("Utfall jan-apr Prognos", None, "88 %", ["Utfall jan-apr"]),
        ("Utfall kvinnor Utfall män", None, None, []),
    ],
)
def test_columns_are_known_by_their_words(
    header: str, outcome: str | None, forecast: str | None, unknown: list[str]
) -> None:
    made = text(f"Indikator {header} Årsmål KF:s årsmål Period", "Andel simkunniga 82 % 88 % 90 % 85 % År")
    columns = ("outcome_text", "forecast_text", "target_text", "kf_target_text", "periodicity")
    assert rows(made, "indicator", *columns) == [(outcome, forecast, "90 %", "85 %", "År")]
    told = [str(message) for (message,) in rows(made, "finding", "message")]
    assert [one.rpartition(": ”")[2].rstrip("”") for one in told if one.startswith("Okänd kolumn")] == unknown


@pytest.mark.parametrize("first", ["Nämndens", "Kommunfullmäktiges", "Årets"])
def test_a_name_may_begin_with_a_word_that_headers_have(first: str) -> None:
    made = text("Indikator Årsmål KF:s årsmål Period", f"\n{first}\nbudgetföljsamhet\n\n100 % 99 % Tertial")
    assert rows(made, "indicator", "name", "target_text") == [(f"{first} budgetföljsamhet", "100 %")]


@pytest.mark.parametrize(
    ("women", "men"),
    [("Utfall kvinnor", "Utfall män"), ("varav kvinnor", "varav män"), ("Utfall flickor", "Utfall pojkar")],
)
def test_outcomes_of_women_and_men_are_stored_apart(women: str, men: str) -> None:
    made = text(f"Indikator Utfall {women} {men} Nämndens årsmål Period", "Andel simkunniga 82 % 84 % 80 % 90 % År")
    columns = ("outcome_text", "outcome_women_value", "outcome_men_text", "outcome_men_unit", "target_text")
    assert rows(made, "indicator", *columns) == [("82 %", Decimal(84), "80 %", "%", "90 %")]
    assert not rows(made, "finding", "message")


def test_a_part_of_anything_but_the_outcome_is_told() -> None:
    made = text("Indikator Utfall Årsmål varav kvinnor varav män Period", "Andel simkunniga 82 % 90 % 91 % 92 % År")
    assert rows(made, "indicator", "outcome_text", "target_text", "outcome_women_text") == [("82 %", "90 %", None)]
    told = [str(message) for (message,) in rows(made, "finding", "message")]
    assert [one.rpartition(": ”")[2] for one in told] == ["varav kvinnor”", "varav män”"]


def test_a_row_says_whether_its_target_is_met() -> None:
    made = text("Indikator Utfall Måluppfyllelse Årsmål Period", "Antal bad 1 400 Uppfylls delvis 1 500 År")
    columns = ("outcome_text", "fulfilment_text", "target_text")
    assert rows(made, "indicator", *columns) == [("1 400", "Uppfylls delvis", "1 500")]


def test_figures_of_several_columns_in_one_cell_are_told() -> None:
    made = text("Indikator Utfall Årsmål KF:s årsmål Period", "Antal bad 1 200 700 500 År")
    told = [str(message) for (message,) in rows(made, "finding", "message")]
    assert any(one.startswith("Årsmålet kan rymma flera tal") for one in told)
    sound = text("Indikator Utfall Årsmål KF:s årsmål Period", "Antal bad 1 200 st 1 500  År")
    assert not rows(sound, "finding", "message")


def test_which_cell_of_a_row_is_empty_only_a_blank_more_tells() -> None:
    made = text("Indikator Utfall Årsmål KF:s årsmål Period", "Antal bad 1 200 st 1 500 År")
    ((only,),) = rows(made, "finding", "message")
    assert str(only).startswith("Raden har färre värden än tabellen har kolumner")


def test_a_comment_in_a_text_file_stays_with_its_row() -> None:
    lines = f"Andel simkunniga 82 % 90 % 85 % År\n{FIRST}\nAntal bad 3 st 4 st 4 st Tertial\n\n{SECOND}\n\nÖvrigt\n"
    made = text("Indikator Utfall Årsmål KF:s årsmål Period", lines)
    assert rows(made, "indicator", "name", "outcome_value", "comment") == [
        ("Andel simkunniga", Decimal(82), FIRST),
        ("Antal bad", Decimal(3), SECOND),
    ]


def test_a_comment_that_cannot_be_told_from_a_name_is_told() -> None:
    made = text("Indikator Utfall Årsmål KF:s årsmål Period", "Andel simkunniga Fler bad än i fjol. 82 % 90 % 85 % År")
    told = [str(message) for (message,) in rows(made, "finding", "message")]
    assert any(one.startswith("Namnet kan rymma en kommentar") for one in told)


def printed(*, ruled: bool, outcome: str = "82 %") -> bytes:
    """The same in print: a comment goes across the columns below each row."""
    before = re.sub(r"^(?=KF:s|Förslag|Tertial)", "# ", TEXT.partition("{header}")[0], flags=re.MULTILINE)
    rows = (
        "Indikator|Utfall|Årsmål|KF:s årsmål|Period",
        f"Andel simkunniga|{outcome}|90 %|85 %|År",
        FIRST,
        "Antal bad|3 st|4 st|4 st|Tertial",
        SECOND * 6,
    )
    table = "\n".join(f"|{row}" for row in rows)
    return print_pdf(f"{before}{table}\n\n# Övrigt\n\nAllt är bra under året.", ruled=ruled)


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
def test_a_comment_in_print_stays_with_its_row(ruled: bool) -> None:
    made = parse(read_bytes(printed(ruled=ruled), "t2.pdf"))
    assert rows(made, "indicator", "name", "outcome_value", "kf_target_text", "comment") == [
        ("Andel simkunniga", Decimal(82), "85 %", FIRST),
        ("Antal bad", Decimal(3), "4 st", SECOND * 6),
    ]


@pytest.mark.parametrize(
    ("outcome", "rule"),
    [("med 82 %", "uninterpreted"), ("82 Max 10 personer", "uninterpreted"), ("82,000,5 st", "target_uninterpreted")],
)
def test_a_cell_with_a_word_before_its_figure_may_be_of_two_cells(outcome: str, rule: str) -> None:
    made = parse(read_bytes(printed(ruled=True, outcome=outcome), "t2.pdf"))
    assert rows(made, "indicator", "name", "outcome_text", "outcome_value")[0] == ("Andel simkunniga", outcome, None)
    (told,) = [rule for rule, message in rows(made, "finding", "rule", "message") if outcome in str(message)]
    assert told == rule
