"""A PDF rewritten so that the daily reader can read it: the same pages, said in the most usual way (with qpdf).

Pages that are turned, or whose box does not begin at 0, are said upright; the standard fonts, which need not be in a
file, are given the widths and the characters that every viewer has for them (ISO 32000-1, 9.6.2.2 and annex D.2).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import NamedTuple

import pikepdf
from pdfminer.encodingdb import EncodingDB, name2unicode
from pdfminer.fontmetrics import FONT_METRICS

from pipeline.read import symbol

CODES = range(256)
NOTHING = ".notdef"
# In this encoding of Windows all codes that say nothing else say a bullet, says annex D.2; a bullet's usual one is 149.
WINDOWS, BULLETS = "WinAnsiEncoding", (127,)


class Form(NamedTuple):
    """The bytes of a file, and the names of the standard fonts whose widths they do not tell; None: not known."""

    content: bytes
    untold: frozenset[str] | None


def forms_of(content: bytes) -> Iterator[Form]:
    """The file as it is, then in its normal form, unless qpdf cannot read it."""
    yield Form(content, None)
    if form := in_normal_form(content):
        yield form


def in_normal_form(content: bytes) -> Form | None:
    """The file in it; None for one that qpdf cannot read."""
    made = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(content)) as file:
            for page in file.pages:
                _turn_upright(page)
            untold = frozenset(_name(font) for font in _standard_fonts(file) if not _tell_widths(file, font))
            file.save(made)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError):  # the latter for what stands in another's place
        return None
    return Form(made.getvalue(), untold)


def _turn_upright(page: pikepdf.Page) -> None:
    """Leaves a page as it is that is cropped or has annotations, whose places would have to be turned as well."""
    if "/Annots" in page or list(page.cropbox) != list(page.mediabox):
        return
    page.flatten_rotation()
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    if left or bottom:
        page.contents_add(f"q 1 0 0 1 {-left:f} {-bottom:f} cm\n".encode(), prepend=True)
        page.contents_add(b"\nQ")
        page.mediabox = page.cropbox = pikepdf.Array([0, 0, right - left, top - bottom])
    page.contents_coalesce()


def _standard_fonts(file: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Those whose widths the file does not tell."""
    for found in file.objects:
        if not isinstance(found, pikepdf.Dictionary) or found.get("/Type") != "/Font":
            continue
        if "/Widths" not in found and _name(found) in FONT_METRICS:
            yield found


def _name(font: pikepdf.Dictionary) -> str:
    return str(font.get("/BaseFont", ""))[1:]


def _tell_widths(file: pikepdf.Pdf, font: pikepdf.Dictionary) -> bool:
    """False for an encoding that is a list of differences, or the font's own, as ZapfDingbats has."""
    encoding = font.get("/Encoding")
    if encoding is None and _name(font) == symbol.SYMBOL:
        characters = {code: name2unicode(name) for code, name in symbol.NAMES.items() if name != NOTHING}
        differing = symbol.NAMES
    elif isinstance(encoding, pikepdf.Name):
        characters = EncodingDB.get_encoding(str(encoding)[1:])
        differing = dict.fromkeys(BULLETS, "bullet") if str(encoding)[1:] == WINDOWS else {}
    else:
        return False
    widths = FONT_METRICS[_name(font)][1]
    font.FirstChar, font.LastChar = CODES[0], CODES[-1]
    font.Widths = pikepdf.Array([widths.get(characters.get(code, ""), 0) for code in CODES])
    if differing:
        told = pikepdf.Dictionary(Type=pikepdf.Name.Encoding)
        if encoding is not None:
            told.BaseEncoding = encoding
        told.Differences = pikepdf.Array(
            [part for code, name in differing.items() for part in (code, pikepdf.Name(f"/{name}"))]
        )
        font.Encoding = file.make_indirect(told)
    return True
