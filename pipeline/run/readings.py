"""Two readings of one file: what newer code makes of it, and what an earlier version did.

A newer reading that lost more than a tenth, or that is of another document, is most likely a fault of the newer code.
Then the earlier one goes on to count, until a person accepts the newer.
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
    """The readings of one staged folder; `reviews` have what people accepted."""

    def __init__(self, staged: Path, reviews: Iterable[Review]) -> None:
        self._staged = staged
        self._accepted = {review.sha256 for review in reviews if review.verdict == "accepted"}

    def is_accepted(self, sha256: str | None) -> bool:
        """Whether a person has said that this file may count as it is read now, whatever was read before."""
        return sha256 in self._accepted

    def weigh(self, outcome: Outcome) -> Outcome:
        """The outcome of a file that was staged anew: quarantined where the earlier reading is to go on counting."""
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
        """The outcome of a file that is refused now, and of which an earlier version published what is `known`."""
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
