"""Tries one document: makes every kind of mistake in it, and records what notices it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

from certificate import misplaced, misread  # noqa: F401 (importing registers their kinds)
from certificate.catches import CATCHES
from certificate.kinds import KINDS, Kind, Refusal, changed_tables
from certificate.sample import Sampled, Score, sampled, scores

REFUSED = "refused"


@dataclass(frozen=True)
class Trial:
    """One mutation. `caught_by` names every check that noticed it, `changed` the tables whose values it changed."""

    kind: str
    seed: int
    outcome: Literal["mutated", "equivalent", "no place"]
    caught_by: tuple[str, ...] = ()
    changed: str = ""


@dataclass(frozen=True)
class Examined:
    """The result for one document: how it was made, its score, its mutations."""

    seed: int
    producer: str
    reader: str
    pages: int
    scores: dict[str, Score]
    trials: tuple[Trial, ...]


def examine(seed: int, kinds: Sequence[str] = tuple(KINDS)) -> Examined:
    """Set, read and score the document number `seed`, and make a mistake of each kind in it."""
    with tempfile.TemporaryDirectory() as folder:
        one = sampled(seed, Path(folder))
        trials = tuple(_trial(one, KINDS[kind]) for kind in kinds)
        document = one.reading.document
        return Examined(seed, one.style.producer, document.reader, len(document.pages), scores(one), trials)


def _trial(one: Sampled, kind: Kind) -> Trial:
    # A string gives the same seed in every process, whatever PYTHONHASHSEED is.
    random = Random(f"{kind.name} {one.seed}")
    try:
        mutated = kind.mutate(one.reading, random)
    except Refusal:
        return Trial(kind.name, one.seed, "mutated", (REFUSED,))
    if mutated is None:
        return Trial(kind.name, one.seed, "no place")
    changed = changed_tables(mutated.extraction, one.reading.extraction)
    if not changed:
        return Trial(kind.name, one.seed, "equivalent")
    caught = tuple(name for name, catches in CATCHES.items() if catches(one, mutated))
    return Trial(kind.name, one.seed, "mutated", caught, ", ".join(changed))
