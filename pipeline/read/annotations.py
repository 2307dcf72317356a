"""Annotations and form fields made part of their pages, as they are shown, so that every reader reads them where they
stand: pdfium draws their appearances into the page (`FPDFPage_Flatten`).

What an opaque one covers is taken out of the page before. One that stands over text is not read, and told as an error.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from pipeline.document import ANNOTATION, ReadingFinding
from pipeline.read.ink.drawing import Drawer, Note
from pipeline.read.page import SHOWN

# Edges of text objects and of the annotation over them agree within this many points.
NEAR = 1.5


class Shown(NamedTuple):
    """The bytes of a file whose annotations are part of its pages, and what is told of them."""

    content: bytes
    findings: tuple[ReadingFinding, ...]


def as_shown(content: bytes, numbers: Sequence[int]) -> Shown | None:
    """The file as a viewer shows it, as to the pages with these numbers; None where it cannot be made.

    Raises pypdfium2.PdfiumError for a file that pdfium cannot open.
    """
    drawer = Drawer(content)
    file = pypdfium2.PdfDocument(content)
    if file.get_formtype() != raw.FORMTYPE_NONE:
        file.init_forms()
    findings: list[ReadingFinding] = []
    for number in numbers:
        drawing = drawer.draw(number)
        if drawing is None or not drawing.notes:
            continue
        page = file[number - 1]
        apart = {note.place for note in drawing.notes if not _uncovers(page, note)}
        findings += [_told(number, note, note.place not in apart) for note in drawing.notes]
        for note in sorted(drawing.notes, key=lambda note: note.place, reverse=True):
            if note.place in apart:
                raw.FPDFPage_RemoveAnnot(page, note.place)
        if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_FAIL:
            return None
        page.close()
    made = io.BytesIO()
    file.save(made)
    return Shown(made.getvalue(), tuple(findings))


def _uncovers(page: pypdfium2.PdfPage, note: Note) -> bool:
    """Takes the text that an annotation covers out of its page, so that it can be read in its place. False where text
    would be mixed with it: what is seen through it, is covered in part, or stands in a form that cannot be changed."""
    if note.on != "covered":
        return note.on == "nothing"
    left, bottom, right, top = note.rect
    covered = []
    for found in _text_objects(page):
        x0, y0, x1, y1 = _bounds(found)
        if x0 < right and x1 > left and bottom < (y0 + y1) / 2 < top:
            if x0 < left - NEAR or x1 > right + NEAR:
                return False
            covered.append(found)
    for found in covered:
        raw.FPDFPage_RemoveObject(page, found)
        raw.FPDFPageObj_Destroy(found)
    raw.FPDFPage_GenerateContent(page)
    return bool(covered)


def _text_objects(page: pypdfium2.PdfPage) -> Iterator[Any]:
    """Those of the page itself, which alone can be taken out of it."""
    for place in range(raw.FPDFPage_CountObjects(page)):
        found = raw.FPDFPage_GetObject(page, place)
        if raw.FPDFPageObj_GetType(found) == raw.FPDF_PAGEOBJ_TEXT:
            yield found


def _bounds(found: Any) -> Sequence[float]:
    """Left, bottom, right, top in points of the page."""
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(found, *edges)
    return [edge.value for edge in edges]


def _told(number: int, note: Note, read: bool) -> ReadingFinding:
    text = f" med texten ”{note.text[:SHOWN]}”" if note.text else ""
    message = f"En anteckning eller ett formulärfält{text} på sida {number} är "
    if not read:
        message += "inte läst: den står över text."
    elif note.on == "covered":
        message += "läst som en del av sidan. Det som är tryckt under är täckt och inte läst."
    else:
        message += "läst som en del av sidan."
    return ReadingFinding(ANNOTATION, "warning" if read else "error", message, number)
