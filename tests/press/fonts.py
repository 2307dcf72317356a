"""The faces that the press sets with: two families that every viewer has, and one that is made here and embedded.

The embedded one is Bitstream Vera, which ReportLab brings along, with thin blanks, U+2010 and the ligature ff added.
Vera's licence wants a changed font to bear another name: Press Sans.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Literal

import reportlab
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as EmbeddedFont

from tests.press.style import Family

Weight = Literal["", "bold", "italic"]
VERA = {"": "Vera.ttf", "bold": "VeraBd.ttf", "italic": "VeraIt.ttf"}
FACES: dict[Family, dict[Weight, str]] = {
    "times": {"": "Times-Roman", "bold": "Times-Bold", "italic": "Times-Italic"},
    "helvetica": {"": "Helvetica", "bold": "Helvetica-Bold", "italic": "Helvetica-Oblique"},
    "press": {"": "PressSans", "bold": "PressSans-Bold", "italic": "PressSans-Italic"},
}
WEIGHT_OF: dict[str, Weight] = {name: weight for weight, name in FACES["press"].items()}


@cache
def font_file(weight: Weight) -> bytes:
    """The TrueType file of Press Sans, the same bytes each time."""
    source = Path(reportlab.__file__).parent / "fonts" / VERA[weight]
    font = TTFont(source, recalcTimestamp=False)
    units = font["head"].unitsPerEm
    _add(font, 0x2009, "thinspace", units // 5, Glyph())
    _add(font, 0x202F, "narrownbspace", units // 6, Glyph())
    _add(font, 0x2010, "softhyphen", font["hmtx"]["hyphen"][0], font["glyf"]["hyphen"])
    width = font["hmtx"]["f"][0]
    pen = TTGlyphPen(font.getGlyphSet())
    pen.addComponent("f", (1, 0, 0, 1, 0, 0))
    pen.addComponent("f", (1, 0, 0, 1, width, 0))
    _add(font, 0xFB00, "ff", 2 * width, pen.glyph())
    _rename(font, FACES["press"][weight])
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def _add(font: TTFont, code: int, name: str, width: int, glyph: Glyph) -> None:
    order = [*font.getGlyphOrder(), name]
    font["glyf"][name] = glyph
    font["hmtx"][name] = (width, 0)
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def _rename(font: TTFont, name: str) -> None:
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            record.string = name if record.nameID == 6 else name.replace("-", " ")
    for tag in ("hdmx", "VDMX", "LTSH"):  # device metrics, which would have to know the new glyphs
        if tag in font:
            del font[tag]


@cache
def _registered(face: str) -> str:
    """`face`, made known to ReportLab."""
    if face in WEIGHT_OF:
        pdfmetrics.registerFont(EmbeddedFont(face, io.BytesIO(font_file(WEIGHT_OF[face]))))
    return face


@cache
def _advance(word: str, face: str) -> float:
    return float(pdfmetrics.stringWidth(word, _registered(face), 1000)) / 1000


def width_of(text: str, face: str, size: float, letter_spacing: float = 0) -> float:
    """The printed width of `text` in points."""
    return _advance(text, face) * size + letter_spacing * len(text)


def face_of(family: Family, weight: Weight = "") -> str:
    """The name of a face, ready to be used with ReportLab."""
    return _registered(FACES[family][weight])
