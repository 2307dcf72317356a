"""How alike two names are: by the weight of the words they share and of those that only one of them has.

`Andel nöjda brukare` and `Andel nöjda elever` share most of their letters and are two indicators. So words count, not
letters: a rare word more than a common one, and a word that is replaced by another more than one that is added.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product

from pipeline.reconcile.names import Name, words

# Two words that are this alike (0 to 100, rapidfuzz's ratio) are one word in two forms, or with a misprint.
SAME_WORD = 85.0
# A word that one name has more or that the other lacks: half; one that stands instead of another: half and whole.
ADDED, REPLACED = 0.5, 1.0
# Words that tell little of what is meant, and words that turn it into its opposite.
_LIGHT = frozenset(
    ["att", "på", "som", "är", "den", "det", "de", "en", "ett", "ska", "skall", "ha", "har", "hur", "så", "vid", "inom",
     "under", "samtlig"]
)  # fmt: skip
_TURNING = frozenset(["inte", "ej", "icke", "utan"])
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def name_words(name: str, plan_year: int) -> Name:
    """The words of a name without endings; a year as its distance to the plan's (`2026` of a plan for 2026: `år+0`)."""
    spelled = _YEAR.sub(lambda year: f"år{int(year[0]) - plan_year:+d}", name)
    found = words(spelled.replace("år+", "årplus").replace("år-", "årminus"))
    return tuple(dict.fromkeys(found))


class Likeness:
    """The likeness of each name of one plan to each of another; weights come from these two plans alone."""

    def __init__(self, names: Sequence[Name], previous: Sequence[Name]) -> None:
        self._weights = _weights(names, previous)
        ours, theirs = ({word for name in side for word in name} for side in (names, previous))
        self._forms = _other_forms(ours - theirs, theirs - ours)

    def of(self, name: Name, previous: Name) -> float:
        """From 0 (no word in common) to 1 (the same words)."""
        common, ours, theirs = 0.0, 0.0, sum(map(self._weight, previous))
        for word in name:
            likest = max(previous, key=lambda other: self._alike(word, other), default="")
            part = self._alike(word, likest)
            common += part * self._weight(word)
            ours += (1 - part) * self._weight(word)
            theirs -= part * self._weight(likest)
        theirs = max(theirs, 0.0)
        apart = ADDED * max(ours, theirs) + REPLACED * min(ours, theirs)
        return common / (common + apart) if common else 0.0

    def _alike(self, word: str, other: str) -> float:
        return 1.0 if word == other else self._forms.get((word, other), 0.0)

    def _weight(self, word: str) -> float:
        return self._weights.get(word, 0.0)


def _weights(names: Sequence[Name], previous: Sequence[Name]) -> Mapping[str, float]:
    """Inverse document frequency: the rarer a word is in the two plans, the more it tells."""
    frequency = Counter(word for name in names for word in name)
    for word, count in Counter(word for name in previous for word in name).items():
        frequency[word] = max(frequency[word], count)
    most = max(len(names), len(previous))
    rare = math.log(1 + most)
    weights = {word: math.log(1 + most / count) for word, count in frequency.items()}
    return weights | {word: weights[word] / 4 for word in _LIGHT & weights.keys()} | dict.fromkeys(_TURNING, 2 * rare)


def _other_forms(ours: set[str], theirs: set[str]) -> Mapping[tuple[str, str], float]:
    """The words that the other plan has in another form; a number has none."""
    from rapidfuzz import fuzz

    pairs = product(sorted(ours), sorted(theirs))
    alike = {
        pair: fuzz.ratio(*pair, score_cutoff=SAME_WORD) / 100
        for pair in pairs
        if not any(character.isdigit() for word in pair for character in word)
    }
    return {pair: score for pair, score in alike.items() if score}
