"""Does each printed digit look like the digit that the file says it is?

A digit looks the same wherever it stands in one font. So each is held against the usual looks of its font's digits, and
these against the digits of fonts that are known. That tells a text that replaces what is drawn (/ActualText), and a
font whose mapping to characters is missing or wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.document import Line, Page, ReadingFinding, Word, in_short
from pipeline.read.glyphs import Glyphs, decimals
from pipeline.read.ink.drawing import FINE, FINEST, Drawing
from pipeline.read.ink.looks import Looks, looks, moved, normal, reference_looks

# The usual look of a digit in a font is the median of at least so many.
LEAST_SEEN = 3
# Smaller print (in points) has too few pixels.
SMALLEST = 5.0
# Rows and columns of the grid by which a digit may be printed beside its place.
NEAR = ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1))
# Behind so many glyphs on its line a digit may stand beside its place: pdfium knows widths in whole thousandths.
LONG = 60
# Shares of its advance by which one may where its font is not in the file, too: there readers and pdfium know other
# widths of what stands before it. A font of which a part is in the file has a + in its name.
BESIDE = (-0.8, -0.6, -0.4, -0.2, 0.2, 0.4, 0.6, 0.8)
# A digit is not seen whole that looks less like itself than this at the first glance, wherever near its place it is
# printed (rows and columns of the grid), and less than the second in the finest picture. One of 60 sound plans has one
# at 0.81, so that this is a warning; below the third it is an error.
DIM, NOT_WHOLE, IN_PART = 0.6, 0.86, 0.78
AROUND = tuple((row, column) for row in range(-2, 3) for column in range(-2, 3))


class Bound(NamedTuple):
    """A digit is in doubt that is more like another one than like its own by `better`.

    What is less like the other one than `fit` (1: the same) must be so by more: `steep` times what is missing.
    """

    fit: float
    better: float
    steep: float


# At the first glance, and drawn more finely. Measured on nine plans of five producers, 29 000 digits: none that is
# right is told; of digits whose text was exchanged for another one, 86 to 97 of 100 are.
GLANCE, SURE = Bound(0.50, 0.03, 1.0), Bound(0.75, 0.12, 1.7)
# The usual looks in the finer picture come from the pages in doubt and so many with the most digits.
FULLEST = 6


@dataclass(frozen=True, slots=True)
class _Seen:
    """The digits of a page, what each is said to be and looks like, and the page drawn more finely."""

    page: int
    glyphs: Glyphs
    said: NDArray[np.intp]
    looks: Looks
    drawn: Callable[[int], Drawing | None]

    def drawn_finely(self, moves: Sequence[float] = (0.0,), dpi: int = FINE) -> Iterator[_Seen]:
        """The same in the finer picture, beside their places by each of these shares of their advance."""
        drawing = self.drawn(dpi)
        if drawing is None:
            return
        for move in moves:
            by = move * (self.glyphs.x1 - self.glyphs.x0)
            glyphs = self.glyphs._replace(x0=self.glyphs.x0 + by, x1=self.glyphs.x1 + by)
            yield replace(self, looks=looks(glyphs, drawing))

    def may_stand_beside(self) -> NDArray[np.bool_]:
        return np.fromiter(("+" not in font for font in self.glyphs.font), bool, len(self.said))


class Digits:
    """All digits of a document, gathered page by page."""

    def __init__(self) -> None:
        self._pages: list[_Seen] = []

    def add(self, page: int, glyphs: Glyphs, drawing: Drawing, drawn: Callable[[int], Drawing | None]) -> None:
        """The digits among the glyphs of a page; `drawn` draws it again at so many dots an inch."""
        decimal = decimals(glyphs.text)
        found = glyphs.at(np.flatnonzero(decimal & (glyphs.size >= SMALLEST) & (glyphs.x1 > glyphs.x0)))
        if len(found.text):
            self._pages.append(_Seen(page, found, found.text.astype(np.intp), looks(found, drawing), drawn))

    def as_drawn(
        self, pages: Sequence[Page], cut: Collection[Word] = ()
    ) -> tuple[tuple[Page, ...], tuple[ReadingFinding, ...]]:
        """The pages with the digits that are drawn where these look like others than the file says, and an error for
        each such page: its words, and what they look like. Of the words `cut` by a page's end but a half is drawn."""
        drawn, findings = list(pages), []
        for seen, seems in self._in_doubt():
            words = _drawn_words(seen, seems, pages[seen.page - 1])
            findings.append(_finding(seen.page, words))
            drawn[seen.page - 1] = _with_words(pages[seen.page - 1], words)
        told = {finding.page for finding in findings}
        findings += [found for found in self._not_whole(pages, cut) if found.page not in told]
        return tuple(drawn), tuple(findings)

    def _fullest(self) -> list[_Seen]:
        """The pages with the most digits."""
        return sorted(self._pages, key=lambda seen: -len(seen.said))[:FULLEST]

    def _not_whole(self, pages: Sequence[Page], cut: Collection[Word]) -> Iterator[ReadingFinding]:
        """A finding for each page with digits that are covered, cut off or painted over in part."""
        usual = _UsualLooks(self._pages)
        dim = {seen.page: usual.own_around(seen, usual.own(seen) < DIM) < DIM for seen in self._pages}
        doubted = [seen for seen in self._pages if dim[seen.page].any()]
        if not doubted:
            return
        finest = {seen.page: next(seen.drawn_finely(dpi=FINEST), seen) for seen in (*doubted, *self._fullest())}
        usual = _UsualLooks(finest.values())
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

    def _in_doubt(self) -> Iterator[tuple[_Seen, NDArray[np.intp]]]:
        """The pages with digits that look like other ones, with what each looks like (-1: what it is said to be)."""
        usual = _UsualLooks(self._pages)
        doubts = {seen.page: usual.others(seen, GLANCE) >= 0 for seen in self._pages}
        doubted = [seen for seen in self._pages if doubts[seen.page].any()]
        if not doubted:
            return
        finer = {seen.page: next(seen.drawn_finely(), seen) for seen in (*doubted, *self._fullest())}
        usual = _UsualLooks(finer.values(), usual)
        for seen in doubted:
            seems = np.where(doubts[seen.page], usual.others(finer[seen.page], SURE), -1)
            loose = seen.may_stand_beside()
            for moved_there in seen.drawn_finely(BESIDE) if ((seems >= 0) & loose).any() else ():
                seems[loose & (usual.own(moved_there) > SURE.fit)] = -1
            if (seems >= 0).any():
                yield seen, seems


class _UsualLooks:
    """Of each font of a document the usual look of each digit; all 0 where it has none that can be relied upon."""

    def __init__(self, pages: Collection[_Seen], otherwise: _UsualLooks | None = None) -> None:
        self._fonts: dict[str, Looks] = dict(otherwise._fonts) if otherwise else {}
        known = reference_looks()
        for font in {str(font) for seen in pages for font in set(seen.glyphs.font)}:
            usual = _medians(font, pages)
            usual[_other(usual, np.arange(10), known, SURE) >= 0] = 0
            if font in self._fonts:
                usual = np.where(usual.any(axis=1, keepdims=True), usual, self._fonts[font])
            self._fonts[font] = usual
        whole = [usual for usual in self._fonts.values() if usual.any(axis=1).all()]
        self._whole = np.concatenate((known, *whole))

    def others(self, seen: _Seen, bound: Bound) -> NDArray[np.intp]:
        """For each digit of the page the other one that it seems to be; -1 for one that is right.

        It is held against its font and all those that have looks of all ten.
        """
        result = np.full(len(seen.said), -1, np.intp)
        for font in set(seen.glyphs.font):
            usual = self._fonts[str(font)]
            has = np.asarray(usual.any(axis=1))[seen.said]
            for places, known in ((has, np.concatenate((usual, self._whole))), (~has, self._whole)):
                places = places & (seen.glyphs.font == font)
                if places.any():
                    result[places] = _other(seen.looks[places], seen.said[places], known, bound)
        return result

    def own(self, seen: _Seen) -> NDArray[np.float32]:
        """How well each digit of the page looks like what it is said to be."""
        result = np.zeros(len(seen.said), np.float32)
        for font in set(seen.glyphs.font):
            known = np.concatenate((self._fonts[str(font)], self._whole)).reshape(-1, 10, seen.looks.shape[1])
            for digit in range(10):
                places = np.flatnonzero((seen.glyphs.font == font) & (seen.said == digit))
                if len(places):
                    result[places] = (seen.looks[places] @ known[:, digit].T).max(axis=1)
        return result

    def own_around(self, seen: _Seen, asked: NDArray[np.bool_]) -> NDArray[np.float32]:
        """The same for the digits asked, wherever near their places they are printed; 1 for all others, and for those
        whose font has no usual look of them."""
        result = np.ones(len(seen.said), np.float32)
        for font in set(seen.glyphs.font[asked]):
            usual = self._fonts[str(font)]
            has = np.asarray(usual.any(axis=1))[seen.said]
            places = np.flatnonzero(asked & has & (seen.glyphs.font == font))
            if len(places):
                own = np.concatenate((usual, self._whole)).reshape(-1, 10, usual.shape[1])[:, seen.said[places]]
                fits = [np.einsum("fnp,np->fn", own, moved(seen.looks[places], *by)).max(axis=0) for by in AROUND]
                result[places] = np.max(fits, axis=0)
        return result


def _medians(font: str, pages: Collection[_Seen]) -> Looks:
    """What the digits of a font look like, from 0 to 9; all 0 for one that is rare."""
    here = [(seen, seen.glyphs.font == font) for seen in pages]
    said = np.concatenate([seen.said[places] for seen, places in here])
    every = np.concatenate([seen.looks[places] for seen, places in here])
    result = np.zeros((10, every.shape[1]), np.float32)
    for digit in range(10):
        if (said == digit).sum() >= LEAST_SEEN:
            result[digit] = np.median(every[said == digit], axis=0)
    return normal(result)


def _other(found: Looks, said: NDArray[np.intp], known: Looks, bound: Bound) -> NDArray[np.intp]:
    """The other digit that each looks like, in the font that fits best; -1 for none.

    What a digit is said to be has the benefit of the doubt: it may be printed a little beside its place.
    """
    each = np.arange(len(found))
    fits = _fits(found, known)
    own = fits[each, said]
    fits[each, said] = -1
    best = fits.argmax(axis=1)
    fit = fits[each, best]
    enough = bound.better + bound.steep * np.maximum(bound.fit - fit, 0)
    doubted = np.flatnonzero(fit - own > enough)  # few: only for these is looked beside their places
    if len(doubted):
        near = [_fits(found[doubted], moved(known, *by)) for by in NEAR]
        own[doubted] = np.max(near, axis=0)[np.arange(len(doubted)), said[doubted]]
    return np.where(fit - own > enough, best, -1)


def _fits(found: Looks, known: Looks) -> NDArray[np.float32]:
    """How well each looks like 0 to 9, in the font that fits best. `known` has ten looks a font."""
    return np.asarray((found @ known.T).reshape(len(found), -1, 10).max(axis=1), np.float32)


def _drawn_words(seen: _Seen, seems: NDArray[np.intp], page: Page) -> dict[Word, Word]:
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


def _far_along(seen: _Seen, page: Page) -> NDArray[np.bool_]:
    """The digits behind so many glyphs on their lines that they may stand beside their places."""
    found = np.zeros(len(seen.said), bool)
    for line in page.lines:
        ends = accumulate(len(word.text) + 1 for word in line.words)
        for word, end in zip(line.words, ends, strict=True):
            if end > LONG:
                found[_of_word(word, seen.glyphs)] = True
    return found


def _looks_like(word: Word, seen: _Seen, seems: NDArray[np.intp], places: NDArray[np.intp]) -> str:
    shown = iter(str(other if (other := int(seems[place])) >= 0 else seen.said[place]) for place in places)
    return "".join(next(shown, char) if char.isdecimal() else char for char in word.text)
