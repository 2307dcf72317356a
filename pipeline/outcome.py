"""The result for one file, as recorded in the ledger."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

from pipeline.refusal import Refused


class Fate(StrEnum):
    """The closed list of outcomes."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


# The reason in the outcome of an edition that was read but is held.
HELD = "held"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one file.

    `file` is its path in the raw folder; `rows` counts the rows of each table of a published document; `failures`
    are the broken checks of a quarantined one; `seconds` is what this run spent on it, `stages` how many of them each
    stage took in the worker. `incomplete` says what of a document could not be read, `manifest_sha256` is the digest
    of what was staged of it; `coverage` and `findings` are as in its manifest.
    """

    file: str
    fate: Fate
    sha256: str | None = None
    document_id: str | None = None
    reason: str | None = None
    seen: str | None = None
    advice: str | None = None
    failures: tuple[str, ...] = ()
    rows: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)
    incomplete: str | None = None
    manifest_sha256: str | None = None
    document_key: str | None = None
    coverage: float | None = None
    findings: dict[str, int] | None = None

    @property
    def bad(self) -> bool:
        """True if somebody has to do something about the file."""
        return self.fate in (Fate.REFUSED, Fate.QUARANTINED)

    @staticmethod
    def refusal(file: str, sha256: str | None, refused: Refused, seconds: float = 0.0) -> Outcome:
        return Outcome(
            file,
            Fate.REFUSED,
            sha256,
            reason=refused.reason.value,
            seen=refused.seen,
            advice=refused.advice,
            seconds=seconds,
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        return cls(**{**stored, "fate": Fate(stored["fate"]), "failures": tuple(stored["failures"])})


class Untakable(Exception):
    """A staged document that cannot be published, and why; all others can be published without it."""

    def __init__(self, document_id: str, refused: Refused) -> None:
        super().__init__(f"{document_id}: {refused}")
        self.document_id, self.refused = document_id, refused


@dataclass(frozen=True, slots=True)
class Editions:
    """How a publication changed which editions are current, in lines for users.

    `held` are later editions that were held, each with what it lost; `changed` says which edition replaced which, and
    which values that changes; `lost` are boards and kinds of documents with no document left. `publication` is what the
    ledger records about it.
    """

    held: tuple[Outcome, ...] = ()
    changed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    publication: dict[str, Any] | None = None
