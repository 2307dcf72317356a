"""One run from `raw/` to the warehouse, in steps that a loop or a flow can take."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from contracts import assert_contracts_are_on
from pipeline.ledger import (
    Ledger,
    RunEntry,
    as_left,
    files_after,
    folders_after,
    held_after,
    ignored_after,
    reviews_after,
    staged_as_told,
)
from pipeline.outcome import Editions, Fate, Outcome, Untakable
from pipeline.raw_files import RawFile, files_of, printable
from pipeline.refusal import Reason, Refused
from pipeline.reviews import Review, beside, read_reviews
from pipeline.run.extractor import EXTRACT, Extractor
from pipeline.run.last_run import write_last_run
from pipeline.run.lock import only_run
from pipeline.run.log import RunLog
from pipeline.run.publishing import Publishing
from pipeline.run.quarantine import Quarantine
from pipeline.run.readings import Readings
from pipeline.run.scope import ALL, Scope
from pipeline.run.trouble import at, of_the_place
from pipeline.seal import Seal
from pipeline.sources import Expected, expected, fetched_files, listed
from pipeline.sources import beside as list_beside
from pipeline.staged import MANIFEST, StagedDocument, remove_unfinished, staged_documents, whole_documents
from pipeline.version import code_version, library_versions, publishing_version
from pipeline.workers import Limits

Publish = Callable[[Path, Path, Sequence[RunEntry], Sequence[Review], Sequence[Expected]], Editions]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a run. `outcomes` has every file in its scope; `rebuilt` is False if the warehouse was up to date.

    `left_out` are files that turned out, when read, to be outside its scope; `changed_by_others` says that the
    warehouse was not as earlier runs had left it; `stages` are the seconds spent on all documents together; `held` are
    the held editions; `ignored` are files that are not documents and were not reported by earlier runs.
    """

    entry: RunEntry
    outcomes: tuple[Outcome, ...]
    rebuilt: bool
    left_out: tuple[str, ...] = ()
    changed_by_others: bool = False
    stages: dict[str, float] = field(default_factory=dict)
    held: tuple[Outcome, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether everything is published, read completely and not held, so that nobody has to do anything."""
        return not (self.bad or self.incomplete or self.held or self.entry.lost)

    @property
    def bad(self) -> list[Outcome]:
        """The files somebody has to do something about."""
        return [outcome for outcome in self.outcomes if outcome.bad]

    @property
    def incomplete(self) -> list[Outcome]:
        """The documents that were published although they were only partly read."""
        return [outcome for outcome in self.outcomes if outcome.incomplete]


class Emptied(OSError):
    """The raw folder is empty, although it or another raw folder had files at the last run.

    A disk that is not mounted or a broken link is more likely than an intentionally emptied folder.
    """

    def __init__(self, raw: Path, folder: str, known: Mapping[str, int]) -> None:
        place = folder if folder in known else list(known)[-1]
        had = "1 file" if known[place] == 1 else f"{known[place]} files"
        who = "had" if place == folder else f"{place} had"
        super().__init__(
            f"{raw} is empty, but {who} {had} at the last run. Nothing was done and all documents are kept. Is its "
            "disk mounted, and is it the right folder? If it is meant to be empty, there is nothing to run"
        )


class Batch:
    """One run of all files of a raw folder into a warehouse; holds the lock during its `with` block.

    `todo` are the files to `extract`, in any order and from several threads; `finish` publishes and writes the ledger.
    If a batch is not finished, what it staged is kept and the warehouse is unchanged. `follow_links` allows links
    that lead out of the raw folder.
    """

    def __init__(
        self,
        raw: Path,
        staged: Path,
        warehouse: Path,
        limits: Limits | None = None,
        *,
        scope: Scope = ALL,
        reviews: Path | None = None,
        sources: Path | None = None,
        follow_links: bool = False,
        extract: str = EXTRACT,
        publish: Publish | None = None,
    ) -> None:
        self.raw, self.staged, self.warehouse = raw, staged, warehouse
        self.limits = limits or Limits()
        self.scope = scope
        self.todo: list[RawFile] = []
        self.settled: list[Outcome] = []
        self.log = RunLog.of(warehouse)
        self.extractor = Extractor(extract, staged, self.limits)
        self._reviews_file = reviews or beside(warehouse)
        self._sources_file = sources or list_beside(warehouse)
        self._follow_links = follow_links
        self._publish = publish or Publishing(self.limits, self.extractor.workers)
        self._ledger = Ledger(warehouse)
        self._folder = str(raw.resolve())
        self._quarantine = Quarantine(staged, self.limits)
        self._held = ExitStack()

    def __enter__(self) -> Self:
        """Looks at all files.

        Raises NotADirectoryError or Emptied for the raw folder, BadReviews, BadSources, Busy if another run is active,
        ContractsSwitchedOff.
        """
        assert_contracts_are_on()
        self._reviews = read_reviews(self._reviews_file)
        self._readings = Readings(self.staged, self._reviews)
        self._fetched = fetched_files(self.raw)
        self._expected = expected(listed(self._sources_file), self._fetched)
        self._started_at, self._began = datetime.now(UTC), time.monotonic()
        found = files_of(self.raw, self.limits.file_bytes, follow=self._follow_links)
        files = [file for file in found if not file.is_ignored]
        self._ignored = tuple(file.name for file in found if file.is_ignored)
        if not files and (known := folders_after(self._ledger.entries())):
            raise Emptied(self.raw, self._folder, known)
        with ExitStack() as held:
            held.enter_context(only_run(self.warehouse, self.staged))
            held.enter_context(self.extractor)
            self._past = self._ledger.entries()
            self.log = self.extractor.log = replace(self.log, run_id=self._run_id)
            self._sort_out(files)
            self.log.started(self._folder, len(files), len(self.todo))
            if self.todo:
                self.extractor.start()
            self._held = held.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    @property
    def _run_id(self) -> int:
        return self._past[-1].run_id + 1 if self._past else 1

    def stop(self) -> None:
        """Ends the workers; files that are being extracted end with Closed and are not quarantined."""
        self.extractor.close()

    def _sort_out(self, files: list[RawFile]) -> None:
        """Decides what needs no reading: unreadable files, duplicates, and files already staged or quarantined."""
        remove_unfinished(self.staged)
        self._known = whole_documents(self.staged)
        self._forget_changed()
        first: dict[str, RawFile] = {}
        for file in files:
            outcome = self._settled(file, first)
            if outcome is None:
                self.todo.append(file)
            else:
                self.settled.append(outcome)

    def _forget_changed(self) -> None:
        """Staged documents that were changed by hand: they are read again if their file exists."""
        told = staged_as_told(self._past)
        anew = not as_left(self.warehouse, self._past)  # then everything staged will be published
        for sha256, document in list(self._known.items()):
            changed = document.changed_tables() if anew else []
            if not _as_told(document, told.get(sha256)):
                changed.append(MANIFEST)
            if changed:
                self.log.changed(document.document_id, changed)
                document.set_aside()
                del self._known[sha256]

    def _settled(self, file: RawFile, first: dict[str, RawFile]) -> Outcome | None:
        if file.sha256 is None:
            return Outcome.refusal(file.name, None, file.refused or Refused(Reason.UNREADABLE, "it has no content"))
        same = first.setdefault(file.sha256, file)
        if same is not file:
            return _duplicate(file, same)
        known = self._known.get(file.sha256)
        if known is not None and not self._is_due(known, file):
            return _unchanged(file, known)
        awaited = known is not None and self._readings.is_accepted(file.sha256)
        if self.scope == Scope(force=True) or awaited:
            return None
        return self._quarantine.held(file.sha256, file.name)

    def _is_due(self, known: StagedDocument, file: RawFile) -> bool:
        """Whether a staged document is to be read again."""
        current = known.made_by(code_version(), library_versions()) and known.file_name == printable(file.path.name)
        return self.scope.has(known.document_id) and (self.scope.force or not current)

    def extract(self, file: RawFile) -> Outcome:
        """Reads, parses and stages one file in a worker, or says why not.

        Raises OSError for temporary problems such as a full disk; then call `give_up`.
        """
        return self.settle(file, self.extractor.extract(file))

    def settle(self, file: RawFile, outcome: Outcome) -> Outcome:
        """Records the extractor's result for a file, wherever it ran; it may be rejected, see `Readings`."""
        outcome = self._readings.weigh(outcome)
        if outcome.bad:
            outcome = self._readings.refused(outcome, self._known.get(file.sha256 or ""))
            self._quarantine.hold(outcome)
        self.log.outcome(outcome)
        return outcome

    def give_up(self, file: RawFile, error: OSError) -> Outcome:
        """The outcome of a file that could not be extracted for an external reason; the next run tries again.

        Raises OSError if the reason is the staged folder, such as a full disk: then no other file would succeed either.
        """
        if of_the_place(error):
            raise at(self.staged, error) from error
        return Outcome.refusal(file.name, file.sha256, Refused(Reason.CRASHED, str(error)))

    def finish(self, extracted: Sequence[Outcome]) -> Report:
        """Publishes if there is anything new, and writes the ledger.

        Documents that cannot be published are refused, and the rest is published without them.
        """
        left_out = self._leave_out(extracted)
        kept = [*self.settled, *(outcome for outcome in extracted if outcome.file not in left_out)]
        outcomes = sorted(kept, key=lambda outcome: outcome.file)
        while True:
            try:
                return self._finish(outcomes, left_out)
            except Untakable as untakable:
                outcomes = self._without(untakable, outcomes)

    def _without(self, untakable: Untakable, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """The outcomes, with the file refused whose document cannot be published; the document is unstaged.

        If its file is not in the raw folder, the staged tables are the only copy and are kept aside.
        """
        (document,) = (one for one in staged_documents(self.staged) if one.document_id == untakable.document_id)
        document.set_aside()
        self._known.pop(document.sha256, None)
        self.log.untakable(untakable)
        mended = list(outcomes)
        for place, outcome in enumerate(outcomes):
            if outcome.sha256 == document.sha256 and not outcome.bad and outcome.fate is not Fate.DUPLICATE:
                mended[place] = Outcome.refusal(outcome.file, outcome.sha256, untakable.refused, outcome.seconds)
                self._quarantine.hold(mended[place])
        return mended

    def _finish(self, outcomes: list[Outcome], left_out: tuple[str, ...]) -> Report:
        """Raises Untakable."""
        self._quarantine.release_all_but(outcomes)
        past = self._past
        told = files_after(past, self._folder)
        ignored = ignored_after(past, self._folder)
        self._arrived(past)
        staged = whole_documents(self.staged)
        entry = RunEntry(
            run_id=self._run_id,
            started_at=self._started_at,
            ended_at=self._now(),
            code_version=code_version(),
            libraries=library_versions(),
            state=self._state(outcomes, staged),
            counts=RunEntry.count(outcomes),
            outcomes=tuple(
                _with_manifest(outcome, staged)
                for outcome in outcomes
                if not _as_before(outcome, told.get(outcome.file))
            ),
            gone=tuple(sorted(told.keys() - {outcome.file for outcome in outcomes} - set(left_out))),
            found=tuple(outcome for outcome in outcomes if _untold(outcome, told.get(outcome.file))),
            raw=self._folder,
            ignored=self._ignored if self._ignored != ignored else None,
            reviews=settled if (settled := self._settled_by_people()) != reviews_after(past) else None,
        )
        changed = self.warehouse.exists() and not as_left(self.warehouse, past)
        rebuilt = not past or past[-1].state != entry.state or not self.warehouse.exists() or changed
        stages = {}
        if rebuilt:
            editions, seconds = self._published([*past, entry])
            stages = {"publish": seconds}
            held = _called_as_found(editions.held, outcomes)
            entry = replace(
                entry,
                published=Seal.of(self.warehouse),
                held=held if held != _held(past) else None,
                changed=editions.changed,
                lost=editions.lost,
                publication=editions.publication,
            )
        # In the warehouse itself the run ends when publishing begins; the next one to publish corrects that.
        entry = replace(entry, ended_at=self._now())
        self._ledger.append(entry)
        write_last_run(self.warehouse, [*past, entry])
        self.log.ended(entry, rebuilt)
        sealed = any(run.published for run in past)
        newly = tuple(name for name in self._ignored if name not in set(ignored))
        held_now = _held([*past, entry])
        return Report(entry, tuple(outcomes), rebuilt, left_out, changed and sealed, stages, held_now, newly)

    def _published(self, runs: Sequence[RunEntry]) -> tuple[Editions, float]:
        """Publishes; returns changes in which editions are current, and the seconds it took."""
        began, began_at = time.monotonic(), datetime.now(UTC)
        editions = self._publish(self.staged, self.warehouse, runs, self._reviews, self._expected)
        seconds = time.monotonic() - began
        self.log.stage(None, "publish", seconds, began_at)
        self.log.editions(editions)
        return editions, round(seconds, 3)

    def _now(self) -> datetime:
        """Uses a monotonic clock, since the wall clock may have been set since the run began."""
        return self._started_at + timedelta(seconds=time.monotonic() - self._began)

    def _leave_out(self, extracted: Sequence[Outcome]) -> tuple[str, ...]:
        """The new files whose documents are outside this run's scope; they are unstaged, and a later run reads them
        again."""
        if self.scope.is_all:
            return ()
        new = [outcome for outcome in extracted if outcome.fate is Fate.PUBLISHED and outcome.sha256 not in self._known]
        others = [outcome for outcome in new if not self.scope.has(outcome.document_id)]
        staged = whole_documents(self.staged)
        for outcome in others:
            if (document := staged.get(outcome.sha256 or "")) is not None:
                shutil.rmtree(document.folder)
        return tuple(sorted(outcome.file for outcome in others))

    def _arrived(self, past: Sequence[RunEntry]) -> None:
        """Records when each document first arrived; for those from earlier versions the ledger may know it."""
        first: dict[str | None, datetime] = {}
        for entry in past:
            for outcome in (*entry.found, *entry.outcomes):
                if outcome.fate is Fate.PUBLISHED:
                    first.setdefault(outcome.sha256, entry.started_at)
        hosts = {file.sha256: file.host for file in self._fetched}
        for sha256, document in whole_documents(self.staged).items():
            document.arrive(first.get(sha256, self._started_at), hosts.get(sha256))

    def _settled_by_people(self) -> dict[str, str]:
        return {review.review_id: review.digest for review in self._reviews}

    def _state(self, outcomes: Sequence[Outcome], staged: Mapping[str, StagedDocument]) -> str:
        """A digest of everything the warehouse is built from, except times."""
        parts = [
            publishing_version(),
            library_versions()["duckdb"],
            sorted((one.digest, str(one.arrived_at), str(one.fetched_from)) for one in staged.values()),
            [(outcome.file, outcome.bad, outcome.sha256, outcome.reason) for outcome in outcomes],
            sorted((review.line, review.digest) for review in self._reviews),
            repr(self._expected),
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _as_told(document: StagedDocument, told: tuple[RunEntry, str] | None) -> bool:
    """Whether the ledger knows of no other manifest. A run that was killed may have staged it anew with newer code."""
    if told is None:
        return True
    run, manifest_sha256 = told
    anew = document.made_by(code_version(), library_versions()) and not document.made_by(
        run.code_version, run.libraries
    )
    return document.digest == manifest_sha256 or anew


def _with_manifest(outcome: Outcome, staged: Mapping[str, StagedDocument]) -> Outcome:
    """The outcome as recorded in the ledger: with the digest of what was staged."""
    document = staged.get(outcome.sha256 or "") if outcome.fate is Fate.PUBLISHED else None
    return replace(outcome, manifest_sha256=document.digest) if document else outcome


def _as_before(outcome: Outcome, told: Outcome | None) -> bool:
    """Whether a file is unchanged, or refused or a duplicate exactly as the ledger already says."""
    if outcome.fate is Fate.UNCHANGED:
        return True
    if outcome.fate is Fate.PUBLISHED or told is None:
        return False
    return replace(outcome, seconds=0.0, stages={}) == replace(told, seconds=0.0, stages={})


def _untold(outcome: Outcome, told: Outcome | None) -> bool:
    """Whether a file is unchanged but differs from what the ledger says."""
    return outcome.fate is Fate.UNCHANGED and (
        told is None
        or (told.fate, told.sha256) not in ((Fate.PUBLISHED, outcome.sha256), (outcome.fate, outcome.sha256))
    )


def _unchanged(file: RawFile, known: StagedDocument) -> Outcome:
    return Outcome(
        file.name,
        Fate.UNCHANGED,
        file.sha256,
        known.document_id,
        rows=known.rows,
        incomplete=known.incomplete,
        document_key=known.document_key,
        coverage=known.coverage,
        findings=known.findings,
    )


def _duplicate(file: RawFile, same: RawFile) -> Outcome:
    return Outcome(
        file.name,
        Fate.DUPLICATE,
        file.sha256,
        reason="same_bytes",
        seen=f"its bytes are the same as those of {same.name}",
        advice=f"See {same.name} for its result. Remove one of the two files.",
    )


def _held(entries: Sequence[RunEntry]) -> tuple[Outcome, ...]:
    return tuple(standing.outcome for standing in held_after(entries))


def _called_as_found(held: Sequence[Outcome], outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Each under the name of its file in the raw folder, where it is there: the warehouse knows no folders."""
    names = {outcome.sha256: outcome.file for outcome in outcomes if outcome.fate is not Fate.DUPLICATE}
    return tuple(replace(one, file=names.get(one.sha256, one.file)) for one in held)
