"""A line of text that the end of a page cuts lengthwise, its halves on two pages, is one line."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.document import Document
from pipeline.read import read_bytes
from tests.support import overprint

WIDTH, HEIGHT = A4
MARGIN = 100
NAME = "Andel äldre som är nöjda med sin omsorg"


def cut_at(height: float, below: str = "90 %") -> Document:
    """Pages clipped to their margins, as Qt prints them: of a line that stands on two, what is higher than `height`
    above its baseline is seen on the first, the rest on the next. Another line shows by how much pages are moved."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    top, end = HEIGHT - MARGIN, MARGIN
    page(canvas, (end - 9, NAME, "90 %"))
    page(canvas, (top - 9, NAME, "90 %"), (end - height, NAME, "90 %"))
    page(canvas, (top - height, NAME, below))
    canvas.save()
    return read_bytes(file.getvalue(), "plan.pdf")


def page(canvas: Canvas, *printed: tuple[float, str, str]) -> None:
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(0, MARGIN, WIDTH, HEIGHT - 2 * MARGIN)
    canvas.clipPath(clip, stroke=0, fill=0)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(60, 400, "Mer text på sidan.")
    for baseline, name, target in printed:
        canvas.drawString(60, baseline, name)
        canvas.drawString(320, baseline, target)
    canvas.restoreState()
    canvas.showPage()


def lines(document: Document) -> list[list[str]]:
    return [[line.text for line in page.lines] for page in document.pages]


@pytest.mark.parametrize("height", [-2, 0, 1, 3, 5, 7, 8])
def test_a_line_that_is_cut_is_read_once_and_whole(height: float) -> None:
    document = cut_at(height)
    assert (
        sorted(line for page in lines(document) for line in page) == [f"{NAME} 90 %"] * 2 + ["Mer text på sidan."] * 3
    )
    assert {found.rule for found in document.findings} <= {"delad_rad"}


def test_a_row_of_two_tables_is_no_cut_line() -> None:
    """A figure that is painted over in the second one was taken for the lower half of the first: the row was gone."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    page(canvas, (MARGIN + 12, NAME, "90 %"))
    above = [(HEIGHT - MARGIN - 20 * number, f"Rubrik nummer {number} ovanför", "Text") for number in range(1, 5)]
    page(canvas, *above, (HEIGHT - MARGIN - 100, NAME, "90 %"))
    file_bytes = _painted_over(canvas, file)
    document = read_bytes(file_bytes, "plan.pdf")
    assert sum(NAME in line for page in lines(document) for line in page) == 2


def _painted_over(canvas: Canvas, file: io.BytesIO) -> bytes:
    """The target of the last line of the last page is hidden behind white paint."""
    canvas.save()
    with pypdfium2.PdfDocument(file.getvalue()) as pdf:
        sheet = pdf[len(pdf) - 1]
        top = HEIGHT - MARGIN - 100
        overprint.add(sheet, overprint.rectangle((318, top - 3, 360, top + 11), 255))
        sheet.gen_content()
        made = io.BytesIO()
        pdf.save(made)
    return made.getvalue()


def test_what_differs_between_the_pages_is_no_cut_line() -> None:
    """What is not seen is told then, as elsewhere."""
    document = cut_at(7, below="85 %")
    assert {found.rule for found in document.findings} == {"osynlig_text", "delad_rad"}
    assert sum("omsorg" in line for page in lines(document) for line in page) == 2


def test_a_line_that_is_whole_on_two_pages_stands_on_both() -> None:
    """A repeated header of a table, say: nothing of it is out of sight."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for _ in range(3):
        page(canvas, (HEIGHT - MARGIN - 12, NAME, "90 %"), (MARGIN + 12, NAME, "90 %"))
    canvas.save()
    document = read_bytes(file.getvalue(), "plan.pdf")
    assert sum(len(page) for page in lines(document)) == 9


@pytest.mark.parametrize("name", [NAME, "förvaltningsadministrati"])
@pytest.mark.parametrize(("producer", "times"), [("Qt 5.15.8", 1), ("another", 2)])
def test_a_line_whose_letters_are_all_seen_on_both_pages_is_cut_where_qt_made_them(
    producer: str, times: int, name: str
) -> None:
    """The cut goes through the blank above it, and through no other line of the document."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    page(canvas, (MARGIN + 5, name, ""))
    page(canvas, (HEIGHT - MARGIN - 12, name, ""))
    canvas.save()
    content = file.getvalue() + b"\n%" + producer.encode("utf-16-be")  # as Qt writes it
    found = [line for one in lines(read_bytes(content, "plan.pdf")) for line in one]
    assert found.count(name) == times
