"""Blocks to pages: where each line, rule and picture stands. Tables are set by `grid.py`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.press.flow import Block, Bullet, Contents, Cover, Grid, Heading, PageBreak, Paragraph, Point, Signature
from tests.press.fonts import Weight, face_of, width_of
from tests.press.galley import ASCENT, LEADING, MARGIN, Galley
from tests.press.grid import GridSetter
from tests.press.sheet import Sheet, Text
from tests.press.style import Style

TITLE = 20
SIZES = {1: 15.5, 2: 13.5, 3: 13.5}


def lay_out(blocks: list[Block], style: Style) -> list[Sheet]:
    """The pages of a document, with their running heads."""
    numbers: dict[int, int] = {}
    galley = _fill(blocks, style, numbers)
    if style.contents:  # the second time the table of contents knows the page numbers
        numbers = {index: page for index, (_, page) in enumerate(galley.headings)}
        galley = _fill(blocks, style, numbers)
    _number_pages(galley.sheets, style)
    return galley.sheets


def _fill(blocks: list[Block], style: Style, numbers: dict[int, int]) -> Galley:
    galley = Galley(style)
    grids = GridSetter(galley)
    headings = [block for block in blocks if isinstance(block, Heading) and block.level < 4]
    for block in blocks:
        match block:
            case Heading():
                _heading(galley, block)
            case Paragraph():
                _paragraph(galley, block)
            case Bullet():
                _bullet(galley, block)
            case Point():
                _point(galley, block)
            case Signature():
                _signature(galley, block)
            case Cover():
                _cover(galley, block)
            case Contents():
                _contents(galley, headings, numbers)
            case PageBreak():
                _page_break(galley, block)
            case Grid():
                grids.set(block)
    return galley


def _page_break(galley: Galley, block: PageBreak) -> None:
    if block.turn:
        short, long = sorted(galley.size)
        galley.size = (long, short) if block.turn == "landscape" else (short, long)
    if galley.blank:
        galley.sheets.pop()
    galley.new_page()


def _heading(galley: Galley, block: Heading) -> None:
    style = galley.style
    size = SIZES.get(block.level, style.size)
    weight: Weight = "bold"
    family = style.headings if block.level < 4 else style.body
    if block.level == 3 or (style.heading_weight == "size" and block.level < 4):
        weight = ""
    elif style.heading_weight == "size":
        size, weight = size + 1.5, ""
    if block.level == 5:
        size, weight = style.size, style.level5
    galley.skip(size if block.level < 4 else style.paragraph_gap)
    galley.keep(size * LEADING * 3 + style.size * LEADING * 2)
    if block.level < 4:
        galley.headings.append((block, len(galley.sheets)))
    galley.write(block.text, family, weight, size, _indent(galley) if block.text == "Förslag till beslut" else MARGIN)
    galley.y += 3 if block.level < 4 else 0


def _indent(galley: Galley) -> float:
    """Where the column of the cover and the decisions begins."""
    return MARGIN + (0.35 * galley.measure if galley.style.decisions == "narrow" else 0)


def _paragraph(galley: Galley, block: Paragraph) -> None:
    galley.write(block.text, galley.style.body, "", galley.style.size)
    galley.y += galley.style.paragraph_gap


def _bullet(galley: Galley, block: Bullet) -> None:
    galley.write(f"{block.mark} {block.text}", galley.style.body, "", galley.style.size)
    galley.y += 1


def _point(galley: Galley, block: Point) -> None:
    galley.keep(galley.style.size * LEADING * 2)
    galley.write(block.text, galley.style.body, "", galley.style.size, _indent(galley))
    galley.y += galley.style.size


def _signature(galley: Galley, block: Signature) -> None:
    galley.skip(2 * galley.style.size)
    galley.keep(galley.style.size * LEADING * 2)
    for text in (block.name, block.title):
        galley.write(text, galley.style.body, "", galley.style.size, _indent(galley))


def _cover(galley: Galley, block: Cover) -> None:
    """The letterhead on the left, the reference beside it, addressee and title in the column of the decisions."""
    family, middle = galley.style.headings, MARGIN + galley.measure / 2

    def put(lines: list[str], x: float, top: float, size: float) -> None:
        for index, line in enumerate(lines):
            face = face_of(family, "" if index else "bold")
            galley.add(Text(x, top + index * size * LEADING + size * ASCENT, line, face, size))

    name = galley.lines(block.administration, middle - MARGIN - 8, face_of(family, "bold"), 9.5)
    for index, line in enumerate(name):
        put([line], MARGIN, 34 + index * 9.5 * LEADING, 9.5)
    put(["Tjänsteutlåtande", f"Dnr: {block.diary_number}", "", block.issued_on], middle, 34, 9.5)
    put(["Handläggare", block.handler], MARGIN, 125, 8.5)
    indent = _indent(galley)
    galley.y = 170
    galley.write("Till", galley.style.body, "", galley.style.size, indent)
    galley.write(block.addressee, galley.style.body, "", galley.style.size, indent)
    galley.y += 3 * galley.style.size
    galley.write(block.title, family, "bold", TITLE, indent)
    if block.notice:
        galley.y += 4
        galley.write(block.notice, galley.style.body, "italic", galley.style.size, indent)
    galley.y += galley.style.size


def _contents(galley: Galley, headings: list[Heading], numbers: dict[int, int]) -> None:
    style = galley.style
    galley.write("Innehållsförteckning", style.headings, "bold", SIZES[1])
    galley.y += 6
    for index, heading in enumerate(headings):
        if heading.text == "Förslag till beslut":
            continue
        weight: Weight = "bold" if heading.level == 1 else ""
        face, size, page = face_of(style.body, weight), style.size - 1, str(numbers.get(index, 0))
        x = MARGIN + 18 * (heading.level - 1)
        width = galley.size[0] - MARGIN - x
        width_in = partial(width_of, face=face, size=size, letter_spacing=style.letter_spacing)
        lines = galley.lines(heading.text, width - 40, face, size)
        galley.keep(len(lines) * size * LEADING)
        last = lines[-1].rstrip()
        lines[-1] = last + _leader(width - width_in(last) - width_in(page), width_in) + page
        for line in lines:
            galley.add(Text(x, galley.y + size * ASCENT, line, face, size))
            galley.y += size * LEADING
        galley.y += 3


def _leader(width: float, measure: Callable[[str], float]) -> str:
    return "." * int(width / measure("."))


def _number_pages(sheets: list[Sheet], style: Style) -> None:
    """Running heads and page numbers, where the style has them."""
    face, size = face_of(style.headings), 9.5
    for number, sheet in enumerate(sheets, 1):
        if style.folio == "header":
            texts = ["Tjänsteutlåtande", f"Sid {number} ({len(sheets)})"]
            x, top = sheet.width * 0.69, 34.0
            if style.cover and number == 1:  # the cover's reference has a line for the number
                texts, x, top = texts[1:], sheet.width / 2, top + 2 * size * LEADING
            for index, text in enumerate(texts):
                sheet.marks.append(Text(x, top + index * size * LEADING + size * ASCENT, text, face, size))
        elif style.folio != "none":
            text = f"Sida {number} av {len(sheets)}" if style.folio == "footer" else str(number)
            x = (sheet.width - width_of(text, face, size, style.letter_spacing)) / 2
            sheet.marks.append(Text(x, sheet.height - 36, text, face, size))
