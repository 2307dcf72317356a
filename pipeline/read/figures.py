"""Figures whose digits do not stand as one figure's do: printed over each other, or side by side in different sizes or
at different heights."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pipeline.read.glyphs import PRINTED_TWICE, SAME_LINE, Glyphs, decimals, rows_of

Mask = NDArray[np.bool_]
PairTest = Callable[[Glyphs, Glyphs], Mask]
# A digit that begins before so much of the one under it (share of its advance) is printed over it.
OVER = 0.6
# Digits of one figure agree in size within this share; where they touch they are this near (share of the size).
SAME_SIZE, TOUCHING = 0.08, 0.25
# They stand on one baseline within this share of the size.
LEVEL = 0.05


def over_each_other(glyphs: Glyphs) -> Mask:
    """The digits printed over each other; one that is made bold by printing it twice is none."""
    return _pairs(glyphs, _overlap)


def unequal(glyphs: Glyphs) -> Mask:
    """The digits that touch one of another size or on another baseline: it may be a mark, or a part of the figure."""
    return _pairs(glyphs, _differ)


def _overlap(before: Glyphs, after: Glyphs) -> Mask:
    return np.asarray(after.x0 - before.x0 < OVER * (before.x1 - before.x0))


def _differ(before: Glyphs, after: Glyphs) -> Mask:
    larger = np.maximum(before.size, after.size)
    uneven = np.abs(before.size - after.size) > SAME_SIZE * larger
    uneven |= np.abs(before.baseline - after.baseline) > LEVEL * larger
    return np.asarray(uneven & (after.x0 - before.x1 < TOUCHING * larger))


def _pairs(glyphs: Glyphs, which: PairTest) -> Mask:
    """The digits of each pair of neighbours on a line that is such a one. One made bold, or given a shadow, by printing
    it twice is one."""
    found = np.zeros(len(glyphs.text), bool)
    places = np.flatnonzero(decimals(glyphs.text))
    if len(places) < 2:
        return found
    row = rows_of(glyphs.at(places))
    order = np.lexsort((glyphs.x0[places], row))
    places, row = places[order], row[order]
    text, apart = glyphs.text[places], np.diff(glyphs.x0[places])
    twice = (text[1:] == text[:-1]) & (apart < PRINTED_TWICE * glyphs.size[places[1:]]) & (row[1:] == row[:-1])
    once = np.append(True, ~twice.astype(bool))
    places, row = places[once], row[once]
    before, after = glyphs.at(places[:-1]), glyphs.at(places[1:])
    level = np.abs(before.baseline - after.baseline) < SAME_LINE * np.maximum(before.size, after.size)
    pairs = level & (row[1:] == row[:-1]) & which(before, after)
    found[places[:-1][pairs]] = found[places[1:][pairs]] = True
    return found
