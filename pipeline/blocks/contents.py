"""The table of contents, and what surrounds the body of the cover: not part of the running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from pipeline.blocks.furniture import PAGE_NUMBER
from pipeline.document import Line, Page, Word
from pipeline.swedish import fold

CONTENTS = re.compile(r"(?:Innehåll(?:sförteckning)?|Innehålls?\s*förteckning)", re.IGNORECASE)
# Only looks where there is a dot, not at every character of the document.
LEADER = re.compile(r"(?=[.·…_])(?:(?:[.·…_]\s?){3,}\s*\d{1,3}$|…+\s*\d{1,3}$|(?:[.·_]\s?){8,}$)")
LEADER_ENDS = ".·…_"
ENDS_IN_PAGE = re.compile(r"\S\s+\d{1,3}$")
_PAGE_AT_END = re.compile(r"[\W\d_]+$")
_BETWEEN_LETTERS = re.compile(r"[\W_]+")
# An entry of the contents wraps over at most this many lines before the one with its page number.
ENTRY_LINES = 5
# Contents without page numbers have at least this many lines.
FEWEST_ENTRIES = 3
_PAGE_ALONE = re.compile(r"\d{1,3}")
# Contents with at least this many leaders have them throughout: there a number alone closes no entry.
LEADERS = 3
# A column begins at most so many points left of its heading; words this many font sizes apart are none of one text.
COLUMN_EDGE, COLUMN_GAP = 4, 1.0


@dataclass(frozen=True, slots=True)
class Parted:
    """Pages split in two parts."""

    pages: tuple[Page, ...]
    apart: tuple[Line, ...]


class Titles:
    """All that a document prints, to tell a line of its contents from one that only ends in a number: what the contents
    list stands in the document again."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = lines

    @cached_property
    def _letters(self) -> str:
        return _BETWEEN_LETTERS.sub("", "".join([line.text for line in self._lines])).casefold()

    def come_back(self, line: Line) -> bool:
        """Whether the line, without its page number, is also printed elsewhere, however it is broken into lines
        there."""
        title = _BETWEEN_LETTERS.sub("", _PAGE_AT_END.sub("", line.text)).casefold()
        return self._letters.count(title) > 1


def is_headline(line: Line) -> bool:
    """Whether the line is the headline of the table of contents."""
    return line.text.lstrip()[:1] in "Ii" and bool(CONTENTS.fullmatch(fold(line.text)))


def has_leader(line: Line) -> bool:
    """Whether the line ends in a row of dots, with or without a page number."""
    end = line.text.rstrip()[-1:]
    return (end.isdigit() or end in LEADER_ENDS) and bool(LEADER.search(fold(line.text)))


def without_contents(pages: Sequence[Page]) -> Parted:
    """The pages without the table of contents: the lines under its headline as long as entries end in page numbers,
    and any titles with dot leaders."""
    lines = [line for page in pages for line in page.lines]
    titles = Titles(lines)
    drop: set[int] = set()
    for index, line in enumerate(lines):
        if is_headline(line):
            drop |= {id(entry) for entry in lines[index : _end(lines, index + 1, titles)]}
    for index, line in enumerate(lines):
        if has_leader(line) and id(line) not in drop and titles.come_back(line):
            drop |= {id(entry) for entry in _entry(lines, index)}
    return Parted(
        tuple(replace(page, lines=tuple(line for line in page.lines if id(line) not in drop)) for page in pages),
        tuple(line for line in lines if id(line) in drop),
    )


def _end(lines: Sequence[Line], start: int, titles: Titles) -> int:
    """The index after the last entry of the contents that begin at `start`."""
    leaders = sum(map(has_leader, lines[start : start + 40])) >= LEADERS
    end = index = start
    while index < len(lines) and index - end < ENTRY_LINES:
        line = lines[index]
        index += 1
        if has_leader(line) or (not leaders and ENDS_IN_PAGE.search(fold(line.text)) and titles.come_back(line)):
            end = index
    while leaders and end < len(lines) and _PAGE_ALONE.fullmatch(fold(lines[end].text)):
        end += 1
    return end if end > start else end_of_titles(lines, start, titles)


def end_of_titles(lines: Sequence[Line], start: int, titles: Titles) -> int:
    """The same for contents that name no pages: they end where their first entry is printed again, as a headline."""
    first = fold(lines[start].text) if start < len(lines) else ""
    for index in range(start + 1, len(lines)):
        text = fold(lines[index].text)
        if text == first:
            return index if index - start >= FEWEST_ENTRIES else start
        if not (_PAGE_ALONE.fullmatch(text) or PAGE_NUMBER.fullmatch(text) or titles.come_back(lines[index])):
            break
    return start


def _entry(lines: Sequence[Line], index: int) -> Sequence[Line]:
    """The lines of the entry whose last line is at `index`: those above it that a leader does not close."""
    start = index
    while start and index - start < ENTRY_LINES - 1:
        above = fold(lines[start - 1].text)
        starts = re.match(r"(?:KF:?s|Nämndmål|\d+(?:\.\d+)*\.?\s)", fold(lines[start].text))
        if has_leader(lines[start - 1]) or starts or not above or above.endswith((".", ":")):
            break
        if not re.match(r"(?:KF:?s|Nämndmål)", above):
            break
        start -= 1
    return lines[start : index + 1]


def without_cover(pages: Sequence[Page], begins: re.Pattern[str]) -> Parted:
    """The pages from the line that `begins` fits on, and the cover apart: all before that line, and on its page what
    stands beside its column or below it in smaller print (addresses)."""
    first = next(
        (
            (number, index)
            for number, page in enumerate(pages)
            for index, line in enumerate(page.lines)
            if begins.fullmatch(fold(line.text))
        ),
        None,
    )
    if first is None:
        return Parted(tuple(pages), ())
    number, index = first
    page = pages[number]
    start = page.lines[index]
    kept: list[Line] = [start]
    apart = [line for before in pages[:number] for line in before.lines] + list(page.lines[:index])
    below = page.lines[index + 1 :]
    column = None if any(_runs_across(line, start) for line in below) else start
    for line in below:
        body, beside = _beside(line, column) if column else (line, None)
        if body and not _small_print(body, page, kept):
            kept.append(body)
        else:
            beside = line
        if beside:
            apart.append(beside)
    return Parted((replace(page, lines=tuple(kept)), *pages[number + 1 :]), tuple(apart))


def _runs_across(line: Line, start: Line) -> bool:
    """Does running text begin to the left of `start`? Then that is indented, and heads no column of its own."""
    if start.box is None:
        return False
    edge = start.box.x0 - COLUMN_EDGE
    return any(
        one.box.x0 < edge <= other.box.x0 and other.box.x0 - one.box.x1 < COLUMN_GAP * one.size
        for one, other in pairwise(line.words)
    )


def _beside(line: Line, start: Line) -> tuple[Line | None, Line | None]:
    """The line's words in the column of `start`, and those to the left of it."""
    if line.box is None or start.box is None:
        return line, None
    edge = start.box.x0 - COLUMN_EDGE
    body = tuple(word for word in line.words if word.box.x0 >= edge)
    left = tuple(word for word in line.words if word.box.x0 < edge)
    return _of_words(line, body), _of_words(line, left)


def _of_words(line: Line, words: tuple[Word, ...]) -> Line | None:
    return replace(line, text=" ".join(word.text for word in words), words=words) if words else None


def _small_print(line: Line, page: Page, body: Sequence[Line]) -> bool:
    if line.box is None or line.box.bottom < 0.85 * page.height:
        return False
    letters: Counter[float] = Counter()
    for one in body[1:]:  # headings are larger than the text, and short
        letters.update({word.size: len(word.text) for word in one.words})
    return bool(letters) and line.words[0].size < 0.85 * letters.most_common(1)[0][0]
