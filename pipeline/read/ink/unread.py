"""Ink of text that no glyph explains, drawn bullets, and pages that are pictures or empty."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pipeline.document import Box, Line
from pipeline.read.glyphs import Glyphs
from pipeline.read.ink.drawing import Drawing

# Ink of text is grey of this much at least, so that soft edges of glyphs do not count.
DARK = 100
# So much of it outside all words is something that nobody read: the ink of two digits of ten points, in square points.
LEAST_INK = 12.0
# A word's box is made larger by this share of its size: accents, swashes and slanted letters reach beyond it.
REACH = 0.4
# A picture covers more than this share of a page that is one.
PICTURE = 0.005
# A drawn bullet is at most this wide and high and stands at most this far left of its line, in font sizes.
BULLET_SIZE, BULLET_REACH, BULLET_GAP = 0.65, 2.6, 0.2


def unread_ink(boxes: Iterable[tuple[Box, float]], drawing: Drawing) -> Box | None:
    """Where text is printed outside all boxes (each with its font size), in points; None where there is none."""
    dark = drawing.text > DARK
    edges = np.array([(*box, REACH * size) for box, size in boxes]).reshape(-1, 5)
    less = np.array([drawing.left, drawing.top] * 2)
    reach = edges[:, 4:] * (-1, -1, 1, 1)
    pixels = np.rint((edges[:, :4] + reach - less) * drawing.scale).astype(int).clip(0)
    for left, top, right, bottom in pixels.tolist():
        dark[top:bottom, left:right] = False
    if dark.sum() / drawing.scale**2 < LEAST_INK:
        return None
    down, across = np.nonzero(dark)
    corners = (
        across.min() / drawing.scale + drawing.left,
        down.min() / drawing.scale + drawing.top,
        (across.max() + 1) / drawing.scale + drawing.left,
        (down.max() + 1) / drawing.scale + drawing.top,
    )
    return Box(*(round(float(corner), 1) for corner in corners))


def is_picture(drawing: Drawing) -> bool:
    """Whether something is drawn on a page that has no text."""
    ground = np.median(drawing.bare) if drawing.bare.size else 255
    return bool((np.abs(drawing.bare.astype(np.int16) - ground) > DARK / 2).mean() > PICTURE)


def drawn_bullets(lines: Iterable[Line], drawing: Drawing, known: list[float]) -> list[Line]:
    """The lines to whose left a small shape is drawn and nothing else. One alone on a page is no list, but the rest of
    one where lists of the pages before had theirs: `known` are the places of these, and those of the page are added.
    """
    if drawing.bare.size == 0 or drawing.bare.min() > 255 - DARK:
        return []
    found = [(line, place) for line in lines if (place := _bullet(line, drawing)) is not None]
    places = [round(place) for _, place in found]
    alike = [(line, place) for line, place in found if sum(abs(place - one) < 1.5 for one in (*places, *known)) > 1]
    known.extend({round(place) for _, place in alike}.difference(known))
    return [line for line, _ in alike]


def _bullet(line: Line, drawing: Drawing) -> float | None:
    """Where the shape left of a line stands; None where there is none, or more than a bullet."""
    first = line.words[0]
    if not first.text[:1].isalnum():
        return None
    window = Box(first.box.x0 - BULLET_REACH * first.size, first.box.top, first.box.x0 - 1, first.box.bottom)
    rows, columns = _pixels(window, drawing, 0.0)
    part = drawing.bare[rows, columns]
    if part.size == 0 or np.ptp(part) <= DARK / 2:
        return None
    dark = np.abs(part.astype(np.int16) - np.median(part)) > DARK / 2
    if not dark.any() or dark[[0, -1]].any() or dark[:, [0, -1]].any():
        return None
    down, across = np.nonzero(dark)
    width, height = (np.ptp(axis) + 1 for axis in (across, down))
    most = BULLET_SIZE * first.size * drawing.scale + 1
    if max(width, height) > most or dark.sum() < 0.4 * width * height:
        return None
    gap = (part.shape[1] - across.max()) / drawing.scale
    return float(first.box.x0 - gap) if gap > BULLET_GAP * first.size else None


def bullets_of(lines: Iterable[Line]) -> Glyphs:
    """A bullet as a glyph before each line."""
    words = [line.words[0] for line in lines]
    left = [word.box.x0 - word.size for word in words]
    return Glyphs.of(
        baseline=[word.box.bottom - 0.22 * word.size for word in words],
        x0=left,
        x1=[x + 0.4 * word.size for x, word in zip(left, words, strict=True)],
        text=["•"] * len(words),
        size=[word.size for word in words],
        font=[word.font for word in words],
    )


def _pixels(box: Box, drawing: Drawing, more: float) -> tuple[slice, slice]:
    def pixel(value: float, origin: float) -> int:
        return max(round((value - origin) * drawing.scale), 0)

    rows = slice(pixel(box.top - more, drawing.top), pixel(box.bottom + more, drawing.top))
    return rows, slice(pixel(box.x0 - more, drawing.left), pixel(box.x1 + more, drawing.left))
