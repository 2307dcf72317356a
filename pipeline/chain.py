"""The lines of the ledger as a chain: each bears the digest of the one before, so that none goes or changes unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# What a line calls the digest of the one before it.
LINK = "previous_sha256"
# What the first line of a rotated ledger calls what is left of the runs before, and a later line its digest.
CARRIED, SEALED = "carried", "carried_sha256"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is whole: its place in the file from 1, its bytes, and what they say."""

    number: int
    content: bytes
    stored: dict[str, Any]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def link(self) -> str | None:
        """The digest of the line before; None in lines of earlier versions."""
        link: str | None = self.stored.get(LINK)
        return link

    @property
    def end(self) -> str | None:
        """What the next line bears: of the line that carries older runs on, the digest of the last that went."""
        return self.link if CARRIED in self.stored else self.sha256

    @property
    def told(self) -> list[dict[str, Any]]:
        """The runs it tells of."""
        if CARRIED in self.stored:
            return [*self.stored[CARRIED]]
        return [] if SEALED in self.stored else [{name: self.stored[name] for name in self.stored if name != LINK}]


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold: lines from here on, or before, are not what was written."""

    run_id: int
    line: int


def lines_of(content: bytes) -> Iterator[Line]:
    """The lines of a ledger; one that was cut off by a crash is passed over."""
    for number, line in enumerate(content.split(b"\n"), start=1):
        if (stored := _parsed(line)) is not None:
            yield Line(number, line, stored)


def line_of(told: dict[str, Any], before: str | None) -> bytes:
    """A line that follows the one with the digest `before`; it ends with its line end."""
    return json.dumps({**told, LINK: before}, ensure_ascii=False, default=datetime.isoformat).encode() + b"\n"


def breaks_of(lines: Iterable[Line]) -> list[Break]:
    """Each line that does not bear the digest of the one before it.

    The first line may have any before it, since older ones go when a ledger is rotated. Lines that earlier versions
    wrote bear none; after one that does there is none of them. What a rotated ledger carries on must have the digest
    that the rotation wrote down behind the lines it kept.
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
