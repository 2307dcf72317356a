"""Producer: PDFium. Rules are thin filled rectangles; with letter-spacing each character is an object of its own."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tests.press.flow import blocks_of
from tests.press.fonts import WEIGHT_OF, font_file, width_of
from tests.press.imposition import save
from tests.press.layout import lay_out
from tests.press.picture import picture
from tests.press.plan import Plan
from tests.press.sheet import Mark, Picture, Rule, Shade, Sheet, Text
from tests.press.style import Style

GREY, BLUE, BLACK = (128, 128, 128), (217, 224, 237), (0, 0, 0)
THICKNESS = 0.5


def set_with_pdfium(plan: Plan, style: Style, path: Path) -> None:
    """Set `plan` as a PDF; the same plan and style give the same bytes."""
    document = pdfium.PdfDocument.new()
    try:
        setter = _Setter(document, style)
        for sheet in lay_out(blocks_of(plan, style), style):
            setter.set(sheet)
        save(document, path)
    finally:
        document.close()


class _Setter:
    def __init__(self, document: pdfium.PdfDocument, style: Style) -> None:
        self.document = document
        self.style = style
        self.fonts: dict[str, raw.FPDF_FONT] = {}

    def set(self, sheet: Sheet) -> None:
        page = self.document.new_page(sheet.width, sheet.height)
        for mark in sheet.marks:
            self._draw(page, sheet, mark)
        raw.FPDFPage_GenerateContent(page)
        page.close()

    def _draw(self, page: pdfium.PdfPage, sheet: Sheet, mark: Mark) -> None:
        match mark:
            case Text():
                self._text(page, sheet, mark)
            case Rule():
                right, bottom = max(mark.x1, mark.x0 + THICKNESS), max(mark.bottom, mark.top + THICKNESS)
                self._fill(page, sheet, Rule(mark.x0, mark.top, right, bottom), GREY)
            case Shade():
                self._fill(page, sheet, mark, BLUE)
            case Picture():
                self._picture(page, sheet, mark)

    def _text(self, page: pdfium.PdfPage, sheet: Sheet, mark: Text) -> None:
        x, pieces = mark.x, list(mark.text) if self.style.letter_spacing else [mark.text]
        for piece in pieces:
            item = raw.FPDFPageObj_CreateTextObj(self.document, self._font(mark.face), mark.size)
            data = ctypes.create_string_buffer((piece + "\0").encode("utf-16-le"))
            raw.FPDFText_SetText(item, ctypes.cast(data, raw.FPDF_WIDESTRING))
            raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, x, sheet.height - mark.baseline)
            raw.FPDFPage_InsertObject(page, item)
            x += width_of(piece, mark.face, mark.size, self.style.letter_spacing)

    def _font(self, face: str) -> raw.FPDF_FONT:
        if face not in self.fonts:
            self.fonts[face] = self._load(face)
        return self.fonts[face]

    def _load(self, face: str) -> raw.FPDF_FONT:
        if face not in WEIGHT_OF:
            return raw.FPDFText_LoadStandardFont(self.document, face.encode())
        data = font_file(WEIGHT_OF[face])
        buffer = (ctypes.c_ubyte * len(data)).from_buffer_copy(data)
        return raw.FPDFText_LoadFont(self.document, buffer, len(data), raw.FPDF_FONT_TRUETYPE, True)

    def _fill(self, page: pdfium.PdfPage, sheet: Sheet, box: Rule | Shade, colour: tuple[int, int, int]) -> None:
        item = raw.FPDFPageObj_CreateNewRect(box.x0, sheet.height - box.bottom, box.x1 - box.x0, box.bottom - box.top)
        raw.FPDFPageObj_SetFillColor(item, *colour, 255)
        raw.FPDFPath_SetDrawMode(item, raw.FPDF_FILLMODE_WINDING, False)
        raw.FPDFPage_InsertObject(page, item)

    def _picture(self, page: pdfium.PdfPage, sheet: Sheet, mark: Picture) -> None:
        image = pdfium.PdfImage.new(self.document)
        image.set_bitmap(pdfium.PdfBitmap.from_pil(picture()))
        image.set_matrix(pdfium.PdfMatrix(mark.size, 0, 0, mark.size, mark.x, sheet.height - mark.top - mark.size))
        page.insert_obj(image)
