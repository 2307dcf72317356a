"""Bytes → pages of words, lines and rulings with boxes. Knows no Swedish, no goals, no budgets.

What cannot be read whole is refused with a reason; it is never read in part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.document import ANNOTATION, Document, Page, ReadingFinding
from pipeline.read.controls import without_controls
from pipeline.read.cut_lines import without_cuts
from pipeline.read.hyphens import with_hyphens
from pipeline.refusal import Reason, Refused

if TYPE_CHECKING:
    from pipeline.read.annotations import Shown
    from pipeline.read.page import Witness

# Pages, and what they were held against.
Reading = tuple[tuple[Page, ...], "Witness | None"]

PDF = "application/pdf"
TEXT = "text/plain"
# A PDF may have junk before its header, at most this many bytes of it (ISO 32000-1, annex H.3.4.1).
HEADER_WITHIN = 1024 + len(b"%PDF-")
TEXT_SUFFIXES = {".txt", ".text"}
# The daily reader first; the reference reader reads what it leaves, or everything when it is asked for.
READERS = ("pdf_oxide", "pdfplumber")


def read(path: Path, reader: str = READERS[0]) -> Document:
    """The document in the file at `path`.

    Raises Refused with the reason for what is not readable as a whole, `unreadable` for what cannot be opened.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused(Reason.UNREADABLE, error.strerror or str(error)) from error
    return read_bytes(content, path.name, reader)


def read_bytes(content: bytes, file_name: str, reader: str = READERS[0]) -> Document:
    """The same for bytes at hand; `file_name` tells a text file by its suffix. `Document.reader` says who read it."""
    if not content:
        raise Refused(Reason.EMPTY, "the file has 0 bytes")
    media_type = _media_type(content, file_name)
    shown = None
    by, pages, told = ("text", _text_pages(content), ()) if media_type == TEXT else _pdf_pages(content, reader)
    annotated = [page.number for page in pages if any(found.rule == ANNOTATION for found in page.findings)]
    if annotated and (made := _as_shown(content, annotated)):
        shown = made.content
        by, pages, told = _pdf_pages(shown, reader)
        told += made.findings
    pages, findings = without_controls(with_hyphens(pages), mapped=media_type == TEXT)
    findings += told + tuple(_of_pages(pages))
    return Document(hashlib.sha256(content).hexdigest(), file_name, media_type, by, pages, findings, shown)


def _of_pages(pages: tuple[Page, ...]) -> Iterator[ReadingFinding]:
    """What is told of each page. An empty page between full ones may have lost what was on it."""
    last = max((page.number for page in pages if page.lines), default=0)
    for page in pages:
        for found in page.findings:
            yield found if page.number < last or not page.blank else found._replace(severity="warning")


def _media_type(content: bytes, file_name: str) -> str:
    if b"%PDF-" in content[:HEADER_WITHIN]:
        return PDF
    if Path(file_name).suffix.lower() in TEXT_SUFFIXES:
        return TEXT
    raise Refused(
        Reason.NOT_PDF, f"no PDF header in the first {HEADER_WITHIN} bytes, and the name does not end in .txt"
    )


def _text_pages(content: bytes) -> tuple[Page, ...]:
    from pipeline.read.text import pages_of

    return tuple(pages_of(content))


def _pdf_pages(content: bytes, reader: str) -> tuple[str, tuple[Page, ...], tuple[ReadingFinding, ...]]:
    """Who read the PDF, its pages, and what is to be told of their characters.

    What the daily reader cannot be trusted with is read by the reference reader.
    """
    from pipeline.read.mapping import doubled_digits
    from pipeline.read.replaced import replaced_figures
    from pipeline.read.second_count import refuse_without_text
    from pipeline.read.streams import refuse_damaged_streams
    from pipeline.read.unmapped import refuse_unmapped, unmapped

    refuse_damaged_streams(content)
    by, reading = reader, _by_daily_reader(content) if reader == "pdf_oxide" else None
    if reading is None:
        by, reading = "pdfplumber", _by_reference_reader(content)
    read_pages, witness = reading
    pages = without_cuts(read_pages, content)
    refuse_unmapped(pages)
    refuse_without_text(pages)
    doubled = tuple(doubled_digits(content, pages))
    if witness is None:
        return by, pages, (*unmapped(pages), *doubled)
    as_read = {id(line) for page in read_pages for line in page.lines}
    cut = {word for page in pages for line in page.lines if id(line) not in as_read for word in line.words}
    drawn, told = witness.digits.as_drawn(pages, cut)
    return by, drawn, (*unmapped(drawn), *told, *doubled, *replaced_figures(drawn, witness.drawer.replaced, content))


def _as_shown(content: bytes, numbers: Sequence[int]) -> Shown | None:
    from pipeline.read.annotations import as_shown

    return as_shown(content, numbers)


def _refuse_in_part(pages: tuple[Page, ...], content: bytes) -> None:
    """Raise Refused for a PDF without pages, and for pages that pdfium reads otherwise."""
    from pipeline.read.second_count import differs_from_pdfium, pages_by_pdfium
    from pipeline.read.unmapped import refuse_unmapped

    if not pages and not pages_by_pdfium(content):
        raise Refused(Reason.EMPTY, "the PDF has no pages")
    refuse_unmapped(pages)
    difference = differs_from_pdfium(pages, content, exactly=False)
    if difference:
        raise Refused(Reason.READ_IN_PART, difference)


def _witness(content: bytes) -> Witness | None:
    """What draws the pages; None for a file that pdfium cannot open, which is told or refused further on.

    Raises Refused for one that needs a password (`encrypted`), or whose pages a program has to generate
    (`dynamic_form`).
    """
    from pypdfium2 import PdfiumError, raw

    from pipeline.read.ink.drawing import Drawer
    from pipeline.read.page import Witness
    from pipeline.read.pdfium import seen

    try:
        if seen(content).is_dynamic_form:
            raise Refused(Reason.DYNAMIC_FORM, "the pages only show a notice; the content is a form (XFA)")
        return Witness(Drawer(content))
    except PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Refused(Reason.ENCRYPTED, "the file does not open without a password") from error
        return None


def _by_daily_reader(content: bytes) -> Reading | None:
    """What pdf_oxide reads of the file, or of its normal form; None where it cannot be trusted with either."""
    from pipeline.read import oxide
    from pipeline.read.normal_form import forms_of
    from pipeline.read.second_count import differs_from_pdfium
    from pipeline.read.unmapped import in_doubt

    for form in forms_of(content):
        witness = _witness(content)  # it draws the file itself in either case
        with suppress(oxide.Untrusted):
            pages = tuple(oxide.pages_of(form.content, witness, form.untold))
            # Of a figure that the file says something else about, pdfplumber alone reads what is drawn.
            if any(map(in_doubt, pages)) or (witness and witness.drawer.replaced):
                return None
            if differs_from_pdfium(pages, content, exactly=True) is None:
                return pages, witness
    return None


def _by_reference_reader(content: bytes) -> Reading:
    from pipeline.read.plumber import pages_of

    witness = _witness(content)
    pages = tuple(pages_of(content, witness))
    _refuse_in_part(pages, content)
    return pages, witness
