"""PDF → pages, with pdf_oxide: the same glyphs as pdfplumber's in a fortieth of the time.

It reads upright pages only; what it cannot be trusted with is left to the reference reader (`Untrusted`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from operator import attrgetter

import numpy as np
import pdf_oxide

from pipeline.document import Box, Page
from pipeline.read.glyphs import STANDARD_FONTS, Glyphs, colour_of
from pipeline.read.page import Witness, page_of
from pipeline.read.rulings import rulings

# It warns of much that is no trouble (an encoding that is a list); else Python prints that where nothing is set up.
logging.getLogger("pdf_oxide").addHandler(logging.NullHandler())

# Points within which page sizes agree.
SAME_SIZE = 0.02

# A plan has 180 000 characters: these are the fastest way to ask for a trait of each.
_TURN, _TEXT, _FONT, _COLOUR = map(attrgetter, ("rotation_degrees", "char", "font_name", "color"))
_NUMBERS = tuple(map(attrgetter, ("origin_x", "origin_y", "advance_width", "font_size")))


class Untrusted(Exception):
    """The file holds something that this reader does not read as the reference reader does."""


def pages_of(content: bytes, witness: Witness | None = None, untold: frozenset[str] | None = None) -> Iterator[Page]:
    """The pages of a PDF in the order of the file; `untold` are the fonts in it without widths, where that is known.

    Raises Untrusted for turned pages, turned text, unusual page boxes, and whatever pdf_oxide stumbles on.
    """
    try:
        document = pdf_oxide.PdfDocument.from_bytes(content)
        for index in range(document.page_count()):
            yield _page(document, index, witness, untold)
    except (Untrusted, MemoryError):
        raise
    except Exception as error:
        raise Untrusted(f"{type(error).__name__}: {error}") from error


def _page(document: pdf_oxide.PdfDocument, index: int, witness: Witness | None, untold: frozenset[str] | None) -> Page:
    left, bottom, right, top = document.page_media_box(index)
    if left or bottom or document.page_rotation(index):
        raise Untrusted(f"page {index + 1} is turned or has an unusual box")
    # It does not find a box that the page has from its parent.
    if witness and not np.allclose((right, top), witness.drawer.size(index + 1), rtol=0, atol=SAME_SIZE):
        raise Untrusted(f"page {index + 1} is of another size than pdfium sees")
    shapes = [shape["bbox"] for shape in (*document.extract_lines(index), *document.extract_rects(index))]
    rules = rulings((Box(x, top - y - height, x + width, top - y) for x, y, width, height in shapes), top)
    return page_of(index + 1, (right, top), _glyphs(document, index, top, untold), rules, witness, "none")


def _glyphs(document: pdf_oxide.PdfDocument, index: int, height: float, untold: frozenset[str] | None) -> Glyphs:
    chars = document.extract_chars(index)
    if any(map(_TURN, chars)):
        raise Untrusted(f"page {index + 1} has turned text")
    text, fonts = list(map(_TEXT, chars)), list(map(_FONT, chars))
    for standard in {font for font in set(fonts) if _lacks_widths(font, untold)}:
        beyond = [char for char, font in zip(text, fonts, strict=True) if font == standard and not char.isascii()]
        if beyond:
            raise Untrusted(f"page {index + 1} has {beyond[0]} in {standard}, which is not in the file")
    x0, y0, width, size = (np.fromiter(map(trait, chars), float, len(chars)) for trait in _NUMBERS)
    colours = list(map(_COLOUR, chars))
    known = {colour: colour_of(colour) for colour in set(colours)}
    return Glyphs.of(height - y0, x0, x0 + width, text, size, fonts, [known[colour] for colour in colours])


def _lacks_widths(font: str, untold: frozenset[str] | None) -> bool:
    """Is the font not in the file? Then pdf_oxide gives each letter beyond ASCII the same width."""
    return font.partition("-")[0] in STANDARD_FONTS if untold is None else font in untold
