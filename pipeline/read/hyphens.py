"""Hyphens that bear another's name: some producers (Typst, WeasyPrint) name the one glyph of a font that prints several
for the soft one or for U+2010.

Either is printed where a line ends at it and nowhere else. Where a document prints one before a blank, with the next
word beside it, or U+2010 within a word, they are hyphens: which of them part a word is told when lines are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.document import Line, Page
from pipeline.read.glyphs import SOFT_HYPHEN

BREAKING_HYPHEN = "\u2010"
# Words nearer to each other than this share of the font size stand in one cell of a table (a blank is 0.25 to 0.35).
BESIDE = 0.45


def with_hyphens(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages with hyphens for soft hyphens and for U+2010, where these are printed within lines."""
    for named in (SOFT_HYPHEN, BREAKING_HYPHEN):
        if any(_within(line, named) for page in pages for line in page.lines):
            pages = [replace(page, lines=tuple(_plain(line, named) for line in page.lines)) for page in pages]
    return tuple(pages)


def _within(line: Line, named: str) -> bool:
    if named not in line.text:
        return False
    if named == BREAKING_HYPHEN and any(named in word.text[:-1] for word in line.words):
        return True
    return any(
        one.text.endswith(named) and 0 < other.box.x0 - one.box.x1 < BESIDE * one.size
        for one, other in pairwise(line.words)
    )


def _plain(line: Line, named: str) -> Line:
    if named not in line.text:
        return line
    words = tuple(word._replace(text=word.text.replace(named, "-")) for word in line.words)
    return replace(line, text=line.text.replace(named, "-"), words=words)
