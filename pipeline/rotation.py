"""What is kept of the ledger's oldest runs when their lines are removed: only what is still needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.ledger import (
    RunEntry,
    files_after,
    held_after,
    ignored_after,
    last_publication,
    reviews_after,
    staged_as_told,
)
from pipeline.outcome import Outcome


def still_asked(old: Sequence[RunEntry]) -> list[RunEntry]:
    """What later runs and commands need from these runs, the oldest in a ledger; oldest first, each `is_cut`.

    That is: the last result for each file and each staged document, the run since which a file has been refused or an
    edition held, changes of current editions (the alert may not have been sent yet), the last publication, the last
    review verdicts, and the ignored files. Runs of which none of this is left are left out.
    """
    asked = _Asked(old)
    return [cut for entry in old if (cut := asked.cut(entry)) is not None]


class _Asked:
    """The parts of some runs that are still needed."""

    def __init__(self, old: Sequence[RunEntry]) -> None:
        self._outcomes = {id(outcome) for outcome in (*_last_told(old), *_staged(old), *_turns(old))}
        self._files = {one.file for entry in old for one in _outcomes(entry) if id(one) in self._outcomes}
        self._reviews = reviews_after(old)
        self._ignored = {raw: ignored_after(old, raw) for raw in {entry.raw for entry in old}}
        self._publication = last_publication(old)
        self._held_since = {one.outcome.document_id: one.since.run_id for one in held_after(old)}

    def cut(self, entry: RunEntry) -> RunEntry | None:
        """What is left of a run, None if nothing is."""
        less = replace(
            entry,
            outcomes=self._kept(entry.outcomes),
            found=self._kept(entry.found),
            gone=tuple(name for name in entry.gone if name in self._files),
            reviews=entry.reviews if entry.reviews == self._reviews else None,
            is_cut=True,
            held=self._still_held(entry) or None,
            ignored=entry.ignored if entry.ignored == self._ignored.get(entry.raw) else None,
        )
        told = any((less.outcomes, less.found, less.gone, less.held, less.changed, less.lost))
        carried = less.reviews is not None or less.ignored is not None
        return less if told or carried or entry is self._publication else None

    def _still_held(self, entry: RunEntry) -> tuple[Outcome, ...]:
        """The editions held by a run that no later run has released."""
        since = self._held_since
        return tuple(one for one in entry.held or () if since.get(one.document_id, entry.run_id + 1) <= entry.run_id)

    def _kept(self, outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in outcomes if id(outcome) in self._outcomes)


def _outcomes(entry: RunEntry) -> tuple[Outcome, ...]:
    return (*entry.found, *entry.outcomes)


def _last_told(old: Sequence[RunEntry]) -> Iterator[Outcome]:
    """The last result for each file of each raw folder, from runs on that folder only; lines written by earlier
    versions name no folder and apply to all.
    """
    for raw in {entry.raw for entry in old}:
        yield from files_after(old, raw).values()
    yield from {(entry.raw, one.file): one for entry in old for one in _outcomes(entry)}.values()


def _turns(old: Sequence[RunEntry]) -> Iterator[Outcome]:
    """Where trouble with a file began or ended, or was that of other bytes: by these is told since when it stands."""
    state: dict[tuple[str | None, str], object] = {}
    for entry in old:
        for name in entry.gone:
            state.pop((entry.raw, name), None)
        for outcome in _outcomes(entry):
            key, now = (entry.raw, outcome.file), (outcome.sha256, outcome.bad, outcome.incomplete is None)
            if state.get(key) != now:
                yield outcome
            state[key] = now


def _staged(old: Sequence[RunEntry]) -> Iterator[Outcome]:
    """The result recorded by the last run that published each document."""
    for sha256, (entry, manifest) in staged_as_told(old).items():
        for outcome in entry.outcomes:
            if (outcome.sha256, outcome.manifest_sha256) == (sha256, manifest):
                yield outcome
