"""Money moved between areas, as the prose states it: `Till vuxen har omfördelats 4 mnkr från barn, kultur och fritid.`

An area's figures for two years are then not comparable. Only sentences with an amount count: that money may be moved,
or that small amounts have been, is said of all areas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.compare.keys import area_key
from pipeline.names import same
from pipeline.swedish import amounts, in_mnkr

_MOVED = re.compile(r"\bomfördel", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])|\n")
# Of how many printed words the name of an area is at most, `Stöd och service till personer med funktionsnedsättning`.
LONGEST = 12
Side = Literal["från", "till", "okänd"]
_PREPOSITIONS: dict[str, Side] = {"från": "från", "till": "till"}
_BETWEEN = {*_PREPOSITIONS, "och", "samt", "för", "av", "i", "med"}
_THE_AREA = {"området", "verksamhetsområdet"}
# What may stand between a preposition and a name, or between two names.
_AMONG = {*_THE_AREA, "områdena", "verksamhetsområdena", "verksamheten", "verksamheterna", "och", "samt"}


@dataclass(frozen=True, slots=True)
class Prose:
    """A section: the row, its heading and its text."""

    row_id: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Reallocation:
    """A sentence that states how much is moved: None where it names several amounts, or one of another kind.

    `sides` has each area that it is about: by its key whether the money comes from it or goes to it, or `okänd`.
    """

    section_row_id: str
    text: str
    amount_mnkr: Decimal | None
    sides: dict[str, Side]

    def only(self, side: Side) -> str | None:
        """The one area on a side; None where there are several, or none that is named."""
        keys = [key for key, found in self.sides.items() if found == side]
        return keys[0] if len(keys) == 1 else None


def reallocations(sections: Iterable[Prose], labels: Sequence[str]) -> Iterator[Reallocation]:
    """What sections of a plan state of the areas in its overview, whose printed names are `labels`.

    The area is the one the section is headed with, and each that the sentence names.
    """
    keys = {same(label): area_key(label) for label in labels}
    for section in sections:
        for sentence in _SENTENCE.split(section.text):
            stated = amounts(sentence) if _MOVED.search(sentence) else []
            if stated:
                amount = in_mnkr(stated[0]) if len(stated) == 1 else None
                sides = _sides(sentence, keys.get(same(section.heading)), keys)
                yield Reallocation(section.row_id, sentence, amount, dict(sorted(sides.items())))


def _sides(sentence: str, headed: str | None, keys: Mapping[tuple[str, ...], str]) -> dict[str, Side]:
    """Each area with its side, by the preposition before its name: `från området A och B till C`.

    `Från verksamhetsområdet` without a name is the area of the heading. One that stands on both sides is on neither.
    """
    words = re.findall(r"[\w-]+", sentence)
    sides: dict[str, Side] = {headed: "okänd"} if headed else {}
    side: Side = "okänd"
    place = 0
    while place < len(words):
        key, length = _area_at(words, place, keys)
        word = words[place].lower()
        if key is None and word in _THE_AREA and side != "okänd" and headed:
            follows = _area_at(words, place + 1, keys)[0]
            key, length = (headed if follows is None else None), 1
        if key is not None:
            known = sides.get(key, "okänd")
            sides[key] = side if known == "okänd" else known if side in (known, "okänd") else "okänd"
        elif word not in _AMONG:
            side = _PREPOSITIONS.get(word, "okänd")
        place += length
    return sides


def _area_at(words: Sequence[str], place: int, keys: Mapping[tuple[str, ...], str]) -> tuple[str | None, int]:
    """The area whose name stands at this place, the longest there is, and of how many words it is; else of one.

    `same` overlooks words that tell nothing: no name begins or ends with one that belongs to the sentence.
    """
    for end in range(min(place + LONGEST, len(words)), place, -1):
        ends = {words[place].lower(), words[end - 1].lower()}
        if not ends & _BETWEEN and (key := keys.get(same(" ".join(words[place:end])))):
            return key, end - place
    return None, 1
