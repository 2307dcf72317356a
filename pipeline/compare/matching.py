"""Which row of a plan continues which row of the plan before: at most one, and no row is used twice.

Reviewers' decisions come first, then rows printed with the same letters, then with the same words, and last the best
one-to-one assignment by similarity. Numbers and places do not matter, except to distinguish rows with equal names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.compare.assignment import Scores
from pipeline.compare.candidates import candidates
from pipeline.compare.keys import area_key
from pipeline.compare.likeness import Likeness
from pipeline.compare.reviewed import Verdicts, letters
from pipeline.compare.wording import name_words
from pipeline.compare.work import Work

Kind = Literal["indicator", "activity", "goal", "area"]
Method = Literal["reviewed", "exact", "words", "likeness"]


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
    """A pair that somebody should review, accepted or not, and why."""

    row_id: str
    previous_row_id: str
    score: float
    taken: bool
    reason: str


def match(
    kind: Kind, plan_year: int, items: Sequence[Item], previous_year: int, previous: Sequence[Item], verdicts: Verdicts
) -> tuple[list[Match], list[Review]]:
    """The pairs of a plan and the one before, in the order of `items`, and those to be reviewed. Raises TooMuch."""
    matching = _Matching(kind, (plan_year, items), (previous_year, previous), verdicts)
    matching.reviewed()
    matching.equal("exact", lambda item, _: letters(item.name))
    matching.equal("words", matching.words)
    matching.alike()
    place = {item.row_id: number for number, item in enumerate(items)}
    matching.reviews.sort(key=lambda review: (place[review.row_id], review.previous_row_id))
    return sorted(matching.found, key=lambda pair: place[pair.row_id]), matching.reviews


Side = tuple[int, Sequence[Item]]


class _Matching:
    """The rows that have no partner yet, and the pairs found so far."""

    def __init__(self, kind: Kind, now: Side, before: Side, verdicts: Verdicts) -> None:
        self._kind, self._verdicts = kind, verdicts
        self._sides = (now, before)
        self._left, self._left_before = ({item.row_id: item for item in items} for _, items in self._sides)
        self.found: list[Match] = []
        self.reviews: list[Review] = []

    def words(self, item: Item, year: int) -> tuple[str, ...]:
        if self._kind == "area":
            return (area_key(item.name),)
        return tuple(sorted(name_words(item.name, year)))

    def reviewed(self) -> None:
        """Pairs that reviewers found to be the same, if both are there."""
        for verdict in self._verdicts.same(self._kind):
            for item in [item for item in self._left.values() if letters(item.name) == verdict.name]:
                others = self._left_before.values()
                partner = next((one for one in others if letters(one.name) == verdict.previous_name), None)
                if partner:
                    self._take(item, partner, Match(item.row_id, partner.row_id, 1.0, "reviewed", False, verdict.by))

    def equal(self, method: Method, key: Callable[[Item, int], Hashable]) -> None:
        """Rows with one key; of several that share it, those in the same place first, then in printed order."""
        for where in (lambda item: (item.place,), lambda _: ()):
            groups: dict[Hashable, list[Item]] = defaultdict(list)
            for other in self._left_before.values():
                groups[key(other, self._sides[1][0]), *where(other)].append(other)
            for item in list(self._left.values()):
                group = groups[key(item, self._sides[0][0]), *where(item)]
                fitting = next((other for other in group if not self._told_apart(item, other)), None)
                if fitting:
                    group.remove(fitting)
                    self._take(item, fitting, Match(item.row_id, fitting.row_id, 1.0, method))

    def alike(self) -> None:
        """The one-to-one assignment of what is left that has the greatest likeness in all."""
        ours, theirs = list(self._left.values()), list(self._left_before.values())
        scores = Scores(self._scores(ours, theirs))
        taken = scores.taken()
        for row, column in taken:
            score, doubt = scores[row, column], scores.doubt((row, column))
            ids = ours[row].row_id, theirs[column].row_id
            self.found.append(Match(*ids, score, "likeness", doubt is not None))
            if doubt:
                self.reviews.append(Review(*ids, score, True, doubt))
        for (row, column), reason in scores.not_taken(taken).items():
            ids = ours[row].row_id, theirs[column].row_id
            self.reviews.append(Review(*ids, scores[row, column], False, reason))

    def _scores(self, ours: Sequence[Item], theirs: Sequence[Item]) -> dict[tuple[int, int], float]:
        """The likeness of rows that are left to rows that are left of the plan before, where it may count."""
        likeness = Likeness(*([name_words(item.name, year) for item in items] for year, items in self._sides))
        names, previous = (
            [name_words(item.name, year) for item in items]
            for (year, _), items in zip(self._sides, (ours, theirs), strict=True)
        )
        work = Work()
        pairs = candidates(names, previous, likeness.weight, work)
        work.takes(sum(len(names[row]) * len(previous[column]) for row, column in pairs))
        return {
            (row, column): round(likeness.of(names[row], previous[column]), 4)
            for row, column in pairs
            if not self._told_apart(ours[row], theirs[column])
        }

    def _told_apart(self, item: Item, other: Item) -> bool:
        return self._verdicts.apart(self._kind, item.name, other.name)

    def _take(self, item: Item, partner: Item, pair: Match) -> None:
        del self._left[item.row_id], self._left_before[partner.row_id]
        self.found.append(pair)
