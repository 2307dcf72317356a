"""The letters and digits of a text, in any order: of hyphens, bullets and blanks libraries give other accounts."""

from __future__ import annotations

import unicodedata
from collections import Counter

import numpy as np

from pipeline.read.glyphs import Column

_LEFT_OUT = ("-", "\xad", "\x02", "•")


def letters_of(text: str) -> Counter[str]:
    """How many there are of each letter and digit, ligatures and the like taken apart."""
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def same_letters(one: str, other: str) -> bool:
    """Whether two texts have the same letters and digits."""
    return np.array_equal(_sorted(one), _sorted(other)) or letters_of(one) == letters_of(other)


def _sorted(text: str) -> Column:
    """The characters but for what libraries differ in, in an order of their own; much faster than counting them."""
    for character in _LEFT_OUT:
        text = text.replace(character, "")
    return np.sort(np.frombuffer("".join(text.split()).encode("utf-16-le", "surrogatepass"), np.uint16))
