"""The words of a name that tell it from others: without endings, synonyms folded, years as distances to the plan's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.names import Name, words

THESAURUS = Path(__file__).with_name("words.txt")
# Words that only join others.
_JOINING = frozenset(["och", "samt", "i", "av", "för", "med", "till", "på", "om", "vid"])
# Words that tell little of what is meant: who acts, with whom, when, and the small words of a sentence.
_LIGHT = """
    att som är den det de en ett ska skall ha har hur så inom under finns göra kan ta tas fram se gå
    förvaltningen stadsdelen tillsammans fortsätta fortsatt fortsatta året årets
"""
# Words that turn a name into its opposite.
_TURNING = frozenset(["inte", "ej", "icke", "utan"])
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@cache
def stems(name: str) -> Name:
    """All words of a name but those that only join others, without endings, in printed order."""
    spelled = (word for word in re.findall(r"[^\W_]+", name.casefold()) if word not in _JOINING)
    return tuple(stem for word in spelled for stem in words(word))


def name_words(name: str, plan_year: int) -> Name:
    """The different words of a name; of words that mean the same the first in `words.txt`.

    A year is its distance to the plan's: `2026` in a plan for 2026 is the same as `2025` in one for 2025.
    """
    spelled = _YEAR.sub(lambda year: _relative(int(year[0]) - plan_year), name)
    return tuple(dict.fromkeys(_first_of_group().get(word, word) for word in stems(spelled)))


def turning(name: Name) -> frozenset[str]:
    """The words of a name that turn it into its opposite."""
    return _TURNING.intersection(name)


def is_light(word: str) -> bool:
    """Whether a word tells little of what is meant."""
    return word in _light()


def _relative(years: int) -> str:
    return f"år{'plus' if years >= 0 else 'minus'}{abs(years)}"


@cache
def _first_of_group() -> Mapping[str, str]:
    lines = THESAURUS.read_text(encoding="utf-8").splitlines()
    groups = [[stem for word in line.split("=") for stem in stems(word)] for line in lines if line[:1] not in ("", "#")]
    return {word: group[0] for group in groups for word in group}


@cache
def _light() -> frozenset[str]:
    return frozenset(stem for word in _LIGHT.split() for stem in name_words(word, 0))
