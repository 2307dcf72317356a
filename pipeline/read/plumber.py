"""PDF → pages, with pdfplumber: the reference reader. Nothing behind this module sees a type of pdfplumber."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pdfplumber.page
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from pipeline.document import Page
from pipeline.read.glyphs import SOFT_HYPHEN, Glyphs, colour_of
from pipeline.read.page import Witness, page_of
from pipeline.read.rulings import rulings
from pipeline.read.symbol import DINGBATS, SIGNS
from pipeline.read.turn import Corners, Turn
from pipeline.refusal import Reason, Refused

# In WinAnsiEncoding all unused codes above 32 print a bullet (ISO 32000-1, annex D.2, note 3); pdfminer leaves them.
# A soft hyphen has no name in Adobe's glyph list, so that pdfminer gives no character for it.
SPECIAL = {"(cid:127)": "•", "": SOFT_HYPHEN}


def pages_of(content: bytes, witness: Witness | None = None) -> Iterator[Page]:
    """The pages of a PDF in the order of the file, each read whole and released before the next.

    Raises Refused (`encrypted`, `damaged`) when any page cannot be read: a document is never read in part.
    """
    try:
        with pdfplumber.open(io.BytesIO(content), unicode_norm=None) as pdf:
            for number, page in enumerate(pdf.pages, start=1):
                yield _page(page, number, witness)
                page.close()
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise _refusal(error) from error


def _refusal(error: Exception) -> Refused:
    """The parser raises whatever its parser stumbles on (IndexError, TypeError …): all of it means a damaged file."""
    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    if isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)):
        return Refused(Reason.ENCRYPTED, f"the file is encrypted ({type(cause).__name__})")
    return Refused(Reason.DAMAGED, f"pdfplumber cannot read it ({type(cause).__name__}: {cause})"[:300])


def _page(page: pdfplumber.page.Page, number: int, witness: Witness | None) -> Page:
    turn = Turn.of_text([char["matrix"] for char in page.chars], float(page.width), float(page.height))
    width, height = turn.page_size
    boxes = [turn.box(*_corners(shape, page)) for shape in (*page.lines, *page.rects)]
    return page_of(number, (width, height), _glyphs(page, turn), rulings(boxes, height), witness, turn.way)


def _corners(shape: dict[str, Any], page: pdfplumber.page.Page) -> Corners:
    """Counted from the corner of the page; pdfplumber counts from where the file has its origin."""
    left, above = page.mediabox[:2]
    return shape["x0"] - left, shape["top"] - above, shape["x1"] - left, shape["bottom"] - above


def _glyphs(page: pdfplumber.page.Page, turn: Turn) -> Glyphs:
    """The glyphs as they are shown. pdfminer takes the height of a glyph's box for its size, which is its advance where
    it is printed sideways."""
    corners = [turn.corners(*_corners(char, page)) for char in page.chars]
    return Glyphs.of(
        baseline=[_baseline(char, page, turn) for char in page.chars],
        x0=[x0 for x0, _, _, _ in corners],
        x1=[x1 for _, _, x1, _ in corners],
        text=[_text(char) for char in page.chars],
        size=[bottom - top for _, top, _, bottom in corners],
        font=[char["fontname"] for char in page.chars],
        colour=[colour_of(_numbers(char["non_stroking_color"])) for char in page.chars],
    )


def _text(char: dict[str, Any]) -> str:
    """The character of a glyph. pdfminer reads ZapfDingbats, which has an encoding of its own, as if it had letters.

    Typst says of each `n` of a document what the first one stood for: `n` and a soft hyphen, which is not printed.
    """
    text = str(SPECIAL.get(char["text"], char["text"]))
    if len(text) > 1:
        return text.replace(SOFT_HYPHEN, "")
    return SIGNS.get(text, text) if char["fontname"] == DINGBATS else text


def _numbers(colour: Any) -> tuple[float, ...]:
    """The parts of a colour; none of a pattern, which has a name."""
    return tuple(part for part in colour if isinstance(part, int | float)) if isinstance(colour, tuple | list) else ()


def _baseline(char: dict[str, Any], page: pdfplumber.page.Page, turn: Turn) -> float:
    """How far from the top the glyph stands: its text matrix tells it in the page as it is shown."""
    x, y = char["matrix"][4], float(page.height) - char["matrix"][5]
    return turn.corners(x, y, x, y)[1]
