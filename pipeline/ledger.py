"""The ledger: one line of JSON for each run, beside the warehouse; lines are never changed.

It outlives the warehouse, which is rebuilt from it and from the staged documents; it is the only record of times. A run
that was killed has no line: the next run finds what it staged. Rotation removes the oldest lines and keeps what is
still needed from them in one line before the others.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from pipeline.chain import CARRIED, SEALED, Break, Line, breaks_of, line_of, lines_of
from pipeline.durable import to_disk
from pipeline.outcome import Fate, Outcome
from pipeline.seal import Seal


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One run. Times are UTC; `counts` has a number of files for each fate; `outcomes` leaves out what is as before.

    `state` is the digest of all that the warehouse was built from: equal states need no new warehouse. `gone` are files
    that the runs before tell of and that are not there any more, `found` unchanged files that they do not tell of as
    they are (a killed run staged them). A file that is refused or is a copy as before is not written down again: so all
    files of each run can be told, and a run with nothing new stays small. `raw` is the folder the run was about, and
    `published` the warehouse as the run left it, None in lines of earlier versions. `reviews` has the digest of each
    verdict that people had given, None where they are as in the run before; `held` has the editions that may not count,
    None likewise. `changed` and `lost` say where another edition counts than before, and of what none is left. `is_cut`
    is true of a run whose line is gone: it has no more than what is still asked of it. `publication` has the counts and
    the schema version of what was published. `ignored` has the files of the folder that are no documents, None where
    they are as in the run of that folder before.
    """

    run_id: int
    started_at: datetime
    ended_at: datetime
    code_version: str
    libraries: dict[str, str]
    state: str
    counts: dict[str, int]
    outcomes: tuple[Outcome, ...]
    gone: tuple[str, ...] = ()
    found: tuple[Outcome, ...] = ()
    raw: str | None = None
    reviews: dict[str, str] | None = None
    published: Seal | None = None
    is_cut: bool = False
    held: tuple[Outcome, ...] | None = None
    changed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    publication: dict[str, Any] | None = None
    ignored: tuple[str, ...] | None = None

    @staticmethod
    def count(outcomes: list[Outcome]) -> dict[str, int]:
        counter = Counter(outcome.fate for outcome in outcomes)
        return {fate.value: counter[fate] for fate in Fate}

    def row(self) -> dict[str, object]:
        """The run as a row of the table `run`; times are UTC without a time zone."""
        return {
            "run_id": self.run_id,
            "started_at": self.started_at.replace(tzinfo=None),
            "ended_at": self.ended_at.replace(tzinfo=None),
            "code_version": self.code_version,
            "libraries": json.dumps(self.libraries),
            **{f"{fate}_count": self.counts[fate] for fate in Fate},
        }

    def document_rows(self) -> list[dict[str, object]]:
        """The files of the run as rows of the table `run_document`."""
        names = ("file", "sha256", "document_id", "reason", "seen", "advice", "seconds")
        return [
            {"run_id": self.run_id, "outcome": outcome.fate.value, **{name: getattr(outcome, name) for name in names}}
            for outcome in self.outcomes
        ]

    def to_json(self) -> dict[str, Any]:
        told = asdict(self)
        rare = {name: told.pop(name) for name in ("is_cut", "held", "changed", "lost", "publication", "ignored")}
        news = ("held", "ignored")
        return told | {name: value for name, value in rare.items() if value or (value == () and name in news)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        return cls(
            **{
                **stored,
                "started_at": datetime.fromisoformat(stored["started_at"]),
                "ended_at": datetime.fromisoformat(stored["ended_at"]),
                "outcomes": tuple(Outcome.from_json(outcome) for outcome in stored["outcomes"]),
                "gone": tuple(stored.get("gone", ())),  # lines of earlier versions have neither
                "found": tuple(Outcome.from_json(outcome) for outcome in stored.get("found", ())),
                "published": Seal(**stored["published"]) if stored.get("published") else None,
                "held": tuple(map(Outcome.from_json, stored["held"])) if stored.get("held") is not None else None,
                "changed": tuple(stored.get("changed", ())),
                "lost": tuple(stored.get("lost", ())),
                "ignored": tuple(stored["ignored"]) if stored.get("ignored") is not None else None,
            }
        )


def files_after(entries: Iterable[RunEntry], raw: str | None) -> dict[str, Outcome]:
    """All files of the folder `raw` after the last of these runs, each with its last recorded outcome."""
    files: dict[str, Outcome] = {}
    for entry in entries:
        if entry.raw is not None and entry.raw != raw:
            continue
        for name in entry.gone:
            files.pop(name, None)
        files.update({outcome.file: outcome for outcome in (*entry.found, *entry.outcomes)})
    return files


def folders_after(entries: Iterable[RunEntry]) -> dict[str, int]:
    """How many files each raw folder has after these runs; empty folders are left out."""
    told = list(entries)
    folders = dict.fromkeys(entry.raw for entry in told if entry.raw is not None)
    return {raw: files for raw in folders if (files := len(files_after(told, raw)))}


def ignored_after(entries: Iterable[RunEntry], raw: str | None) -> tuple[str, ...]:
    """The files of the folder `raw` that are ignored as not documents, after the last of these runs."""
    told = [entry.ignored for entry in entries if entry.ignored is not None and entry.raw == raw]
    return told[-1] if told else ()


def reviews_after(entries: Iterable[RunEntry]) -> dict[str, str]:
    """The digest of each verdict after the last of these runs, by the id of the review."""
    told = [entry.reviews for entry in entries if entry.reviews is not None]
    return told[-1] if told else {}


@dataclass(frozen=True, slots=True)
class Standing:
    """A file that is unpublished, only partly read, or held; and the first run that reported this for its bytes."""

    outcome: Outcome
    since: RunEntry

    def row(self) -> dict[str, object]:
        """The entry as a row of the table `quarantine`."""
        names = ("file", "sha256", "reason", "seen", "advice")
        return {
            **{name: getattr(self.outcome, name) for name in names},
            "outcome": self.outcome.fate.value,
            "failures": "\n".join(self.outcome.failures) or None,
            "since_run_id": self.since.run_id,
        }


def standing_after(entries: Sequence[RunEntry]) -> list[Standing]:
    """The open problems after these runs: files that are bad or only partly read, and held editions."""
    return [*_files_standing(entries), *held_after(entries)]


def held_after(entries: Iterable[RunEntry]) -> list[Standing]:
    """The editions held after these runs, each with the run since which it has been held without interruption."""
    held: dict[str | None, Standing] = {}
    for entry in entries:
        if entry.held is not None:
            before = held
            held = {}
            for outcome in entry.held:
                known = before.get(outcome.document_id)
                same = known is not None and known.outcome.seen == outcome.seen
                held[outcome.document_id] = Standing(outcome, known.since if known and same else entry)
    return list(held.values())


def _files_standing(entries: Iterable[RunEntry]) -> list[Standing]:
    """Files that are bad or only partly read, until they are fixed, changed or removed from their folder.

    Each belongs to its own raw folder: a run on another folder does not affect it.
    """
    standing: dict[tuple[str | None, str], Standing] = {}
    for entry in entries:
        for name in entry.gone:
            standing.pop((entry.raw, name), None)
        for outcome in (*entry.found, *entry.outcomes):
            key = (entry.raw, outcome.file)
            before = standing.pop(key, None)
            if outcome.bad or outcome.incomplete:
                same = before is not None and _same_trouble(before.outcome, outcome)
                standing[key] = Standing(outcome, before.since if before is not None and same else entry)
    return list(standing.values())


def _same_trouble(before: Outcome, after: Outcome) -> bool:
    return (before.sha256, before.bad) == (after.sha256, after.bad)


def unpublished_after(entries: Sequence[RunEntry]) -> list[Standing]:
    """The files that are not published after these runs."""
    return [standing for standing in standing_after(entries) if standing.outcome.bad]


def quarantine_rows(entries: Sequence[RunEntry]) -> list[dict[str, object]]:
    """The rows of the table `quarantine`; if two folders have a file of the same name, the last run's keeps its plain
    name."""
    here = entries[-1].raw if entries else None
    rows: dict[object, dict[str, object]] = {}
    for held in sorted(unpublished_after(entries), key=lambda held: held.since.raw != here):
        row = held.row()
        if row["file"] in rows:
            row["file"] = f"{held.since.raw}/{held.outcome.file}"
        rows[row["file"]] = row
    return list(rows.values())


def as_left(warehouse: Path, entries: Iterable[RunEntry]) -> bool:
    """Whether the warehouse is the file left by the last of these runs that published, with no log beside it.

    A log means that a program has opened it for writing, and readers see the changes in it.
    """
    if warehouse.with_name(f"{warehouse.name}.wal").exists():
        return False
    seals = [entry.published for entry in entries if entry.published is not None]
    return bool(seals) and seals[-1].fits(warehouse)


def staged_as_told(entries: Iterable[RunEntry]) -> dict[str, tuple[RunEntry, str]]:
    """For each file, by sha256: the last run that published it, and the digest of its manifest then."""
    told: dict[str, tuple[RunEntry, str]] = {}
    for entry in entries:
        for outcome in entry.outcomes:
            if outcome.sha256 and outcome.fate is Fate.PUBLISHED and outcome.manifest_sha256:
                told[outcome.sha256] = entry, outcome.manifest_sha256
    return told


def last_publication(entries: Sequence[RunEntry]) -> RunEntry | None:
    """The last of these runs that made a new warehouse; if none has a seal, its state decides."""
    sealed = [entry for entry in entries if entry.published is not None]
    states = [None, *(entry.state for entry in entries)]
    other = [entry for entry, before in zip(entries, states[:-1], strict=True) if entry.state != before]
    return next(iter(reversed(sealed or other)), None)


class Ledger:
    """The ledger of one warehouse."""

    def __init__(self, warehouse: Path) -> None:
        self.path = warehouse.with_name(f"{warehouse.name}.ledger.jsonl")

    def entries(self) -> list[RunEntry]:
        """All runs, oldest first; for removed lines, what is kept of them. A line cut off by a crash is skipped."""
        return [RunEntry.from_json(told) for line in self._lines() for told in line.told]

    def append(self, entry: RunEntry) -> None:
        """Adds a run; it is on disk when this returns."""
        before = self._content()
        whole = not before or before.endswith(b"\n")
        with self.path.open("ab") as stream:
            stream.write((b"" if whole else b"\n") + line_of(entry.to_json(), self.head()))
            stream.flush()
            os.fsync(stream.fileno())

    def rotate(self, keep: int, still_asked: Callable[[Sequence[RunEntry]], Sequence[RunEntry]]) -> list[RunEntry]:
        """Removes the lines of all but the last `keep` runs; returns the removed runs.

        What is `still_asked` of them is kept. Whatever happens, the ledger is either the old or the new one, complete.
        """
        lines = list(self._lines())
        runs = [line for line in lines if SEALED not in line.stored and CARRIED not in line.stored]
        if len(runs) <= keep:
            return []
        place = lines.index(runs[-keep])
        old = [RunEntry.from_json(told) for line in lines[:place] for told in line.told]
        carried = {CARRIED: [entry.to_json() for entry in still_asked(old)], "run_id": old[-1].run_id}
        first = line_of(carried, lines[place - 1].end)
        sealed = {SEALED: next(lines_of(first)).sha256, "run_id": runs[-1].stored["run_id"]}
        kept = b"".join(line.content + b"\n" for line in lines[place:])
        self._replace(first + kept + line_of(sealed, lines[-1].sha256))
        return [entry for entry in old if not entry.is_cut]

    def head(self) -> str | None:
        """The digest of the last line, which covers all lines up to it."""
        return next((digest for digest in reversed(self.digests())), None)

    def digests(self) -> list[str]:
        """The digest of each line, oldest first; in a rotated ledger, preceded by that of the last removed line."""
        return [digest for line in self._lines() for digest in (line.end,) if digest]

    def breaks(self) -> list[Break]:
        """Each place where a line does not follow from the one before, or where what rotation kept has changed."""
        return breaks_of(self._lines())

    def _lines(self) -> Iterator[Line]:
        return lines_of(self._content())

    def _content(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""

    def _replace(self, content: bytes) -> None:
        anew = self.path.with_name(f".{self.path.name}")
        anew.write_bytes(content)
        to_disk(anew)
        anew.replace(self.path)
        to_disk(self.path.parent)
