"""Soft hyphens that are hyphens: some producers (Typst) name the one glyph of a font that prints both for the soft one.

A soft hyphen is printed where a line ends at it and nowhere else. Where a document prints one before a blank, with the
next word beside it, its soft hyphens are hyphens: which of them part a word is told when lines are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.document import Line, Page

SOFT_HYPHEN = "\u00ad"
# Words nearer to each other than this share of the font size stand in one cell of a table (a blank is 0.25 to 0.35).
BESIDE = 0.45


def with_hyphens(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages with hyphens for soft hyphens, where these are printed within lines."""
    if not any(_within(line) for page in pages for line in page.lines):
        return tuple(pages)
    return tuple(replace(page, lines=tuple(map(_plain, page.lines))) for page in pages)


def _within(line: Line) -> bool:
    if SOFT_HYPHEN not in line.text:
        return False
    return any(
        one.text.endswith(SOFT_HYPHEN) and 0 < other.box.x0 - one.box.x1 < BESIDE * one.size
        for one, other in pairwise(line.words)
    )


def _plain(line: Line) -> Line:
    if SOFT_HYPHEN not in line.text:
        return line
    words = tuple(word._replace(text=word.text.replace(SOFT_HYPHEN, "-")) for word in line.words)
    return replace(line, text=line.text.replace(SOFT_HYPHEN, "-"), words=words)
