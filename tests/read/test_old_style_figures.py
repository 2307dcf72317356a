"""Old-style figures, as Georgia has them: 3, 4, 5, 7 and 9 hang below the baseline, and none looks like Helvetica's."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pikepdf
import reportlab
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as EmbeddedFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import read_bytes

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
HANGING = ("three", "four", "five", "seven", "nine")
ROUND = ("zero", "one", "two")
LINES = [f"Verksamhet {n * 37 % 991},{n % 10} {n * 91 % 887},{(n + 3) % 10}" for n in range(1, 40)]


@cache
def old_style_font() -> bytes:
    """Bitstream Vera, whose figures are lowered (those that hang) or made as low as an x."""
    font = TTFont(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")
    glyphs, units = font.getGlyphSet(), font["head"].unitsPerEm
    for name in (*HANGING, *ROUND):
        pen = TTGlyphPen(glyphs)
        down = -0.2 * units if name in HANGING else 0
        glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1 if name in HANGING else 0.75, 0, down)))
        font["glyf"][name] = pen.glyph()
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def page(lines: list[str]) -> bytes:
    pdfmetrics.registerFont(EmbeddedFont("OldStyle", io.BytesIO(old_style_font())))
    target = io.BytesIO()
    canvas = Canvas(target, A4)
    canvas.setFont("OldStyle", 11)
    for number, line in enumerate(lines):
        canvas.drawString(70, 780 - 17 * number, line)
    canvas.save()
    return target.getvalue()


def test_old_style_figures_are_read_as_they_are() -> None:
    document = read_bytes(page(LINES), "plan.pdf")
    assert [line.text for line in document.pages[0].lines] == LINES
    assert document.findings == ()


def test_an_old_style_font_that_calls_its_nine_a_six_is_told() -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(page(LINES))) as file:
        for font in (font for font in file.pages[0].Resources.Font.values() if "/ToUnicode" in font):
            table = font.ToUnicode.read_bytes()
            for said, other in ((b"<0036>", b"<x>"), (b"<0039>", b"<0036>"), (b"<x>", b"<0039>")):
                table = table.replace(said, other)
            font.ToUnicode = file.make_stream(table)
        file.save(target)
    document = read_bytes(target.getvalue(), "plan.pdf")
    assert [found.severity for found in document.findings if found.rule == "siffra_ser_annorlunda_ut"] == ["error"]
