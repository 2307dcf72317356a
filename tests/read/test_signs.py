"""A minus that a font calls a blank, or a digit that it calls a comma, is told: the height of their ink differs."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import READERS, read_bytes
from pipeline.read.ink.drawing import FINE, Drawer
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.read.test_ink import made
from tests.support.layouts import random_style

RULE = "siffra_ser_annorlunda_ut"


def figures(canvas: Canvas) -> None:
    for number in range(4):
        canvas.drawString(300, 280 - 20 * number, f"1 934,5 -{number}10,8")


def calling(sign: str, other: str) -> bytes:
    """The page, whose font calls one of its glyphs another character."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(figures))) as file:
        for font in file.pages[0].Resources.Font.values():
            if "/ToUnicode" in font:
                table = font.ToUnicode.read_bytes().replace(b"<%04X>" % ord(sign), b"<%04X>" % ord(other))
                font.ToUnicode = file.make_stream(table)
        file.save(target)
    return target.getvalue()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("sign", "other"), [("-", " "), ("-", "+"), ("-", "."), ("9", "-"), ("9", ",")])
def test_a_sign_that_is_drawn_as_another_is_told(sign: str, other: str, reader: str) -> None:
    document = read_bytes(calling(sign, other), "plan.pdf", reader)
    (told,) = [found for found in document.findings if found.rule == RULE]
    assert told.severity == "error"
    assert "Minus" in told.message


def test_a_minus_of_a_font_that_is_not_in_the_file_may_be_called_a_blank() -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(lambda canvas: (canvas.setFont("Helvetica", 10), figures(canvas))))) as file:
        (font,) = (font for font in file.pages[0].Resources.Font.values() if font.BaseFont == "/Helvetica")
        pairs = "".join(f"<{code:02x}> <{code if code != 0x2D else 0x20:04x}>\n" for code in range(0x20, 0x40))
        table = f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 32 beginbfchar {pairs} endbfchar endcmap"
        font.ToUnicode = file.make_stream(f"/CIDInit /ProcSet findresource begin {table} end".encode())
        file.save(target)
    assert RULE in [found.rule for found in read_bytes(target.getvalue(), "plan.pdf").findings]


@pytest.mark.parametrize("reader", READERS)
def test_signs_that_are_what_they_are_called_are_not_told(reader: str) -> None:
    assert read_bytes(made(figures), "plan.pdf", reader).findings == ()


def test_a_digit_behind_a_long_leader_may_stand_beside_its_place(tmp_path: Path) -> None:
    """Pdfium knows widths in whole thousandths of the size: two hundred points are a third of a digit shorter."""
    path = set_plan(random_plan(43), random_style(43), tmp_path / "plan.pdf")
    assert read_bytes(path.read_bytes(), path.name).findings == ()


@pytest.mark.parametrize("rows", [(545.5, 580.2), (-5.0, 80.0), (835.0, 900.0), (900.0, 910.0)])
def test_rows_of_a_page_are_drawn_as_on_the_whole_page(rows: tuple[float, float]) -> None:
    drawer = Drawer(made(figures))
    whole, part = drawer.draw(1, FINE), drawer.draw(1, FINE, rows)
    assert whole and part
    first = round((part.top - whole.top) * part.scale)
    for picture, of_rows in ((whole.text, part.text), (whole.bare, part.bare)):
        assert of_rows.size
        assert np.array_equal(picture[first : first + len(of_rows)], of_rows)
    height = len(whole.text) / whole.scale
    assert part.top <= max(rows[0], 0.0) or rows[0] >= height
    assert part.top + len(part.text) / part.scale >= min(rows[1], height)
