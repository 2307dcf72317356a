"""Swedish words, compounds included: Hunspell with the word list of the package `hunspell-sv`.

Asked only where neither the source nor the document itself tells whether a word was broken. Loading the list takes a
third of a second, an answer some microseconds: a process that forks others for many documents loads it once for all.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.metadata import distribution
from pathlib import Path

from hunspell import Hunspell

LANGUAGE = "sv_SE"
# The list has all letters as words.
ONE_LETTER = frozenset("iåö")


@lru_cache(maxsize=10_000)
def is_word(token: str) -> bool:
    """Whether Swedish has this word or can put it together from words it has; names as they are printed."""
    return (len(token) > 1 or token in ONE_LETTER) and bool(speller().spell(token))


@cache
def speller() -> Hunspell:
    """Hunspell with its list, which is loaded when this is called for the first time."""
    files = distribution("hunspell-sv").files or []
    (words,) = (file for file in files if file.name == f"{LANGUAGE}.dic")
    return Hunspell(LANGUAGE, hunspell_data_dir=str(Path(str(words.locate())).resolve().parent))
