"""What the tags of a PDF say of its tables: the text in each cell of each row (ISO 32000-1, 14.7, 14.8.4.3.4).

Tags are written for screen readers and seen by nobody else, so they may be wrong where the page is right: they are a
witness, never a reading. A file that does not call itself tagged costs one question.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2
from pypdfium2 import raw

from pipeline.read.pdfium import Edges, Seen

# The place of an element in the tree: its number among the children of its parent, from the root down. It is the same
# on all pages, so that a row over a page break is known again.
Node = tuple[int, ...]

# No tree of a document is deeper (pdfium itself ends at 32 parents), and no page has more elements; one that has was
# made to stop its readers.
_DEPTH, _ELEMENTS = 64, 50_000
_ROOM = 64
_BUFFER = (ctypes.c_ushort * _ROOM)()


@dataclass(frozen=True, slots=True)
class CellTag:
    """A tagged cell: the table, row and cell it is, by their places in the tree. Of tables within tables the inner one.

    `around` is the row of the outer table that such a one stands in. `beside` is the number of elements in its row,
    itself included; `header` says that it is a TH; `rows` and `columns` are how many it spans.
    """

    table: Node
    row: Node
    cell: Node
    beside: int
    header: bool
    rows: int
    columns: int
    around: Node | None


@dataclass(frozen=True, slots=True)
class TaggedText:
    """A text object of a page, and the cell that its tag puts it in; None for one that is in no table."""

    box: Edges
    cell: CellTag | None


def tagged_text(pdf: Seen, number: int) -> list[TaggedText]:
    """The text objects of the page with this number (from 1) that are tagged; none where the file is not.

    Artifacts (headers and footers of pages) are not tagged, and those inside of forms are left out: numbers of marked
    content are those of the form there.
    """
    if not pdf.tagged:
        return []
    page = pdf.page(number)
    cells = _cells(page)
    if not any(cells.values()):
        return []
    return [TaggedText(box, cells[mark]) for mark, box in _marked(page) if mark in cells]


def _cells(page: pypdfium2.PdfPage) -> dict[int, CellTag | None]:
    """The cell of each number of marked content of the page."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    found: dict[int, CellTag | None] = {}
    try:
        for place in range(raw.FPDF_StructTree_CountChildren(tree)):
            _walk(raw.FPDF_StructTree_GetChildAtIndex(tree, place), place, found)
    finally:
        raw.FPDF_StructTree_Close(tree)
    return found


@dataclass(frozen=True, slots=True)
class _Within:
    """The innermost table and row that an element stands in."""

    table: Node | None = None
    row: Node | None = None
    beside: int = 0
    around: Node | None = None
    cell: CellTag | None = None


def _walk(top: Any, place: int, found: dict[int, CellTag | None]) -> None:
    """Goes through an element and all below it, on the page."""
    waiting: list[tuple[Any, Node, _Within]] = [(top, (place,), _Within())]
    for _ in range(_ELEMENTS):
        if not waiting:
            return
        element, path, outer = waiting.pop()
        if not element or len(path) > _DEPTH:
            continue
        within = _inside(element, path, outer)
        count = raw.FPDF_StructElement_CountChildren(element)
        for index in range(count):
            mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
            if mark >= 0:  # one of this page: pdfium knows those of others, and what is no mark, as -1
                found.setdefault(mark, within.cell)
            elif child := raw.FPDF_StructElement_GetChildAtIndex(element, index):
                waiting.append((child, (*path, index), within))


def _inside(element: Any, path: Node, outer: _Within) -> _Within:
    """Where the children of an element stand."""
    kind = _kind(element)
    if kind == "Table":
        return _Within(table=path, around=outer.row)
    if kind == "TR" and outer.table is not None:
        return _Within(outer.table, path, raw.FPDF_StructElement_CountChildren(element), outer.around)
    if kind in ("TD", "TH") and outer.table is not None and outer.row is not None:
        spans = _number(element, b"RowSpan"), _number(element, b"ColSpan")
        cell = CellTag(outer.table, outer.row, path, outer.beside, kind == "TH", *spans, outer.around)
        return replace(outer, cell=cell)
    return outer


def _kind(element: Any) -> str:
    """The standard type of an element: pdfium follows the file's own names (/RoleMap)."""
    length = raw.FPDF_StructElement_GetType(element, _BUFFER, 2 * _ROOM)
    return ctypes.string_at(_BUFFER, min(length, 2 * _ROOM)).decode("utf-16-le", errors="replace").rstrip("\x00")


def _number(element: Any, name: bytes) -> int:
    """An attribute that counts rows or columns; 1 where it is not there."""
    number = ctypes.c_float()
    for index in range(raw.FPDF_StructElement_GetAttributeCount(element)):
        attribute = raw.FPDF_StructElement_GetAttributeAtIndex(element, index)
        value = raw.FPDF_StructElement_Attr_GetValue(attribute, name) if attribute else None
        if value and raw.FPDF_StructElement_Attr_GetNumberValue(value, number):
            return max(1, int(number.value))
    return 1


def _marked(page: pypdfium2.PdfPage) -> Iterator[tuple[int, Edges]]:
    """The number of marked content and the place of each text object of the page itself."""
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(raw.FPDFPage_CountObjects(page)):
        found = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(found) == raw.FPDF_PAGEOBJ_TEXT:
            mark = raw.FPDFPageObj_GetMarkedContentID(found)
            if mark >= 0 and raw.FPDFPageObj_GetBounds(found, *edges):
                left, bottom, right, top = (edge.value for edge in edges)
                yield mark, (left, bottom, right, top)
