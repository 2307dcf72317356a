"""Only names that may be alike are compared: none that counts is left out, and many rows cost no square."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.compare.assignment import BAND, Scores
from pipeline.compare.candidates import MOST, candidates
from pipeline.compare.likeness import Likeness
from pipeline.compare.matching import Item, match
from pipeline.compare.reviewed import Verdicts
from pipeline.compare.work import TooMuch, Work

WORDS = "andel nöjda brukare brukarna elever trygghet tryggt tryggheten skola skolan inte ska öka ökar 2026 lokaler"
NAMES = st.lists(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=6, unique=True).map(tuple), max_size=12)


@given(NAMES, NAMES)
@example([("öka",), ("andel", "nöjda", "elever", "öka", "ökar")], [("brukare", "öka")])
def test_no_pair_that_is_listed_is_left_out(names: list[tuple[str, ...]], previous: list[tuple[str, ...]]) -> None:
    likeness = Likeness(names, previous)
    alike = {
        (row, column)
        for row, name in enumerate(names)
        for column, other in enumerate(previous)
        if likeness.of(name, other) >= BAND[0]
    }
    assert alike <= set(candidates(names, previous, likeness.weight, Work()))


def made_up(count: int, seed: int, *shared: str) -> Iterator[tuple[str, ...]]:
    chance = random.Random(seed)
    for _ in range(count):
        words = ["".join(chance.choice("bdfgklmnprst") + chance.choice("aeiouåäö") for _ in range(4)) for _ in range(3)]
        yield (*shared, *words)


@pytest.mark.parametrize("shared", [(), ("nämnd",), ("nämnd", "stadsdel", "förvaltning", "verksamhet")])
def test_rows_that_have_nothing_in_common_are_not_compared(shared: tuple[str, ...]) -> None:
    def compared(count: int) -> int:
        names, previous = list(made_up(count, 1, *shared)), list(made_up(count, 2, *shared))
        return len(candidates(names, previous, Likeness(names, previous).weight, Work()))

    assert compared(2 * MOST) < 2 * MOST
    assert compared(8 * MOST) < 8 * MOST


@pytest.mark.parametrize("length", [8, 40])
def test_names_made_of_the_same_words_are_too_much_before_they_take_minutes(
    monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    monkeypatch.setattr("pipeline.compare.work.MOST_WORK", 100_000)
    chance = random.Random(length)
    rows = 4 * MOST
    words = ["".join(chance.choices("abdeginorst", k=8)) for _ in range(rows * length // MOST)]

    def side(letter: str) -> list[Item]:
        return [Item(f"{letter}{row}", " ".join(chance.sample(words, min(length, 15)))) for row in range(rows)]

    with pytest.raises(TooMuch):
        match("activity", 2027, side("a"), 2026, side("b"), Verdicts([]))


def test_the_best_choice_is_made_group_by_group_and_of_too_many_the_likest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    crossed = {(0, 0): 0.9, (0, 1): 0.85, (1, 0): 0.85, (5, 7): 0.7, (6, 8): 0.5}
    assert Scores(crossed).taken() == [(0, 1), (1, 0), (5, 7)]
    monkeypatch.setattr("pipeline.compare.assignment.MOST_TO_CHOOSE", 1)
    assert Scores(crossed).taken() == [(0, 0), (5, 7)]
