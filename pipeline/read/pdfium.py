"""A PDF as pdfium sees it: what the readers are checked with."""

from __future__ import annotations

import ctypes
from functools import lru_cache

import pypdfium2
from pypdfium2 import raw

from pipeline.document import Box

Edges = tuple[float, float, float, float]

_ROOM = 1 << 15
_BUFFER = (ctypes.c_ushort * _ROOM)()


class Seen:
    """An open file. What pdfium has found out about a page's text is kept: it takes most of the time.

    Boxes are in the page's own space: left, bottom, right, top in points. Raises pypdfium2.PdfiumError.
    """

    def __init__(self, content: bytes) -> None:
        self._file = pypdfium2.PdfDocument(content)
        if self._file.get_formtype() != raw.FORMTYPE_NONE:
            self._file.init_forms()
        self._pages: dict[int, pypdfium2.PdfPage] = {}
        self._texts: dict[int, tuple[pypdfium2.PdfTextPage, Edges, Edges]] = {}
        self._whole: dict[int, str] = {}
        self._turns: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._file)

    @property
    def tagged(self) -> bool:
        """Does the file call itself tagged (/MarkInfo)?"""
        return bool(raw.FPDFCatalog_IsTagged(self._file))

    @property
    def is_dynamic_form(self) -> bool:
        """Does a program make the pages from a form (XFA), so that the file's own say but `Please wait`?

        By /NeedsRendering (Adobe, XML Forms Architecture 3.3), which not every such file has.
        """
        form = self._file.get_formtype()
        waits = form == raw.FORMTYPE_XFA_FOREGROUND and len(self) == 1 and "Please wait" in self.text(1)
        return bool(form == raw.FORMTYPE_XFA_FULL or waits)

    def page(self, number: int) -> pypdfium2.PdfPage:
        """The page as it is in the file, opened anew."""
        return self._file[number - 1]

    def text(self, number: int) -> str:
        """All characters inside the crop box of the page with this number (from 1)."""
        if number not in self._whole:
            text, shown, _ = self._text(number)
            self._whole[number] = _bounded(text, shown)
        return self._whole[number]

    def text_in(self, number: int, boxes: list[Edges]) -> list[str]:
        """The characters inside each box of the page."""
        text, _, _ = self._text(number)
        return [_bounded(text, box) for box in boxes]

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of the page in points, as it is shown."""
        left, bottom, right, top = self.media_box(number)
        size = right - left, top - bottom
        return size if self._turns[number] % 180 == 0 else (size[1], size[0])

    def media_box(self, number: int) -> Edges:
        return self._text(number)[2]

    def page_to_draw(self, number: int) -> pypdfium2.PdfPage:
        """A page whose objects nobody else needs as they are: opened once, text is read from it before."""
        self._text(number)
        return self._pages.pop(number, None) or self._file[number - 1]

    def _text(self, number: int) -> tuple[pypdfium2.PdfTextPage, Edges, Edges]:
        if number not in self._texts:
            page = self._file[number - 1]
            # The media box of a page that has none of its own is that of its parent, which pdfium does not look for.
            media_box = page.get_mediabox(fallback_ok=False) or page.get_bbox()
            self._pages[number], self._turns[number] = page, page.get_rotation()
            self._texts[number] = (page.get_textpage(), page.get_bbox(), media_box)
        return self._texts[number]


@lru_cache(maxsize=1)
def seen(content: bytes) -> Seen:
    """The file with these bytes, opened once: reading is checked page by page, and later each stored cell."""
    return Seen(content)


def user_space(box: Box, width: float, height: float, turn: int) -> Edges:
    """The box as (left, bottom, right, top) of a page that is shown turned clockwise by so many quarters."""
    if turn == 0:
        return box.x0, height - box.bottom, box.x1, height - box.top
    if turn == 1:
        return box.top, box.x0, box.bottom, box.x1
    if turn == 2:
        return width - box.x1, box.top, width - box.x0, box.bottom
    return width - box.bottom, height - box.x1, width - box.top, height - box.x0


def _bounded(text: pypdfium2.PdfTextPage, box: Edges) -> str:
    """By the plain function: pypdfium2's own asks pdfium twice."""
    left, bottom, right, top = box
    length = raw.FPDFText_GetBoundedText(text, left, top, right, bottom, _BUFFER, _ROOM)
    if length >= _ROOM:
        return str(text.get_text_bounded(left, bottom, right, top))
    return ctypes.string_at(_BUFFER, 2 * length).decode("utf-16-le", errors="replace").rstrip("\x00")
