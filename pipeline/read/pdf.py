"""PDF → pages, with pdfplumber. Nothing behind this module sees a type of pdfplumber."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pdfplumber.page
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from pipeline.document import Box, Page, Rule
from pipeline.read.glyphs import Glyph, lines_of
from pipeline.read.turn import Turn
from pipeline.refusal import Reason, Refused

# A drawn rectangle thinner than this is a ruling; a larger one is a shaded cell, whose edges are rulings.
RULING_WIDTH = 2.0


def pages_of(content: bytes) -> Iterator[Page]:
    """The pages of a PDF in the order of the file, each read whole and released before the next.

    Raises Refused (`encrypted`, `damaged`) when any page cannot be read: a document is never read in part.
    """
    try:
        with pdfplumber.open(io.BytesIO(content), unicode_norm=None) as pdf:
            for number, page in enumerate(pdf.pages, start=1):
                yield _page(page, number)
                page.close()
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise _refusal(error) from error


def _refusal(error: Exception) -> Refused:
    """pdfminer raises whatever its parser stumbles on (IndexError, TypeError …): all of it means a damaged file."""
    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    if isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)):
        return Refused(Reason.ENCRYPTED, f"the file is encrypted ({type(cause).__name__})")
    return Refused(Reason.DAMAGED, f"pdfplumber cannot read it ({type(cause).__name__}: {cause})"[:300])


def _page(page: pdfplumber.page.Page, number: int) -> Page:
    turn = Turn.of_text([char["matrix"] for char in page.chars], float(page.width), float(page.height))
    glyphs = [
        Glyph(char["text"], *turn.corners(char["x0"], char["top"], char["x1"], char["bottom"]), char["size"], char["fontname"])
        for char in page.chars
    ]
    width, height = turn.page_size
    return Page(
        number=number,
        width=width,
        height=height,
        lines=lines_of(glyphs, number),
        rules=tuple(rule for shape in (*page.lines, *page.rects) for rule in _rules(shape, turn, height)),
        images=tuple(turn.box(image["x0"], image["top"], image["x1"], image["bottom"]) for image in page.images),
    )


def _rules(shape: dict[str, Any], turn: Turn, page_height: float) -> Iterator[Rule]:
    box = turn.box(shape["x0"], shape["top"], shape["x1"], shape["bottom"])
    if min(box.width, box.height) < RULING_WIDTH:
        if max(box.width, box.height) > RULING_WIDTH:
            yield Rule(box)
    elif box.height < page_height / 2:
        yield Rule(Box(box.x0, box.top, box.x1, box.top))
        yield Rule(Box(box.x0, box.bottom, box.x1, box.bottom))
        yield Rule(Box(box.x0, box.top, box.x0, box.bottom))
        yield Rule(Box(box.x1, box.top, box.x1, box.bottom))
