"""Lines of text that a page's end cuts lengthwise, as Qt prints them: the upper half here, the lower on the next page.

The file has such a line whole on both pages, and shows of each what its page has room for. It is one line: the text is
the same, the place across is the same, and all lines that one cut goes through are moved by the same distance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import NamedTuple

from pipeline.document import Box, Line, Page, ReadingFinding, Word

# So many lines of cells beside each other may be cut at the end of a page.
MOST_CUT = 8
# So many lines may stand between a cut line and the edge of its page: its header or footer.
FURNITURE = 2
# So many characters of a line are told.
SHOWN = 80
# A line of so many letters hardly stands twice in a document, at the end of a page and the top of the next.
LONG = 20
# `Qt 4.8.7`, `Qt 5.15.8`: how a PDF has the name of its producer.
MADE_BY_QT = "Qt ".encode("utf-16-be")
# Places are the same within so many points.
SAME_PLACE = 1.0
# What is nearer than this share of the size to the part before it is of the same word.
WITHIN_WORD = 0.12
UNSEEN = "osynlig_text"


class _Printed(NamedTuple):
    """A line as the file has it: the words of the page on it, and those that are cut off from sight."""

    seen: tuple[Word, ...]
    unseen: tuple[Word, ...]

    @property
    def parts(self) -> list[Word]:
        return sorted((*self.seen, *self.unseen), key=lambda word: word.box.x0)

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.parts)

    @property
    def bottom(self) -> float:
        return self.parts[0].box.bottom


def without_cuts(pages: Sequence[Page], content: bytes = b"") -> tuple[Page, ...]:
    """The pages, each line that their end cuts made whole and left on one of them: where more of it is seen.

    Where no letter of a document is cut off from sight, a cut may yet go through the blank above or below a line: then
    a long one that stands on both pages tells, in a file that says in its `content` that Qt made it.
    """
    unseen = any(map(_unseen, pages))
    if not unseen and MADE_BY_QT not in content:
        return tuple(pages)
    twice = [_twice(above, below) for above, below in pairwise(pages)]
    shift = _shift([pair for pairs in twice for pair in pairs], unseen=unseen)
    result = list(pages)
    for place, pairs in enumerate(twice):
        for upper, lower in pairs:
            if shift and abs(upper.bottom - lower.bottom - shift) < SAME_PLACE:
                above = len(upper.unseen) <= len(lower.unseen) and unseen  # a header comes again, too, on its page
                result[place] = _with_line(result[place], upper, shown=above)
                result[place + 1] = _with_line(result[place + 1], lower, shown=not above)
                result[place] = _told(result[place], upper)
    return tuple(result)


def _told(page: Page, printed: _Printed) -> Page:
    """The page with a finding that says which line was put together: two rows that are alike are no such line."""
    text = " ".join(word.text for word in _words(printed.parts))[:SHOWN]
    message = f"Raden ”{text}” är delad mellan sida {page.number} och sida {page.number + 1} och är läst en gång."
    return replace(page, findings=(*page.findings, ReadingFinding("delad_rad", "note", message, page.number)))


def _shift(pairs: Iterable[tuple[_Printed, _Printed]], *, unseen: bool) -> float | None:
    """By how much the text is moved from page to page: each has as much of it. Lines tell that are cut beyond doubt;
    others may be whole on both pages as far as one can see."""
    shifts = [
        upper.bottom - lower.bottom
        for upper, lower in pairs
        if (upper.unseen or lower.unseen if unseen else sum(map(str.isalpha, upper.text)) >= LONG)
    ]
    return max(shifts, key=lambda one: sum(abs(one - other) < SAME_PLACE for other in shifts), default=None)


def _unseen(page: Page) -> list[Word]:
    known = {id(word) for word in (*page.struck, *page.marks)}
    return [word for word in page.removed if id(word) not in known]


def _twice(above: Page, below: Page) -> list[tuple[_Printed, _Printed]]:
    """The lines at the end of a page that stand again at the top of the next."""
    uppers, lowers = _printed(above)[-MOST_CUT:], _printed(below)[:MOST_CUT]
    pairs = [(upper, lower) for upper in uppers for lower in lowers if _alike(upper, lower)]
    last, first = {id(upper) for upper, _ in pairs}, {id(lower) for _, lower in pairs}
    return [
        (upper, lower)
        for upper, lower in pairs
        if sum(one.bottom > upper.bottom and id(one) not in last for one in uppers) <= FURNITURE
        and sum(one.bottom < lower.bottom and id(one) not in first for one in lowers) <= FURNITURE
    ]


def _alike(upper: _Printed, lower: _Printed) -> bool:
    """Is it one line? Where letters are cut off on both pages their order must be the same, too: those beside a letter
    that is not seen have been taken for neighbours."""
    beside = abs(upper.parts[0].box.x0 - lower.parts[0].box.x0) < SAME_PLACE
    if not beside or upper.bottom <= lower.bottom or sorted(upper.text) != sorted(lower.text):
        return False
    return not (upper.unseen and lower.unseen) or upper.text == lower.text


def _printed(page: Page) -> list[_Printed]:
    """The lines of a page from top to bottom, as the file has them."""
    hidden = set(map(id, _unseen(page)))
    words = [*(word for line in page.lines for word in line.words), *_unseen(page)]
    lines = groupby(sorted(words, key=lambda word: word.box.bottom), key=_Baseline())
    whole = [tuple(line) for _, line in lines]
    return [
        _Printed(
            tuple(word for word in line if id(word) not in hidden), tuple(word for word in line if id(word) in hidden)
        )
        for line in whole
    ]


class _Baseline:
    """The baseline of each word, the same for those that stand on one line."""

    def __init__(self) -> None:
        self.last = float("-inf")

    def __call__(self, word: Word) -> float:
        if word.box.bottom - self.last > SAME_PLACE:
            self.last = word.box.bottom
        return self.last


def _with_line(page: Page, printed: _Printed, *, shown: bool) -> Page:
    """The page with a line that was cut as a whole one, or without it."""
    ours = set(map(id, (*printed.seen, *printed.unseen)))
    kept = [line for line in page.lines if not any(id(word) in ours for word in line.words)]
    removed = tuple(word for word in page.removed if id(word) not in ours)
    if shown:
        words = tuple(_words(printed.parts))
        whole = Line(" ".join(word.text for word in words), page.number, words)
        kept = sorted((*kept, whole), key=lambda line: line.box.bottom if line.box else 0.0)
    else:
        removed += (*printed.seen, *printed.unseen)
    left = replace(page, removed=removed if shown else ())
    told = tuple(found for found in page.findings if found.rule != UNSEEN or (shown and _unseen(left)))
    return replace(page, lines=tuple(kept), removed=removed, findings=told)


def _words(parts: Sequence[Word]) -> Iterator[Word]:
    """Words from their parts, some of which were seen and others not."""
    start = 0
    breaks = [
        index
        for index, (one, other) in enumerate(pairwise(parts), start=1)
        if other.box.x0 - one.box.x1 > WITHIN_WORD * one.size
    ]
    for end in (*breaks, len(parts)):
        same = parts[start:end]
        box = Box.around([part.box for part in same])
        yield same[0]._replace(text="".join(part.text for part in same), box=box, spaced=same[-1].spaced)
        start = end
