"""Producer: ReportLab."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.press.flow import blocks_of
from tests.press.layout import lay_out
from tests.press.picture import picture
from tests.press.plan import Plan
from tests.press.sheet import Mark, Picture, Rule, Shade, Sheet, Text
from tests.press.style import Style

GREY, BLUE = (0.5, 0.5, 0.5), (0.85, 0.88, 0.93)


def set_with_reportlab(plan: Plan, style: Style, path: Path) -> None:
    """Set `plan` as a PDF; the same plan and style give the same bytes."""
    canvas = Canvas(str(path), pageCompression=1, invariant=1)
    canvas.setTitle(f"Verksamhetsplan {plan.year}")
    canvas.setCreator("tests.press")
    image = ImageReader(picture())
    for sheet in lay_out(blocks_of(plan, style), style):
        canvas.setPageSize((sheet.width, sheet.height))
        canvas.setLineWidth(0.5)
        for mark in sheet.marks:
            _draw(canvas, sheet, mark, image, style)
        canvas.showPage()
    canvas.save()


def _draw(canvas: Canvas, sheet: Sheet, mark: Mark, image: ImageReader, style: Style) -> None:
    height = sheet.height
    match mark:
        case Text():
            text = canvas.beginText(mark.x, height - mark.baseline)
            text.setFont(mark.face, mark.size)
            text.setCharSpace(style.letter_spacing)
            text.textOut(mark.text)
            canvas.drawText(text)
        case Rule():
            canvas.setStrokeColorRGB(*GREY)
            canvas.line(mark.x0, height - mark.top, mark.x1, height - mark.bottom)
        case Shade():
            canvas.setFillColorRGB(*BLUE)
            canvas.rect(mark.x0, height - mark.bottom, mark.x1 - mark.x0, mark.bottom - mark.top, stroke=0, fill=1)
            canvas.setFillColorRGB(0, 0, 0)
        case Picture():
            canvas.drawImage(image, mark.x, height - mark.top - mark.size, mark.size, mark.size)
