"""Does each printed digit look like the digit that the file says it is?

A digit looks the same wherever it stands in one font. So each is held against the usual looks of its font's digits, and
these against the digits of fonts that are known. That tells a text that replaces what is drawn (/ActualText), and a
font whose mapping to characters is missing or wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from pipeline.document import Line, Page, ReadingFinding, Word, in_short
from pipeline.read.glyphs import Glyphs, decimals
from pipeline.read.ink.drawing import FINEST, Drawing
from pipeline.read.ink.glyph_ink import FAINT, has_ink
from pipeline.read.ink.looks import looks
from pipeline.read.ink.usual import BELOW, GLANCE, SURE, Seen, UsualLooks, together

# Smaller print (in points) has too few pixels.
SMALLEST = 5.0
# Behind so many glyphs on its line a digit may stand beside its place: pdfium knows widths in whole thousandths.
LONG = 60
# Shares of its advance by which one may where its font is not in the file, too: there readers and pdfium know other
# widths of what stands before it. A font of which a part is in the file has a + in its name.
BESIDE = (-0.8, -0.6, -0.4, -0.2, 0.2, 0.4, 0.6, 0.8)
# A digit is not seen whole that looks less like itself than this at the first glance, wherever near its place it is
# printed (rows and columns of the grid), and less than the second in the finest picture. One of 60 sound plans has one
# at 0.81, so that this is a warning; below the third it is an error.
DIM, NOT_WHOLE, IN_PART = 0.6, 0.86, 0.78
# The usual looks in the finer picture come from the pages in doubt and so many with the most digits.
FULLEST = 6


class Digits:
    """All digits of a document, gathered page by page."""

    def __init__(self) -> None:
        self._pages: list[Seen] = []

    def add(self, page: int, glyphs: Glyphs, drawing: Drawing, drawn: Callable[[int], Drawing | None]) -> None:
        """The digits among the glyphs of a page; `drawn` draws it again at so many dots an inch."""
        decimal = decimals(glyphs.text)
        found = glyphs.at(np.flatnonzero(decimal & (glyphs.size >= SMALLEST) & (glyphs.x1 > glyphs.x0)))
        if len(found.text):
            hang = has_ink(found, drawing, drawing.text > FAINT, *BELOW)
            self._pages.append(Seen(page, found, found.text.astype(np.intp), looks(found, drawing), hang, drawn))

    def as_drawn(
        self, pages: Sequence[Page], cut: Collection[Word] = ()
    ) -> tuple[tuple[Page, ...], tuple[ReadingFinding, ...]]:
        """The pages with the digits that are drawn where these look like others than the file says, and an error for
        each such page: its words, and what they look like. Of the words `cut` by a page's end but a half is drawn."""
        if not self._pages:
            return tuple(pages), ()
        drawn, findings = list(pages), []
        for seen, seems in self._in_doubt():
            words = _drawn_words(seen, seems, pages[seen.page - 1])
            findings.append(_finding(seen.page, words))
            drawn[seen.page - 1] = _with_words(pages[seen.page - 1], words)
        told = {finding.page for finding in findings}
        findings += [found for found in self._not_whole(pages, cut) if found.page not in told]
        return tuple(drawn), tuple(findings)

    @cached_property
    def _all(self) -> Seen:
        """Once all pages are there."""
        return together(self._pages)

    @cached_property
    def _usual(self) -> UsualLooks:
        """At the first glance."""
        return UsualLooks(self._all)

    def _those(self, asked: NDArray[np.bool_]) -> dict[int, NDArray[np.bool_]]:
        """The pages with digits that are asked for, each with which of its own are."""
        parts = np.split(asked, np.cumsum([len(seen.said) for seen in self._pages])[:-1])
        return {seen.page: part for seen, part in zip(self._pages, parts, strict=True) if part.any()}

    def _fullest(self) -> list[Seen]:
        """The pages with the most digits."""
        return sorted(self._pages, key=lambda seen: -len(seen.said))[:FULLEST]

    def _not_whole(self, pages: Sequence[Page], cut: Collection[Word]) -> Iterator[ReadingFinding]:
        """A finding for each page with digits that are covered, cut off or painted over in part."""
        dim = self._those(self._usual.own_around(self._all, self._usual.own(self._all) < DIM) < DIM)
        if not dim:
            return
        doubted = [seen for seen in self._pages if seen.page in dim]
        finest = {seen.page: next(seen.drawn_finely(dpi=FINEST), seen) for seen in (*doubted, *self._fullest())}
        usual = UsualLooks(together([*finest.values()]))
        for seen in doubted:
            fits = usual.own_around(finest[seen.page], dim[seen.page])
            loose = seen.may_stand_beside() | _far_along(seen, pages[seen.page - 1])
            for moved_there in seen.drawn_finely(BESIDE, FINEST) if ((fits < NOT_WHOLE) & loose).any() else ():
                fits = np.where(loose, np.maximum(fits, usual.own_around(moved_there, dim[seen.page])), fits)
            broken = fits < NOT_WHOLE
            lines = pages[seen.page - 1].lines
            whole = (word for line in lines for word in line.words if word not in cut)
            least = {word: fits[places].min() for word in whole if broken[places := _of_word(word, seen.glyphs)].any()}
            if least:
                named = in_short([f"”{word.text}”" for word in least])
                message = f"Siffror på sida {seen.page} syns inte hela eller är otydliga: {named}."
                severity = "error" if min(least.values()) < IN_PART else "warning"
                yield ReadingFinding("otydlig_siffra", severity, message, seen.page)

    def _in_doubt(self) -> Iterator[tuple[Seen, NDArray[np.intp]]]:
        """The pages with digits that look like other ones, with what each looks like (-1: what it is said to be)."""
        doubts = self._those(self._usual.others(self._all, GLANCE) >= 0)
        if not doubts:
            return
        doubted = [seen for seen in self._pages if seen.page in doubts]
        finer = {seen.page: next(seen.drawn_finely(), seen) for seen in (*doubted, *self._fullest())}
        usual = UsualLooks(together([*finer.values()]), self._usual)
        for seen in doubted:
            seems = np.where(doubts[seen.page], usual.others(finer[seen.page], SURE), -1)
            loose = seen.may_stand_beside()
            for moved_there in seen.drawn_finely(BESIDE) if ((seems >= 0) & loose).any() else ():
                seems[loose & (usual.own(moved_there) > SURE.fit)] = -1
            if (seems >= 0).any():
                yield seen, seems


def _drawn_words(seen: Seen, seems: NDArray[np.intp], page: Page) -> dict[Word, Word]:
    """The words of a page that have such digits, each with the word that is drawn."""
    found = {}
    for word in (word for line in page.lines for word in line.words):
        places = _of_word(word, seen.glyphs)
        if (seems[places] >= 0).any():
            found[word] = word._replace(text=_looks_like(word, seen, seems, places))
    return found


def _with_words(page: Page, words: Mapping[Word, Word]) -> Page:
    def line(one: Line) -> Line:
        changed = tuple(words.get(word, word) for word in one.words)
        return replace(one, words=changed, text=" ".join(word.text for word in changed))

    return replace(page, lines=tuple(line(one) if set(one.words) & set(words) else one for one in page.lines))


def _finding(page: int, words: Mapping[Word, Word]) -> ReadingFinding:
    named = in_short([f"”{said.text}” (läst som ”{drawn.text}”)" for said, drawn in words.items()])
    message = f"Siffror på sida {page} ser ut som andra än de som filens text anger: {named}."
    return ReadingFinding("siffra_ser_annorlunda_ut", "error", message, page)


def _of_word(word: Word, glyphs: Glyphs) -> NDArray[np.intp]:
    """The digits that stand in a word, from left to right."""
    middle = (glyphs.x0 + glyphs.x1) / 2
    inside = (word.box.x0 < middle) & (middle < word.box.x1)
    inside &= (word.box.top < glyphs.baseline) & (glyphs.baseline < word.box.bottom)
    places = np.flatnonzero(inside)
    return places[np.argsort(glyphs.x0[places])]


def _far_along(seen: Seen, page: Page) -> NDArray[np.bool_]:
    """The digits behind so many glyphs on their lines that they may stand beside their places."""
    found = np.zeros(len(seen.said), bool)
    for line in page.lines:
        ends = accumulate(len(word.text) + 1 for word in line.words)
        for word, end in zip(line.words, ends, strict=True):
            if end > LONG:
                found[_of_word(word, seen.glyphs)] = True
    return found


def _looks_like(word: Word, seen: Seen, seems: NDArray[np.intp], places: NDArray[np.intp]) -> str:
    shown = iter(str(other if (other := int(seems[place])) >= 0 else seen.said[place]) for place in places)
    return "".join(next(shown, char) if char.isdecimal() else char for char in word.text)
