"""Why a printed number need not be in a stored value: a closed list of reasons, each told from the pages alone.

Nothing is asked of parsing, which could be wrong: what it took for a page header must look like one here, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from pipeline.account.kind import kind_of
from pipeline.account.numbers import Number
from pipeline.blocks.contents import CONTENTS, ENDS_IN_PAGE, ENTRY_LINES, LEADER
from pipeline.blocks.furniture import MARGIN, PAGE_NUMBER
from pipeline.document import Document, Line, Page
from pipeline.parse.notation import YEAR
from pipeline.parse.patterns import PATTERNS
from pipeline.swedish import fold

PAGE = "sidnummer"
RUNNING = "sidhuvud"
CONTENTS_ENTRY = "innehållsförteckning"
HEADER = "kolumnrubrik"
COPY = "sidkopia"
# On the cover, around its title: what an address or a date is made of.
COVER = ("datum", "telefon", "adress", "diarienummer", "år")
REASONS = (PAGE, RUNNING, CONTENTS_ENTRY, HEADER, COPY, *COVER)

# A header or footer comes back on this many pages at least, or on all of a shorter document.
COMES_BACK = 3
# In a text file a page's header or footer is among this many lines at its ends.
END_LINES = 4
_YEAR = re.compile(YEAR)


class Ignored:
    """The reasons of one document. `stored` are the numbers that a value holds; `cover_ends` is its last page."""

    def __init__(self, document: Document, stored: Iterable[Number], cover_ends: int) -> None:
        self._pages = document.pages
        self._cover_ends = cover_ends
        self._stored_lines = {id(number.line) for number in stored}

    def reason(self, number: Number) -> str | None:
        """Why the number, which no value holds, is ignored; None if nothing says so."""
        line, page = number.line, number.page
        if page.number in self._copies:
            return COPY
        if _in_margin(number):
            printed = _page_number(line, len(self._pages), bare=self._bare_numbers)
            if printed and printed[0] <= number.start < printed[1]:
                return PAGE
            if self._running[_without_page_number(line)] >= min(COMES_BACK, max(2, len(self._pages))):
                return RUNNING
        if id(line) in self._contents:
            return CONTENTS_ENTRY
        if _YEAR.fullmatch(number.text) and _is_header(line):
            return HEADER
        kind = kind_of(number)
        return kind if kind in COVER and page.number <= self._cover_ends else None

    @cached_property
    def _copies(self) -> set[int]:
        """The pages that print again, to the letter, what a page before them prints."""
        seen: set[tuple[str, ...]] = set()
        copies = set()
        for page in self._pages:
            text = tuple(line.text for line in page.lines)
            if text in seen and text:
                copies.add(page.number)
            seen.add(text)
        return copies

    @cached_property
    def _running(self) -> Counter[str]:
        """How many pages bear each line of a margin, its page number left out."""
        counted: Counter[str] = Counter()
        for page in self._pages:
            counted.update({_without_page_number(line) for line in _margins(page)})
        return counted

    @cached_property
    def _bare_numbers(self) -> bool:
        """Are pages numbered by a number alone? Then another one stands on each, and the highest is no higher than
        pages can be."""
        bare = [text for page in self._pages for line in _margins(page) if (text := fold(line.text)).isdecimal()]
        numbers = {int(text) for text in bare}
        return len(numbers) >= max(2, len(self._pages) // 2) and max(numbers) < min(numbers) + 2 * len(self._pages)

    @cached_property
    def _contents(self) -> set[int]:
        """The lines of the table of contents: entries that end in a page number, and the lines they begin with."""
        lines = [line for page in self._pages for line in page.lines]
        found: set[int] = set()
        last, reached = -len(lines), 0  # the entry before, none yet, and the page that it names
        for index, line in enumerate(lines):
            text = line.text.rstrip()
            if text[:1] in "Ii" and CONTENTS.fullmatch(fold(text)):
                last, reached = index, 0
            elif text[-1:].isdigit() and (page := _entry_page(fold(text), near=index - last <= ENTRY_LINES)) >= reached:
                first = max(index - ENTRY_LINES + 1, last + 1, 0)
                found |= {id(one) for one in self._entry(lines, first, index)}
                last, reached = index, page
        return found

    def _entry(self, lines: Sequence[Line], first: int, last: int) -> Sequence[Line]:
        """The lines of an entry up to its page number: those that no value holds."""
        start = last
        while start > first and id(lines[start - 1]) not in self._stored_lines:
            start -= 1
        return lines[start : last + 1]


def _entry_page(text: str, *, near: bool) -> int:
    """The page that an entry of the contents ends in: behind dots, or without them `near` another entry; -1 for any
    other line."""
    entry = LEADER.search(text) or (near and ENDS_IN_PAGE.search(text))
    return int(re.split(r"\D", text)[-1]) if entry else -1


def _margins(page: Page) -> list[Line]:
    """The lines in the upper and in the lower margin of a page."""
    boxed = [line for line in page.lines if line.box]
    if boxed:
        return [line for line in boxed if _by_place(line, page)]
    printed = [line for line in page.lines if line.text.strip()]
    return [*printed[:END_LINES], *printed[max(END_LINES, len(printed) - END_LINES) :]]


def _by_place(line: Line, page: Page) -> bool:
    box = line.box
    return box is not None and (box.top < MARGIN * page.height or box.bottom > (1 - MARGIN / 2) * page.height)


def _in_margin(number: Number) -> bool:
    if number.line.box:
        return _by_place(number.line, number.page)
    return any(line is number.line for line in _margins(number.page))


def _page_number(line: Line, pages: int, *, bare: bool) -> tuple[int, int] | None:
    """Where in the line's text its page number stands."""
    match = PAGE_NUMBER.search(line.text)
    if match and (
        match.group(0).startswith("Sid") or int(match.group(1)) <= max(int(g) for g in match.groups()[1:] if g)
    ):
        return match.span()
    text = line.text.strip()
    return (0, len(line.text)) if bare and text.isdecimal() else None


def _without_page_number(line: Line) -> str:
    return fold(PAGE_NUMBER.sub("", line.text))


def _is_header(line: Line) -> bool:
    """Are all words of the line those of a table's header, or of the note to one of its columns?"""
    words = fold(line.text).lstrip("*").split()
    return any(all(pattern.header_word.fullmatch(word) for word in words) for pattern in PATTERNS)
