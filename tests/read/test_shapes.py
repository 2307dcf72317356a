"""A figure that is no text, but a picture or an outline, is told where it stands in a table or beside a figure."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import READERS, read_bytes

SEVEN = ((0, 6.3), (0, 7.2), (4.7, 7.2), (4.7, 6.5), (1.9, 0), (0.9, 0), (3.6, 6.3))


def made(draw: Callable[[Canvas], None]) -> bytes:
    """Prose, and below it a table of two rows whose second cells stand at x 220."""
    target = io.BytesIO()
    canvas = Canvas(target, A4)
    canvas.setFont("Helvetica", 9)
    for number in range(20):
        canvas.drawString(70, 780 - 15 * number, f"Nämnden följer upp arbetet och återkommer, punkt {number}")
    for y in (400, 417, 434):
        canvas.line(40, y, 300, y)
    canvas.drawString(71, 405, "Andel trygga")
    canvas.drawString(71, 422, "Andel nöjda")
    canvas.drawString(220, 405, "82")
    draw(canvas)
    canvas.save()
    return target.getvalue()


def outline(canvas: Canvas, x: float, y: float) -> None:
    path = canvas.beginPath()
    path.moveTo(x + SEVEN[0][0], y + SEVEN[0][1])
    for across, up in SEVEN[1:]:
        path.lineTo(x + across, y + up)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def picture(canvas: Canvas, x: float, y: float) -> None:
    file = pypdfium2.PdfDocument(made(lambda canvas: None))
    (left, bottom), (width, height) = (218, 403), (16, 12)
    crop = (left, bottom, A4[0] - left - width, A4[1] - bottom - height)
    shown: Image.Image = file[0].render(scale=3, crop=crop).to_pil()
    canvas.drawImage(ImageReader(shown), x, y - 2, width, height)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("draw", [outline, picture])
@pytest.mark.parametrize("place", [(220, 422), (230.5, 405)], ids=["alone in its cell", "behind a figure"])
def test_a_figure_that_is_no_text_is_told(
    draw: Callable[[Canvas, float, float], None], place: tuple[float, float], reader: str
) -> None:
    document = read_bytes(made(lambda canvas: draw(canvas, *place)), "plan.pdf", reader)
    assert [(found.rule, found.severity) for found in document.findings] == [("oläst_figur", "error")]


def test_a_minus_sign_that_is_a_stroke_is_told() -> None:
    document = read_bytes(made(lambda canvas: canvas.line(216.5, 408, 219, 408)), "plan.pdf")
    assert [found.rule for found in document.findings] == ["oläst_figur"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda canvas: outline(canvas, 220, 300),
        lambda canvas: canvas.circle(222, 426, 3, fill=1, stroke=0),
        lambda canvas: canvas.circle(48, 410, 4.5, fill=0),
        lambda canvas: canvas.roundRect(219, 401, 60, 15, 3, fill=0),
        lambda canvas: canvas.rect(218, 418, 40, 15, fill=0),
        lambda canvas: canvas.line(216.5, 404, 219, 404),
    ],
    ids=["beside no figure", "a bullet", "an icon before a name", "a frame", "a box", "a stroke below the line"],
)
def test_other_shapes_are_not(draw: Callable[[Canvas], None]) -> None:
    assert read_bytes(made(draw), "plan.pdf").findings == ()
