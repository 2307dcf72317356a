"""Characters that a file gives by a code of its own: read where everybody means the same, told or refused elsewhere."""

from __future__ import annotations

import pytest

from pipeline.document import Page
from pipeline.read.glyphs import Glyphs, lines_of
from pipeline.read.unmapped import customary, refuse_unmapped, unmapped
from pipeline.refusal import Reason, Refused

PROSE = "Nämnden ska följa upp arbetet under året och återkomma till fullmäktige om det behövs "


def glyphs(text: str) -> Glyphs:
    places = [10.0 * number for number in range(len(text))]
    count = len(text)
    return Glyphs.of([50.0] * count, places, [x + 10 for x in places], [*text], [12.0] * count, ["A+Serif"] * count)


def page(text: str) -> Page:
    return Page(1, 595.0, 842.0, lines_of(customary(glyphs(text)), 1))


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("e\uf001ektiv \uf002ora", "efiektiv flora"),
        ("\uf0b7 Resultat", "• Resultat"),
        ("\uf0b7Resultat", "• Resultat"),
        ("\uf0a7 Resultat \uf0d8 Mål", "• Resultat • Mål"),
    ],
)
def test_private_codes_that_everybody_means_alike(printed: str, read: str) -> None:
    assert page(printed).lines[0].text == read
    assert list(unmapped([page(printed)])) == []


@pytest.mark.parametrize("sign", ["\ue123", "\ufffd", "(cid:31)", "\x07"])
def test_a_few_in_words_are_told(sign: str) -> None:
    read = page(PROSE + f"verk{sign}samhet")
    refuse_unmapped([read])
    (found,) = unmapped([read])
    assert (found.rule, found.severity) == ("tecken_utan_betydelse", "error")
    assert "”verk\ufffdsamhet”" in found.message


def test_alone_they_are_icons() -> None:
    read = page(PROSE + "\ue123 och mer")
    refuse_unmapped([read])
    assert list(unmapped([read])) == []


@pytest.mark.parametrize("text", [PROSE + "1\ue1233,5 mnkr", "N\ue123mn\ue123en \ue123ka"])
def test_in_figures_or_many_of_them_the_text_is_not_the_printed_one(text: str) -> None:
    with pytest.raises(Refused) as refused:
        refuse_unmapped([page(text)])
    assert refused.value.reason is Reason.NO_TEXT_LAYER
