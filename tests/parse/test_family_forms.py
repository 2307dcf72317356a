"""Other years' ways to print decisions, goals, indicators and activities (document.md, `The family`)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipeline.parse import parse
from pipeline.read import read_bytes
from tests.support.family import PLAN, USUAL, read, rows


def test_a_point_that_begins_within_another_is_told() -> None:
    points = "1. Nämnden fastställer planen samt\n2. begär 2,5 mnkr."
    told = [str(message) for (message,) in rows(read(points=points), "finding", "message")]
    assert any("”2. begär 2,5 mnkr.” kan vara en beslutspunkt" in one for one in told)
    assert not rows(read(points=points.replace("samt", "enligt punkt") + "\n\n2. Justering."), "finding", "message")


@pytest.mark.parametrize("header", ["Indikator KF:s mål Periodicitet", "Aktivitet Ansvarig Startdatum Slutdatum"])
def test_a_header_that_is_not_known_is_told_in_a_text_file(header: str) -> None:
    told = rows(
        read(rows=f"{USUAL['rows']}\n\n{header}\nPlanera badet Chef 2015-01-01 2015-12-31"), "finding", "message"
    )
    assert (f"Raden kan vara rubrikerna i en tabell som inte är läst: ”{header}”.",) in told


def test_an_activity_with_one_date_is_told_in_a_text_file() -> None:
    table = "Aktivitet Startdatum Slutdatum\nPlanera badet 2015-01-01 2015-12-31\nMåla badet 2015-02-01"
    told = rows(read(rows=f"{USUAL['rows']}\n\n{table}"), "finding", "message")
    assert told == [("Raden kan vara en aktivitet med ett datum: ”Måla badet 2015-02-01”.",)]


def test_amounts_with_either_sign_share_a_unit() -> None:
    found = rows(read(points="1. Nämnden noterar –0,5 respektive +1,2 mnkr."), "decision_amount", "amount_sek")
    assert found == [(Decimal(-500_000),), (Decimal(1_200_000),)]


def test_a_result_that_looks_like_a_headline_is_told() -> None:
    told = rows(read(goal="Nämndmål: Bad är öppna\n\nFörväntat resultat\n\nAlla badar."), "finding", "message")
    assert told == [("”Alla badar.” kan vara ett förväntat resultat: raden är inte lagrad som ett.",)]


@pytest.mark.parametrize("sum_of_money", ["mnkr 2,5", "2,5 miljoner", "2½ mnkr", "(mnkr): 2,5", "2 500 000"])
def test_a_sum_of_money_in_no_unit_that_is_read_is_told(sum_of_money: str) -> None:
    told = rows(read(points=f"1. Nämnden begär {sum_of_money} till parken."), "finding", "message")
    assert len(told) == 1
    assert str(told[0][0]).startswith("Belopp utan tolkning")


def test_a_unit_in_a_header_is_that_of_its_column() -> None:
    text = PLAN.format_map(USUAL | {"rows": "Andel simkunniga 90 85 År"})
    text = text.replace("Årsmål KF:s årsmål", "Årsmål (%) KF:s årsmål (%)")
    extraction = parse(read_bytes(text.encode(), "plan.txt"))
    assert rows(extraction, "indicator", "target_value", "target_unit", "kf_target_unit") == [(Decimal(90), "%", "%")]


def test_a_target_of_another_year_is_none_of_this() -> None:
    text = PLAN.format_map(USUAL | {"rows": "Andel simkunniga 80 % 90 % 85 % År"})
    text = text.replace("Årsmål KF:s årsmål", "Årsmål 2014 Årsmål 2015 KF:s årsmål")
    extraction = parse(read_bytes(text.encode(), "plan.txt"))
    assert rows(extraction, "indicator", "target_text", "kf_target_text") == [("90 %", "85 %")]


@pytest.mark.parametrize(
    "heading",
    [
        "Förvaltningens förslag till beslut",
        "Förslag till beslut\n\nFörvaltningens förslag till beslut",
        "Stadsdelsnämndens beslut 6 februari 2015:",
        "Stadsdelsnämndens beslut",
        "Förslag till nämndbeslut",
        "Förvaltningens förslag",
        "FÖRSLAG TILL BESLUT.",
        "Förslag till beslut\nNämnden beslutar att",
        "1. Förslag till beslut",
        "Förslag till stadsdelsnämndens beslut",
        "Förslag till beslut i stadsdelsnämnden",
        "Förvaltningens förslag till stadsdelsnämnden",
        "Kontorets förslag till beslut",
        "Stadsdelsnämnden föreslås besluta att",
        "Äldreförvaltningen föreslår att nämnden beslutar följande",
        "Farsta stadsdelsnämnds beslut",
        "Stadsdelsnämnden föreslås besluta följande:",
    ],
)
@pytest.mark.parametrize(
    "points",
    [
        "1. Nämnden ja.\n\n2. Omedelbar justering.",
        "1 Nämnden ja.\n\n2 Omedelbar justering.",
        "1) Nämnden ja.\n2) Omedelbar justering.",
        "§ 1 Nämnden ja.\n\n§ 2 Omedelbar justering.",
        "(1) Nämnden ja.\n\n(2) Omedelbar justering.",
        "1: Nämnden ja.\n\n2 - Omedelbar justering.",
    ],
)
def test_decisions_under_any_heading_with_and_without_full_stop(heading: str, points: str) -> None:
    found = rows(read(heading=heading, points=points), "decision", "number", "text")
    assert found == [(1, "Nämnden ja."), (2, "Omedelbar justering.")]


@pytest.mark.parametrize(
    ("text", "action", "amount"),
    [
        ("Nämnden begär budgetjustering om 1,5 mnkr.", "ansöker_budgetjustering", "1500000"),
        ("Nämnden hemställer hos Styrelsen om budgetjustering med 16.4 mnkr.", "ansöker_budgetjustering", "16400000"),
        ("Nämnden medger omslutningsförändringar med –1,0 Mkr.", "annat", "-1000000"),
        ("Nämnden begär 500 000:-.", "begär", "500000"),
        ("Nämnden ansöker om en budgetjustering på 1 mnkr.", "ansöker_budgetjustering", "1000000"),
        ("2015 års budget ökas med 1 mnkr.", "annat", "1000000"),
        ("Nämnden begär 1,5 milj. kronor.", "begär", "1500000"),
        ("Nämnden begär 1 miljon kr.", "begär", "1000000"),
        ("Nämnden begär 500.000,-.", "begär", "500000"),
    ],
)  # fmt: skip
def test_verbs_and_amounts_of_decisions(text: str, action: str, amount: str) -> None:
    assert rows(read(points=f"1. {text}"), "decision", "action", "amount_sek") == [(action, Decimal(amount))]


def test_a_sum_that_is_not_read_and_a_date_that_nobody_can_read_are_told() -> None:
    text = PLAN.format_map(USUAL | {"points": "1. Nämnden begär 2,5-3 mnkr."}).replace("2014-12-04", "14-12-04")
    extraction = parse(read_bytes(text.encode(), "plan.txt"))
    assert extraction.document.values["issued_on"] is None
    assert rows(extraction, "finding", "message") == [
        ("Omslagets datum går inte att tolka: ”14-12-04”.",),
        ("Belopp utan tolkning i beslutspunkt 1: ”2,5-3 mnkr”.",),
    ]


@pytest.mark.parametrize(
    ("printed", "starts", "ends"),
    [
        ("2015-03-01 2015-08-31", (2015, 3, 1), (2015, 8, 31)),
        ("1 mars 2015 31 aug. 2015", (2015, 3, 1), (2015, 8, 31)),
        ("01.03.2015 31.08.2015", (2015, 3, 1), (2015, 8, 31)),
        ("2015-03-01 -", (2015, 3, 1), None),
    ],
)
def test_dates_of_an_activity_in_a_text_file(
    printed: str, starts: tuple[int, int, int], ends: tuple[int, int, int] | None
) -> None:
    text = PLAN.format_map(USUAL) + f"\nAktivitet Startdatum Slutdatum\nUtveckla badet {printed}\n"
    extraction = parse(read_bytes(text.encode(), "plan.txt"))
    assert rows(extraction, "activity", "name", "starts_on", "ends_on") == [
        ("Utveckla badet", date(*starts), ends and date(*ends))
    ]


def test_the_last_line_of_a_point_is_no_heading() -> None:
    points = "1. Nämnden fastställer planen enligt\nförvaltningens förslag.\n\n2. Omedelbar justering."
    assert rows(read(points=points), "decision", "number", "text") == [
        (1, "Nämnden fastställer planen enligt förvaltningens förslag."),
        (2, "Omedelbar justering."),
    ]


@pytest.mark.parametrize(
    "points",
    [
        "{}. Nämnden ja.\n\n{}. Omedelbar justering.",
        "- Nämnden ja.\n\n- Omedelbar justering.",
        "Nämnden ja.\n\nOmedelbar justering.",
        "Nämnden beslutar följande:\n\nNämnden ja.\n\nOmedelbar justering.",
    ],
)
@pytest.mark.parametrize("numbers", [("I", "II"), ("A", "B")])
def test_points_without_numbers_are_counted_and_that_is_told(points: str, numbers: tuple[str, str]) -> None:
    extraction = read(points=points.format(*numbers))
    assert rows(extraction, "decision", "number", "text") == [(1, "Nämnden ja."), (2, "Omedelbar justering.")]
    told = [str(message) for (message,) in rows(extraction, "finding", "message")]
    assert any("har inga nummer" in message for message in told)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"points": "Staden växer.\n\nNämnden ja."}, "finns inga numrerade punkter"),
        ({"points": "1.1 Nämnden ja."}, "finns inga numrerade punkter"),
        ({"heading": "Att besluta om"}, "ingen rubrik för beslut"),
    ],
)
def test_decisions_that_are_not_read_are_told(other: dict[str, str], said: str) -> None:
    told = [str(message) for (message,) in rows(read(**other), "finding", "message")]
    assert any(said in message for message in told)


@pytest.mark.parametrize(
    ("heading", "code", "level", "title"),
    [
        ("Nämndmål: Bad är öppna", "1.1.n1", "nämndmål", "Bad är öppna"),
        ("NÄMNDMÅL: Bad är öppna", "1.1.n1", "nämndmål", "Bad är öppna"),
        ("Nämndmål Bad är öppna", "1.1.n1", "nämndmål", "Bad är öppna"),
        ("Nämndmål:\nBad är öppna", "1.1.n1", "nämndmål", "Bad är öppna"),
        ("Nämndmål 1: Bad är öppna", "1.1.n1", "nämndmål", "Bad är öppna"),
        ("Nämndmål: 2025 är bad öppna", "1.1.n1", "nämndmål", "2025 är bad öppna"),
        ("Nämndens mål: 1.1.1 Bad är öppna", "1.1.1", "nämndmål", "Bad är öppna"),
        ("1.1.1 Bad är öppna", "1.1.1", "nämndmål", "Bad är öppna"),
        ("KF:s INRIKTNINGSMÅL 2: 2. Kvalitet", "2", "inriktningsmål", "Kvalitet"),
        ("Inriktningsmål 4: Demokrati", "4", "inriktningsmål", "Demokrati"),
        ("Kommunfullmäktiges inriktningsmål: 3. Ekonomi", "3", "inriktningsmål", "Ekonomi"),
        ("KF:S MÅL FÖR VERKSAMHETSOMRÅDET: 1.2 Bad", "1.2", "områdesmål", "Bad"),
        ("Mål för verksamhetsområdet: 1.2 Bad", "1.2", "områdesmål", "Bad"),
        ("KF:s mål 1.2 Bad", "1.2", "områdesmål", "Bad"),
        ("KF-mål: 1.2 Bad", "1.2", "områdesmål", "Bad"),
        ("Områdesmål 1.2 Bad", "1.2", "områdesmål", "Bad"),
        ("KF’s inriktningsmål – 3. Ekonomi", "3", "inriktningsmål", "Ekonomi"),
        ("Stadens inriktningsmål 3 Ekonomi", "3", "inriktningsmål", "Ekonomi"),
        ("Stadsdelsnämndens mål: Bad är öppna", "1.1.n1", "nämndmål", "Bad är öppna"),
        ("Nämndmål – Bad är öppna", "1.1.n1", "nämndmål", "Bad är öppna"),
        ("Nämndmål: bad är öppna", "1.1.n1", "nämndmål", "bad är öppna"),
    ],
)
def test_goals_in_the_forms_of_all_years(heading: str, code: str, level: str, title: str) -> None:
    extraction = read(goal=heading)
    assert rows(extraction, "goal", "goal_code", "level", "title")[2:] == [(code, level, title)]
    assert rows(extraction, "indicator", "goal_code") == [(code,)]


@pytest.mark.parametrize("first", ["1. Staden håller ihop", "1 Staden håller ihop"])
@pytest.mark.parametrize("second", ["1.1 Alla barn lär sig simma", "KF:s mål för verksamhetsområdet: 1.1 Alla barn"])
def test_goals_by_their_numbers_alone(first: str, second: str) -> None:
    """Some plans of 2015 to 2022 print no word for a goal."""
    text = PLAN.format_map(USUAL | {"goal": "Nämndmål: Bad är öppna"})
    text = text.replace("KF:s inriktningsmål: 1. Staden håller ihop", first)
    text = text.replace("KF:s mål för verksamhetsområdet: 1.1 Alla barn lär sig simma", second)
    extraction = parse(read_bytes(text.encode(), "plan.txt"))
    assert rows(extraction, "goal", "goal_code", "level")[:2] == [("1", "inriktningsmål"), ("1.1", "områdesmål")]
    assert rows(extraction, "goal", "title")[0] == ("Staden håller ihop",)
    assert rows(extraction, "indicator", "goal_code") == [("1.1.n1",)]
    assert rows(extraction, "finding", "message") == []


@pytest.mark.parametrize(
    "line",
    [
        "4. Ett demokratiskt Stockholm",
        "Nämndens åtagande: Bad är öppna",
        "Verksamhetsmål: Bad är öppna",
        "Mål: Bad är öppna",
        "Prioriterat mål 1: Bad är öppna",
        "Nämnd mål 1.1.1 Bad är öppna",
    ],
)
def test_what_may_be_a_goal_is_told(line: str) -> None:
    told = rows(read(rows=f"{USUAL['rows']}\n\n{line}\n\nStaden är öppen för alla."), "finding", "message")
    assert told == [(f"”{line}” kan vara ett mål: raden är inte lagrad som ett.",)]


def test_a_goal_of_the_council_without_a_number_is_told() -> None:
    told = [str(message) for (message,) in rows(read(goal="KF:s inriktningsmål: Ekonomi"), "finding", "message")]
    assert "Mål utan nummer: ”KF:s inriktningsmål: Ekonomi” är inte lagrat." in told


def test_a_goal_without_a_number_is_counted_below_its_parent() -> None:
    extraction = read(goal="Nämndmål: Bad är öppna")
    assert rows(extraction, "goal", "goal_code", "title", "is_numbered")[1:] == [
        ("1.1", "Alla barn lär sig simma", True),
        ("1.1.n1", "Bad är öppna", False),
    ]
    assert rows(extraction, "indicator", "goal_code", "set_by") == [("1.1.n1", "nämnd")]


def test_an_indicator_without_a_target_swallows_no_neighbour() -> None:
    extraction = read(rows="Antal barn i kö Tertial\nAndel simkunniga 90 % tas fram av nämnden År")
    assert rows(extraction, "indicator", "name", "target_text", "kf_target_text", "periodicity") == [
        ("Antal barn i kö", None, None, "Tertial"),
        ("Andel simkunniga", "90 %", "tas fram av nämnden", "År"),
    ]


@pytest.mark.parametrize("row", ["Antal barn - 4,9 Tertial", "Antal barn fastställs av nämnden Tertial"])
def test_a_target_that_may_stand_in_a_name_is_told(row: str) -> None:
    told = [str(message) for (message,) in rows(read(rows=row), "finding", "message")]
    assert any(message.startswith("Namnet kan rymma årsmål") for message in told)


@pytest.mark.parametrize("label", ["Dnr: ", "D nr ", "DNR ", "Diarienummer "])
@pytest.mark.parametrize(
    "number", ["1.1/5931/2014", "1114-2014-1.1.", "102 – 34 / 04", "HV 2025/651", "T2017-03210", "101-10/2018"]
)
def test_a_diary_number_is_whole(label: str, number: str) -> None:
    text = PLAN.format_map(USUAL | {"number": number}).replace("Dnr: ", label)
    assert parse(read_bytes(text.encode(), "plan.txt")).document.values["diary_number"] == number


@pytest.mark.parametrize(
    ("printed", "name", "target", "council", "period"),
    [
        ("Antal barn i kö Tertial 2", "Antal barn i kö", None, None, "Tertial 2"),
        ("Andel A (alla nämnder/bolag) Öka 85 % Halvår", "Andel A (alla nämnder/bolag)", "Öka", "85 %", "Halvår"),
        ("Andel A ska öka 85 % År", "Andel A", "ska öka", "85 %", "År"),
        ("Andel A 90 % Tas fram av nämnd/styrelse År", "Andel A", "90 %", "Tas fram av nämnd/styrelse", "År"),
        ("Andel A tas fram under året 85 % År", "Andel A", "tas fram under året", "85 %", "År"),
        ("Antal C 16.4 15.000 st År", "Antal C", "16.4", "15.000 st", "År"),
        ("Antal C fler än 15 000 14 500 År", "Antal C", "fler än 15 000", "14 500", "År"),
        ("Antal C 1 av 3 2 av 3 År", "Antal C", "1 av 3", "2 av 3", "År"),
        ("Andel A 90 % 1) 85 % År", "Andel A", "90 % 1)", "85 %", "År"),
        ("Andel A ökar \u2014 År", "Andel A", "ökar", "\u2014", "År"),
    ],
)
def test_rows_of_indicators_in_a_text_file(
    printed: str, name: str, target: str | None, council: str | None, period: str
) -> None:
    extraction = read(rows=f"{printed}\nAndel sist 40 % 40 % Tertial")
    assert rows(extraction, "indicator", "name", "target_text", "kf_target_text", "periodicity") == [
        (name, target, council, period),
        ("Andel sist", "40 %", "40 %", "Tertial"),
    ]


def test_a_row_whose_end_is_not_known_is_told() -> None:
    told = rows(read(rows="Andel A 90 % 85 % VT\nAndel B 40 % 40 % År"), "finding", "message")
    assert any(str(message).startswith("Namnet kan rymma flera rader") for (message,) in told)
