"""Fonts whose mapping to characters calls two glyphs the same digit and no glyph another one: one of them lies.

The looks of digits (`pipeline.read.ink.digits`) tell such a font where others of the document are known; where a short
document has but one, its own table tells (/ToUnicode, ISO 32000-1, 9.10.3).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from pipeline.document import ReadingFinding

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
_DIGITS = range(ord("0"), ord("9") + 1)


def doubled_digits(content: bytes) -> Iterator[ReadingFinding]:
    """A warning for each font of a PDF whose table gives one digit twice and another one never."""
    for table in dict.fromkeys(_tables(content)):
        codes: dict[int, set[int]] = {}
        for code, character in _mapped(table):
            if character in _DIGITS:
                codes.setdefault(character, set()).add(code)
        twice = sorted(chr(character) for character, held in codes.items() if len(held) > 1)
        never = sorted(chr(character) for character in _DIGITS if character not in codes)
        if twice and never and len(codes) >= FEWEST:
            message = (
                f"Ett typsnitt anger två olika tecken som {', '.join(twice)} och inget som {' eller '.join(never)}: "
                "siffror kan vara andra än de som är tryckta."
            )
            yield ReadingFinding("siffra_dubbel", "warning", message, 1)


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
