"""A digit that looks like another one is told: the text layer says 95, and a person sees 90."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import READERS, read_bytes
from pipeline.read.glyphs import Glyphs
from pipeline.read.ink.digits import Digits
from pipeline.read.ink.drawing import Drawer, Drawing
from pipeline.read.mapping import doubled_digits
from pipeline.read.oxide import pages_of
from pipeline.read.page import Witness
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style

RULE = "siffra_ser_annorlunda_ut"
PRESS = Style(body="press", headings="press", tables="press")
STYLES = [PRESS, replace(PRESS, size=12, table_size=9, producer="pdfium")]


def page(draw: str) -> bytes:
    """Lines with all digits many times, and a content stream of its own behind them."""
    target = io.BytesIO()
    canvas = Canvas(target, A4, pageCompression=0)
    canvas.setFont("Helvetica", 10)
    for number in range(20):
        canvas.drawString(70, 780 - 15 * number, f"Rad {number} av 20 med 1 234,5 och 67 890 kronor i budgeten")
    canvas.drawString(70, 400, "Andel")
    canvas._code.append(draw)
    canvas.save()
    return target.getvalue()


SPAN = "/Span <</ActualText (95 %)>> BDC BT /F1 10 Tf 1 0 0 1 300 400 Tm (90 %) Tj ET EMC"


@pytest.mark.parametrize("said", ["95", "100", "9", "9 000"])
def test_what_is_drawn_wins_over_a_text_that_replaces_it_and_is_told(said: str) -> None:
    document = read_bytes(page(SPAN.replace("95", said)), "plan.pdf")
    assert document.pages[0].lines[-1].text == "Andel 90 %"
    assert [(found.rule, found.severity, found.page) for found in document.findings] == [
        ("ersatta_siffror", "error", 1)
    ]


@pytest.mark.parametrize("reader", READERS)
def test_a_text_that_says_what_is_drawn_is_not_told(reader: str) -> None:
    document = read_bytes(page(SPAN.replace("95", "90")), "plan.pdf", reader)
    assert document.pages[0].lines[-1].text == "Andel 90 %"
    assert document.findings == ()


class Exchanging(Digits):
    """Takes one digit of twelve for another one."""

    def __init__(self) -> None:
        super().__init__()
        self.draw = np.random.default_rng(7)
        self.exchanged = 0

    def add(self, page: int, glyphs: Glyphs, drawing: Drawing, drawn: Callable[[int], Drawing | None]) -> None:
        text = glyphs.text.copy()
        for place in np.flatnonzero([char.isdecimal() for char in text]):
            if self.draw.random() < 1 / 12:
                text[place] = str((int(text[place]) + self.draw.integers(1, 10)) % 10)
                self.exchanged += 1
        super().add(page, glyphs._replace(text=text), drawing, drawn)


def read_with(digits: Digits, content: bytes) -> str:
    """All that is told of the digits, each word of it."""
    pages = tuple(pages_of(content, Witness(Drawer(content), digits)))
    return " ".join(found.message for found in digits.as_drawn(pages)[1])


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.producer)
def test_of_digits_with_another_text_most_are_told_and_of_the_others_none(
    style: Style, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.document.NAMED", 1000)
    content = set_plan(random_plan(3), style, tmp_path / "plan.pdf").read_bytes()
    assert read_with(Digits(), content) == ""
    exchanging = Exchanging()
    told = read_with(exchanging, content).count("läst som ”")
    assert exchanging.exchanged > 20
    assert 0.7 * exchanging.exchanged < told <= exchanging.exchanged


# Two pictures of digits for a font without names, with a character code for each that says something else.
SEVEN = "500 0 0 0 500 700 d1 50 600 m 450 600 l 450 700 l 50 700 l f 350 600 m 450 600 l 250 0 l 150 0 l f"
ONE = "500 0 0 0 500 700 d1 220 0 80 700 re f 120 550 m 220 700 l 220 600 l 150 520 l f"


def test_a_font_without_a_mapping_is_read_as_it_is_drawn_and_told() -> None:
    document = read_bytes(with_drawn_font(SEVEN, ONE), "plan.pdf")
    (found,) = [found for found in document.findings if found.rule == RULE]
    assert "”82” (läst som ”71”)" in found.message
    assert "71" in [line.text for line in document.pages[0].lines]


def with_drawn_font(eight: str, two: str) -> bytes:
    """A page of text and a Type3 font whose glyphs for the codes of 8 and 2 are these drawings."""
    lines = [f"1 0 0 1 70 {780 - 15 * n} Tm (Rad {n} av 20 med 1 234,5 och 67 890 kronor) Tj" for n in range(20)]
    text = f"BT /F1 10 Tf {' '.join(lines)} /F3 10 Tf 1 0 0 1 300 400 Tm (82) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R /F3 6 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 700] /FontMatrix [0.001 0 0 0.001 0 0] /Resources << >> "
        "/FirstChar 50 /LastChar 56 /Widths [500 500 500 500 500 500 500] "
        "/CharProcs << /g1 7 0 R /g2 8 0 R >> /Encoding << /Differences [50 /g2 56 /g1] >> >>",
        f"<< /Length {len(eight)} >>\nstream\n{eight}\nendstream",
        f"<< /Length {len(two)} >>\nstream\n{two}\nendstream",
    ]
    content = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    trailer = f"trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n"
    return f"{content}xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def with_table(characters: str, *, encrypted: bool) -> bytes:
    """The page, whose font says that its digits are these characters."""
    pairs = "".join(f"<{code:02x}> <{ord(character):04x}>\n" for code, character in enumerate(characters, ord("0")))
    table = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(characters)} beginbfchar\n{pairs}endbfchar\nendcmap end"
    )
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(page(""))) as file:
        file.pages[0].Resources.Font.F1.ToUnicode = file.make_stream(table.encode())
        file.add_blank_page()
        file.pages.reverse()
        file.save(made, encryption=pikepdf.Encryption(owner="tjut", user="") if encrypted else False)
    return made.getvalue()


@pytest.mark.parametrize(
    ("characters", "told"),
    [("0123456789", False), ("0123456739", True), ("012345673", True), ("01234567899", False), ("33", False)],
)
@pytest.mark.parametrize("encrypted", [False, True])
def test_a_font_that_calls_two_glyphs_one_digit_and_none_another_is_told_with_its_figures(
    characters: str, told: bool, encrypted: bool
) -> None:
    """A short document in one font has no other digits to hold it against."""
    content = with_table(characters, encrypted=encrypted)
    pages = tuple(pages_of(page("")))
    found = list(doubled_digits(content, [replace(pages[0], number=1, lines=()), replace(pages[0], number=2)]))
    assert [(finding.rule, finding.severity, finding.page) for finding in found] == [
        ("siffra_dubbel", "error", 2)
    ] * told
    assert all("”13”" in finding.message for finding in found)


def figure(draw: str) -> bytes:
    """The same page with 82 at the end of it, and what is drawn over that."""
    return page(f"BT /F1 10 Tf 1 0 0 1 300 400 Tm (82) Tj ET {draw}")


@pytest.mark.parametrize(
    "over",
    [
        "q 1 g 299 403.5 14 5 re f Q",
        "q 1 g 299 399 14 4 re f Q",
        "q 1 g 299 402.4 14 2 re f Q",
        "q 1 g 302 399 2.8 9 re f Q",
        "q .85 g 299 402.4 14 2 re f Q",
    ],
    ids=["above", "below", "across", "half a digit", "grey"],
)
@pytest.mark.parametrize("reader", READERS)
def test_a_figure_that_is_covered_in_part_is_told(over: str, reader: str) -> None:
    document = read_bytes(figure(over), "plan.pdf", reader)
    assert document.pages[0].lines[-1].text == "Andel 82"
    assert [(found.rule, found.severity, "”82”" in found.message) for found in document.findings] == [
        ("otydlig_siffra", "error", True)
    ]


@pytest.mark.parametrize(
    ("draw", "rule"),
    [
        ("BT /F1 10 Tf 1 0 0 1 305.56 400 Tm (3) Tj ET", "siffror_på_varandra"),
        ("BT /F1 6 Tf 1 0 0 1 311.12 400 Tm (5) Tj ET", "siffror_av_olika_storlek"),
        ("BT /F1 6 Tf 1 0 0 1 311.12 401.2 Tm (5) Tj ET", "siffror_av_olika_storlek"),
        ("BT /F1 10 Tf 1 0 0 1 311.12 401.2 Tm (5) Tj ET", "siffror_av_olika_storlek"),
        ("BT /F1 10 Tf 1 0 0 1 311.12 399 Tm (5) Tj ET", "siffror_av_olika_storlek"),
    ],
)
def test_digits_that_do_not_stand_as_those_of_one_figure_are_told(draw: str, rule: str) -> None:
    document = read_bytes(figure(draw), "plan.pdf")
    assert (rule, "error") in [(found.rule, found.severity) for found in document.findings]


@pytest.mark.parametrize(
    "again", ["BT /F1 10 Tf 1 0 0 1 300.3 400 Tm (82) Tj ET", "BT .8 g 1 0 0 1 300.7 399.3 Tm (82) Tj ET"]
)
def test_a_figure_made_bold_or_shadowed_by_printing_it_twice_is_one(again: str) -> None:
    assert read_bytes(figure(again), "plan.pdf").findings == ()


@pytest.mark.parametrize(("grey", "told"), [(0.93, True), (0.6, False)])
def test_a_digit_that_is_hardly_seen_is_told(grey: float, told: bool) -> None:
    """White on a shaded row is as pale: a hidden digit glued to the figure before it, and nothing told."""
    document = read_bytes(page(f"BT /F1 10 Tf 1 0 0 1 300 400 Tm (82) Tj {grey} g (5) Tj ET"), "plan.pdf")
    found = [(one.rule, one.severity) for one in document.findings if "bleka" in one.message]
    assert found == ([("otydlig_siffra", "error")] if told else [])
