"""How similar two names are: by the weight of the words they share and of those that only one of them has.

`Andel nöjda brukare` and `Andel nöjda elever` share most of their letters but are two indicators. So words count, not
letters: a rare word more than a common one, and a word replaced by another more than one that is added.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipeline.compare.wording import is_light, turning
from pipeline.names import Name

# Two words that are this alike (0 to 100, rapidfuzz's ratio) are one word in two forms, or with a misprint; words with
# the same first five letters may differ more, `trygghet` and `tryggt`.
SAME_WORD, SAME_BEGINNING, BEGINNING = 85.0, 75.0, 5
# A word that one name has more or that the other lacks: half; one that stands instead of another: half and whole.
ADDED, REPLACED = 0.5, 1.0
# What two names share counts up to the weight of this many of the rarest words: one word replaced by another makes two
# things of two names, however long they are (`… deltar i idrottsaktiviteter på fritiden`, `… i kulturaktiviteter …`).
MOST_SHARED = 2.5
# A word weighs at least this share of the rarest: `förskola` stands in many names and tells them apart all the same.
LEAST = 0.8
# The weight of a light word (`wording.is_light`).
LITTLE = 0.25


class Likeness:
    """The likeness of names of one plan to names of another; weights come from all names of these two plans alone."""

    def __init__(self, names: Sequence[Name], previous: Sequence[Name]) -> None:
        self._weights = _weights(names, previous)
        self._most_shared = MOST_SHARED * math.log(1 + max(len(names), len(previous)))

    def of(self, name: Name, previous: Name) -> float:
        """From 0 (no word in common) to 1 (the same words)."""
        if turning(name) != turning(previous):
            return 0.0
        common, ours, theirs = 0.0, 0.0, sum(map(self.weight, previous))
        taken: set[str] = set()
        # A word goes with one word of the other name, the word itself before its forms.
        for word in sorted(name, key=lambda word: word not in previous):
            likest = word if word in previous else max(previous, key=lambda other: same_word(word, other), default="")
            part = 0.0 if likest in taken else 1.0 if likest == word else same_word(word, likest)
            taken.update([likest] if part else ())
            common += part * self.weight(word)
            ours += (1 - part) * self.weight(word)
            theirs -= part * self.weight(likest)
        common, theirs = min(common, self._most_shared), max(theirs, 0.0)
        apart = ADDED * max(ours, theirs) + REPLACED * min(ours, theirs)
        return common / (common + apart) if common else 0.0

    def weight(self, word: str) -> float:
        """What a word tells; 0 for one that is in neither plan."""
        return self._weights.get(word, 0.0)


def _weights(names: Sequence[Name], previous: Sequence[Name]) -> Mapping[str, float]:
    """Inverse document frequency: the rarer a word is in the two plans, the more it tells."""
    frequency = Counter(word for name in names for word in name)
    for word, count in Counter(word for name in previous for word in name).items():
        frequency[word] = max(frequency[word], count)
    most = max(len(names), len(previous))
    weights = {word: math.log(1 + most / count) for word, count in frequency.items()}
    least = LEAST * math.log(1 + most)
    return {word: LITTLE * weight if is_light(word) else max(least, weight) for word, weight in weights.items()}


@lru_cache(maxsize=100_000)
def same_word(one: str, other: str) -> float:
    """How surely two words are one in two forms, from 0 to 1; a number has one form."""
    from rapidfuzz import fuzz

    if re.search(r"\d", one + other):
        return 0.0
    begins_alike = one[:BEGINNING] == other[:BEGINNING] and len(one) >= BEGINNING
    return fuzz.ratio(one, other, score_cutoff=SAME_BEGINNING if begins_alike else SAME_WORD) / 100
