"""Glyphs → lines of words. The same for every library that reads PDF, so that all give the same words and boxes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipeline.document import Box, Line, Word

Column = NDArray[Any]


class Glyphs(NamedTuple):
    """The characters printed on a page, an array for each trait: a plan has 180 000 of them.

    `baseline` is the distance from the top of the page, `x0` and `x1` are the left and the right end of the advance,
    `text` (a ligature may have several letters), `size` of the font, its name as the file gives it, and
    `colour` (0xRRGGBB, 0 for all greys).
    """

    baseline: Column
    x0: Column
    x1: Column
    text: Column
    size: Column
    font: Column
    colour: Column

    @staticmethod
    def of(
        baseline: ArrayLike,
        x0: ArrayLike,
        x1: ArrayLike,
        text: list[str],
        size: ArrayLike,
        font: list[str],
        colour: Sequence[int] | None = None,
    ) -> Glyphs:
        """The same from lists or arrays of equal length; without `colour` all are grey."""
        kinds = (float, float, float, object, float, object, int)
        columns = (baseline, x0, x1, text, size, font, [0] * len(text) if colour is None else colour)
        return Glyphs(*(np.asarray(column, kind) for column, kind in zip(columns, kinds, strict=True)))

    def at(self, places: Column) -> Glyphs:
        """These glyphs alone, in this order."""
        return Glyphs(*(column[places] for column in self))


# The standard 14 fonts (ISO 32000-1, 9.6.2.2), which need not be in a file.
STANDARD_FONTS = frozenset({"Times", "Helvetica", "Courier", "Symbol", "ZapfDingbats"})
# A hyphen that is printed only where a line ends at it.
SOFT_HYPHEN = "\u00ad"
# Readers disagree on how far a font reaches above and below its baseline; a word's box is taken from its size.
ASCENT, DESCENT = 0.78, 0.22
# Two glyphs stand on one line when their baselines differ by less than this share of the font size:
# an index (CO2) hangs lower by about 0.2, the next line of a cell that is centred beside it by at least 0.5.
SAME_LINE = 0.35
# A gap that separates words, as a share of the font size. Where blanks are printed they separate the words and the
# gap may be a letter-spacing; where none are printed, a blank is a gap of about a quarter of the size.
GAP_WITH_BLANKS = 0.25
GAP_WITHOUT_BLANKS = 0.16
# A blank whose place another glyph takes begins this near to it (share of the size); the thinnest is twice as wide.
OVERPRINTED = 0.05
# A glyph printed again this near (share of the size) is one glyph made bold by printing it twice.
PRINTED_TWICE = 0.1
# The parts of a grey differ by no more than this; headings in a dark blue of Word's differ by 0.26.
GREY = 0.15


def colour_of(parts: Sequence[float]) -> int:
    """A colour by its parts of red, green and blue (or of cyan, magenta and yellow): 0xRRGGBB, and 0 for all greys."""
    if len(parts) < 3 or max(parts[:3]) - min(parts[:3]) < GREY:
        return 0
    red, green, blue = (round(255 * part) for part in parts[:3])
    return red << 16 | green << 8 | blue


class Face(NamedTuple):
    """What a font's name tells: family, weight and slope."""

    family: str
    bold: bool
    italic: bool


@lru_cache(maxsize=1024)
def face(font: str) -> Face:
    """The face that a font name of a PDF tells: `BAAAAA+LiberationSans-Bold` is bold LiberationSans."""
    name = font.rpartition("+")[2]
    low = name.lower()
    family = name.replace(",", "-").partition("-")[0]
    for style in ("BoldOblique", "BoldItalic", "Bold", "Italic", "Oblique", "Regular"):
        family = family.removesuffix(style)
    return Face(
        family=family,
        bold=any(weight in low for weight in ("bold", "black", "heavy", "demi")),
        italic=any(slope in low for slope in ("italic", "oblique")),
    )


def blanks(text: Column) -> Column:
    """Which of these texts are blanks."""
    return np.fromiter(map(str.isspace, text), bool, len(text))


def decimals(text: Column) -> Column:
    """Which of these texts are digits."""
    return np.fromiter(map(str.isdecimal, text), bool, len(text))


def lines_of(glyphs: Glyphs, page: int) -> tuple[Line, ...]:
    """The lines of a page, from top to bottom, each with its words from left to right."""
    if not len(glyphs.text):
        return ()
    glyphs, row = _in_order(glyphs)
    blank = blanks(glyphs.text)
    if (taken := _overprinted(glyphs, row, blank)).any():
        glyphs, row, blank = glyphs.at(~taken), row[~taken], blank[~taken]
    if blank.all():
        return ()
    if (hyphens := _printed_hyphens(glyphs, row, blank)).any():
        glyphs = glyphs._replace(text=np.where(hyphens, "-", glyphs.text))
    first, last = _word_ends(glyphs, row, blank)
    spaced = np.append(blank[1:] & (row[1:] == row[:-1]), False)[last]
    words = _words(glyphs, first, last, spaced)
    ends = [0, *(np.flatnonzero(np.diff(row[first])) + 1).tolist(), len(words)]
    return tuple(_line(words[begin:end], page) for begin, end in pairwise(ends))


def _line(words: list[Word], page: int) -> Line:
    return Line(" ".join([word.text for word in words]), page, tuple(words))


def _in_order(glyphs: Glyphs) -> tuple[Glyphs, Column]:
    """The glyphs line by line from left to right, those printed twice once, and the number of each one's line."""
    row = rows_of(glyphs)
    order = np.lexsort((glyphs.x0, row))
    glyphs, row = glyphs.at(order), row[order]
    near = (np.diff(glyphs.x0) < PRINTED_TWICE * glyphs.size[1:]) & (row[1:] == row[:-1])
    again = near & (glyphs.text[1:] == glyphs.text[:-1])
    if not again.any():
        return glyphs, row
    once = np.append(True, ~again)
    return glyphs.at(once), row[once]


def _printed_hyphens(glyphs: Glyphs, row: Column, blank: Column) -> Column:
    """Soft hyphens that a letter follows at once: a font whose one glyph stands for both hyphens calls them so."""
    found = np.zeros(len(row), bool)
    near = (np.abs(glyphs.x0[1:] - glyphs.x1[:-1]) < PRINTED_TWICE * glyphs.size[1:]) & (row[1:] == row[:-1])
    wide = glyphs.x1[:-1] - glyphs.x0[:-1] > PRINTED_TWICE * glyphs.size[:-1]
    found[:-1] = np.asarray(glyphs.text[:-1] == SOFT_HYPHEN, bool) & near & wide & ~blank[1:]
    return found


def _overprinted(glyphs: Glyphs, row: Column, blank: Column) -> Column:
    """The blanks at whose place a letter is printed: what Skia prints for a soft hyphen within a line."""
    taken = np.zeros(len(row), bool)
    if len(row) > 1:
        near = (np.abs(np.diff(glyphs.x0)) < OVERPRINTED * glyphs.size[1:]) & (row[1:] == row[:-1])
        taken[:-1] |= near & blank[:-1] & ~blank[1:]
        taken[1:] |= near & blank[1:] & ~blank[:-1]
    return taken


def rows_of(glyphs: Glyphs) -> Column:
    """The number of each glyph's line, counted from the top."""
    levels, level_of = np.unique(glyphs.baseline.round(2), return_inverse=True)
    largest = np.zeros(len(levels))
    np.maximum.at(largest, level_of, glyphs.size)
    numbers = []
    number, start = -1, -np.inf
    for level, size in zip(levels.tolist(), largest.tolist(), strict=True):
        if level - start > SAME_LINE * size:
            number, start = number + 1, level
        numbers.append(number)
    return np.array(numbers, int)[level_of]


def _word_ends(glyphs: Glyphs, row: Column, blank: Column) -> tuple[Column, Column]:
    """Where each word's first and last glyph stand."""
    share = GAP_WITH_BLANKS if blank.sum() > len(blank) / 20 else GAP_WITHOUT_BLANKS
    printed = np.flatnonzero(~blank)
    before, after = printed[:-1], printed[1:]
    gap = glyphs.x0[after] - glyphs.x1[before]
    apart = (gap > share * glyphs.size[after]) | (glyphs.text[before] == "•")
    breaks = np.flatnonzero((after - before > 1) | (row[after] > row[before]) | apart)
    return printed[np.append(0, breaks + 1)], printed[np.append(breaks, len(printed) - 1)]


def _words(glyphs: Glyphs, first: Column, last: Column, spaced: Column) -> list[Word]:
    """The words between these places. A word looks like its first glyph."""
    size, baseline = glyphs.size[first].round(1), glyphs.baseline[first].round(2)
    corners = (glyphs.x0[first], baseline - ASCENT * size, glyphs.x1[last], baseline + DESCENT * size)
    boxes = map(Box, *(corner.round(2).tolist() for corner in corners))
    letters = glyphs.text.tolist()
    texts = ["".join(letters[begin:end]) for begin, end in zip(first.tolist(), (last + 1).tolist(), strict=True)]
    faces = {font: face(font) for font in set(glyphs.font[first])}
    families, bold, italic = zip(*[faces[font] for font in glyphs.font[first]], strict=True)
    colours = glyphs.colour[first].tolist()
    return list(map(Word, texts, boxes, size.tolist(), families, bold, italic, spaced.tolist(), colours))
