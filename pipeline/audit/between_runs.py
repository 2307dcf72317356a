"""Two runs of the ledger, file by file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.audit.cause import changed_libraries
from pipeline.ledger import RunEntry, files_after, held_after, reviews_after
from pipeline.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Change:
    """A file that differs between the runs; None for a run in which it did not exist."""

    file: str
    before: Outcome | None
    after: Outcome | None

    @property
    def rows(self) -> dict[str, tuple[int, int]]:
        """The tables in which the file's number of rows changed: then and now.

        Empty for a removed file: its document stays in the warehouse with all its rows.
        """
        if self.after is None:
            return {}
        old, new = (side.rows if side else {} for side in (self.before, self.after))
        counts = {table: (old.get(table, 0), new.get(table, 0)) for table in old | new}
        return {table: pair for table, pair in counts.items() if pair[0] != pair[1]}


@dataclass(frozen=True, slots=True)
class RunDiff:
    """What changed between two runs; `code` is None if it is the same.

    `reviews` has the id of each verdict that is `new`, `gone` or `changed`. `editions` says which replaced which in
    between, and which are now held or no longer held. `incomplete` has runs for which an earlier version's ledger does
    not list all files.
    """

    code: tuple[str, str] | None
    libraries: list[tuple[str, str, str]]
    changes: list[Change]
    reviews: list[tuple[str, str]]
    editions: list[str]
    incomplete: list[int]


def diff(entries: Sequence[RunEntry], before: int, after: int) -> RunDiff:
    """Compares two runs by their ids. Raises LookupError with an id that the ledger does not have (any more)."""
    places = {entry.run_id: place for place, entry in enumerate(entries) if not entry.is_cut}
    for run_id in (before, after):
        if run_id not in places:
            raise LookupError(run_id)
    old, new = entries[places[before]], entries[places[after]]
    sides = [files_after(entries[: places[run_id] + 1], entries[places[run_id]].raw) for run_id in (before, after)]
    told = zip((old, new), sides, strict=True)
    return RunDiff(
        (old.code_version, new.code_version) if old.code_version != new.code_version else None,
        changed_libraries(old.libraries, new.libraries),
        list(_changes(*sides)),
        list(_settled(*(reviews_after(entries[: places[run_id] + 1]) for run_id in (before, after)))),
        list(_editions(entries, places[before], places[after])),
        [entry.run_id for entry, files in told if sum(entry.counts.values()) != len(files)],
    )


def _editions(entries: Sequence[RunEntry], before: int, after: int) -> Iterator[str]:
    """In words, for the runs between these two places in the ledger."""
    for entry in entries[before + 1 : after + 1]:
        yield from (f"run {entry.run_id}: {line}" for line in (*entry.lost, *entry.changed))
    old, new = (
        {one.outcome.document_id: one.outcome for one in held_after(entries[: place + 1])} for place in (before, after)
    )
    yield from (f"{outcome.file}: held: {outcome.seen}" for key, outcome in new.items() if key not in old)
    yield from (f"{outcome.file}: no longer held" for key, outcome in old.items() if key not in new)


def _settled(before: dict[str, str], after: dict[str, str]) -> Iterator[tuple[str, str]]:
    for review_id in sorted(before.keys() | after.keys()):
        if before.get(review_id) != after.get(review_id):
            yield review_id, "new" if review_id not in before else "gone" if review_id not in after else "changed"


def _changes(before: dict[str, Outcome], after: dict[str, Outcome]) -> Iterator[Change]:
    for file in sorted(before.keys() | after.keys()):
        change = Change(file, before.get(file), after.get(file))
        if _essence(change.before) != _essence(change.after):
            yield change


def _essence(outcome: Outcome | None) -> object:
    """What is compared: not the time it took, nor whether it was already staged or staged by this run."""
    if outcome is None:
        return None
    # Both mean that the file's document is in the warehouse.
    return (
        outcome.bad or outcome.fate == "duplicate",
        outcome.sha256,
        outcome.document_id,
        outcome.reason,
        outcome.rows,
    )
