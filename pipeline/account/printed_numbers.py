"""The numbers that a document prints: each digit run with what belongs to it (`1 234,5`, `2026-01-01`, `3.1.2`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.document import Document, Line, Page, Word

DIGIT = re.compile(r"\d")
_LEADING_GROUP = re.compile(r"[(\"”'+]?[-\u2212\u2013+±<>]?\d{1,3}")
_GROUP = re.compile(r"\d{3}(?:,\d+)?(?!\d)\D{0,4}")
_IN_TEXT = re.compile(r"[-\u2212\u2013]?\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}(?!\d))+(?:,\d+)?|\S*\d\S*")
# From the sign and the first digit to the last digit, and the sign of percent.
_CORE = re.compile(r"(?:(?<!\w)[-\u2212\u2013+±])?\d(?:.*\d)?(?: ?%)?")
# Groups of thousands stand nearer to each other than this share of the font size; cells of a table do not.
THOUSANDS_GAP = 0.8
# The spaces of a justified line differ by less than this share of the font size, where there are at least so many.
EVEN, FEWEST_BLANKS = 0.12, 3


@dataclass(slots=True, eq=False)
class Number:
    """A printed number: `text` from its first digit to its last, with a sign before it, and where it stands.

    `index` is the number of its line on the page, `start` and `end` its place in the text of that line; `first` and
    `last` are the numbers of its words, -1 in a text file.
    """

    page: Page
    line: Line
    index: int
    text: str
    start: int
    end: int
    first: int = -1
    last: int = -1

    @property
    def words(self) -> tuple[Word, ...]:
        return self.line.words[self.first : self.last + 1] if self.first >= 0 else ()


def numbers_of(document: Document) -> list[Number]:
    """All numbers in the order of the file."""
    return [
        number
        for page in document.pages
        for index, line in enumerate(page.lines)
        if DIGIT.search(line.text)
        for number in (_printed(page, index, line) if line.words else _plain(page, index, line))
    ]


def _plain(page: Page, index: int, line: Line) -> Iterator[Number]:
    for match in _IN_TEXT.finditer(line.text):
        yield _number(page, index, line, match.group(0), match.start())


def _printed(page: Page, index: int, line: Line) -> Iterator[Number]:
    words, start, position, even = line.words, 0, 0, evenly_spaced(line)
    while position < len(words):
        first, begin = position, start
        start += len(words[position].text) + 1
        if DIGIT.search(words[position].text):
            while position + 1 < len(words) and _goes_on(words, first, position, even):
                position += 1
                start += len(words[position].text) + 1
            text = " ".join([word.text for word in words[first : position + 1]])
            yield _number(page, index, line, text, begin, first, position)
        position += 1


def _number(page: Page, index: int, line: Line, text: str, start: int, first: int = -1, last: int = -1) -> Number:
    core = _CORE.search(text)
    begin, end = core.span() if core else (0, len(text))
    return Number(page, line, index, text[begin:end], start + begin, start + end, first, last)


def evenly_spaced(line: Line) -> bool:
    """Do the words stand equally far apart, as in a justified line? Then wide spaces part no cells."""
    gaps = [other.box.x0 - one.box.x1 for one, other in pairwise(line.words)]
    return len(gaps) >= FEWEST_BLANKS and max(gaps) - min(gaps) < EVEN * line.words[0].size


def _goes_on(words: tuple[Word, ...], first: int, last: int, even: bool) -> bool:
    """Is the next word another group of the same number?"""
    one, other = words[last], words[last + 1]
    apart = not even and other.box.x0 - one.box.x1 > THOUSANDS_GAP * one.size
    if apart or not _GROUP.fullmatch(other.text):
        return False
    return bool((_LEADING_GROUP if first == last else _GROUP).fullmatch(one.text)) and one.text[-1].isdigit()
