"""Objects of a page that are no text and as small as a figure: outlines of digits, pictures of them, a drawn minus."""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

from pypdfium2 import raw

Edges = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# A figure has these heights and widths (points); what has fewer points than an outline is a line or a box.
LOWEST, HIGHEST, NARROWEST, WIDEST, OUTLINE = 2.5, 24.0, 1.0, 150.0, 8
# A picture of one may be larger: it has a margin.
HIGHEST_PICTURE = 40.0
# A bullet is at most so high, and as wide as high within this share.
BULLET, SQUARE = 6.0, 0.25
# A minus sign is a stroke of this length, and at most so thick; the bounds of a stroke are wider than it by its width.
SHORTEST_DASH, LONGEST_DASH, DASH_THICK = 1.5, 7.5, 2.2


class Small(NamedTuple):
    """Such an object: left, bottom, right, top in the file's own points; `dash`: as long and thick as a minus sign."""

    edges: Edges
    dash: bool


def small_object(found: Any, kind: int, form: Matrix) -> Small | None:
    """The object, which stands in a form with this matrix, if it is such a one."""
    if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
        return None
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(found, left, bottom, right, top):
        return None
    edges = (left.value, bottom.value, right.value, top.value)
    if form is not UPRIGHT:
        edges = _moved(edges, form)
    width, height = edges[2] - edges[0], edges[3] - edges[1]
    if height < LOWEST:
        dash = kind == raw.FPDF_PAGEOBJ_PATH and height <= DASH_THICK and SHORTEST_DASH <= width <= LONGEST_DASH
        return Small(edges, dash=True) if dash else None
    if height <= BULLET and abs(width - height) <= SQUARE * height:
        return None
    highest = HIGHEST_PICTURE if kind == raw.FPDF_PAGEOBJ_IMAGE else HIGHEST
    if height > highest or not NARROWEST <= width <= WIDEST:
        return None
    if kind == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPath_CountSegments(found) < OUTLINE:
        return None
    return Small(edges, dash=False)


def within(form: Any, outer: Matrix) -> Matrix:
    """The matrix of what stands in a form, which stands in another one."""
    own = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(form, own):
        return outer
    a, b, c, d, e, f = outer
    return (
        own.a * a + own.b * c,
        own.a * b + own.b * d,
        own.c * a + own.d * c,
        own.c * b + own.d * d,
        own.e * a + own.f * c + e,
        own.e * b + own.f * d + f,
    )


def _moved(edges: Edges, by: Matrix) -> Edges:
    a, b, c, d, e, f = by
    x0, y0, x1, y1 = edges
    across = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
    up = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
    return min(across), min(up), max(across), max(up)
