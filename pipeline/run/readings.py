"""Compares two readings of one file: by the present code and by an earlier version.

If the new reading lost more than a tenth, or is of another document, the new code is most likely at fault. Then the
earlier reading stays in use until a person accepts the new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.loss import Content, loss
from pipeline.outcome import Fate, Outcome
from pipeline.reviews import Review
from pipeline.staged import MANIFEST, StagedDocument, drop, earlier_reading, put_back

REASON = "reading_lost"
ADVICE = (
    "The result from an earlier version of Tjut stays in use. Compare the two with `tjut verify`; if the new one is "
    "right, add the file's sha256 to reviews.csv with the verdict accepted"
)


class Readings:
    """The readings in one staged folder; `reviews` say what people have accepted."""

    def __init__(self, staged: Path, reviews: Iterable[Review]) -> None:
        self._staged = staged
        self._accepted = {review.sha256 for review in reviews if review.verdict == "accepted"}

    def is_accepted(self, sha256: str | None) -> bool:
        """Whether a person has accepted the present reading of this file, whatever was read before."""
        return sha256 in self._accepted

    def weigh(self, outcome: Outcome) -> Outcome:
        """The outcome of a file that was staged again: quarantined if the earlier reading stays in use."""
        earlier = earlier_reading(self._staged, outcome.sha256 or "")
        if earlier is None or outcome.fate is not Fate.PUBLISHED:
            return outcome
        now = StagedDocument.from_manifest(self._staged / (outcome.document_id or "") / MANIFEST)
        lost = None if self.is_accepted(outcome.sha256) else _lost(earlier, now)
        if lost is None:
            drop(earlier.folder, self._staged)
            return outcome
        put_back(earlier, self._staged)
        return Outcome(
            outcome.file,
            Fate.QUARANTINED,
            outcome.sha256,
            reason=REASON,
            seen=lost,
            advice=ADVICE,
            seconds=outcome.seconds,
            stages=outcome.stages,
        )

    def refused(self, outcome: Outcome, known: StagedDocument | None) -> Outcome:
        """The outcome of a file that is now refused but was published by an earlier version as `known`."""
        if known is None or outcome.reason == REASON:
            return outcome
        if self.is_accepted(outcome.sha256):
            drop(known.folder, self._staged)
            return outcome
        return replace(outcome, advice=f"{outcome.advice or ''} {ADVICE}".strip())


def _lost(earlier: StagedDocument, now: StagedDocument) -> str | None:
    """What the newer reading lost, in words."""
    if earlier.document_key is not None and earlier.document_key != now.document_key:
        return f"it is now read as {now.document_key}, but was read as {earlier.document_key} before"
    lost = loss(Content(earlier.rows, earlier.coverage), Content(now.rows, now.coverage))
    return None if lost is None else f"when read again, {lost}"
