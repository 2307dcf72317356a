"""Boards: told from the cover whatever the way they are printed, and never guessed."""

from __future__ import annotations

import pytest

from pipeline.boards import BOARDS, Board, board_key, board_names, named_alone, slug
from pipeline.parse import parse
from pipeline.read import read_bytes
from pipeline.refusal import Reason, Refused
from tests.parse.test_family import OTHER, PLAN, USUAL, read


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.board_key)
def test_each_board_has_its_key_in_every_spelling(board: Board) -> None:
    spelled = [board.name, board.name.upper()]
    if board.kind == "stadsdelsnämnd":
        spelled += [board.name.replace("-", joint) for joint in (" - ", "- ", " ", "–")]
    for printed in spelled:
        assert board_key(named_alone(printed) or "") == board.board_key


def test_the_registry_is_whole() -> None:
    keys = [board.board_key for board in BOARDS]
    assert len(keys) == len(set(keys))
    for board in BOARDS:
        assert slug(board.name).startswith(board.board_key)
        assert (board.successor_key is None) == (board.valid_to is None)
        assert board.successor_key is None or board.successor_key in keys


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("Stadsdelsnämnd Norrmalm", "norrmalm"),
        ("SDN BROMMA", "bromma"),
        ("NYBY STADSDELSNÄMND", "nyby"),
        ("Hässelby Vällingby stadsdelsnämnd", "hasselby-vallingby"),
        ("Hägerstens stadsdelsnämnd", "hagersten"),
    ],
)
def test_further_ways_to_print_a_board(printed: str, key: str) -> None:
    (name,) = board_names(printed)
    assert board_key(name) == key


def test_the_addressee_is_the_board_however_often_another_is_named() -> None:
    values = read(heading="Remiss från Bromma stadsdelsnämnd och\nav Bromma stadsdelsnämnd\n\nFörslag till beslut")
    assert values.document.values["board_key"] == "farsta"


@pytest.mark.parametrize("begun", ["I Hässelby-", "I Hässelby"])
def test_a_name_that_a_line_parts_is_that_of_one_board(begun: str) -> None:
    """Without a cover the text tells the board: a document was refused that named Hässelby-Vällingby and Vällingby."""
    printed = f"""Verksamhetsplan 2015

Förslag till beslut

1. Nämnden fastställer planen.

KF:s inriktningsmål: 1. Staden håller ihop

{begun}
Vällingby stadsdelsnämnd blir sex enheter fem.
Under 2015 vill Hässelby-Vällingby stadsdelsnämnd växa.
"""
    assert parse(read_bytes(printed.encode(), "plan.txt")).document.values["board_key"] == "hasselby-vallingby"


def test_a_board_of_no_registry_is_published_under_its_own_name() -> None:
    values = read(board="Konsumentnämnden", title="Verksamhetsplan 2015 för Konsumentnämnden").document.values
    assert (values["board"], values["board_key"]) == ("Konsumentnämnden", "konsumentnamnden")
    other = parse(read_bytes(OTHER.format(board="Konsumentnämnden", title="Svar").encode(), "a.txt")).document.values
    assert (other["document_type"], other["board_key"]) == ("övrigt", "konsumentnamnden")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (PLAN.format_map(USUAL | {"title": "Verksamhetsplan 2015 för Bromma stadsdelsnämnd"}), Reason.BOARD_UNCLEAR),
        ("Bromma stadsdelsnämnd\n" + PLAN.format_map(USUAL), Reason.BOARD_UNCLEAR),
        (
            "Verksamhetsplan 2015\n\nFarsta stadsdelsnämnd och Bromma stadsdelsnämnd samverkar.\n\n"
            + PLAN.partition("{points}")[2].format_map(USUAL),
            Reason.BOARD_UNCLEAR,
        ),
        (
            PLAN.format_map(USUAL | {"board": "Hemtjänst Norr", "title": "Verksamhetsplan 2015"}).replace("Till\n", "")
            + "\nÖvrigt\n\nEnheten hör till Östermalms stadsdelsförvaltning.\n",
            Reason.NOT_A_TJANSTEUTLATANDE,
        ),
        (PLAN.format_map(USUAL | {"title": "Verksamhetsplan 2015 för Hemtjänst Norr"}), None),
    ],
)
def test_no_board_is_guessed(text: str, reason: Reason | None) -> None:
    try:
        found = parse(read_bytes(text.encode(), "a.txt")).document.values["document_type"]
    except Refused as refused:
        assert refused.reason is reason
    else:  # a unit's plan that is laid before the board is no plan of the board
        assert (reason, found) == (None, "övrigt")


def test_a_text_without_a_cover_is_of_the_board_whose_area_it_names() -> None:
    text = "Förslag till beslut\n\n1. Stadsdelsnämnden fastställer verksamhetsplan för år 2026.\n\nInledning\n\n"
    text += "Invånare i Hässelby-Vällingby är nöjda.\n\n" + PLAN.partition("stadsdelsdirektör")[2].format_map(USUAL)
    document = parse(read_bytes(text.encode(), "a.txt")).document.values
    assert (document["board_key"], document["plan_year"]) == ("hasselby-vallingby", 2026)
