"""Swedish words, compounds included: Hunspell with the word list of the package `hunspell-sv`.

Asked only where neither the source nor the document itself tells whether a word was broken: loading the list takes half
a second, an answer some microseconds.
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
    return (len(token) > 1 or token in ONE_LETTER) and bool(_speller().spell(token))


@cache
def _speller() -> Hunspell:
    files = distribution("hunspell-sv").files or []
    (words,) = (file for file in files if file.name == f"{LANGUAGE}.dic")
    return Hunspell(LANGUAGE, hunspell_data_dir=str(Path(str(words.locate())).resolve().parent))
