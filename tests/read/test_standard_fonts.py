"""Signs of the standard fonts that have an encoding of their own, and glyphs that a font maps to more than it draws."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.document import Document
from pipeline.read import READERS, read_bytes
from pipeline.read.symbol import NAMES, SIGNS
from tests.press.fonts import face_of

TEXT = "Verksamheten planeras av nämnden och följs upp varje tertial."


def page(*runs: tuple[str, str]) -> bytes:
    """A page of some text and one line of these runs, each a font and its text, one behind the other."""
    file = io.BytesIO()
    canvas = Canvas(file, A4, invariant=1)
    canvas.setFont("Helvetica", 12)
    for number in range(3):
        canvas.drawString(70, 750 - 20 * number, TEXT)
    line = canvas.beginText(70, 650)
    for font, text in runs:
        line.setFont(font, 12)
        line.textOut(text)
    canvas.drawText(line)
    canvas.save()
    return file.getvalue()


def last_line(document: Document) -> str:
    return document.pages[0].lines[-1].text


def test_the_minus_of_symbol_is_as_wide_as_it_is_printed() -> None:
    """It was taken to have no width: the figure behind it then stood over it, and its first digit was called a mark."""
    document = read_bytes(page(("Helvetica", "Kostnad "), ("Symbol", "\u2212"), ("Helvetica", "27,8 mnkr")), "plan.pdf")
    assert last_line(document) in ("Kostnad -27,8 mnkr", "Kostnad \u221227,8 mnkr")
    # 0.549 of the size for the minus, 0.556 for a digit and 0.278 for the comma (Adobe's metrics).
    width = (0.549 + 3 * 0.556 + 0.278) * 12
    assert document.pages[0].lines[-1].words[1].box.width == pytest.approx(width, abs=0.1)
    assert not document.findings


def test_names_and_signs_are_those_of_the_standard() -> None:
    """Some that are easy to look up; one code too many or too few would move all that follow."""
    assert {45: "minus", 97: "alpha", 126: "similar", 160: "Euro", 183: "bullet", 254: "bracerightbt"}.items() <= (
        NAMES.items()
    )
    assert {"4": "✔", "8": "✘", "n": "■", "l": "●", "~": "❞", "v": "❖"}.items() <= SIGNS.items()


@pytest.mark.parametrize("reader", READERS)
def test_a_square_of_zapf_dingbats_is_no_letter(reader: str) -> None:
    """`n` was read for it, and a list's bullet was the first word of its text."""
    document = read_bytes(page(("ZapfDingbats", "n"), ("Helvetica", " Andelen ökar.")), "plan.pdf", reader)
    assert last_line(document) == "■ Andelen ökar."


def test_a_letter_that_its_font_calls_a_letter_and_a_soft_hyphen_is_the_letter() -> None:
    """Typst maps each `n` to what the first one of the document stood for: `verksamheten-s` was read."""
    given = io.BytesIO()
    with pikepdf.open(io.BytesIO(page((face_of("press"), "Nämnden anmäler ändringar om 7,6 mnkr.")))) as file:
        for font in file.objects:
            if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font:
                table, count = re.subn(rb"(?i)<006e>$", b"<006e00ad>", font.ToUnicode.read_bytes(), flags=re.MULTILINE)
                assert count == 1
                font.ToUnicode = file.make_stream(table)
        file.save(given)
    document = read_bytes(given.getvalue(), "plan.pdf", "pdfplumber")
    assert last_line(document) == "Nämnden anmäler ändringar om 7,6 mnkr."
