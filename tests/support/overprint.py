"""What pdfium sets into a finished PDF: text, filled rectangles, stamps. Places are points from the bottom left."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable
from typing import Any

import pypdfium2
from pypdfium2 import raw

Edges = tuple[float, float, float, float]


def overprinted(content: bytes, draw: Callable[[pypdfium2.PdfDocument], None]) -> bytes:
    """The file after `draw` has changed it."""
    file = pypdfium2.PdfDocument(content)
    draw(file)
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def text(file: pypdfium2.PdfDocument, words: str, x: float, baseline: float, size: float) -> Any:
    """Words in black Helvetica."""
    made = raw.FPDFPageObj_NewTextObj(file, b"Helvetica", size)
    raw.FPDFText_SetText(made, (ctypes.c_ushort * (len(words) + 1))(*map(ord, words)))
    raw.FPDFPageObj_Transform(made, 1, 0, 0, 1, x, baseline)
    return made


def rectangle(edges: Edges, shade: int) -> Any:
    """A filled rectangle (left, bottom, right, top), from black (0) to white (255)."""
    left, bottom, right, top = edges
    made = raw.FPDFPageObj_CreateNewRect(left, bottom, right - left, top - bottom)
    raw.FPDFPageObj_SetFillColor(made, shade, shade, shade, 255)
    raw.FPDFPath_SetDrawMode(made, raw.FPDF_FILLMODE_WINDING, 0)
    return made


def add(page: pypdfium2.PdfPage, *objects: Any) -> None:
    """Sets these on the page, over all that is there."""
    for one in objects:
        raw.FPDFPage_InsertObject(page, one)
    raw.FPDFPage_GenerateContent(page)


def stamp(page: pypdfium2.PdfPage, edges: Edges, *objects: Any) -> None:
    """A stamp annotation that looks like these."""
    left, bottom, right, top = edges
    made = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_STAMP)
    raw.FPDFAnnot_SetRect(made, raw.FS_RECTF(left, top, right, bottom))
    for one in objects:
        raw.FPDFAnnot_AppendObject(made, one)
    raw.FPDFPage_CloseAnnot(made)
