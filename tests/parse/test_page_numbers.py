"""A page's number is none of its text, wherever and however it is printed, and nothing that an account misses."""

from __future__ import annotations

import pytest

from pipeline.account.ignored import PAGE, Ignored
from pipeline.account.printed_numbers import Number
from pipeline.blocks.furniture import strip
from pipeline.document import Box, Document, Line, Page, Word

PROSE = "Nämnden följer upp 2 mål"


def line(text: str, number: int, top: float) -> Line:
    return Line(text, number, (Word(text, Box(50, top, 300, top + 10), 10.0),))


@pytest.mark.parametrize(
    ("form", "top"),
    [
        ("Sida {} av 4", 750),  # as far up as the lower margin of Word reaches
        ("Sid {} (4)", 750),
        ("Sida {}", 800),
        ("- {} -", 800),
        ("{}", 800),
    ],
)
def test_a_page_number_is_no_text(form: str, top: float) -> None:
    pages = tuple(
        Page(number, 595, 842, (line(PROSE, number, 400), line(form.format(number), number, top)))
        for number in range(1, 5)
    )
    stripped = strip(pages, lambda _: False)
    assert [[kept.text for kept in page.lines] for page in stripped.pages] == [[PROSE]] * 4
    assert [stripped.numbers[number].number for number in range(1, 5)] == [1, 2, 3, 4]
    ignored = Ignored(Document("", "", "application/pdf", "", pages), (), None)
    last = pages[2].lines[-1]
    place = last.text.index("3")
    assert ignored.reason(Number(pages[2], last, 1, "3", place, place + 1)) == PAGE
