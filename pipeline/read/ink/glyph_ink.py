"""Which glyphs of a page are not seen, and which are struck through: asked of its picture, line by line.

A page has 2 500 glyphs on 45 lines: the rows of a line are put together once, and what each glyph has of them is a
difference of two entries of a running sum.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.read.glyphs import ASCENT, DESCENT, SOFT_HYPHEN, Glyphs, blanks, decimals
from pipeline.read.ink.drawing import Drawing, Picture

Mask = NDArray[np.bool_]
# Ink lighter than this (of 255) against what lies behind it is not seen by a person either.
FAINT = 14
# A figure whose ink is lighter than this is seen by who looks closely (white on a shaded row, 17; the palest grey that
# is legible in print, some 60), and may be hidden on purpose.
PALE = 40
# Glyphs lower and narrower than this (points) are specks, whatever ink they have; both, since the size of a Type3 font
# says nothing alone.
SPECK = 1.5
# Of a glyph's width this share is left out on either side, so that its neighbours do not lend it their ink: a digit of
# eight points is 4.4 pixels wide, and that before it may reach two of them.
MARGIN = 0.3
# A ruling is at most this wide (points), with its soft edges.
RULING = 2.0
# A stroke stands out from its ground by this much, over this share of a glyph's width, between these heights above the
# baseline (in font sizes): lower it is an underline, higher a ruling.
STROKE, STROKE_WIDTH, STROKE_LOW, STROKE_HIGH = 40, 0.8, 0.10, 0.48
# A line at an angle is in at least this share of a glyph's columns, and takes at most this share of their height.
CROSSING_WIDTH, THIN = 0.5, 0.8
# A digit has ink from its baseline to this height; a raised one has some above the other height alone. They are few.
FOOT, RISEN, FEW_RISEN = 0.12, 0.3, 0.2
# Of a digit's width this share is left out on either side when its foot is looked for.
SIDE = 0.1
# What stands beside a glyph is no further from it (in font sizes).
BESIDE = 0.25
# Ink of this width (in font sizes) that no glyph beside it explains belongs to a glyph that seems to be hidden.
LEAST_UNEXPLAINED = 0.08


class _Strips(NamedTuple):
    """The rows of a picture that lines of text stand on: where each strip begins and ends, and each glyph's strip."""

    first: NDArray[np.intp]
    last: NDArray[np.intp]
    of: NDArray[np.intp]


def pale_figures(glyphs: Glyphs, drawing: Drawing) -> Mask:
    """The digits that are hardly seen, with those that are not seen at all or stand beside their places."""
    found = np.zeros(len(glyphs.x0), bool)
    digits = np.flatnonzero(decimals(glyphs.text))
    if len(digits):
        found[digits] = unseen(glyphs.at(digits), drawing, PALE)
    return found


def unseen(glyphs: Glyphs, drawing: Drawing, faint: int = FAINT) -> Mask:
    """The glyphs without ink of their own that is darker than `faint`, and specks.

    What text changes of a ruling is none: white on it makes a gap.
    """
    strips = _strips(glyphs, drawing, -ASCENT, DESCENT)
    inked = drawing.text > faint
    rulings = drawing.bare.size > 0 and drawing.bare.min() < 255 - FAINT
    marked = np.zeros((len(strips.first), inked.shape[1]), bool)
    for number, (first, last) in enumerate(zip(strips.first.tolist(), strips.last.tolist(), strict=True)):
        inked[first:last].any(axis=0, out=marked[number])
        if rulings:
            marked[number] &= ~_ruled(drawing.bare[first:last], drawing.scale)
    without = _share(marked, strips, glyphs, drawing, MARGIN) == 0
    without |= _specks(glyphs)
    without[1:] &= (glyphs.text[1:] != ".") | (
        glyphs.text[:-1] != "."
    )  # of a leader, which may be set beside its place
    return np.asarray(without & ~blanks(glyphs.text) & (glyphs.text != SOFT_HYPHEN), bool)


def _specks(glyphs: Glyphs) -> Mask:
    return np.asarray((glyphs.size < SPECK) & (glyphs.x1 - glyphs.x0 < SPECK), bool)


def _ruled(strip: Picture, scale: float) -> Mask:
    """The columns of a strip that a vertical ruling runs through: dark over its whole height, light on either side."""
    shade = strip.max(axis=0, initial=0).astype(np.int16)
    ruled = np.zeros(len(shade), bool)
    wide = round(RULING * scale)
    ruled[wide:-wide] = np.minimum(shade[: -2 * wide], shade[2 * wide :]) - shade[wide:-wide] > FAINT
    return ruled


def struck(glyphs: Glyphs, drawing: Drawing) -> Mask:
    """The glyphs with a line through them that is no text."""
    none = np.zeros(len(glyphs.x0), bool)
    if drawing.bare.size == 0 or drawing.bare.min() > 255 - STROKE:  # a page without any line
        return none
    strips = _strips(glyphs, drawing, -STROKE_HIGH, -STROKE_LOW)
    lines = np.zeros((len(strips.first), drawing.bare.shape[1]), bool)
    for number, (first, last) in enumerate(zip(strips.first.tolist(), strips.last.tolist(), strict=True)):
        if last - first > 1 and (varies := np.ptp(drawing.bare[first:last], axis=0) > STROKE).any():
            lines[number] = varies & ~_busy(drawing, first, last)
    if not lines.any():
        return none
    return (_share(lines, strips, glyphs, drawing, 0.0) > STROKE_WIDTH) & ~blanks(glyphs.text)


def crossed_out(glyphs: Glyphs, drawing: Drawing) -> Mask:
    """The figures that a line runs through at an angle, or several do: what they mean nobody can tell from them."""
    none = np.zeros(len(glyphs.x0), bool)
    if drawing.bare.size == 0 or drawing.bare.min() > 255 - STROKE:
        return none
    figures = decimals(glyphs.text)
    strips = _strips(glyphs, drawing, -STROKE_HIGH, -STROKE_LOW)
    lines = np.zeros((len(strips.first), drawing.bare.shape[1]), bool)
    for number in np.unique(strips.of[figures]).tolist():
        strip = drawing.bare[strips.first[number] : strips.last[number]]
        if len(strip) > 1:
            lines[number] = (np.ptp(strip, axis=0) > STROKE) & ((strip < 255 - STROKE).mean(axis=0) < THIN)
    return np.asarray((_share(lines, strips, glyphs, drawing, 0.0) > CROSSING_WIDTH) & figures, bool)


def superior(glyphs: Glyphs, drawing: Drawing) -> Mask:
    """The figures that a font draws raised, though it sets them like others: without ink where a digit stands.

    Where most have none there, the reader knows another baseline than the page, and none is raised.
    """
    found = np.zeros(len(glyphs.x0), bool)
    figures = np.flatnonzero(decimals(glyphs.text))
    if not len(figures):
        return found
    digits, inked = glyphs.at(figures), drawing.text > FAINT
    at_foot, above = (has_ink(digits, drawing, inked, *span) for span in ((-FOOT, 0.0), (-ASCENT, -RISEN)))
    risen = above & ~at_foot
    found[figures] = risen & (risen.mean() < FEW_RISEN)
    return found & _beside_others(glyphs, found)


def _beside_others(glyphs: Glyphs, risen: Mask) -> Mask:
    """Of the risen figures those right behind something that is not risen, or before letters: the foot of a figure that
    is risen as a whole is covered."""
    result = np.zeros(len(risen), bool)
    if not risen.any():
        return result
    order = np.lexsort((glyphs.x0, glyphs.baseline))
    for at in np.flatnonzero(risen[order]).tolist():
        place, before = order[at], order[max(at - 1, 0)]
        beside = order[max(at - 1, 0) : at + 3]
        level = beside[glyphs.baseline[beside] == glyphs.baseline[place]]
        gap = abs(glyphs.x0[place] - glyphs.x1[before])
        if before in level and gap < BESIDE * glyphs.size[place] and not glyphs.text[before].isspace():
            result[place] = result[before] or not risen[before]
        else:
            result[place] = any(map(str.isalpha, glyphs.text[level[glyphs.x0[level] > glyphs.x0[place]]]))
    return result


def has_ink(glyphs: Glyphs, drawing: Drawing, inked: Mask, above: float, below: float, side: float = SIDE) -> Mask:
    """Which glyphs have ink between these heights (in font sizes from the baseline, downwards), and between what is
    left out on either side (share of their width)?"""
    strips = _strips(glyphs, drawing, above, below)
    rows = zip(strips.first.tolist(), strips.last.tolist(), strict=True)
    marked = np.array([inked[first:last].any(axis=0) for first, last in rows]).reshape(-1, inked.shape[1])
    return np.asarray(_share(marked, strips, glyphs, drawing, side) > 0)


def _busy(drawing: Drawing, first: int, last: int) -> Mask:
    """The columns with a picture behind the text: grey above and below, and not a stroke alone."""
    height = last - first
    above = drawing.bare[max(first - height, 0) : first]
    below = drawing.bare[last : last + max(height // 2, 1)]
    busy = np.zeros(drawing.bare.shape[1], bool)
    for part in (above, below):
        if part.shape[0] > 1:
            busy |= np.ptp(part, axis=0) > STROKE
    return busy


def _strips(glyphs: Glyphs, drawing: Drawing, above: float, below: float) -> _Strips:
    """The strips from `above` to `below` the glyphs' baselines (in font sizes)."""
    height = drawing.text.shape[0]
    first = np.floor((glyphs.baseline + above * glyphs.size - drawing.top) * drawing.scale).clip(0, height).astype(int)
    last = np.ceil((glyphs.baseline + below * glyphs.size - drawing.top) * drawing.scale).clip(0, height).astype(int)
    keys, of = np.unique(first * (height + 1) + last, return_inverse=True)
    return _Strips(keys // (height + 1), keys % (height + 1), of)


def _share(marked: Mask, strips: _Strips, glyphs: Glyphs, drawing: Drawing, margin: float) -> NDArray[np.float64]:
    """Of each glyph the share of its columns that are marked in its strip; 0 for one beside the picture."""
    width = marked.shape[1]
    cut = margin * (glyphs.x1 - glyphs.x0)
    first = np.floor((glyphs.x0 + cut - drawing.left) * drawing.scale).astype(int)
    last = np.maximum(np.ceil((glyphs.x1 - cut - drawing.left) * drawing.scale).astype(int), first + 1)
    first, last = first.clip(0, width), last.clip(0, width)
    sums = np.zeros((len(marked), width + 1), np.int32)
    np.cumsum(marked, axis=1, out=sums[:, 1:])
    return np.asarray((sums[strips.of, last] - sums[strips.of, first]) / np.maximum(last - first, 1))


def displaced(glyphs: Glyphs, hidden: Mask, drawing: Drawing, faint: int = FAINT) -> Mask:
    """Of the hidden glyphs those beside ink, darker than `faint`, that no other glyph explains: the reader has them in
    the wrong place.

    A font that is not in the file may give a blank another width than the reader knows, and the rest of the line moves.
    """
    result = np.zeros(len(hidden), bool)
    inked = drawing.text > faint
    seen = ~hidden & ~blanks(glyphs.text)
    for place in np.flatnonzero(hidden & ~_specks(glyphs)):
        size, baseline = glyphs.size[place], glyphs.baseline[place]
        rows = slice(*_pixels(drawing.top, drawing.scale, baseline - ASCENT * size, baseline + DESCENT * size))
        first, last = _pixels(drawing.left, drawing.scale, glyphs.x0[place] - size, glyphs.x1[place] + size)
        columns = np.asarray(inked[rows].any(axis=0), bool)
        columns = (columns & ~_ruled(drawing.bare[rows], drawing.scale))[first:last]
        beside = seen & (np.abs(glyphs.baseline - baseline) < size / 2)
        beside &= (glyphs.x1 > glyphs.x0[place] - 2 * size) & (glyphs.x0 < glyphs.x1[place] + 2 * size)
        for other in np.flatnonzero(beside):
            begin, end = _pixels(drawing.left, drawing.scale, glyphs.x0[other] - 0.5, glyphs.x1[other] + 0.5)
            columns[max(begin - first, 0) : max(end - first, 0)] = False
        result[place] = columns.sum() > LEAST_UNEXPLAINED * size * drawing.scale
    return result


def _pixels(origin: float, scale: float, begin: float, end: float) -> tuple[int, int]:
    return max(int((begin - origin) * scale), 0), max(int((end - origin) * scale) + 1, 0)
