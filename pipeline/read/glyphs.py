"""Glyphs → lines of words. The same for every library that reads PDF, so that all give the same words and boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Final

from pipeline.document import Box, Line, Word

# One printed character: the baseline's distance from the top of the page, the left and the right end of its advance,
# the text (a ligature may have several letters), the font size, and the font's name as the file gives it. A plain
# tuple: a plan has 180 000 of them.
Glyph = tuple[float, float, float, str, float, str]
BASELINE: Final = 0
X0: Final = 1
X1: Final = 2
TEXT: Final = 3
SIZE: Final = 4

# Readers disagree on how far a font reaches above and below its baseline; a word's box is taken from its size.
ASCENT, DESCENT = 0.78, 0.22
# Two glyphs stand on one line when their baselines differ by less than this share of the font size:
# an index (CO2) hangs lower by about 0.2, the next line of a cell that is centred beside it by at least 0.5.
SAME_LINE = 0.35
# A gap that separates words, as a share of the font size. Where blanks are printed they separate the words and the
# gap may be a letter-spacing; where none are printed, a blank is a gap of about a quarter of the size.
GAP_WITH_BLANKS = 0.25
GAP_WITHOUT_BLANKS = 0.16
# A glyph printed again this near (share of the size) is one glyph made bold by printing it twice.
PRINTED_TWICE = 0.1


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
    printed = sum(map(len, rows))
    blanks = sum(glyph[TEXT].isspace() for row in rows for glyph in row)
    gap = GAP_WITH_BLANKS if blanks > printed / 20 else GAP_WITHOUT_BLANKS
    lines = []
    for row in rows:
        words = _words(row, gap)
        if words:
            lines.append(Line(" ".join([word.text for word in words]), page, tuple(words)))
    return tuple(lines)


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    level = -1e9
    for glyph in sorted(glyphs, key=itemgetter(BASELINE)):
        if glyph[BASELINE] - level > SAME_LINE * glyph[SIZE]:
            rows.append([])
            level = glyph[BASELINE]
        rows[-1].append(glyph)
    for row in rows:
        row.sort(key=itemgetter(X0))
    return rows


def _words(row: Sequence[Glyph], gap: float) -> list[Word]:
    words: list[Word] = []
    held: list[Glyph] = []
    end = 0.0
    for glyph in row:
        _, x0, x1, text, size, _ = glyph
        blank = text.isspace()
        if held and (blank or x0 - end > gap * size):
            words.append(_word(held, spaced=blank))
            held = []
        if not blank and not (held and held[-1][TEXT] == text and abs(x0 - held[-1][X0]) < PRINTED_TWICE * size):
            held.append(glyph)
            end = x1
    if held:
        words.append(_word(held, spaced=False))
    return words


def _word(glyphs: Sequence[Glyph], *, spaced: bool) -> Word:
    baseline, x0, _, _, size, font = glyphs[0]
    look = face(font)
    box = Box(x0, round(baseline - ASCENT * size, 2), glyphs[-1][X1], round(baseline + DESCENT * size, 2))
    text = "".join([glyph[TEXT] for glyph in glyphs])
    return Word(text, box, size, look.family, look.bold, look.italic, spaced)
