"""Other years' and other boards' ways to say who and what a tjänsteutlåtande is (document.md, `The family`)."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.document import DOCUMENT_TYPES
from pipeline.boards import board_key, board_names, specialist_board
from pipeline.parse import parse
from pipeline.parse.kinds import KINDS
from pipeline.parse.kinds import OTHER as OTHER_KIND
from pipeline.read import read_bytes
from pipeline.refusal import Reason, Refused
from tests.support.family import PLAN, USUAL, read, rows


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("ÖSTERMALMS STADSDELSNÄMND", "ostermalm"),
        ("Maria - Gamla stans stadsdelsnämnd", "maria-gamla-stan"),
        ("Norrmalms stadsdelsnämnds", "norrmalm"),
        ("Rinkeby-Kista stadsdelsnämnd", "rinkeby-kista"),
        ("Enskede-Årsta-Vantörs stadsdelsnämnd", "enskede-arsta-vantor"),
        ("Nyby stadsdelsnämnd", "nyby"),
    ],
)
def test_a_board_has_one_key_however_it_is_printed(printed: str, key: str) -> None:
    (name,) = board_names(printed)
    assert board_key(name) == key


@pytest.mark.parametrize(
    ("line", "board"),
    [
        ("Äldrenämnden", "Äldrenämnden"),
        ("Verksamhetsplan för Trafiknämnden", "Trafiknämnden"),
        ("Nämnden", None),
        ("Äldrenämnden beslutade i maj", None),
    ],
)
def test_boards_of_one_field_are_known_by_their_names(line: str, board: str | None) -> None:
    assert specialist_board(line) == board


def test_a_board_of_one_field_is_not_the_board_of_its_address() -> None:
    document = read(board="Äldrenämnden", title="Verksamhetsplan 2015 för Äldrenämnden\nFarsta").document
    assert document.values["board"] == "Äldrenämnden"


@pytest.mark.parametrize(
    ("title", "kind", "year", "period"),
    [
        ("Verksamhetsplan 2015", "verksamhetsplan", 2015, None),
        ("Förslag till verksamhetsplan och budget 2007, del 2", "verksamhetsplan", 2007, "del 2"),
        ("Tertialrapport 2 för Farsta stadsdelsnämnd 2014", "tertialrapport", 2014, "T2"),
        ("Tertialrapport 1 för Farsta\nstadsdelsnämnd 2014", "tertialrapport", 2014, "T1"),
        ("Uppföljning av budget 2016 Tertialrapport 2 med delårsbokslut", "tertialrapport", 2016, "T2"),
        ("Verksamhetsberättelse VB 2014", "verksamhetsberättelse", 2014, None),
        ("Årsredovisning och bokslut 2009", "verksamhetsberättelse", 2009, None),
        ("Månadsrapport mars 2014", "månadsrapport", 2014, "2014-03"),
        ("Underlag för budget 2016 med inriktning 2017", "underlag_för_budget", 2016, None),
        ("VERKSAMHETSPLAN 2015", "verksamhetsplan", 2015, None),
        ("Verksamhetsplan/budget 2011", "verksamhetsplan", 2011, None),
        ("Farsta stadsdelsnämnds verksamhetsplan 2016", "verksamhetsplan", 2016, None),
        ("Farsta stadsdelsnämnds tertialrapport 1 2016", "tertialrapport", 2016, "T1"),
        ("Tertialrapport per den 31 augusti 2013", "tertialrapport", 2013, "T2"),
        ("Uppföljning av verksamhetsplan 2012, tertialrapport 1", "tertialrapport", 2012, "T1"),
        ("Förslag till verksamhetsberättelse 2014", "verksamhetsberättelse", 2014, None),
        ("Bokslut och verksamhetsberättelse 2013", "verksamhetsberättelse", 2013, None),
        ("VB 2013", "verksamhetsberättelse", 2013, None),
        ("Månadsuppföljning februari 2016", "månadsrapport", 2016, "2016-02"),
        ("Budgetunderlag 2016", "underlag_för_budget", 2016, None),
        ("Verksamhetsplan och\nbudget 2015", "verksamhetsplan", 2015, None),
        ("Verksamhetsplan\n2015", "verksamhetsplan", 2015, None),
        ("Verksamhetsplan & budget 2015", "verksamhetsplan", 2015, None),
        ("Verksamhetsplan för Farsta stadsdelsnämnd 2015", "verksamhetsplan", 2015, None),
        ("VP 2015", "verksamhetsplan", 2015, None),
        ("Ärende: ”Verksamhetsplan 2015”", "verksamhetsplan", 2015, None),
        ("Reviderad verksamhetsplan 2015", "verksamhetsplan", 2015, None),
        ("Tertialrapport nr 2 2015", "tertialrapport", 2015, "T2"),
        ("Tertialrapport II 2015", "tertialrapport", 2015, "T2"),
        ("Första tertialrapporten 2015", "tertialrapport", 2015, "T1"),
        ("Månadsrapport per 2015-04-30", "månadsrapport", 2015, "2015-04"),
        ("Delårsrapport per 31 augusti 2015", "tertialrapport", 2015, "T2"),
        ("Delårsbokslut 1 januari–30 april 2015", "tertialrapport", 2015, "T1"),
        ("Delårsrapport per 2015-08-31", "tertialrapport", 2015, "T2"),
        ("Tertialbokslut 1 2015", "tertialrapport", 2015, "T1"),
        ("Tertialrapport januari-april 2015", "tertialrapport", 2015, "T1"),
        ("Tertialrapport 2 med delårsbokslut\n\nför Farsta stadsdelsnämnd\nför år 2014", "tertialrapport", 2014, "T2"),
        ("Delårsrapport per 30 juni 2015", "tertialrapport", 2015, None),
        ("Årsredovisning 2005", "verksamhetsberättelse", 2005, None),
        ("Bokslut för år 2005", "verksamhetsberättelse", 2005, None),
        ("Årsredovisning för donationsfonder 2014", "övrigt", 2014, "12-2014-1.1."),
        ("Underlag för flerårsbudget 2016-2018", "underlag_för_budget", 2016, None),
        (
            "Verksamhetsplan för Farsta stadsdelsnämnd\n\navseende verksamhetsåret\n\n2015",
            "verksamhetsplan",
            2015,
            None,
        ),
        ("Verksamhetsplan med budget för\nFarsta stadsdelsnämnd\n2015", "verksamhetsplan", 2015, None),
        ("Verksamhetsplan 2015 inklusive budget", "verksamhetsplan", 2015, None),
        ("Svar på remiss av verksamhetsplan 2015", "övrigt", 2014, "12-2014-1.1."),
        ("Sammanställning av året", "övrigt", 2014, "12-2014-1.1."),
    ],
)
def test_a_kind_is_told_by_its_title(title: str, kind: str, year: int, period: str | None) -> None:
    """Though each speaks of a verksamhetsplan, too."""
    extraction = read(points="1. Nämnden hänvisar till verksamhetsplan 2015.", title=title)
    values = extraction.document.values
    assert (values["document_type"], values["plan_year"], values["period"]) == (kind, year, period)
    assert str(values["document_key"]).startswith(f"farsta/{kind}/{year}")
    assert rows(extraction, "indicator", "name") == [("Andel simkunniga",)]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Verksamhetsplan 2015 Farsta hemtjänst", "Titeln har mer än slag och år: ”Farsta hemtjänst”"),
        ("Verksamhetsplan 2015\nGruppbostaden Eken", "Framsidan har raden ”Gruppbostaden Eken”"),
        ("Verksamhetsplan 2015 för daglig verksamhet", "Titeln har mer än slag och år: ”för daglig verksamhet”"),
        ("Verksamhetsplan 2015\nFörskolan Solen", "Framsidan har raden ”Förskolan Solen”"),
        ("Björkens vård- och omsorgsboende\nVerksamhetsplan 2015", "Framsidan har raden ”Björkens vård- och"),
        ("Nya planen och budgeten", "Slaget är läst ur texten: titeln ”Nya planen och budgeten”"),
    ],
)
def test_a_title_that_may_be_anothers_is_told(title: str, said: str) -> None:
    points = "1. Nämnden fastställer verksamhetsplan 2015."
    told = rows(read(title=title, points=points), "finding", "rule", "message")
    assert any(rule == "document_kind" and str(message).startswith(said) for rule, message in told)


def test_a_board_that_each_town_has_is_told_where_nothing_says_stockholm() -> None:
    told = rows(read(board="Kulturnämnden"), "finding", "message")
    assert told == [("Inget i dokumentet nämner Stockholm: ”Kulturnämnden” kan vara en annan stads.",)]
    assert not rows(read(board="Kulturnämnden", goal="Nämndmål: Stockholm läser"), "finding", "message")


@pytest.mark.parametrize("day", [" 2014-12-18", " den 18 december 2014", "\n2014-12-18"])
def test_the_day_of_the_meeting_may_stand_behind_the_board(day: str) -> None:
    text = PLAN.format_map(USUAL | {"board": "Trafiknämnden"}).replace("Trafiknämnden\n", "Trafikkontoret\n", 1)
    document = parse(read_bytes(text.replace("Trafiknämnden\n", f"Trafiknämnden{day}\n").encode(), "plan.txt")).document
    assert (document.values["board"], document.values["issued_on"]) == ("Trafiknämnden", date(2014, 12, 4))


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("VER 2019/12", "VER 2019/12"),
        ("T2017-03210", "T2017-03210"),
        ("101-2003/05", "101-2003/05"),
        ("1.1-123/2015", "1.1-123/2015"),
        ("Ärendenr KUL 2016/33", "KUL 2016/33"),
        ("Dnr 12-34/2015-1.1", "12-34/2015-1.1"),
        ("Telefon 08-508 00 100", None),
        ("2014/15", None),
    ],
)
def test_a_diary_number_is_known_by_its_form(line: str, number: str | None) -> None:
    text = PLAN.format_map(USUAL).replace(f"Dnr: {USUAL['number']}", line)
    assert parse(read_bytes(text.encode(), "plan.txt")).document.values["diary_number"] == number


def test_the_day_of_the_meeting_is_not_that_of_the_report() -> None:
    text = PLAN.format_map(USUAL).replace("2014-12-04", "Sammanträde 18 december 2014\n2014-12-4")
    assert parse(read_bytes(text.encode(), "plan.txt")).document.values["issued_on"] == date(2014, 12, 4)


def test_a_cover_of_no_board_is_told() -> None:
    text = PLAN.format_map(USUAL).replace("\nTill\nFarsta stadsdelsnämnd\n", "").replace("Farsta stadsdelsnämnd", "{}")
    read_as = parse(read_bytes(text.format("Farsta stadsdelsförvaltning\nNya Eken").encode(), "plan.txt"))
    told = [str(message) for (message,) in rows(read_as, "finding", "message")]
    assert "Framsidan nämner ingen nämnd: planen kan vara en enhets." in told


def test_a_report_of_no_part_of_the_year_is_told() -> None:
    told = rows(read(title="Tertialrapport 2014"), "finding", "rule", "message")
    assert ("document_kind", "Titeln säger inte vilken del av året dokumentet gäller.") in told


OTHER = """{board}
Tjänsteutlåtande
Dnr: 12-2014-1.5.
2014-12-04

Till
{board}

{title}

Förslag till beslut

1. Nämnden besvarar remissen. I verksamhetsplan 2015 står mer.

Eva Ek
stadsdelsdirektör
"""


@pytest.mark.parametrize("title", ["Svar på remiss om simhallar", "Uppföljning av verksamhetsplan 2014"])
def test_any_other_matter_of_a_board_is_kept_apart_and_told(title: str) -> None:
    text = OTHER.format(board="Farsta stadsdelsnämnd", title=title)
    extraction = parse(read_bytes(text.encode(), "svar.txt"))
    values = extraction.document.values
    assert (values["document_type"], values["plan_year"], values["title"]) == ("övrigt", 2014, title)
    assert values["document_key"] == "farsta/övrigt/2014/12-2014-1-5"
    assert rows(extraction, "decision", "number") == [(1,)]
    assert ("document_kind",) in rows(extraction, "finding", "rule")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (PLAN.format_map(USUAL | {"board": "Solhagens servicehus"}), "it is addressed to ”Solhagens servicehus”"),
        ("Göteborgs Stad\n" + PLAN.format_map(USUAL), "it comes from ”Göteborgs Stad”"),
        ("Nacka kommun Kulturnämnden\n" + PLAN.format_map(USUAL), "it comes from ”Nacka kommun Kulturnämnden”"),
        ("Region Stockholm\n" + PLAN.format_map(USUAL), "it comes from ”Region Stockholm”"),
        ("Protokoll\n\nVid mötet sades att verksamhetsplan 2015 är klar.\n", "no board"),
        (
            OTHER.format(board="Farsta stadsdelsnämnd", title="Svar").replace("Tjänsteutlåtande", "Brev"),
            "its title is ”Svar”",
        ),
    ],
)
def test_what_is_no_document_of_a_board_is_refused_by_name(text: str, seen: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(read_bytes(text.encode(), "other.txt"))
    assert refused.value.reason is Reason.NOT_A_TJANSTEUTLATANDE
    assert seen in str(refused.value)


@pytest.mark.parametrize("header", ["SID 2 (61)", "Sida 2 (61)", "Sid. 2 (61)", "sid 2 (61)", "Sidan 2 av 61"])
def test_pages_are_counted_by_their_headers(header: str) -> None:
    document = read_bytes(f"a\n{header}\nb\n".encode(), "plan.txt")
    assert len(document.pages) == 2


def test_each_kind_is_a_document_type_of_the_contract_and_the_other_way_round() -> None:
    assert [kind.name for kind in (*KINDS, OTHER_KIND)] == list(DOCUMENT_TYPES)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("Nämndens mål för året bedöms uppfyllas.", "helt"),
        ("Kommunfullmäktiges mål bedöms inte uppfyllas under året.", "ej"),
        ("Målet har uppfyllts delvis. Fler badar.", "delvis"),
        ("Måluppfyllelse: Uppfylls ej", "ej"),
        ("Uppfylls helt", "helt"),
        ("Nämnden bedömer att målet uppfylls till viss del.", "delvis"),
        ("Målet har uppnåtts.", "helt"),
        ("Målet bedöms inte kunna uppfyllas helt.", "delvis"),
        ("Målet uppfylls i hög grad.", "delvis"),
        ("Målet är att alla barn nås.", None),
        ("Målet ska nås genom fler bad.", None),
        ("Fler bad bidrar till att målet uppfylls.", None),
        ("För att målet ska uppfyllas krävs fler bad.", None),
        ("Årsmålet uppfylls inte.", None),
    ],
)
def test_a_follow_up_says_whether_a_goal_is_met(said: str, state: str | None) -> None:
    report = {"title": "Verksamhetsberättelse 2015", "goal": f"Nämndmål: 1.1.1 Bad är öppna\n\n{said}\n"}
    *_, (met, text) = rows(read(**report), "goal", "fulfilment", "fulfilment_text")
    assert met == state
    assert (text is None) == (state is None) and (text is None or str(text) in said)
    *_, (met, text) = rows(
        read(**(report | {"title": "Verksamhetsplan 2015"})), "goal", "fulfilment", "fulfilment_text"
    )
    assert (met, text) == (None, None)


def test_two_sentences_that_contradict_each_other_settle_nothing() -> None:
    goal = "Nämndmål: 1.1.1 Bad är öppna\n\nMålet uppfylls helt.\n\nNämndens mål uppfylls inte för barn.\n"
    *_, said = rows(read(title="Tertialrapport 2 2015", goal=goal), "goal", "fulfilment", "fulfilment_text")
    assert said == (None, "Målet uppfylls helt. Nämndens mål uppfylls inte för barn.")
