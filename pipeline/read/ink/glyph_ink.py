"""Which glyphs of a page are not seen, and which are struck through: asked of its picture, line by line.

A page has 2 500 glyphs on 45 lines: the rows of a line are put together once, and what each glyph has of them is a
difference of two entries of a running sum.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pipeline.read.glyphs import ASCENT, DESCENT, Glyphs
from pipeline.read.ink.drawing import Drawing

Mask = NDArray[np.bool_]
# Ink lighter than this (of 255) against what lies behind it is not seen by a person either.
FAINT = 14
# Of a glyph's width this share is left out on either side, so that its neighbours do not lend it their ink.
MARGIN = 1 / 7
# A stroke stands out from its ground by this much, over this share of a glyph's width, between these heights above the
# baseline (in font sizes): lower it is an underline, higher a ruling.
STROKE, STROKE_WIDTH, STROKE_LOW, STROKE_HIGH = 40, 0.8, 0.10, 0.48
# Ink of this width (in font sizes) that no glyph beside it explains belongs to a glyph that seems to be hidden.
LEAST_UNEXPLAINED = 0.08

_NOT_DRAWN = {"\u00ad"}


def unseen(glyphs: Glyphs, drawing: Drawing, *, margin: float = MARGIN) -> Mask:
    """The glyphs without ink."""
    inked = drawing.text > FAINT
    printed = np.fromiter((not text.isspace() and text not in _NOT_DRAWN for text in glyphs.text), bool, len(glyphs.x0))
    result = np.zeros(len(printed), bool)
    for places, rows in _strips(glyphs, drawing, printed, -ASCENT, DESCENT):
        result[places] = _share(np.asarray(inked[rows].any(axis=0)), glyphs, places, drawing, margin) == 0
    return result


def struck(glyphs: Glyphs, drawing: Drawing) -> Mask:
    """The glyphs with a line through them that is no text."""
    result = np.zeros(len(glyphs.x0), bool)
    if drawing.bare.size == 0 or drawing.bare.min() > 255 - STROKE:  # a page without any line
        return result
    printed = np.fromiter((not text.isspace() for text in glyphs.text), bool, len(glyphs.x0))
    for places, rows in _strips(glyphs, drawing, printed, -STROKE_HIGH, -STROKE_LOW):
        band = drawing.bare[rows]
        if band.shape[0] < 2 or not (varies := np.ptp(band, axis=0) > STROKE).any():
            continue
        result[places] = _share(varies & ~_busy(drawing, rows), glyphs, places, drawing, 0.0) > STROKE_WIDTH
    return result


def _busy(drawing: Drawing, rows: slice) -> Mask:
    """The columns with a picture behind the text: grey above and below, and not a stroke alone."""
    height = rows.stop - rows.start
    above = drawing.bare[max(rows.start - height, 0) : rows.start]
    below = drawing.bare[rows.stop : rows.stop + max(height // 2, 1)]
    busy = np.zeros(drawing.bare.shape[1], bool)
    for part in (above, below):
        if part.shape[0] > 1:
            busy |= np.ptp(part, axis=0) > STROKE
    return busy


def _strips(
    glyphs: Glyphs, drawing: Drawing, wanted: Mask, above: float, below: float
) -> Iterator[tuple[NDArray[np.intp], slice]]:
    """The glyphs that share rows of the picture, and these rows: from `above` to `below` their baselines (in sizes)."""
    first = np.floor((glyphs.baseline + above * glyphs.size - drawing.top) * drawing.scale).astype(int)
    last = np.ceil((glyphs.baseline + below * glyphs.size - drawing.top) * drawing.scale).astype(int)
    height = drawing.text.shape[0]
    first, last = np.clip(first, 0, height), np.clip(last, 0, height)
    keys = first * (height + 1) + last
    order = np.argsort(keys, kind="stable")
    order = order[wanted[order]]
    if not len(order):
        return
    for places in np.split(order, np.flatnonzero(np.diff(keys[order])) + 1):
        yield places, slice(int(first[places[0]]), int(last[places[0]]))


def _share(
    marked: Mask, glyphs: Glyphs, places: NDArray[np.intp], drawing: Drawing, margin: float
) -> NDArray[np.float64]:
    """Of each glyph the share of its columns that are marked; 0 for one beside the picture."""
    x0, x1 = glyphs.x0[places], glyphs.x1[places]
    cut = margin * (x1 - x0)
    first = np.floor((x0 + cut - drawing.left) * drawing.scale).astype(int)
    last = np.maximum(np.ceil((x1 - cut - drawing.left) * drawing.scale).astype(int), first + 1)
    width = len(marked)
    first, last = np.clip(first, 0, width), np.clip(last, 0, width)
    sums = np.concatenate(([0], np.cumsum(marked)))
    return np.asarray((sums[last] - sums[first]) / np.maximum(last - first, 1))


def displaced(glyphs: Glyphs, hidden: Mask, drawing: Drawing) -> Mask:
    """Of the hidden glyphs those beside ink that no other glyph explains: the reader has them in the wrong place.

    A font that is not in the file may give a blank another width than the reader knows, and the rest of the line moves.
    """
    result = np.zeros(len(hidden), bool)
    inked = drawing.text > FAINT
    seen = ~hidden & np.fromiter((not text.isspace() for text in glyphs.text), bool, len(hidden))
    for place in np.flatnonzero(hidden):
        size, baseline = glyphs.size[place], glyphs.baseline[place]
        rows = slice(*_pixels(drawing.top, drawing.scale, baseline - ASCENT * size, baseline + DESCENT * size))
        first, last = _pixels(drawing.left, drawing.scale, glyphs.x0[place] - size, glyphs.x1[place] + size)
        columns = np.asarray(inked[rows, first:last].any(axis=0))
        beside = seen & (np.abs(glyphs.baseline - baseline) < size / 2)
        beside &= (glyphs.x1 > glyphs.x0[place] - 2 * size) & (glyphs.x0 < glyphs.x1[place] + 2 * size)
        for other in np.flatnonzero(beside):
            begin, end = _pixels(drawing.left, drawing.scale, glyphs.x0[other] - 0.5, glyphs.x1[other] + 0.5)
            columns[max(begin - first, 0) : max(end - first, 0)] = False
        result[place] = columns.sum() > LEAST_UNEXPLAINED * size * drawing.scale
    return result


def _pixels(origin: float, scale: float, begin: float, end: float) -> tuple[int, int]:
    return max(int((begin - origin) * scale), 0), max(int((end - origin) * scale) + 1, 0)
