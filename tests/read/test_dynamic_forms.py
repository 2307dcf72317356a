"""A form that Adobe Reader alone makes pages from is refused by its name: what the file prints is a notice."""

from __future__ import annotations

import io

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import READERS, read_bytes
from pipeline.refusal import Reason, Refused


def form(text: str, *, rendering: bool) -> bytes:
    """A page with this text, and a form in XFA beside it."""
    page, made = io.BytesIO(), io.BytesIO()
    canvas = Canvas(page)
    canvas.drawString(70, 700, text)
    canvas.save()
    with pikepdf.open(page) as file:
        template = file.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
        file.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=template)
        if rendering:
            file.Root.NeedsRendering = True
        file.save(made)
    return made.getvalue()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("text", "rendering"), [("Please wait...", False), ("Please wait...", True), ("Tjänsteutlåtande", True)]
)
def test_it_is_refused(text: str, rendering: bool, reader: str) -> None:
    with pytest.raises(Refused) as refused:
        read_bytes(form(text, rendering=rendering), "plan.pdf", reader)
    assert refused.value.reason is Reason.DYNAMIC_FORM


def test_a_form_whose_pages_are_in_the_file_is_read() -> None:
    text = "Tjänsteutlåtande om verksamhetsplan för år 2026"
    assert read_bytes(form(text, rendering=False), "plan.pdf").pages[0].lines[0].text == text
