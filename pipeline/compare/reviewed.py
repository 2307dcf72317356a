"""What people have settled about doubtful matches: `reviewed.csv`, one pair of names a line.

    kind,previous_name,name,same,reviewed_by,reviewed_on,note

`kind` is indicator, activity, goal or area; the names stand as they are printed (case, hyphens, points and blanks do
not matter) and hold for all boards and years; `same` is yes or no. Copy the pair from `match_review`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).with_name("reviewed.csv")
COLUMNS = ["kind", "previous_name", "name", "same", "reviewed_by", "reviewed_on", "note"]
KINDS = ("indicator", "activity", "goal", "area")


class BadReview(OSError):
    """A line of the file that cannot be understood; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A pair of names, each as its `letters`, and who says that they are, or are not, one thing."""

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


@cache
def verdicts(path: Path = PATH) -> Verdicts:
    """What the file says. Raises BadReview."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if reader.fieldnames != COLUMNS:
            raise BadReview(f"{path} must begin with the line {','.join(COLUMNS)}")
        return Verdicts([_verdict(path, reader.line_num, row) for row in reader])


def _verdict(path: Path, line: int, row: dict[str, str]) -> Verdict:
    values = [row.get(column) or "" for column in COLUMNS]
    kind, previous_name, name, is_same, by, *_ = (value.strip() for value in values)
    if kind not in KINDS or is_same not in ("yes", "no") or not (previous_name and name and by) or None in row:
        raise BadReview(
            f"{path}, line {line}: kind must be one of {', '.join(KINDS)}, same yes or no, both names and reviewed_by "
            "filled, and a name with a comma in it in double quotes"
        )
    return Verdict(kind, letters(previous_name), letters(name), is_same == "yes", by)
