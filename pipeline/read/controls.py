"""Control characters end at the reader: what moves a cursor, turns text round or takes no width is no text.

They are the categories Cc and Cf of Unicode and what it calls default ignorable (fillers, joiners, variants of glyphs),
without white space and the soft hyphen, which is unwrapped later. In a
text file they are taken out; in a PDF a control character stands for a glyph that the file does not map, so that
U+FFFD takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.document import Line, Page, ReadingFinding, Word

_CONTROLS = r"\x00-\x08\x0b\x0e-\x1f\x7f-\x9f"
# https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt, Default_Ignorable_Code_Point
_IGNORABLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2060-\u206f\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
_FORMATS = _IGNORABLE + (
    "\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u200b-\u200f\u202a-\u202e\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_UNSEEN = re.compile(f"[{_CONTROLS}{_FORMATS}]")
_FORMAT = re.compile(f"[{_FORMATS}]")
# So many places are named in one finding.
NAMED = 3


def without_controls(pages: Sequence[Page], *, mapped: bool) -> tuple[tuple[Page, ...], tuple[ReadingFinding, ...]]:
    """The pages without control characters, and a finding for each page that had some.

    `mapped` says that each character is what somebody wrote, as in a text file.
    """
    kept, found = [], []
    for page in pages:
        if not any(_UNSEEN.search(line.text) for line in page.lines):
            kept.append(page)
            continue
        kept.append(replace(page, lines=tuple(_clean(line, mapped=mapped) for line in page.lines)))
        found.append(_finding(page))
    return tuple(kept), tuple(found)


def visible(text: str) -> str:
    """Text for a terminal, a log or a notice: control characters as their numbers."""
    return _UNSEEN.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)


def _clean(line: Line, *, mapped: bool) -> Line:
    if not _UNSEEN.search(line.text):
        return line
    words = tuple(_with_text(word, text) for word in line.words if (text := _shown(word.text, mapped=mapped)))
    return replace(line, text=_shown(line.text, mapped=mapped), words=words)


def _with_text(word: Word, text: str) -> Word:
    return word._replace(text=text)


def _shown(text: str, *, mapped: bool) -> str:
    return _UNSEEN.sub("", text) if mapped else _UNSEEN.sub("\ufffd", _FORMAT.sub("", text))


def _finding(page: Page) -> ReadingFinding:
    signs = sorted({f"U+{ord(sign):04X}" for line in page.lines for sign in _UNSEEN.findall(line.text)})
    lines = [_UNSEEN.sub("", line.text).strip() for line in page.lines if _UNSEEN.search(line.text)]
    named = ", ".join(f"”{text[:60]}”" for text in lines[:NAMED]) + (" …" if len(lines) > NAMED else "")
    message = (
        f"Styrtecken ({', '.join(signs)}) stod i {len(lines)} rader på sida {page.number} och är borttagna: {named}."
    )
    return ReadingFinding("styrtecken", "warning", message, page.number)
