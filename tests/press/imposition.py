"""What happens to pages after they are set: put in another order, doubled, turned."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tests.press.style import Style

CREATED = re.compile(rb"D:\d{14}")
Sheet = Literal["up", "down", "offset", "cropped"]
IDENTITY = re.compile(rb"/ID\s*\[<[0-9A-Fa-f]{32}><[0-9A-Fa-f]{32}>\]")


def impose(path: Path, style: Style) -> None:
    """Rewrite the file at `path` as `style` wants its pages to lie. Pages in question are those in the middle."""
    if style.order == "right" and not style.turned:
        return
    with pdfium.PdfDocument(path.read_bytes()) as source, pdfium.PdfDocument.new() as imposed:
        imposed.import_pages(source, page_order(len(source), style))
        if style.turned:
            _turn(imposed[len(imposed) // 2], style.turned)
        save(imposed, path)


def page_order(count: int, style: Style) -> list[int]:
    """The pages of the right document, from 0, as they lie in the file."""
    order, middle = list(range(count)), count // 2
    if style.order == "swapped" and count > 1:
        order[middle - 1], order[middle] = order[middle], order[middle - 1]
    elif style.order == "doubled":
        order.insert(middle, order[middle])
    return order


def _turn(page: pdfium.PdfPage, degrees: int) -> None:
    """Store the page turned anticlockwise and mark it to be shown turned back."""
    width, height = page.get_size()
    a, b, c, d, e, f = {
        90: (0, 1, -1, 0, height, 0),
        180: (-1, 0, 0, -1, width, height),
        270: (0, -1, 1, 0, 0, width),
    }[degrees]
    raw.FPDFPage_TransFormWithClip(page, raw.FS_MATRIX(a, b, c, d, e, f), None)
    if degrees != 180:
        page.set_mediabox(0, 0, height, width)
    page.set_rotation(degrees)


def lay(path: Path, how: Sheet) -> Path:
    """Lay the pages of the file at `path` on their sheets as some programs do, and give the path back.

    The text runs `up` or `down` the page and nothing marks it; the sheet begins at an `offset` from the file's origin;
    it is `cropped` to a part of it.
    """
    with pdfium.PdfDocument(path.read_bytes()) as document:
        for page in document:
            width, height = page.get_size()
            if how == "offset":
                raw.FPDFPage_TransFormWithClip(page, raw.FS_MATRIX(1, 0, 0, 1, 30, -40), None)
                page.set_mediabox(30, -40, width + 30, height - 40)
            elif how == "cropped":
                page.set_cropbox(30, 40, width - 30, height - 40)
            else:
                _turn(page, 90 if how == "up" else 270)
                page.set_rotation(0)
        save(document, path)
    return path


def save(document: pdfium.PdfDocument, path: Path) -> None:
    """Write a document of PDFium with a fixed date and identity in place of the clock's."""
    document.save(path)
    data = CREATED.sub(b"D:20251201120000", path.read_bytes())
    path.write_bytes(IDENTITY.sub(b"/ID[<" + b"0" * 32 + b"><" + b"0" * 32 + b">]", data))
