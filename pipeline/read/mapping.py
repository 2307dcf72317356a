"""Fonts whose mapping to characters calls two glyphs the same digit and no glyph another one: one of them lies.

The looks of digits (`pipeline.read.ink.digits`) tell such a font where others of the document are known; where a short
document has but one, its own table tells (/ToUnicode, ISO 32000-1, 9.10.3).
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pikepdf

from pipeline.document import Page, ReadingFinding, in_short
from pipeline.read.glyphs import face
from pipeline.read.streams import is_encrypted

_STREAM = re.compile(rb">>\s*stream\r?\n")
_MAP = re.compile(rb"begincmap.*?endcmap", re.DOTALL)
_CODES = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<\s*([0-9A-Fa-f]+)\s*>\s*<\s*([0-9A-Fa-f]+)\s*>")
_RANGE = re.compile(
    rb"<\s*([0-9A-Fa-f]+)\s*>\s*<\s*([0-9A-Fa-f]+)\s*>\s*(?:<\s*([0-9A-Fa-f]+)\s*>|\[(.*?)\])", re.DOTALL
)
_ONE = re.compile(rb"<\s*([0-9A-Fa-f]+)\s*>")
# A table of characters says so within so many bytes; a font with fewer digits than this may have two looks of one.
HEAD, FEWEST = 200, 6
# A table for all 65 536 codes is smaller; what is longer may be a bomb.
LONGEST = 1 << 21
# Forms on a page that stand this deep in each other are looked into.
DEEPEST = 5
_DIGITS = range(ord("0"), ord("9") + 1)


class Doubled(NamedTuple):
    """The digits that a table gives to two glyphs, and those that it gives to none."""

    twice: str
    never: str


def doubled_digits(content: bytes, pages: Sequence[Page]) -> Iterator[ReadingFinding]:
    """An error for each page that prints figures in a font whose table gives one digit twice and another one never."""
    if not is_encrypted(content) and not any(map(_doubled, dict.fromkeys(_tables(content)))):  # most files
        return
    try:
        with pikepdf.open(io.BytesIO(content)) as file:
            fonts = [_lying_fonts(page.obj.get("/Resources")) for page in file.pages]
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):  # what stands in another's place
        fonts = []
    for page, lying in zip(pages, fonts, strict=False):
        for family, doubled in lying.items():
            words = [word for line in page.lines for word in line.words if word.font == family]
            told = list(dict.fromkeys(f"”{word.text}”" for word in words if set(word.text) & set(doubled.twice)))
            if told:
                named = in_short(told)
                message = (
                    f"Ett typsnitt på sida {page.number} anger två olika tecken som {', '.join(doubled.twice)} och "
                    f"inget som {' eller '.join(doubled.never)}: andra tal kan vara tryckta än {named}."
                )
                yield ReadingFinding("siffra_dubbel", "error", message, page.number)


def _lying_fonts(resources: Any, depth: int = 0) -> dict[str, Doubled]:
    """The families of such fonts among the resources of a page and of the forms on it."""
    found: dict[str, Doubled] = {}
    if not isinstance(resources, pikepdf.Dictionary) or depth > DEEPEST:
        return found
    for font in dict(resources.get("/Font", {})).values():
        table = font.get("/ToUnicode")
        if isinstance(table, pikepdf.Stream) and (doubled := _doubled(table.read_bytes())):
            found[face(str(font.get("/BaseFont", ""))[1:]).family] = doubled
    for form in dict(resources.get("/XObject", {})).values():
        if form.get("/Subtype") == "/Form":
            found |= _lying_fonts(form.get("/Resources"), depth + 1)
    return found


def _doubled(table: bytes) -> Doubled | None:
    codes: dict[int, set[int]] = {}
    for code, character in _mapped(table):
        if character in _DIGITS:
            codes.setdefault(character, set()).add(code)
    twice = "".join(sorted(chr(character) for character, held in codes.items() if len(held) > 1))
    never = "".join(sorted(chr(character) for character in _DIGITS if character not in codes))
    return Doubled(twice, never) if twice and never and len(codes) >= FEWEST else None


def _tables(content: bytes) -> Iterator[bytes]:
    """The tables of characters in a PDF; none of an encrypted one."""
    yield from _MAP.findall(content)
    view = memoryview(content)
    for match in _STREAM.finditer(content):
        head = view[match.end() : match.end() + HEAD]
        try:
            if b"CIDInit" in zlib.decompressobj().decompress(head, HEAD):
                yield from _MAP.findall(zlib.decompressobj().decompress(view[match.end() :], LONGEST))
        except zlib.error:  # no stream of this kind
            continue


def _mapped(table: bytes) -> Iterator[tuple[int, int]]:
    """Each code of a table that stands for one character, with that character."""
    for block in _CODES.findall(table):
        for code, characters in _PAIR.findall(block):
            if len(characters) <= 4:
                yield int(code, 16), int(characters, 16)
    for block in _RANGES.findall(table):
        for first, last, start, listed in _RANGE.findall(block):
            begin, end = int(first, 16), min(int(last, 16), int(first, 16) + 0xFFFF)
            if start and len(start) <= 4:
                yield from ((code, int(start, 16) + code - begin) for code in range(begin, end + 1))
            else:
                yield from ((begin + place, int(one, 16)) for place, one in enumerate(_ONE.findall(listed)))
