"""Lines → running text: what a line break stood for is decided in one place.

A break stands for a blank, except where a word was broken: by a hyphen that stays (`e-` / `utbildning`), by a soft
hyphen, or without any sign because a column was narrower than the word (`förvaltningsadministratio` / `n`).
Where the producer hyphenates (`avseen-` / `de`), the hyphen goes.
Evidence, strongest first: what the source says itself (a blank printed before the break), the words that the same
document prints unbroken elsewhere, the room that was left on the line, and what Swedish has for a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.document import Line, Word
from pipeline.swedish import fold
from pipeline.tables.columns import SAME_EDGE, apart
from pipeline.tables.lexicon import is_word

SOFT_HYPHENS = ("\u00ad", "\u2010")
# A hyphen before one of these is the mark of an omitted part (vård- och omsorg): a blank follows it.
AFTER_OMISSION = {"och", "eller", "samt", "respektive", "till", "resp", "resp.", "men", "såväl"}
# No blank stands before one of these: the column was narrower than the word and its bracket.
CLOSING = (")", "]", ",", ".", ";", ":", "?", "!")
# Behind these a hyphen is the word's own.
WITH_HYPHEN = {"icke", "it"}
# Words that are endings, too: articles of a noun (`förvaltning` / `en`), and of a participle (`placera` / `de`).
ENDINGS = {"en", "ett", "et", "de"}
# A line is full when its next character had no room; widths are those of common fonts, in average characters.
CHARACTER_WIDTHS = {**dict.fromkeys("ijlftr", 0.75), **dict.fromkeys("mw", 1.9)}
USUAL_WIDTH = 1.3
# So many words, printed whole elsewhere, that a line's end parts by a hyphen: then the producer hyphenates. A document
# that does has them on each page; of the real plans, which do not, none has one.
HYPHENATED = 3

# No Swedish word begins with more than three consonants.
_SYLLABLE = re.compile(r"\W*[^\Waeiouyåäöé]{0,3}[aeiouyåäöé]", re.IGNORECASE)
_EDGES = re.compile(r"^[^\wåäöÅÄÖ]+|[^\wåäöÅÄÖ]+$")


# Long words of the tables' fixed labels and units, which a narrow column may break in each row without a sign.
FIELD_WORDS = ("omslutningsförändring", "omslutningsförändringar", "procentenhet", "procentenheter")


@lru_cache(maxsize=10_000)  # a plan has 7 000 different words
def _bare(token: str) -> str:
    return _EDGES.sub("", token).casefold()


def _letters(token: str) -> str:
    """A token as a word list has it: without points and brackets."""
    return _EDGES.sub("", token)


class Unwrapper:
    """Joins the lines of one document. Built once from all of its lines, whose unbroken words it knows."""

    def __init__(self, lines: Iterable[Line]) -> None:
        lines = list(lines)
        self._unbroken: set[str] = set()
        within: set[str] = set()
        edges: set[str] = set()
        for line in lines:
            if not _running(line):
                continue
            tokens = fold(line.text).split()
            # The first and the last word of a line may be parts of broken ones.
            within.update(tokens[1:-1])
            edges.update(tokens[:1], tokens[-1:])
        self._known = {*FIELD_WORDS, *map(_bare, within)}
        self._edges = set(map(_bare, edges))
        self._compounds = {_bare(token) for token in within | edges if "-" in token[1:-1]}
        self._pairs: set[tuple[str, str]] = set()
        hyphens: set[tuple[str, str]] = set()
        for line, following in pairwise(lines):
            tokens = fold(line.text).split()
            self._pairs.update(pairwise(map(_bare, tokens)))
            hyphens.update(_hyphens(line, following))
        self._hyphenates = sum(self._parted(one, other) for one, other in hyphens) >= HYPHENATED

    def _parted(self, one: str, other: str) -> bool:
        """Is it one word that a hyphen parts: printed whole elsewhere, or one in Swedish whose rest is none?"""
        if not (one[-1:].islower() and other[:1].islower()):
            return False
        return self._printed(one + other) or (is_word(_letters(one + other)) and not is_word(_letters(other)))

    def _printed(self, word: str) -> bool:
        """Does the document print this word whole? Also at the end of a line, where others are parts of words."""
        return _bare(word) in self._known or _bare(word) in self._edges

    def observe(self, lines: Sequence[Line], width: float) -> None:
        """Learn from a cell of this inner width which words with a slash the document does not break: where
        `nämnd/styrelse` moved to the next line as a whole although `nämnd/` had room, `nämnd/` at the end of another
        line was followed by a blank."""
        for before, line in pairwise(lines):
            if not before.words or not line.words or before.box is None:
                continue
            first = line.words[0]
            slash = first.text.find("/", 1, -1) + 1
            part = first.box.width * slash / len(first.text)
            if slash and width - before.box.width - 0.35 * first.size > part + 1:
                self._unbroken.add(_bare(first.text))

    def text(self, lines: Sequence[Line], width: float | None = None, words: re.Pattern[str] | None = None) -> str:
        """The text of consecutive lines, folded.

        For a cell of a table `width` is its inner width, and `words` fits words that are known to be whole.
        """
        if not lines:
            return ""
        joined = fold(lines[0].text)
        for index, (before, line) in enumerate(pairwise(lines), start=1):
            piece = fold(line.text)
            if not piece:
                continue
            raw = before.text.rstrip()
            if raw.endswith(SOFT_HYPHENS):
                joined = joined.removesuffix("\u2010") + piece
            elif self._hyphenated(joined, piece) or (words and _parted_by_hyphen(joined, piece, words)):
                joined = joined.removesuffix("-") + piece
            elif joined and self._blank_between(joined, _word_from(lines, index), before, width, words):
                joined += " " + piece
            else:
                joined += piece
        return joined

    def _hyphenated(self, joined: str, piece: str) -> bool:
        """Did the producer part a word here, with a hyphen that is not the word's own?"""
        last, first = joined.rsplit(" ", 1)[-1], piece.split(" ", 1)[0]
        stem = last.removesuffix("-").rsplit("-", 1)[-1]
        if not last.endswith("-") or not (stem[-1:].islower() and first[:1].islower()):
            return False
        if _bare(last + first) in self._compounds:
            return False
        if self._printed(stem + first):
            return True
        if first in AFTER_OMISSION:  # the end of a word, too: `stadsgemen-` / `samt`
            return is_word(_letters(stem + first))
        # Where the producer hyphenates, other compounds that bear a hyphen of their own are known from lines.
        return (self._hyphenates and _is_syllable(stem)) or _parted_word(_letters(stem), _letters(first))

    def _blank_between(
        self, joined: str, piece: str, before: Line, width: float | None, words: re.Pattern[str] | None
    ) -> bool:
        last, first = joined.rsplit(" ", 1)[-1], piece.split(" ", 1)[0]
        if first[0] in CLOSING:
            return False
        printed = _printed_blank(before)
        if printed is not None:
            return printed
        if last.endswith("-") and len(last) > 1:
            return self._blank_after_hyphen(last, first)
        if last.endswith("/"):
            return _bare(last + first) in self._unbroken
        listed = _as_listed(last, first, words) if words else None
        return listed if listed is not None else not self._broken(last, first, before, width)

    def _blank_after_hyphen(self, last: str, first: str) -> bool:
        if first.casefold() in AFTER_OMISSION:
            return True
        if _bare(last + first) in self._compounds or not last[-2].isalpha():
            return False
        # `personalen-` / `LSS-boende`: a dash between a word and an abbreviation, not one compound.
        return last[:-1].islower() and len(last) > 4 and first[:2].isupper() and len(first) > 1

    def _broken(self, last: str, first: str, before: Line, width: float | None) -> bool:
        """Was a word broken here without a sign, because its column was narrower than it?"""
        if width is None or before.box is None or not _in_a_word(last, first):
            return False
        last = last.rpartition("/")[2]  # `ANDT/förebyggan` / `de`
        neither = _bare(first) not in self._known and _bare(last) not in self._known
        if neither and (_bare(last + first) in self._known or _whole_alone(last, first)):
            return True
        if width - before.box.width > CHARACTER_WIDTHS.get(first[0], USUAL_WIDTH) * _character_width(before.words[-1]):
            return False
        return self._broken_by_force(last, first, alone=len(before.words) == 1)

    def _broken_by_force(self, last: str, first: str, *, alone: bool) -> bool:
        """The same where a line is full; `alone` says that it holds nothing but the first piece.

        Where a word breaks by force, what is left of it is hardly ever a word of its own.
        """
        first_known = _bare(first) in self._known
        two_words = first_known and _bare(last) in self._known
        hardly_two = alone and (_bare(last), _bare(first)) not in self._pairs
        if (hardly_two and _is_ending(last, first)) or ((hardly_two or not two_words) and self._is_word(last + first)):
            return True
        return not two_words and _rather_whole(_letters(last), _letters(first), alone=alone and not first_known)

    def _is_word(self, token: str) -> bool:
        """Is it a known word, or the beginning of one if it is hyphenated once more at its end?"""
        if not token.endswith(SOFT_HYPHENS):
            return _bare(token) in self._known or _bare(token) in self._edges
        return any(word.startswith(_bare(token)) for word in self._known)


def _printed_blank(before: Line) -> bool | None:
    """Whether the source itself has a blank behind a line; None where it does not say."""
    if before.number is not None and before.broken:
        return False
    ends_blank = before.number is not None and before.text.endswith((" ", "\t"))
    return True if ends_blank or (before.words and before.words[-1].spaced) else None


def _as_listed(last: str, first: str, words: re.Pattern[str]) -> bool | None:
    """Whether a blank parts the two pieces, as words that are known to be whole tell; None where these do not."""
    if words.fullmatch(last):
        return True if words.fullmatch(first) else None
    return False if words.fullmatch(last + first) else None


def _parted_word(stem: str, first: str) -> bool:
    """Is it one word of Swedish that a hyphen parts, and no compound of two that bears one of its own?"""
    return is_word(stem + first) and (_ends_with_joint(stem) or not (is_word(stem) and is_word(first)))


def _is_ending(last: str, first: str) -> bool:
    """Is it an article that hardly follows a noun, and the ending of one (`stadsdelsförvaltning` / `en`)?"""
    return first in ENDINGS and is_word(_letters(last + first))


def _rather_whole(last: str, first: str, *, alone: bool) -> bool:
    """Has Swedish the two pieces rather as one word than as two? Where it has both or neither, they are one where the
    first piece stands `alone` on its line, beside nothing known, and is no word by itself or a part of one."""
    whole, left = is_word(last + first), is_word(last)
    if whole != (left and is_word(first)):
        return whole
    return alone and (whole or not left)


def _word_from(lines: Sequence[Line], index: int) -> str:
    """The words of a line; of one that a part of a word fills alone (`fö` / `rvaltningsadministrati` / `on`), the part
    with what goes on below it."""
    piece = fold(lines[index].text)
    following = fold(lines[index + 1].text).split(" ", 1)[0] if index + 1 < len(lines) else ""
    if " " in piece or not _in_a_word(piece, following) or is_word(_letters(piece)):
        return piece
    return piece + following


def _is_syllable(stem: str) -> bool:
    """May a producer part a word behind it? Not behind a letter or an abbreviation (`e-`, `hbtq-`), and what bears a
    hyphen of its own (`icke-binära`) is parted there."""
    return len(stem) > 1 and stem.casefold() not in WITH_HYPHEN and bool(_SYLLABLE.match(stem))


def _ends_with_joint(stem: str) -> bool:
    """Does it end with the s that joins the parts of a compound (`förenings` / `livet`)? A hyphen behind it is the
    word's own only where a part is omitted (`förenings- och`)."""
    return stem.endswith("s") and is_word(stem) and is_word(stem[:-1])


def _parted_by_hyphen(joined: str, piece: str, words: re.Pattern[str]) -> bool:
    """Is it one of the known words with a hyphen in it?"""
    last, first = joined.rsplit(" ", 1)[-1], piece.split(" ", 1)[0]
    return last.endswith("-") and bool(words.fullmatch(last[:-1] + first))


def _whole_alone(last: str, first: str) -> bool:
    """Has Swedish the two pieces as one word and not both of them alone?"""
    one, other = _letters(last), _letters(first)
    return is_word(one + other) and not (is_word(one) and is_word(other))


def _in_a_word(last: str, first: str) -> bool:
    """May a word go on from one piece to the next?"""
    return last[-1:].isalpha() and first[:1].isalpha() and first[:1].islower()


def _hyphens(line: Line, following: Line) -> Iterator[tuple[str, str]]:
    """What stands on either side of a hyphen at the end of a line, or of a line in a cell: what goes on below it begins
    where the cell does."""
    if not line.words:
        tokens, beginning = fold(line.text).split(), fold(following.text).split()
        if tokens and beginning and tokens[-1].endswith("-"):
            yield tokens[-1][:-1], beginning[0]
        return
    for end in (words for words in apart(line) if words[-1].text.endswith("-")):
        below = _below(end, following)
        if below:
            yield fold(end[-1].text)[:-1], fold(below.text)


def _below(cell: Sequence[Word], line: Line) -> Word | None:
    """The word of a line that stands under the beginning of a cell."""
    return next((word for word in line.words if abs(word.box.x0 - cell[0].box.x0) < SAME_EDGE), None)


def _running(line: Line) -> bool:
    """Is the line running text? Words of a table's row stand apart, and some of them are parts of broken words."""
    return all(other.box.x0 - one.box.x1 < 0.6 * one.size for one, other in pairwise(line.words))


def _character_width(word: Word) -> float:
    return word.box.width / len(word.text)
