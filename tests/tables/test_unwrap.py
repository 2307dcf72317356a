"""What a line's end stands for: a blank, a hyphen that stays, one that goes, or a word broken without a sign."""

from __future__ import annotations

import pytest

from pipeline.document import Box, Line, Word
from pipeline.tables.unwrap import Unwrapper

HYPHENATING = [
    "att verksamheten utvecklas avseende kvaliteten i förskolan verksam-",
    "heten är god och kvali-",
    "teten mäts avseen-",
    "de alla",
]


def lines(*texts: str) -> list[Line]:
    """Lines of one cell: a character is five points wide."""
    made = []
    for number, text in enumerate(texts):
        words, x = [], 0.0
        for token in text.split():
            words.append(Word(token, Box(x, 12.0 * number, x + 5 * len(token), 12.0 * number + 10), 10.0, "F"))
            x += 5 * len(token) + 3
        made.append(Line(text, 1, tuple(words)))
    return made


@pytest.mark.parametrize(
    ("end", "beginning", "joined"),
    [
        ("lokala åtgärdspro-", "gram för vatten", "lokala åtgärdsprogram för vatten"),
        ("vård-", "och omsorg", "vård- och omsorg"),
        ("analys av DNA-", "analys av prover", "analys av DNA-analys av prover"),
        ("badvatten-", "prover", "badvattenprover"),
        ("öka antalet BRA-", "samtal", "öka antalet BRA-samtal"),
        ("kavelduns- och vass-", "bekämpning", "kavelduns- och vassbekämpning"),  # no word list has it
        ("för icke-", "binära personer", "för icke-binära personer"),
        ("stöd till hbtq-", "personer", "stöd till hbtq-personer"),
        ("stadens it-", "stöd", "stadens it-stöd"),
        ("det stadsgemen-", "samma arbetet", "det stadsgemensamma arbetet"),
        ("som är stadsgemen-", "samt för alla", "som är stadsgemensamt för alla"),  # `samt` is a word, too
        ("skol-", "samt förskoleplatser", "skol- samt förskoleplatser"),
    ],
)
def test_the_hyphens_of_a_producer_go(end: str, beginning: str, joined: str) -> None:
    printed = lines(end, beginning)
    assert Unwrapper([*lines(*HYPHENATING), *printed]).text(printed) == joined


@pytest.mark.parametrize(
    ("end", "beginning", "joined"),
    [
        ("deltar i förenings-", "livet i staden", "deltar i föreningslivet i staden"),
        ("deltar i förenings-", "och idrottslivet", "deltar i förenings- och idrottslivet"),
    ],
)
def test_behind_the_s_of_a_compound_a_hyphen_parts_a_word(end: str, beginning: str, joined: str) -> None:
    """Also in a document that has one such line: `förenings` and `livet` are words, too, and nothing told."""
    printed = lines(end, beginning)
    assert Unwrapper(printed).text(printed) == joined


def test_a_name_that_ends_like_a_conjunction_is_made_whole_where_it_is_printed() -> None:
    printed = lines("barn i Ängshol-", "men deltar")
    known = lines("Samverkan i Ängsholmen under året")
    assert Unwrapper([*known, *printed]).text(printed) == "barn i Ängsholmen deltar"


def test_a_document_that_does_not_hyphenate_keeps_its_hyphens() -> None:
    printed = lines("ett park-", "mark")
    assert Unwrapper(printed).text(printed) == "ett park-mark"


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (("anläggningsentrepr", "enader"), "anläggningsentreprenader"),
        (("nöjda med stadsdelsförvaltn", "ingen"), "nöjda med stadsdelsförvaltningen"),
        (("(personer med", "funktionsnedsättning", ")"), "(personer med funktionsnedsättning)"),
        (("Andel", "institutionsplacera", "de barn"), "Andel institutionsplacerade barn"),  # `de` is a word, too
        (("nöjda besökare på", "stadens fritidsgårdar"), "nöjda besökare på stadens fritidsgårdar"),
        (("lokala", "ANDT/förebyggan", "de arbetet"), "lokala ANDT/förebyggande arbetet"),
        (("enligt", "preventionsindex", "mini"), "enligt preventionsindex mini"),  # no word goes on
    ],
)
def test_words_that_a_narrow_cell_broke_are_whole_where_swedish_has_them(parts: tuple[str, ...], whole: str) -> None:
    printed = lines(*parts)
    width = max(line.box.width for line in printed if line.box)
    assert Unwrapper(printed).text(printed, width) == whole


@pytest.mark.parametrize(
    ("cell", "joined"),
    [
        (
            ("förtroende för", "stadsdelsförvaltning", "en i det område"),
            "förtroende för stadsdelsförvaltningen i det område",
        ),
        (("andel som har", "förtroendevalda", "en i taget"), "andel som har förtroendevalda en i taget"),
    ],
)
def test_an_article_behind_a_noun_that_fills_its_line_is_its_ending(cell: tuple[str, ...], joined: str) -> None:
    held = lines(*cell)
    assert Unwrapper(held).text(held, max(line.box.width for line in held if line.box)) == joined


def test_hyphens_at_the_ends_of_lines_in_cells_tell_that_a_document_hyphenates() -> None:
    """The words of the next cell stand behind the hyphen."""

    def row(name: str, target: str) -> Line:
        (one,), (other,) = lines(name), lines(target)
        moved = tuple(word._replace(box=word.box._replace(x0=300.0, x1=320.0)) for word in other.words)
        return Line(f"{name} {target}", 1, (*one.words, *moved))

    cells = [
        row("att verksam-", "90"),
        row("heten mäter kvali-", "90"),
        row("teten avseen-", "90"),
        row("de alla", "90"),
    ]
    gone = lines("bland vass-", "bekämpning")
    known = lines("om verksamheten och kvaliteten avseende oss alla")
    assert Unwrapper([*known, *cells, *gone]).text(gone) == "bland vassbekämpning"


def test_a_word_that_is_broken_twice_by_force_is_one_word() -> None:
    held = lines("Nämnd och fö", "rvaltningsadmi", "nistration")
    assert Unwrapper(held).text(held, max(line.box.width for line in held if line.box)) == (
        "Nämnd och förvaltningsadministration"
    )
