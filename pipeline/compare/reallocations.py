"""Money moved between areas, as the prose states it: `Till vuxen har omfördelats 4 mnkr från barn, kultur och fritid.`

An area's figures of two years are then not about the same thing. Only sentences with an amount count: that money may be
moved, or has been moved in small, is said of all areas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.compare.keys import area_key
from pipeline.names import same
from pipeline.swedish import amounts, in_mnkr

_MOVED = re.compile(r"\bomfördel", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])|\n")
# Of how many printed words the name of an area is at most, `Stöd och service till personer med funktionsnedsättning`.
LONGEST = 12


@dataclass(frozen=True, slots=True)
class Prose:
    """A section: the row, its heading and its text."""

    row_id: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Reallocation:
    """A sentence that states how much is moved, and the keys of the areas that it is about."""

    section_row_id: str
    text: str
    amount_mnkr: Decimal
    area_keys: tuple[str, ...]


def reallocations(sections: Iterable[Prose], labels: Sequence[str]) -> Iterator[Reallocation]:
    """What sections of a plan state of the areas in its overview, whose printed names are `labels`.

    The area is the one the section is headed with, and each that the sentence names.
    """
    keys = {same(label): area_key(label) for label in labels}
    for section in sections:
        for sentence in _SENTENCE.split(section.text):
            stated = amounts(sentence) if _MOVED.search(sentence) else []
            if stated:
                named = {keys[name] for name in _names(section.heading, sentence) if name in keys}
                yield Reallocation(section.row_id, sentence, in_mnkr(stated[0]), tuple(sorted(named)))


def _names(heading: str, sentence: str) -> Iterator[tuple[str, ...]]:
    """Each name that an area may have in them."""
    yield same(heading)
    words = re.findall(r"[\w-]+", sentence)
    for first in range(len(words)):
        for last in range(first + 1, min(first + LONGEST, len(words)) + 1):
            yield same(" ".join(words[first:last]))
