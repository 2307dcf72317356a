"""A page is what a person sees of it: hidden and struck text is left out and told, notes and pictures are told."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.document import Document
from pipeline.read import READERS, read_bytes
from pipeline.read.glyphs import Glyphs
from pipeline.read.ink.drawing import Drawer
from pipeline.read.ink.glyph_ink import superior
from pipeline.read.page import page_of
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style
from tests.support import overprint
from tests.support.places import ROOT

FONT = "Vera"
LINES = [f"Nämnden ska följa upp arbetet under året och återkomma om det behövs, punkt {n}" for n in range(20)]


def made(draw: Callable[[Canvas], None]) -> bytes:
    """A page of prose with a value, 82, at the foot of it, and what `draw` adds."""
    target = io.BytesIO()
    canvas = Canvas(target, A4)
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, "Vera.ttf"))  # comes with reportlab
    canvas.setFont(FONT, 10)
    for number, line in enumerate(LINES):
        canvas.drawString(70, 780 - 15 * number, line)
    canvas.drawString(300, 300, "82")
    draw(canvas)
    canvas.save()
    return target.getvalue()


def behind(canvas: Canvas) -> float:
    return 300 + pdfmetrics.stringWidth("82", FONT, 10)


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(behind(canvas), 300, "5")


def white_on_a_ruling(canvas: Canvas) -> None:
    canvas.setLineWidth(0.75)
    canvas.line(behind(canvas) + 3.3, 285, behind(canvas) + 3.3, 315)
    white(canvas)


def invisible(canvas: Canvas) -> None:
    text = canvas.beginText(behind(canvas), 300)
    text.setTextRenderMode(3)
    text.textOut("5")
    canvas.drawText(text)


def tiny(canvas: Canvas) -> None:
    canvas.setFont(FONT, 0.4)
    canvas.drawString(behind(canvas), 300, "5")


def covered(canvas: Canvas) -> None:
    canvas.drawString(behind(canvas), 300, "5")
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(behind(canvas), 295, 20, 20, stroke=0, fill=1)


def clipped(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(0, 0, 10, 10)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(behind(canvas), 300, "5")


def transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(behind(canvas), 300, "5")


def struck_out(canvas: Canvas) -> None:
    canvas.setLineWidth(0.6)
    canvas.line(299, 303, behind(canvas) + 1, 303)


def underlined(canvas: Canvas) -> None:
    canvas.setLineWidth(0.6)
    canvas.line(299, 298.5, behind(canvas) + 1, 298.5)


def crossed_out(canvas: Canvas) -> None:
    canvas.setLineWidth(0.6)
    canvas.line(299, 300, behind(canvas) + 1, 307)
    canvas.line(299, 307, behind(canvas) + 1, 300)


def raised(canvas: Canvas, sign: str = "1", height: float = 3.5) -> None:
    canvas.setFont(FONT, 6)
    canvas.drawString(behind(canvas), 300 + height, sign)


def noted(canvas: Canvas) -> None:
    canvas.acroForm.textfield(name="x", value="90", x=400, y=295, width=40, height=16, borderStyle="solid")


def read(content: bytes, reader: str) -> tuple[str, Document]:
    document = read_bytes(content, "plan.pdf", reader)
    return document.pages[0].lines[-1].text if document.pages[0].lines else "", document


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("hide", [white, white_on_a_ruling, invisible, tiny, covered, clipped, transparent])
def test_what_nobody_sees_is_not_read_and_told(hide: Callable[[Canvas], None], reader: str) -> None:
    last, document = read(made(hide), reader)
    assert last == "82"
    assert [(found.rule, "”5”" in found.message) for found in document.findings] == [("osynlig_text", True)]


@pytest.mark.parametrize("reader", READERS)
def test_struck_text_is_not_live(reader: str) -> None:
    last, document = read(made(struck_out), reader)
    assert last == LINES[-1]
    assert [(found.rule, "”82”" in found.message) for found in document.findings] == [("överstruken_text", True)]


@pytest.mark.parametrize("reader", READERS)
def test_underlined_text_is(reader: str) -> None:
    last, document = read(made(underlined), reader)
    assert (last, document.findings) == ("82", ())


@pytest.mark.parametrize("height", [3.5, 0.0])
def test_a_figure_that_its_font_draws_raised_is_a_mark(height: float) -> None:
    """Typst and XeTeX set a glyph of the font's own for superscripts, with the size and baseline of all others."""
    drawing = Drawer(made(partial(raised, height=height))).draw(1)
    assert drawing is not None
    wide, baseline = pdfmetrics.stringWidth("8", FONT, 10), A4[1] - 300
    starts = [*[300, 300 + wide] * 3, 300 + 2 * wide]
    ends = [*(start + wide for start in starts[:-1]), starts[-1] + 0.6 * wide]
    glyphs = Glyphs.of([baseline] * 7, starts, ends, list("8282821"), [10.0] * 7, [FONT] * 7)
    assert superior(glyphs, drawing).tolist() == [False] * 6 + [height > 0]


@pytest.mark.parametrize(("sign", "told"), [("3", True), ("6", True), ("1", False), ("a", False)])
@pytest.mark.parametrize("reader", READERS)
def test_a_raised_digit_behind_ten_may_be_a_power_and_is_told(sign: str, told: bool, reader: str) -> None:
    def power(canvas: Canvas) -> None:
        canvas.drawString(400, 300, "10")
        canvas.setFont(FONT, 6)
        canvas.drawString(400 + pdfmetrics.stringWidth("10", FONT, 10), 303.5, sign)

    last, document = read(made(power), reader)
    assert last == "82 10"
    assert ("upphöjd_siffra" in [found.rule for found in document.findings]) is told


def test_figures_that_are_crossed_out_are_told() -> None:
    last, document = read(made(crossed_out), READERS[0])
    assert last == "82"
    assert [(found.rule, found.severity, "”82”" in found.message) for found in document.findings] == [
        ("korsad_text", "error", True)
    ]


def test_letters_that_are_strokes_strike_the_one_before() -> None:
    """U+0336, as programs write that have no other way."""
    letters = list("8\u03366\u033682")
    places = [10.0, 15.0, 15.0, 20.0, 24.0, 29.0]
    ends = [15.0, 15.0, 20.0, 20.0, 29.0, 34.0]
    glyphs = Glyphs.of([300.0] * 6, places, ends, letters, [9.0] * 6, ["Vera"] * 6)
    page = page_of(1, (595.0, 842.0), glyphs, (), None, "none")
    assert page.lines[0].text == "82"
    assert [(found.rule, found.severity) for found in page.findings] == [("överstruken_text", "warning")]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("sign", ["1", "(1)", "i", "[2]"])
@pytest.mark.parametrize("height", [3.5, -2.0])
def test_a_raised_or_lowered_digit_is_a_mark_and_no_digit(height: float, sign: str, reader: str) -> None:
    last, document = read(made(partial(raised, sign=sign, height=height)), reader)
    assert last == "82"
    assert [(found.rule, found.severity) for found in document.findings] == [("fotnotsmärke", "note")]


@pytest.mark.parametrize("reader", READERS)
def test_a_form_field_is_read_where_it_stands_and_told(reader: str) -> None:
    last, document = read(made(noted), reader)
    assert last == "82 90"
    assert [(found.rule, found.severity, "”90”" in found.message) for found in document.findings] == [
        ("anteckning", "warning", True)
    ]


def stamped(content: bytes, text: str, box: overprint.Edges, *, filled: bool) -> bytes:
    """A stamp over a box of the page (left, bottom, right, top), on white paper of its own or without."""

    def draw(file: pypdfium2.PdfDocument) -> None:
        paper = [overprint.rectangle(box, 255)] if filled else []
        overprint.stamp(file[0], box, *paper, overprint.text(file, text, box[0] + 1, box[1] + 5, 10))

    return overprint.overprinted(content, draw)


@pytest.mark.parametrize("reader", READERS)
def test_an_opaque_stamp_wins_over_what_it_covers(reader: str) -> None:
    content = stamped(made(lambda canvas: None), "90", (298, 295, 320, 315), filled=True)
    last, document = read(content, reader)
    assert last == "90"
    assert [(found.rule, found.severity) for found in document.findings] == [("anteckning", "warning")]
    assert "täckt" in document.findings[0].message


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", ["/Link", "/Highlight"])
def test_a_link_or_a_marker_that_covers_a_figure_is_told(kind: str, reader: str) -> None:
    made_too = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(lambda canvas: None))) as file:
        box = pikepdf.Array([298, 295, 320, 315])
        look = file.make_stream(b"1 1 0 rg 298 295 22 20 re f")
        look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, box
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(kind), Rect=box, F=4)
        note.AP = pikepdf.Dictionary(N=look)
        note.QuadPoints = pikepdf.Array([298, 315, 320, 315, 298, 295, 320, 295])
        file.pages[0].obj.Annots = pikepdf.Array([file.make_indirect(note)])
        file.save(made_too)
    last, document = read(made_too.getvalue(), reader)
    assert last == LINES[-1]
    assert [found.rule for found in document.findings] == ["anteckning"]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("box", "filled"), [((298, 295, 320, 315), False), ((62, 775, 120, 795), True)])
def test_a_stamp_among_text_is_told_and_mixed_with_none(box: overprint.Edges, filled: bool, reader: str) -> None:
    """One through which the text is seen, and one over a part of a line."""
    last, document = read(stamped(made(lambda canvas: None), "GILLAS", box, filled=filled), reader)
    assert (document.pages[0].lines[0].text, last) == (LINES[0], "82")
    assert ("anteckning", "error") in [(found.rule, found.severity) for found in document.findings]


@pytest.mark.parametrize("reader", READERS)
def test_a_stamp_over_text_of_a_form_is_told_and_not_mixed_with_it(reader: str) -> None:
    """Pdfium takes no text out of a form XObject."""

    def in_a_form(canvas: Canvas) -> None:
        canvas.beginForm("form")
        canvas.setFont(FONT, 10)
        canvas.drawString(400, 300, "85")
        canvas.endForm()
        canvas.doForm("form")

    content = stamped(made(in_a_form), "90", (398, 295, 420, 315), filled=True)
    last, document = read(content, reader)
    assert last == "82 85"
    assert ("anteckning", "error") in [(found.rule, found.severity) for found in document.findings]


@pytest.mark.parametrize(("hidden", "rules"), [(0, ["anteckning"]), (2, [])])
def test_a_line_that_viewers_draw_by_themselves_over_a_figure_is_told(hidden: int, rules: list[str]) -> None:
    """Its file says where it goes and not how it looks (/AP); pdfium does not draw it."""
    made_too = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(lambda canvas: None))) as file:
        ends, box = pikepdf.Array([298, 303, 320, 303]), pikepdf.Array([297, 300, 321, 306])
        line = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Line, Rect=box, L=ends, F=4 | hidden)
        file.pages[0].obj.Annots = pikepdf.Array([file.make_indirect(line)])
        file.save(made_too)
    last, document = read(made_too.getvalue(), READERS[0])
    assert last == "82"
    assert [found.rule for found in document.findings] == rules


@pytest.mark.parametrize("draw", [lambda canvas: canvas.rect(100, 100, 300, 500, fill=1), Canvas.showPage])
def test_a_page_without_text_is_told(draw: Callable[[Canvas], None]) -> None:
    def further(canvas: Canvas) -> None:
        canvas.showPage()
        draw(canvas)

    _, document = read(made(further), READERS[0])
    (found,) = document.findings
    drawn = "bild" in found.message
    assert (found.rule, found.page, found.severity) == ("sida_utan_text", 2, "error" if drawn else "warning")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_picture_is_laid_on_the_page_as_it_is_turned(turn: int, tmp_path: Path) -> None:
    style = replace(Style(), turned=turn, landscape="all" if turn in (90, 270) else "none")
    path = set_plan(random_plan(5), style, tmp_path / "plan.pdf")
    assert read_bytes(path.read_bytes(), "plan.pdf").findings == ()


def test_bullets_that_are_drawn_are_bullets() -> None:
    def listed(canvas: Canvas) -> None:
        for number in range(3):
            canvas.circle(75, 203.5 - 20 * number, 1.5, fill=1)
            canvas.drawString(85, 200 - 20 * number, f"Resultat {number} nås")

    _, document = read(made(listed), READERS[0])
    assert [line.text for line in document.pages[0].lines[-3:]] == [f"• Resultat {number} nås" for number in range(3)]


def test_a_bullet_drawn_alone_at_the_top_of_a_page_goes_on_with_a_list() -> None:
    def listed(canvas: Canvas) -> None:
        for numbers in ((0, 1), (2,)):
            for number in numbers:
                canvas.circle(75, 203.5 - 20 * number, 1.5, fill=1)
                canvas.drawString(85, 200 - 20 * number, f"Resultat {number} nås")
            canvas.showPage()

    _, document = read(made(listed), READERS[0])
    printed = [line.text for page in document.pages for line in page.lines]
    assert printed[-3:] == [f"• Resultat {number} nås" for number in range(3)]


def test_the_stem_of_a_narrow_letter_is_seen_wherever_it_stands() -> None:
    """Glyphs are drawn at whole pixels: at 144 dpi the stem may lie beside the middle of its box."""

    def narrow(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 6.5)
        for number in range(28):
            canvas.drawString(
                60 + 0.06 * number, 290 - 10 * number, "stadens personal till de allra flesta lilla villa"
            )

    _, document = read(made(narrow), READERS[0])
    assert document.pages[0].removed == ()


def test_the_house_has_no_other_way_to_a_page() -> None:
    """Each reader makes its pages by `page_of`, which holds them against their picture."""
    for reader in ("oxide", "plumber"):
        text = (ROOT / "pipeline" / "read" / f"{reader}.py").read_text(encoding="utf-8")
        assert "page_of(" in text
        assert "lines_of(" not in text


def test_a_font_of_no_size_stops_nothing() -> None:
    def tiny(canvas: Canvas) -> None:
        canvas.setFont(FONT, 0.1)
        canvas.drawString(70, 200, "Nämnden")

    _, document = read(made(tiny), READERS[0])
    assert all(line.style.size > 0 for line in document.pages[0].lines)
