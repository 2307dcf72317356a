"""Why a printed number or line need not be in a stored value: a closed list of reasons, each derived from the pages
only.

Does not rely on parsing, which could be wrong: what it took for a page header must look like one here too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from pipeline.account.kind import kind_of
from pipeline.account.printed_numbers import Number
from pipeline.blocks.contents import ENDS_IN_PAGE, ENTRY_LINES, Titles, end_of_titles, has_leader, is_headline
from pipeline.blocks.furniture import MARGIN, NUMBER_ALONE, PAGE_NUMBER
from pipeline.document import Document, Line, Page
from pipeline.parse.printed_tables import PATTERNS, PRINTED_TABLES
from pipeline.record import Source
from pipeline.swedish import fold
from pipeline.tables.header import HYPHENS

PAGE = "sidnummer"
RUNNING = "sidhuvud"
CONTENTS_ENTRY = "innehållsförteckning"
HEADER = "kolumnrubrik"
COPY = "sidkopia"
# On the cover, around its title: what an address or a date is made of.
COVER = ("datum", "telefon", "adress", "diarienummer", "år")
REASONS = (PAGE, RUNNING, CONTENTS_ENTRY, HEADER, COPY, *COVER)

# The maximum length of the cover, in pages, and in lines for a text file.
COVER_PAGES, COVER_LINES = 2, 100
# A header or footer comes back on this many pages at least, or on all of a shorter document.
COMES_BACK = 3
# In a text file a page's header or footer is among this many lines at its ends.
END_LINES = 4
# So many letters at least are left of a header's word where it is broken.
SHORTEST_PART = 5
_HEADER_WORDS = {
    word.casefold()
    for declared in PRINTED_TABLES
    for column in declared.columns
    for word in column.words
    if word.isalpha()
}


class Ignored:
    """The reasons of one document. `stored` are the numbers that a value holds; at the first `headline` the cover
    ends."""

    def __init__(self, document: Document, stored: Iterable[Number], headline: Source | None) -> None:
        self._pages = document.pages
        self._headline = headline
        self._cover_ends = headline.page if headline else 0
        self._stored_lines = {id(number.line) for number in stored}

    def has(self, line: Line, page: Page) -> bool:
        """Whether a line that is in no value is ignored as a whole."""
        return (
            page.number in self._copies
            or id(line) in self._contents
            or _is_header(line)
            or self._on_cover(line)
            or (self._in_margin(line, page) and self._belongs_to_margin(line))
        )

    def _on_cover(self, line: Line) -> bool:
        headline = self._headline
        if line.page > COVER_PAGES or (line.number or 0) > COVER_LINES:
            return False
        if headline is None or line.page != headline.page:
            return line.page < self._cover_ends
        if line.box and headline.box:
            return line.box.top < headline.box.top
        return (line.number or 0) < (headline.line or 0)

    def _belongs_to_margin(self, line: Line) -> bool:
        return line.page <= self._cover_ends or self._comes_back(line) or self._page_number(line) is not None

    def reason(self, number: Number) -> str | None:
        """Why a number that is in no value is ignored; None if there is no reason."""
        line, page = number.line, number.page
        if page.number in self._copies:
            return COPY
        if self._in_margin(line, page):
            printed = self._page_number(line)
            if printed and printed[0] <= number.start < printed[1]:
                return PAGE
            if self._comes_back(line):
                return RUNNING
        if id(line) in self._contents:
            return CONTENTS_ENTRY
        if _is_header(line):  # a year, or `T2`
            return HEADER
        kind = kind_of(number)
        return kind if kind in COVER and page.number <= self._cover_ends else None

    def _in_margin(self, line: Line, page: Page) -> bool:
        return any(one is line for one in self._margins[page.number])

    def _page_number(self, line: Line) -> tuple[int, int] | None:
        return _page_number(line, self._bare_numbers)

    def _comes_back(self, line: Line) -> bool:
        return self._running[_without_page_number(line)] >= min(COMES_BACK, max(2, len(self._pages)))

    @cached_property
    def _margins(self) -> dict[int, list[Line]]:
        return {page.number: _margins(page) for page in self._pages}

    @cached_property
    def _copies(self) -> set[int]:
        """The pages that exactly repeat an earlier page."""
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
        """How many pages have each line of a margin, its page number left out."""
        counted: Counter[str] = Counter()
        for page in self._pages:
            counted.update({_without_page_number(line) for line in self._margins[page.number]})
        return counted

    @cached_property
    def _bare_numbers(self) -> set[str]:
        """The lines of a margin that are a number alone (`3`, `Sida 3`), if pages are numbered so: then another one
        stands on each, and none is higher than pages can be (a year is)."""
        margins = (line for lines in self._margins.values() for line in lines)
        bare = {text: int(alone[1]) for line in margins if (alone := NUMBER_ALONE.fullmatch(text := fold(line.text)))}
        highest = min(bare.values(), default=0) + 2 * len(self._pages)
        numbers = {text for text, number in bare.items() if number < highest}
        return numbers if len(numbers) >= max(2, len(self._pages) // 2) else set()

    @cached_property
    def _contents(self) -> set[int]:
        """The lines of the table of contents: entries that end in a page number, and the lines they begin with."""
        lines = [line for page in self._pages for line in page.lines]
        found: set[int] = set()
        titles = Titles(lines)
        last, reached = -len(lines), 0  # the entry before, none yet, and the page that it names
        for index, line in enumerate(lines):
            if is_headline(line):
                found |= {id(one) for one in lines[index : max(end_of_titles(lines, index + 1, titles), index + 1)]}
                last, reached = index, 0
            elif (page := _entry_page(line, titles, near=index - last <= ENTRY_LINES)) >= reached:
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


def _entry_page(line: Line, titles: Titles, *, near: bool) -> int:
    """The page that an entry of the contents ends in: `near` another entry after dots, or a title that comes back;
    -1 for any other line."""
    if not line.text.rstrip()[-1:].isdigit():
        return -1
    text, dotted = fold(line.text), has_leader(line)
    entry = (dotted and near) or ((dotted or (near and ENDS_IN_PAGE.search(text))) and titles.come_back(line))
    return int(re.split(r"\D", text)[-1]) if entry else -1


def _margins(page: Page) -> list[Line]:
    """The lines in the upper and in the lower margin of a page."""
    boxed = [line for line in page.lines if line.box]
    if boxed:
        numbered = PAGE_NUMBER.fullmatch(fold(boxed[-1].text))
        return [line for line in boxed if _by_place(line, page) or (numbered and line is boxed[-1])]
    printed = [line for line in page.lines if line.text.strip()]
    return [*printed[:END_LINES], *printed[max(END_LINES, len(printed) - END_LINES) :]]


def _by_place(line: Line, page: Page) -> bool:
    box = line.box
    return box is not None and (box.top < MARGIN * page.height or box.bottom > (1 - MARGIN / 2) * page.height)


def _page_number(line: Line, bare: set[str]) -> tuple[int, int] | None:
    """Where in the line's text its page number stands."""
    match = PAGE_NUMBER.search(line.text)
    if match and (
        match.group(0).startswith("Sid") or int(match.group(1)) <= max(int(g) for g in match.groups()[1:] if g)
    ):
        return match.span()
    return (0, len(line.text)) if fold(line.text) in bare else None


def _without_page_number(line: Line) -> str:
    return fold(PAGE_NUMBER.sub("", line.text))


def _is_header(line: Line) -> bool:
    """Are all words of the line those of a table's header, or of the note to one of its columns?"""
    words = line.text.lstrip("*").split()
    whole = [fold(word) for word in words if not word.endswith(HYPHENS)]
    if not whole:  # `Periodici-` alone, above the line of all other headers
        parts = [word.rstrip("".join(HYPHENS)) for word in words]
        names = [name for pattern in PATTERNS for name in pattern.header]
        return bool(parts) and all(_is_part(part) or any(name.match(part) for name in names) for part in parts)
    return any(all(pattern.header_word.fullmatch(word) or _is_part(word) for word in whole) for pattern in PATTERNS)


@lru_cache(maxsize=10_000)  # each word is asked for on each of its lines, for each pattern
def _is_part(word: str) -> bool:
    """Is it the beginning or the end of a header's word, which a narrow column has broken (`Måluppfy` / `llelse`)?"""
    part = word.casefold()
    return len(part) >= SHORTEST_PART and any(one.startswith(part) or one.endswith(part) for one in _HEADER_WORDS)
