"""Bytes → pages of words, lines and rulings with boxes. Knows no Swedish, no goals, no budgets.

What cannot be read whole is refused with a reason; it is never read in part.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.document import Document, Page
from pipeline.refusal import Reason, Refused

PDF = "application/pdf"
TEXT = "text/plain"
# A PDF may have junk before its header, at most this many bytes of it (ISO 32000-1, annex H.3.4.1).
HEADER_WITHIN = 1024 + len(b"%PDF-")
TEXT_SUFFIXES = {".txt", ".text"}
# A page of prose has some 2 000 characters; a document with fewer than this on average has no text layer.
LEAST_CHARACTERS = 30


def read(path: Path, reader: str = "pdfplumber") -> Document:
    """The document in the file at `path`.

    Raises Refused with the reason for what is not readable as a whole, `unreadable` for what cannot be opened.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused(Reason.UNREADABLE, error.strerror or str(error)) from error
    return read_bytes(content, path.name, reader)


def read_bytes(content: bytes, file_name: str, reader: str = "pdfplumber") -> Document:
    """The same for bytes at hand; `file_name` tells a text file by its suffix."""
    if not content:
        raise Refused(Reason.EMPTY, "the file has 0 bytes")
    media_type = _media_type(content, file_name)
    pages = _text_pages(content) if media_type == TEXT else _pdf_pages(content)
    return Document(
        sha256=hashlib.sha256(content).hexdigest(),
        file_name=file_name,
        media_type=media_type,
        reader="text" if media_type == TEXT else reader,
        pages=pages,
    )


def _media_type(content: bytes, file_name: str) -> str:
    if b"%PDF-" in content[:HEADER_WITHIN]:
        return PDF
    if Path(file_name).suffix.lower() in TEXT_SUFFIXES:
        return TEXT
    raise Refused(Reason.NOT_PDF, f"no PDF header in the first {HEADER_WITHIN} bytes, and the name does not end in .txt")


def _text_pages(content: bytes) -> tuple[Page, ...]:
    from pipeline.read.text import pages_of

    return tuple(pages_of(content))


def _pdf_pages(content: bytes) -> tuple[Page, ...]:
    from pipeline.read.pdf import pages_of

    pages = tuple(pages_of(content))
    if not pages:
        raise Refused(Reason.EMPTY, "the PDF has no pages")
    characters = sum(len(line.text) for page in pages for line in page.lines)
    if characters < LEAST_CHARACTERS * len(pages):
        raise Refused(Reason.NO_TEXT_LAYER, f"{characters} characters on {len(pages)} pages")
    return pages
