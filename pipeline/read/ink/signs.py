"""Signs of figures that are drawn as others than the file says: a minus called a blank, a digit called a comma.

Letters have no such check. A minus, a comma and a blank are told apart by the height of their ink alone, in any font.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.read.glyphs import ASCENT, STANDARD_FONTS, Glyphs, blanks, decimals, face, rows_of
from pipeline.read.ink.drawing import Drawing
from pipeline.read.ink.glyph_ink import FAINT, Mask, has_ink

DASHES = ("-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212")
POINTS = (",", ".")
# Between these heights (font sizes from the baseline, downwards) a minus has its ink.
MIDDLE = (-0.40, -0.18)
# Above this height a comma and a point have none, in bold neither.
RAISED = (-ASCENT, -0.26)
# Above this height a digit and a plus have ink, a minus has none.
HIGH = (-ASCENT, -0.43)
# Of a sign's width this share is left out on either side: all of them have ink in the middle, and at the first glance a
# neighbour's reaches far into a comma. With 0.3, half of the pages of a sound plan are drawn again; with this a fifth.
CENTRE = 0.42
# Signs of one figure are no further from each other (share of the size).
TOUCHING = 0.12
# Where fewer of a page's digits have ink above, the reader knows another baseline than the page.
MOST = 0.8


def misnamed(glyphs: Glyphs, drawing: Drawing) -> Mask:
    """The blanks, dashes, commas and plus signs beside a digit whose ink is that of another sign.

    Text may be drawn beside its place in a font of which no part is in the file (no + in its name): of the standard
    fonts a blank is looked at, of others nothing.
    """
    found = np.zeros(len(glyphs.text), bool)
    digits = np.flatnonzero(decimals(glyphs.text))
    if not len(digits):
        return found
    signs = _beside_digits(glyphs, digits)
    if not len(signs) or has_ink(glyphs.at(digits), drawing, drawing.text > FAINT, *HIGH).mean() < MOST:
        return found
    found[signs] = _look_otherwise(glyphs.at(signs), drawing)
    return found


def still_misnamed(glyphs: Glyphs, drawing: Drawing, doubted: Mask) -> Mask:
    """Which of the doubted ones are so in a finer picture too, which may be of a part of the page."""
    found = np.zeros(len(doubted), bool)
    found[doubted] = _look_otherwise(glyphs.at(doubted), drawing)
    return found


def _look_otherwise(chosen: Glyphs, drawing: Drawing) -> Mask:
    """Which of these signs have the ink of another sign?"""
    inked = drawing.text > FAINT
    high, raised, middle = (has_ink(chosen, drawing, inked, *span, side=CENTRE) for span in (HIGH, RAISED, MIDDLE))
    blank, dash, point = blanks(chosen.text), np.isin(chosen.text, DASHES), np.isin(chosen.text, POINTS)
    plus = np.asarray(chosen.text == "+", bool)
    inside = np.fromiter(("+" in font for font in chosen.font), bool, len(chosen.text))
    strange = (point & raised) | (dash & high) | (plus & ~high)
    return np.asarray((blank & middle & (inside | ~high)) | (inside & strange), bool)


def _beside_digits(glyphs: Glyphs, digits: NDArray[np.intp]) -> NDArray[np.intp]:
    """Where such signs stand right before a digit, and nothing over them; a leader of points is none. Over a sign in
    italics the digit before it leans."""
    row = rows_of(glyphs)
    order = np.lexsort((glyphs.x0, row))
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    before = order[np.maximum(place[digits] - 1, 0)]
    gap = np.abs(glyphs.x0[digits] - glyphs.x1[before]) / glyphs.size[digits]
    signs = np.unique(before[(gap < TOUCHING) & (row[before] == row[digits]) & (before != digits)])
    ahead = order[np.maximum(place[signs] - 1, 0)]
    free = glyphs.x1[ahead] <= glyphs.x0[signs] + TOUCHING * glyphs.size[signs]
    free = (free & ~np.isin(glyphs.text[ahead], POINTS)) | (row[ahead] != row[signs])
    fonts = glyphs.font[signs]
    known = np.fromiter(map(_can_be_looked_at, fonts), bool, len(signs))
    return np.asarray(signs[free & known], np.intp)


def _can_be_looked_at(font: str) -> bool:
    return ("+" in font or font.partition("-")[0] in STANDARD_FONTS) and not face(font).italic
