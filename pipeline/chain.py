"""The ledger as a hash chain: each line has the digest of the one before, so that no change or loss goes unnoticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# The key for the digest of the previous line.
LINK = "previous_sha256"
# The key, in the first line of a rotated ledger, for what is kept of earlier runs; and in a later line, for its digest.
CARRIED, SEALED = "carried", "carried_sha256"


@dataclass(frozen=True, slots=True)
class Line:
    """A complete line: its number in the file (from 1), its bytes, and its parsed content."""

    number: int
    content: bytes
    stored: dict[str, Any]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def link(self) -> str | None:
        """The digest of the previous line; None in lines written by earlier versions."""
        link: str | None = self.stored.get(LINK)
        return link

    @property
    def end(self) -> str | None:
        """The digest that the next line must have; for the line that carries older runs, that of the last removed
        line."""
        return self.link if CARRIED in self.stored else self.sha256

    @property
    def told(self) -> list[dict[str, Any]]:
        """The runs that the line describes."""
        if CARRIED in self.stored:
            return [*self.stored[CARRIED]]
        return [] if SEALED in self.stored else [{name: self.stored[name] for name in self.stored if name != LINK}]


@dataclass(frozen=True, slots=True)
class Break:
    """A break in the chain: lines here or before differ from what was written."""

    run_id: int
    line: int


def lines_of(content: bytes) -> Iterator[Line]:
    """The lines of a ledger; a line that was cut off by a crash is skipped."""
    for number, line in enumerate(content.split(b"\n"), start=1):
        if (stored := _parsed(line)) is not None:
            yield Line(number, line, stored)


def line_of(told: dict[str, Any], before: str | None) -> bytes:
    """The bytes of a line to follow the one with the digest `before`, including its line end."""
    return json.dumps({**told, LINK: before}, ensure_ascii=False, default=datetime.isoformat).encode() + b"\n"


def breaks_of(lines: Iterable[Line]) -> list[Break]:
    """Each line that does not have the digest of the previous one.

    The first line may have any digest, since rotation removes older lines. Lines written by earlier versions have none;
    they cannot follow a line that has one. What a rotated ledger carries must have the digest that the rotation
    recorded after the lines it kept.
    """
    found = []
    before = seal = None
    chained = False
    carried: Line | None = None
    for line in lines:
        if before is not None and line.link != before and (chained or line.link is not None):
            found.append(Break(line.stored["run_id"], line.number))
        carried = line if CARRIED in line.stored else carried
        seal = line.stored.get(SEALED, seal)
        before, chained = line.end, chained or line.link is not None
    if seal != (carried.sha256 if carried else None):
        found.append(Break(carried.stored["run_id"] if carried else 0, 1))
    return found


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        stored = json.loads(line)
    except ValueError:
        return None
    return stored if isinstance(stored, dict) else None
