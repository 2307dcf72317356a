"""Is all of the file read? The pages and their characters are counted again by another library (pdfium)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pypdfium2

from pipeline.document import Page
from pipeline.read.letters import same_letters
from pipeline.read.pdfium import seen
from pipeline.refusal import Reason, Refused

# Readers count a few characters differently (ligatures, doubled glyphs, hyphens at line ends); what is more than both
# this number and this share of a page is lost text.
FEW_CHARACTERS = 25
SMALL_SHARE = 0.05
# A page of prose has some 2 000 characters; a document with fewer than this on average has no text layer.
LEAST_CHARACTERS = 30
BULLET = "•"
# A soft hyphen, which pdfium leaves out where nothing of it is printed, and pdfium's sign for one at a line's end.
HYPHENS = re.compile("[\u00ad\ufffe]")
# How pdfplumber prints a glyph that the file does not map to a character.
UNMAPPED = re.compile(r"\(cid:\d+\)")


def differs_from_pdfium(pages: Sequence[Page], content: bytes, *, exactly: bool) -> str | None:
    """What of the pages does not agree with pdfium's reading of the same bytes; None when all does.

    `exactly`: to the letter; else a few characters of a page may be counted differently.
    """
    try:
        by_pdfium = _texts(content)
    except pypdfium2.PdfiumError as error:
        return f"pdfium cannot read it ({error})"
    if len(by_pdfium) != len(pages):
        return f"{len(pages)} pages were read, but pdfium sees {len(by_pdfium)}"
    for page, other in zip(pages, by_pdfium, strict=True):
        text = _text(page)
        if exactly and text.count(BULLET) < other.count(BULLET):
            return f"fewer bullets were read on page {page.number} than pdfium sees"
        if exactly and not same_letters(text, other):
            return f"the letters read on page {page.number} differ from those pdfium sees"
        if not exactly:
            text, other = HYPHENS.sub("", text), HYPHENS.sub("", other)
        read, count = _printed(UNMAPPED.sub("?", text)), _printed(other.replace("\x00", ""))
        if abs(read - count) > (0 if exactly else max(FEW_CHARACTERS, SMALL_SHARE * count)):
            return f"{read} characters were read on page {page.number}, but pdfium sees {count}"
    return None


def _text(page: Page) -> str:
    return "".join([line.text for line in page.lines] + [word.text for word in page.removed])


def pages_by_pdfium(content: bytes) -> int:
    """The number of pages that pdfium sees; 0 for a file that it cannot open."""
    try:
        return len(seen(content))
    except pypdfium2.PdfiumError:
        return 0


def _texts(content: bytes) -> list[str]:
    """What pdfium reads of each page."""
    file = seen(content)
    return [file.text(number) for number in range(1, len(file) + 1)]


def _printed(text: str) -> int:
    """The number of printed characters. Blanks are not counted, nor bullets: one that is drawn is read as a character,
    and pdfium sees none."""
    return len("".join(text.replace(BULLET, "").split()))


def refuse_without_text(pages: Sequence[Page]) -> None:
    """Raise Refused (`no_text_layer`) when the pages are pictures."""
    characters = sum(len(line.text) for page in pages for line in page.lines)
    if characters < LEAST_CHARACTERS * len(pages):
        raise Refused(Reason.NO_TEXT_LAYER, f"{characters} characters on {len(pages)} pages")
