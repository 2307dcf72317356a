"""A headline right above a table says what its rows are, in words that a header may hold, too."""

from __future__ import annotations

import pytest

from pipeline.parse import parse
from pipeline.read import read_bytes
from pipeline.record import Extraction
from tests.support.family import PLAN, USUAL, rows
from tests.support.print_pdf import print_pdf

INDICATORS = "|Indikator|Årsmål|KF:s årsmål|Periodicitet\n|{name}|{target}|85 %|År"
ACTIVITIES = "|Aktivitet|Startdatum|Slutdatum\n|Bygga bad|2015-01-01|2015-12-31"
FIRST = INDICATORS.format(name="Andel simkunniga", target="90 %")
SECOND = INDICATORS.format(name="Andel badande", target="80 %")


def _read(tables: str, form: str) -> Extraction:
    """A plan whose goal has these tables: in print, or as text with its cells beside or below each other."""
    text = PLAN.replace("Indikator Årsmål KF:s årsmål Periodicitet\n{rows}", tables).format_map(USUAL)
    for headline in ("Förslag till beslut", "KF:s", "Nämndmål"):
        text = text.replace(f"\n\n{headline}", f"\n\n# {headline}")
    if form in ("ruled", "unruled"):
        return parse(read_bytes(print_pdf(text, ruled=form == "ruled"), "plan.pdf"))
    text = text.replace("\n|", "\n").replace("|", " " if form == "text" else "\n\n").replace("# ", "")
    return parse(read_bytes(text.encode(), "plan.txt"))


FORMS = ("ruled", "unruled", "text", "cells")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("headline", ["Nämndens indikatorer", "Indikatorer", "KF:s indikatorer", "ÅRETS INDIKATORER"])
def test_a_headline_above_indicators_is_none_of_their_header(headline: str, form: str) -> None:
    extraction = _read(f"{FIRST}\n\n# {headline}\n\n{SECOND}", form)
    assert rows(extraction, "indicator", "name", "target_text") == [
        ("Andel simkunniga", "90 %"),
        ("Andel badande", "80 %"),
    ]
    assert (headline,) in rows(extraction, "section", "heading")
    assert not rows(extraction, "finding", "message")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("headline", ["Aktiviteter", "Aktivitet"])
def test_a_headline_above_activities_is_none_of_their_header(headline: str, form: str) -> None:
    extraction = _read(f"{FIRST}\n\n# {headline}\n\n{ACTIVITIES}", form)
    assert rows(extraction, "activity", "name") == [("Bygga bad",)]
    assert (headline,) in rows(extraction, "section", "heading")


@pytest.mark.parametrize("form", ["text", "cells"])
def test_other_words_above_a_repeated_header_are_told_in_a_text_file(form: str) -> None:
    """They may be the beginning of a name that a page break parts, too."""
    told = rows(_read(f"{FIRST}\n\n# Egna mått\n\n{SECOND}", form), "finding", "message")
    assert [message for (message,) in told if "”Egna mått”" in str(message)]
    whole = _read(f"{FIRST}\n\nAndel barn som\n\n{SECOND.replace('Andel badande', 'badar')}", form)
    assert rows(whole, "indicator", "name") == [("Andel simkunniga",), ("Andel barn som badar",)]
    assert not rows(whole, "finding", "message")
