"""Glyphs with boxes → lines of words. The same for every library that reads PDF, so that all give the same words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from pipeline.document import Box, Line, Word

# Two glyphs stand on one line when their bottoms differ by less than this share of the font size:
# an index (CO2) hangs lower by about 0.2, the next line of a cell that is centred beside it by at least 0.5.
SAME_LINE = 0.35
# A gap that separates words, as a share of the font size. Where blanks are printed they separate the words and the
# gap may be a letter-spacing; where none are printed, a blank is a gap of about a quarter of the size.
GAP_WITH_BLANKS = 0.25
GAP_WITHOUT_BLANKS = 0.16
# A glyph printed again this near (share of the size) is one glyph made bold by printing it twice.
PRINTED_TWICE = 0.1


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character (or ligature), with the name of its font as the file gives it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    font: str


@dataclass(frozen=True, slots=True)
class Face:
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


def lines_of(glyphs: Iterable[Glyph], page: int) -> tuple[Line, ...]:
    """The lines of a page, from top to bottom, each with its words from left to right."""
    rows = _rows(glyphs)
    printed = sum(len(row) for row in rows)
    blanks = sum(glyph.text.isspace() for row in rows for glyph in row)
    gap = GAP_WITH_BLANKS if blanks > printed / 20 else GAP_WITHOUT_BLANKS
    lines = []
    for row in rows:
        words = _words(row, gap)
        if words:
            lines.append(Line(" ".join(word.text for word in words), page, tuple(words)))
    return tuple(lines)


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    level = 0.0
    for glyph in sorted(glyphs, key=attrgetter("bottom", "x0")):
        if not rows or glyph.bottom - level > SAME_LINE * glyph.size:
            rows.append([])
            level = glyph.bottom
        rows[-1].append(glyph)
    for row in rows:
        row.sort(key=attrgetter("x0"))
    return rows


def _words(row: list[Glyph], gap: float) -> list[Word]:
    words: list[Word] = []
    held: list[Glyph] = []
    for glyph in row:
        blank = glyph.text.isspace()
        if held and (blank or glyph.x0 - held[-1].x1 > gap * glyph.size):
            words.append(_word(held, spaced=blank))
            held = []
        if not blank and not (held and _twice(held[-1], glyph)):
            held.append(glyph)
    if held:
        words.append(_word(held, spaced=False))
    return words


def _twice(one: Glyph, other: Glyph) -> bool:
    return one.text == other.text and abs(other.x0 - one.x0) < PRINTED_TWICE * one.size


def _word(glyphs: list[Glyph], *, spaced: bool) -> Word:
    first = glyphs[0]
    look = face(first.font)
    box = Box(
        first.x0,
        min(glyph.top for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )
    text = "".join(glyph.text for glyph in glyphs)
    return Word(text, box, round(first.size, 2), look.family, look.bold, look.italic, spaced)


