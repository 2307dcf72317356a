"""Which row of a plan goes on which row of the plan before: at most one, and no row is taken twice.

What reviewers have settled goes first, then what is printed in the same letters, then in the same words, and at last
the best one-to-one assignment by likeness. Numbers and places do not matter; they only tell two equal names apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.compare.keys import area_key
from pipeline.compare.likeness import Likeness
from pipeline.compare.reviewed import Verdicts, letters
from pipeline.compare.wording import name_words

Kind = Literal["indicator", "activity", "goal", "area"]
Method = Literal["reviewed", "exact", "words", "likeness"]
# Pairs at least this alike are taken as one thing; those within the band around it are listed for review, as is a pair
# of which one side is nearly as much like another row. Bound and band: docs of `match_review` in the data dictionary.
BOUND = 0.68
BAND = (0.40, 0.85)
NEARLY = 0.10
NEAR = "likheten ligger nära gränsen"


@dataclass(frozen=True, slots=True)
class Item:
    """A row that is followed: its printed name, and where it stands (a goal's number, the area above it)."""

    row_id: str
    name: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Two rows taken as one thing; `score` from 0 to 1."""

    row_id: str
    previous_row_id: str
    score: float
    method: Method
    doubtful: bool = False
    decided_by: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A pair that somebody should look at, taken or not, and why."""

    row_id: str
    previous_row_id: str
    score: float
    taken: bool
    reason: str


def match(
    kind: Kind, plan_year: int, items: Sequence[Item], previous_year: int, previous: Sequence[Item], verdicts: Verdicts
) -> tuple[list[Match], list[Review]]:
    """The pairs of a plan and the one before, in the order of `items`, and those to be reviewed."""
    matching = _Matching(kind, (plan_year, items), (previous_year, previous), verdicts)
    matching.reviewed()
    matching.equal("exact", lambda item, _: letters(item.name))
    matching.equal("words", matching.words)
    matching.alike()
    place = {item.row_id: number for number, item in enumerate(items)}
    matching.reviews.sort(key=lambda review: (place[review.row_id], review.previous_row_id))
    return sorted(matching.found, key=lambda pair: place[pair.row_id]), matching.reviews


Side = tuple[int, Sequence[Item]]
Scores = Sequence[Sequence[float]]


class _Matching:
    """The rows that have no partner yet, and the pairs found so far."""

    def __init__(self, kind: Kind, now: Side, before: Side, verdicts: Verdicts) -> None:
        self._kind, self._verdicts = kind, verdicts
        self._sides = (now, before)
        self._left, self._left_before = list(now[1]), list(before[1])
        self.found: list[Match] = []
        self.reviews: list[Review] = []

    def words(self, item: Item, year: int) -> tuple[str, ...]:
        if self._kind == "area":
            return (area_key(item.name),)
        return tuple(sorted(name_words(item.name, year)))

    def reviewed(self) -> None:
        """Pairs that reviewers found to be the same, if both are there."""
        for verdict in self._verdicts.same(self._kind):
            for item in [item for item in self._left if letters(item.name) == verdict.name]:
                partner = next((one for one in self._left_before if letters(one.name) == verdict.previous_name), None)
                if partner:
                    self._take(item, partner, Match(item.row_id, partner.row_id, 1.0, "reviewed", False, verdict.by))

    def equal(self, method: Method, key: Callable[[Item, int], Hashable]) -> None:
        """Rows with one key; of several that share it, those in the same place first, then in printed order."""
        groups: dict[Hashable, list[Item]] = defaultdict(list)
        for other in self._left_before:
            groups[key(other, self._sides[1][0])].append(other)
        for same_place in (True, False):
            for item in list(self._left):
                group = groups[key(item, self._sides[0][0])]
                fitting = [other for other in group if not same_place or other.place == item.place]
                fitting = [other for other in fitting if not self._told_apart(item, other)]
                if fitting:
                    group.remove(fitting[0])
                    self._take(item, fitting[0], Match(item.row_id, fitting[0].row_id, 1.0, method))

    def alike(self) -> None:
        """The one-to-one assignment of what is left that has the greatest likeness in all."""
        if not (self._left and self._left_before):
            return
        scores = self._scores()
        taken = _assignment(scores)
        for row, column in taken:
            score, doubt = scores[row][column], _doubt(scores, row, column)
            ids = self._left[row].row_id, self._left_before[column].row_id
            self.found.append(Match(*ids, score, "likeness", doubt is not None))
            if doubt:
                self.reviews.append(Review(*ids, score, True, doubt))
        for (row, column), reason in _not_taken(scores, taken).items():
            ids = self._left[row].row_id, self._left_before[column].row_id
            self.reviews.append(Review(*ids, scores[row][column], False, reason))

    def _scores(self) -> list[list[float]]:
        """The likeness of each row that is left to each that is left of the plan before."""
        likeness = Likeness(*([name_words(item.name, year) for item in items] for year, items in self._sides))
        names, previous = (
            [(item, name_words(item.name, year)) for item in items]
            for (year, _), items in zip(self._sides, (self._left, self._left_before), strict=True)
        )
        return [
            [
                0.0 if self._told_apart(item, other) else round(likeness.of(ours, theirs), 4)
                for other, theirs in previous
            ]
            for item, ours in names
        ]

    def _told_apart(self, item: Item, other: Item) -> bool:
        return self._verdicts.apart(self._kind, item.name, other.name)

    def _take(self, item: Item, partner: Item, pair: Match) -> None:
        self._left.remove(item)
        self._left_before.remove(partner)
        self.found.append(pair)


def _assignment(scores: Scores) -> list[tuple[int, int]]:
    """The pairs, all at least as alike as the bound: one that is not taken must not cost one that is."""
    enough = [[score if score >= BOUND else 0.0 for score in line] for line in scores]
    pairs = [(row, column) for row, line in enumerate(enough) for column, score in enumerate(line) if score]
    if all(len({pair[side] for pair in pairs}) == len(pairs) for side in (0, 1)):
        return pairs  # nothing to choose: most years need no library that takes half a second to load
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(enough, maximize=True)
    chosen = [(int(row), int(column)) for row, column in zip(rows, columns, strict=True)]
    return [(row, column) for row, column in chosen if enough[row][column]]


def _doubt(scores: Scores, row: int, column: int) -> str | None:
    """Why a pair that is taken should be looked at; None where there is nothing to ask."""
    score = scores[row][column]
    others = [other for place, other in enumerate(scores[row]) if place != column]
    others += [line[column] for place, line in enumerate(scores) if place != row]
    if max(others, default=0.0) >= max(score - NEARLY, BAND[0]):
        return "en annan rad är nästan lika lik"
    return NEAR if score < BAND[1] else None


def _not_taken(scores: Scores, taken: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Of each row that is left over, on both sides, the most alike, if it might be the same after all; and why not."""
    rows, columns = ({pair[side] for pair in taken} for side in (0, 1))
    best = [(row, _greatest(line)) for row, line in enumerate(scores) if row not in rows]
    by_column = list(zip(*scores, strict=True))
    best += [(_greatest(line), column) for column, line in enumerate(by_column) if column not in columns]
    return {
        (row, column): "den likaste raden är tagen av en annan" if row in rows or column in columns else NEAR
        for row, column in best
        if scores[row][column] >= BAND[0]
    }


def _greatest(line: Sequence[float]) -> int:
    return max(range(len(line)), key=line.__getitem__)
