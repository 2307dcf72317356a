"""A heading that colour alone sets off from the text, as `Heading 5` of Word does as it comes."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.colors import CMYKColor, Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.blocks.block import Heading
from pipeline.blocks.print_blocks import blocks_of
from pipeline.document import Line
from pipeline.read import READERS, read_bytes
from pipeline.tables.unwrap import Unwrapper

BLUE, DARK, BLACK, GREY = HexColor(0x2F5496), HexColor(0x1F3763), HexColor(0x000000), HexColor(0x595959)
LEVELS = {"Investeringar": 2, "Nämndmål": 3}
TEXT = "Budgeterad kostnad uppgår till 4,0 mnkr och täcker ny utrustning och plantering."


def lines(*printed: tuple[str, float, Color], reader: str = READERS[0]) -> list[Line]:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for number, (text, size, colour) in enumerate(printed):
        canvas.setFont("Helvetica", size)
        canvas.setFillColor(colour)
        canvas.drawString(60, 780 - 24 * number, text)
    canvas.save()
    return [line for page in read_bytes(file.getvalue(), "plan.pdf", reader).pages for line in page.lines]


def headings(printed: list[Line]) -> list[tuple[str, int]]:
    blocks, _ = blocks_of(printed, LEVELS.get, Unwrapper(printed))
    return [(block.text, block.level) for block in blocks if isinstance(block, Heading)]


@pytest.mark.parametrize("reader", READERS)
def test_colour_sets_a_heading_off_where_headings_are_coloured(reader: str) -> None:
    """A heading of another level may have the size of the text, too, and another blue."""
    text = (TEXT, 12, BLACK)
    printed = [("Nämndmål", 12, DARK), text, ("Investeringar", 13, BLUE), text, ("Parkleken", 12, BLUE), text]
    found = headings(lines(*printed, reader=reader))
    assert found == [("Nämndmål", 3), ("Investeringar", 2), ("Parkleken", 5)]


@pytest.mark.parametrize(("headline", "text"), [(BLACK, BLUE), (BLUE, GREY)])
def test_colour_sets_nothing_off_where_headings_are_not_coloured_or_text_is_grey(headline: Color, text: Color) -> None:
    """A line of text may be a link, or printed in grey. Size sets another heading off."""
    prose, link = (TEXT, 12, BLACK), ("Läs mer i Parkplanen", 12, text)
    printed = [("Investeringar", 14, headline), prose, ("Bakgrund", 14, headline), prose, link]
    assert [heading for heading, _ in headings(lines(*printed))] == ["Investeringar", "Bakgrund"]


@pytest.mark.parametrize("reader", READERS)
def test_readers_give_the_colour_and_none_for_greys(reader: str) -> None:
    colours = (BLUE, GREY, CMYKColor(0, 0, 0, 1), CMYKColor(1, 0, 0, 0))
    found = lines(*((TEXT, 12, colour) for colour in colours), reader=reader)
    assert [bool(line.words[0].colour) for line in found] == [True, False, False, True]
    assert found[0].words[0].colour == 0x2F5496
