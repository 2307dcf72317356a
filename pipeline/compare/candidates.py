"""Which names of two plans are worth comparing, so that the cost grows with the names and not with their square.

A pair that is alike enough to be listed (0.40, lower end of the band in `pipeline.compare.matching`) shares half the
weight of one of its names, by the formula of `pipeline.compare.likeness`. So it shares one of that name's telling
words: the heaviest, down to where the rest weighs less than half.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from pipeline.compare.likeness import SAME_BEGINNING, same_word
from pipeline.compare.work import Work
from pipeline.names import Name

# A word that more names of one plan share than this tells none of them from the others, nor do so common three letters
# find a word. The most common word of the names of a real plan stands in 60 of 130.
MOST = 100
LETTERS = 3


def candidates(
    names: Sequence[Name], previous: Sequence[Name], weigh: Callable[[str], float], work: Work
) -> list[tuple[int, int]]:
    """The pairs to compare, each as a place in `names` and one in `previous`, in order. Raises TooMuch."""
    forms = _forms(_vocabulary(names), _vocabulary(previous), work)
    backward: dict[str, list[str]] = defaultdict(list)
    for word, others in forms.items():
        for other in others:
            backward[other].append(word)
    found = {(row, column) for row, column in _nominated(names, previous, forms, weigh, work)}
    found |= {(row, column) for column, row in _nominated(previous, names, backward, weigh, work)}
    return sorted(found)


def _nominated(
    names: Sequence[Name],
    others: Sequence[Name],
    forms: Mapping[str, list[str]],
    weigh: Callable[[str], float],
    work: Work,
) -> Iterable[tuple[int, int]]:
    """Each name with the others that have a form of one of its telling words."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, other in enumerate(others):
        for word in other:
            places[word].append(place)
    for place, name in enumerate(names):
        for word in _telling(name, weigh):
            for form in forms.get(word, ()):
                if len(places[form]) <= MOST:
                    work.takes(len(places[form]))
                    yield from ((place, other) for other in places[form])


def _telling(name: Name, weigh: Callable[[str], float]) -> list[str]:
    """The heaviest words of a name, until the rest weighs less than half."""
    telling = []
    rest = whole = sum(map(weigh, name))
    for word in sorted(name, key=weigh, reverse=True):
        if rest < whole / 2:
            break
        telling.append(word)
        rest -= weigh(word)
    return telling


def _vocabulary(names: Iterable[Name]) -> list[str]:
    return sorted(set(chain.from_iterable(names)))


def _forms(words: Sequence[str], others: Sequence[str], work: Work) -> dict[str, list[str]]:
    """Of each word those of the others that are the same word: itself, in another form, with a misprint.

    Two forms of one word have three letters in a row in common: a word is compared with those alone.
    """
    having: dict[str, list[str]] = defaultdict(list)
    for other in others:
        for part in _parts(other):
            having[part].append(other)
    there = set(others)
    forms: dict[str, list[str]] = {}
    for word in words:
        near = {other for part in _parts(word) if len(having[part]) <= MOST for other in having[part]}
        work.compares(word, len(near))
        forms[word] = [other for other in _about(word, sorted(near)) if other != word and same_word(word, other)]
        if word in there:
            forms[word].append(word)
    return forms


def _about(word: str, near: Sequence[str]) -> list[str]:
    """Those of many words that may be the same word; asked for all at once, which is ten times as fast."""
    from rapidfuzz import fuzz, process

    return [
        near[place]
        for _, _, place in process.extract(word, near, scorer=fuzz.ratio, score_cutoff=SAME_BEGINNING, limit=None)
    ]


def _parts(word: str) -> set[str]:
    return {word[first : first + LETTERS] for first in range(len(word) - LETTERS + 1)}
