"""Verdicts on names: that two are the same thing, or are not; for all boards and years.

Case, hyphens, full stops and spaces in a name do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Verdict:
    """A pair of names, each as its `letters`, and who says that they are, or are not, the same thing."""

    kind: str
    previous_name: str
    name: str
    is_same: bool
    by: str


class Verdicts:
    """All verdicts, by what they are asked for."""

    def __init__(self, settled: Sequence[Verdict]) -> None:
        self._same = [verdict for verdict in settled if verdict.is_same]
        self._apart = {(one.kind, one.name, one.previous_name) for one in settled if not one.is_same}

    def same(self, kind: str) -> list[Verdict]:
        """The pairs of a kind that are one thing."""
        return [verdict for verdict in self._same if verdict.kind == kind]

    def apart(self, kind: str, name: str, previous_name: str) -> bool:
        """Whether two names are known to be different things."""
        return bool(self._apart) and (kind, letters(name), letters(previous_name)) in self._apart


@cache
def letters(name: str) -> str:
    """The letters and digits of a name in small letters, words parted by one blank."""
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))
