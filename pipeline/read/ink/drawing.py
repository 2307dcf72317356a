"""Pages drawn by pdfium, with and without their text: the difference is the ink of text alone.

pdfium lets the render mode of each text object be set to invisible (ISO 32000-1, 9.3.6) before a page is drawn again.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal, NamedTuple

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

from pipeline.document import Box
from pipeline.read.ink.small import UPRIGHT, Matrix, Small, small_object, within
from pipeline.read.pdfium import seen

Picture = NDArray[np.uint8]
# From here to there down the page, in points.
Rows = tuple[float, float]
On = Literal["nothing", "covered", "text"]
# Dots an inch: what is in doubt is drawn again at the finer ones. pdfium sets each glyph at a whole pixel, so that at
# 144 the stem of an `l` of eight points may stand outside the middle of its box.
COARSE, FINE, FINEST = 72, 144, 288
# Annotations that print nothing over the text, or only lines that belong to it.
_BESIDE_TEXT = {
    raw.FPDF_ANNOT_LINK,
    raw.FPDF_ANNOT_POPUP,
    raw.FPDF_ANNOT_HIGHLIGHT,
    raw.FPDF_ANNOT_UNDERLINE,
    raw.FPDF_ANNOT_SQUIGGLY,
    raw.FPDF_ANNOT_STRIKEOUT,
}
# Annotations that viewers draw by themselves where the file says nothing of their looks, and pdfium does not.
_UNDRAWN = {raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_POLYLINE, raw.FPDF_ANNOT_POLYGON, raw.FPDF_ANNOT_STAMP}
_HIDDEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
# Text darker than this is covered where nothing of it is seen.
COVERED = 60
# Text objects stand at most so many forms deep.
_DEPTH = 15


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation or a form field that prints something: where, in points of the page as shown, and what it holds.

    `place` is its number among the page's annotations, `rect` where it is in the file's own points (left, bottom,
    right, top). `on` is what it stands on: nothing, text of the page that it covers, or text that is seen through it.
    """

    box: Box
    text: str
    place: int
    rect: tuple[float, float, float, float]
    on: On


class Shape(NamedTuple):
    """A small shape or picture on a page as shown, in points; `dash`: as long and thick as a minus sign."""

    box: Box
    dash: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as shown: `text` is the ink of its text (0 none, 255 black on white), `bare` the grey of all else.

    `left` and `top` are where the pictures begin on the page, in points; `scale` is pixels a point; `shapes` are what
    is no text and small enough to be a figure.
    """

    text: Picture
    bare: Picture
    left: float
    top: float
    scale: float
    notes: tuple[Note, ...] = ()
    shapes: tuple[Shape, ...] = ()

    def turned(self, way: Literal["none", "right", "left"], width: float, height: float) -> Drawing:
        """The same after a page of `width` by `height` is turned by a quarter, as `pipeline.read.turn` turns glyphs."""
        if way == "none":
            return self
        rows, columns = (size / self.scale for size in self.text.shape)
        if way == "right":
            left, top, turns = height - self.top - rows, self.left, -1
        else:
            left, top, turns = self.top, width - self.left - columns, 1
        text, bare = (np.rot90(picture, turns) for picture in (self.text, self.bare))
        return replace(self, text=text, bare=bare, left=left, top=top, notes=(), shapes=())


class Drawer:
    """An open file that is drawn page by page. Raises pypdfium2.PdfiumError for a file that pdfium cannot open.

    `replaced` are the numbers of the pages drawn on which a figure is said to be another text than the one that is
    drawn (/ActualText, ISO 32000-1, 14.9.4).
    """

    def __init__(self, content: bytes) -> None:
        self.replaced: set[int] = set()
        self._seen = seen(content)

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of the page in points, as it is shown."""
        return self._seen.size(number)

    def draw(self, number: int, dpi: int = COARSE, rows: Rows | None = None) -> Drawing | None:
        """The page with this number (from 1), or these rows of it; None where pdfium cannot draw it.

        A picture of a part has no notes and no shapes.
        """
        try:
            return self._drawn(self._seen.page_to_draw(number), number, dpi / 72, rows)
        except (pypdfium2.PdfiumError, IndexError, ValueError):
            return None

    def _drawn(self, page: pypdfium2.PdfPage, number: int, scale: float, rows: Rows | None) -> Drawing:
        left, top = _offset(page)
        kinds = _annotations(page)
        above, below = _cut_off(page, scale, rows, top) if rows else (0, 0)
        picture = partial(grey, page, scale, above=above, below=below)
        plain = picture(annotations=False)
        full = picture(annotations=True) if kinds else plain
        alone = True
        shapes: list[Small] = []
        for found, kind, form in _objects(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject):
            if kind != raw.FPDF_PAGEOBJ_TEXT:
                alone = False
                if (small := small_object(found, kind, form)) is not None:
                    shapes.append(small)
                continue
            raw.FPDFTextObj_SetTextRenderMode(found, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
            if _is_replaced(found):
                self.replaced.add(number)
        bare = np.full_like(plain, 255) if alone else picture(annotations=False)
        ink = np.maximum(plain, bare) - np.minimum(plain, bare)
        lines = picture(annotations=True) if kinds else bare
        if rows:
            return Drawing(ink, lines, left, top + above / scale, scale)
        notes = _notes(page, kinds, (full, plain, lines, ink), scale, left, top)
        return Drawing(ink, lines, left, top, scale, notes, tuple(_as_shown(page, shapes, left, top)))


def _objects(
    holder: Any, count: Callable[[Any], int], part: Callable[[Any, int], Any], form: Matrix = UPRIGHT, depth: int = 0
) -> Iterator[tuple[Any, int, Matrix]]:
    """The objects of a page or form, each with its kind and the matrix of the form that it stands in. By the plain
    functions: a plan has thousands of them."""
    for number in range(count(holder)):
        found = part(holder, number)
        kind = raw.FPDFPageObj_GetType(found)
        yield found, kind, form
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            inner = within(found, form)
            yield from _objects(found, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, depth + 1)


def _as_shown(page: pypdfium2.PdfPage, shapes: list[Small], left: float, top: float) -> Iterator[Shape]:
    for (x0, y0, x1, y1), dash in shapes:
        box = _on_page(page, ((x0, y1), (x1, y0)))
        yield Shape(Box(box.x0 + left, box.top + top, box.x1 + left, box.bottom + top), dash)


def _is_replaced(text: Any) -> bool:
    """Is a figure to be read in the place of a text object?"""
    return any(_names_figure(raw.FPDFPageObj_GetMark(text, place)) for place in range(raw.FPDFPageObj_CountMarks(text)))


def _names_figure(mark: Any) -> bool:
    if raw.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") != raw.FPDF_OBJECT_STRING:
        return False
    length = ctypes.c_ulong()
    raw.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, length)
    buffer = (ctypes.c_ushort * (length.value // 2 + 1))()
    raw.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", buffer, length, length)
    return any(map(str.isdecimal, _decoded(buffer, length.value)))


def grey(page: pypdfium2.PdfPage, scale: float, *, annotations: bool, above: int = 0, below: int = 0) -> Picture:
    """The page drawn in grey, 0 for black, with so many pixels a point, without so many rows of them at its ends."""
    cut = (0.0, below / scale, 0.0, above / scale)
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=annotations, may_draw_forms=annotations, crop=cut)
    picture: Picture = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width].copy()
    bitmap.close()
    return picture


def _cut_off(page: pypdfium2.PdfPage, scale: float, rows: Rows, top: float) -> tuple[int, int]:
    """How many rows of pixels are left out above and below these; one at least is drawn."""
    height = math.ceil(page.get_height() * scale)
    first = min(max(math.floor((rows[0] - top) * scale), 0), height - 1)
    return first, height - min(max(math.ceil((rows[1] - top) * scale), first + 1), height)


def _offset(page: pypdfium2.PdfPage) -> tuple[float, float]:
    """Where the crop box, which is what is shown, begins in the media box of the page as it is turned."""
    left, bottom, right, top = page.get_mediabox(fallback_ok=False) or page.get_bbox()
    shown_left, shown_bottom, shown_right, shown_top = page.get_bbox()
    turned = {
        0: (shown_left - left, top - shown_top),
        90: (shown_bottom - bottom, shown_left - left),
        180: (right - shown_right, shown_bottom - bottom),
        270: (top - shown_top, right - shown_right),
    }
    return turned[page.get_rotation()]


def _annotations(page: pypdfium2.PdfPage) -> list[int]:
    """The places of the annotations that are drawn."""
    return [place for place in range(raw.FPDFPage_GetAnnotCount(page)) if _is_drawn(page, place)]


def _is_drawn(page: pypdfium2.PdfPage, place: int) -> bool:
    """A link is drawn where it has an appearance; most have none."""
    annotation = raw.FPDFPage_GetAnnot(page, place)
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    drawn = kind != raw.FPDF_ANNOT_POPUP and (kind != raw.FPDF_ANNOT_LINK or raw.FPDFAnnot_HasKey(annotation, b"AP"))
    raw.FPDFPage_CloseAnnot(annotation)
    return bool(drawn)


def _notes(
    page: pypdfium2.PdfPage, places: list[int], pictures: tuple[Picture, ...], scale: float, left: float, top: float
) -> tuple[Note, ...]:
    """`pictures` are the page with its annotations, without them, with them but without its text, and its text."""
    full, plain, lines, ink = pictures
    found = []
    for place in places:
        annotation = raw.FPDFPage_GetAnnot(page, place)
        box = _shown_box(page, annotation)
        rows, columns = _pixels(box, scale)
        shown, bare = full[rows, columns], lines[rows, columns]
        beside = raw.FPDFAnnot_GetSubtype(annotation) in _BESIDE_TEXT
        drawn = (shown != plain[rows, columns]).any() and (not beside or _covers(shown, bare, ink[rows, columns]))
        elsewhere = not drawn and ink[rows, columns].any() and _is_drawn_by_others(annotation)
        if drawn or elsewhere:
            moved = Box(box.x0 + left, box.top + top, box.x1 + left, box.bottom + top)
            text = _contents(annotation) or _value(page, annotation)
            covers = not elsewhere and (shown == bare).all()
            on: On = "nothing" if not ink[rows, columns].any() else "covered" if covers else "text"
            found.append(Note(moved, text, place, _rect(annotation), on))
        raw.FPDFPage_CloseAnnot(annotation)
    return tuple(found)


def _is_drawn_by_others(annotation: Any) -> bool:
    """Does a viewer draw the annotation that pdfium leaves out?"""
    return bool(
        raw.FPDFAnnot_GetSubtype(annotation) in _UNDRAWN
        and not raw.FPDFAnnot_HasKey(annotation, b"AP")
        and not raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN
    )


def _covers(shown: Picture, bare: Picture, ink: Picture) -> bool:
    """Is there text, and none of it seen once annotations are drawn?"""
    return bool((ink > COVERED).any() and (shown == bare).all())


def _shown_box(page: pypdfium2.PdfPage, annotation: Any) -> Box:
    """Where an annotation stands on the page as shown, in points from its top left corner."""
    left, bottom, right, top = _rect(annotation)
    return _on_page(page, ((left, top), (right, bottom)))


def _on_page(page: pypdfium2.PdfPage, opposite: tuple[tuple[float, float], tuple[float, float]]) -> Box:
    """The box with these opposite corners, in the file's own points, as it is shown."""
    width, height = page.get_size()
    corners = []
    for x, y in opposite:
        across, down = ctypes.c_int(), ctypes.c_int()
        # Tenths of a point: the function gives whole numbers.
        size = (round(width * 10), round(height * 10))
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
        corners.append((across.value / 10, down.value / 10))
    (x0, y0), (x1, y1) = corners
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _rect(annotation: Any) -> tuple[float, float, float, float]:
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, rect)
    return rect.left, rect.bottom, rect.right, rect.top


def _pixels(box: Box, scale: float) -> tuple[slice, slice]:
    rows = slice(max(int(box.top * scale), 0), max(int(box.bottom * scale) + 1, 0))
    return rows, slice(max(int(box.x0 * scale), 0), max(int(box.x1 * scale) + 1, 0))


def _contents(annotation: Any) -> str:
    length = raw.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, length)
    return _decoded(buffer, length)


def _value(page: pypdfium2.PdfPage, annotation: Any) -> str:
    if page.formenv is None:
        return ""
    length = raw.FPDFAnnot_GetFormFieldValue(page.formenv, annotation, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    raw.FPDFAnnot_GetFormFieldValue(page.formenv, annotation, buffer, length)
    return _decoded(buffer, length)


def _decoded(buffer: Any, length: int) -> str:
    return bytes(buffer)[:length].decode("utf-16-le", errors="replace").strip("\x00 ")
