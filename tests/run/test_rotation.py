"""A rotated ledger: the oldest lines are gone, and nothing that anything asks for."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import cli
from pipeline.ledger import (
    Ledger,
    RunEntry,
    files_after,
    ignored_after,
    last_publication,
    quarantine_rows,
    reviews_after,
    staged_as_told,
    standing_after,
)
from pipeline.notices import Notices
from pipeline.outcome import Fate, Outcome
from pipeline.rotation import still_asked
from pipeline.run.lock import only_run
from pipeline.seal import Seal

DAY = datetime(2026, 11, 1, tzinfo=UTC)
HELD = Outcome("held.pdf", Fate.PUBLISHED, "1" * 64, "held", "held", "it has 9 rows, there were 99")
outcomes = st.builds(
    Outcome,
    file=st.sampled_from("abc"),
    fate=st.sampled_from([Fate.PUBLISHED, Fate.REFUSED, Fate.QUARANTINED, Fate.DUPLICATE]),
    sha256=st.sampled_from(["1" * 64, "2" * 64]),
    incomplete=st.sampled_from([None, "page 3"]),
    manifest_sha256=st.sampled_from([None, "8" * 64, "9" * 64]),
)
runs = st.builds(
    RunEntry,
    run_id=st.just(0),
    started_at=st.just(DAY),
    ended_at=st.just(DAY),
    code_version=st.just("1"),
    libraries=st.just({}),
    state=st.sampled_from("st"),
    counts=st.just({}),
    outcomes=st.lists(outcomes, max_size=3, unique_by=lambda outcome: outcome.file).map(tuple),
    gone=st.sets(st.sampled_from("abc"), max_size=2).map(lambda names: tuple(sorted(names))),
    found=st.lists(outcomes, max_size=1).map(tuple),
    raw=st.sampled_from(["/raw", "/other", None]),
    reviews=st.sampled_from([None, None, {"r1": "d1"}, {}]),
    published=st.sampled_from([None, Seal("0" * 64, 1, 2, 3)]),
    held=st.sampled_from([None, None, (), (HELD,), (HELD, replace(HELD, document_id="other", file="other.pdf"))]),
    ignored=st.sampled_from([None, None, (), ("n.docx",)]),
    changed=st.sampled_from([(), ("x replaces y",)]),
    lost=st.sampled_from([(), ("z is gone",)]),
)


def asked_of(entries: list[RunEntry]) -> dict[str, Any]:
    """Everything that a run or a command asks of a ledger."""
    publication = last_publication(entries)
    return {
        "files": {raw: files_after(entries, raw) for raw in ("/raw", "/other", None)},
        "reviews": reviews_after(entries),
        "ignored": {raw: ignored_after(entries, raw) for raw in ("/raw", "/other", None)},
        "standing": {
            (one.since.raw, one.outcome.file): (one.outcome, one.since.run_id) for one in standing_after(entries)
        },
        "news": [Notices(run_id=run_id).news(entries) for run_id in range(10)],
        "quarantine": quarantine_rows(entries),
        "staged": {sha: (entry.run_id, digest) for sha, (entry, digest) in staged_as_told(entries).items()},
        "publication": publication and publication.run_id,
    }


def test_a_file_that_runs_of_an_earlier_version_tell_of_stays_refused_in_its_own_folder() -> None:
    """Their lines name no folder: what they say of a file is said of it in each, and ends no trouble in another."""
    refused, published = (Outcome("b", fate, "2" * 64) for fate in (Fate.REFUSED, Fate.PUBLISHED))
    told = [((refused,), "/raw"), ((refused,), "/raw"), ((published,), None), ((), "/raw")]
    entries = [
        RunEntry(number, DAY, DAY, "1", {}, "s", {}, said, raw=raw) for number, (said, raw) in enumerate(told, start=1)
    ]
    assert asked_of([*still_asked(entries[:-1]), *entries[-1:]]) == asked_of(entries)


def test_an_edition_that_was_let_go_and_is_held_again_is_held_since_then() -> None:
    other = replace(HELD, document_id="other", file="other.pdf")
    held = ((HELD, other), (HELD,), (HELD, other), None)
    entries = [
        RunEntry(number, DAY, DAY, "1", {}, "s", {}, (), raw="/raw", held=editions)
        for number, editions in enumerate(held, start=1)
    ]
    assert asked_of([*still_asked(entries[:-1]), *entries[-1:]]) == asked_of(entries)


@given(drawn=st.lists(runs, min_size=2, max_size=9), data=st.data())
def test_rotation_loses_nothing_that_anything_asks_for(drawn: list[RunEntry], data: st.DataObject) -> None:
    entries = [_numbered(entry, number) for number, entry in enumerate(drawn, start=1)]
    kept = data.draw(st.integers(1, len(entries) - 1))
    rotated = [*still_asked(entries[:-kept]), *entries[-kept:]]
    assert asked_of(rotated) == asked_of(entries)
    if kept > 1:  # and once more, with what was cut among what is old
        again = [*still_asked(rotated[: 1 - kept]), *rotated[1 - kept :]]
        assert asked_of(again) == asked_of(entries)


def _numbered(entry: RunEntry, number: int) -> RunEntry:
    return replace(entry, run_id=number, started_at=DAY + timedelta(number), ended_at=DAY + timedelta(number))


def a_ledger(folder: Path, count: int) -> Ledger:
    ledger = Ledger(folder / "w.duckdb")
    for number in range(1, count + 1):
        told = Outcome(f"{number % 3}.pdf", Fate.REFUSED, "1" * 64, reason="damaged")
        entry = RunEntry(number, DAY, DAY, "1", {}, "s", RunEntry.count([told]), (told,), raw="/raw")
        ledger.append(entry)
    return ledger


def rotated(folder: Path, keep: int) -> tuple[int, str]:
    done = CliRunner().invoke(
        cli,
        ["ledger", "--keep", str(keep), "--warehouse", str(folder / "w.duckdb"), "--staged", str(folder / "staged")],
        standalone_mode=False,
    )
    if done.exception:
        return getattr(done.exception, "exit_code", -1), getattr(done.exception, "message", str(done.exception))
    return done.return_value, done.output


def test_the_chain_holds_through_rotations(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path, 9)
    kept = ledger.digests()[4:]
    status, said = rotated(tmp_path, 5)
    assert (status, said.splitlines()) == (
        0,
        [f"{ledger.path}: runs 1 to 4 were removed; the ledger's digest is now", ledger.head()],
    )
    assert [entry.run_id for entry in ledger.entries() if not entry.is_cut] == [5, 6, 7, 8, 9]
    assert set(kept) < set(ledger.digests())  # what was kept elsewhere of runs that stay is still there
    ledger.append(_numbered(ledger.entries()[-1], 10))
    assert rotated(tmp_path, 2)[0] == 0
    assert ledger.breaks() == []
    assert [entry.run_id for entry in ledger.entries() if not entry.is_cut] == [9, 10]
    assert "it has no more than 2 runs" in rotated(tmp_path, 2)[1]


def test_what_is_carried_on_cannot_be_changed_unseen(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path, 6)
    rotated(tmp_path, 2)
    first, *others = ledger.path.read_bytes().splitlines(keepends=True)
    changed = json.loads(first)
    changed["carried"][0]["outcomes"] = []
    for forged in ([json.dumps(changed).encode() + b"\n", *others], others):
        ledger.path.write_bytes(b"".join(forged))
        assert [found.line for found in ledger.breaks()] == [1]
    ledger.path.write_bytes(b"".join([first, *others[1:]]))  # a line that was kept
    assert [found.line for found in ledger.breaks()] == [2]


def test_a_run_at_work_and_a_warehouse_without_runs(tmp_path: Path) -> None:
    assert rotated(tmp_path, 2) == (
        2,
        f"no run has been made for {tmp_path / 'w.duckdb'} yet: start one with `tjut run`",
    )
    ledger = a_ledger(tmp_path, 6)
    before = ledger.path.read_bytes()
    with only_run(tmp_path / "w.duckdb", tmp_path / "staged"):
        status, said = rotated(tmp_path, 2)
    assert (status, said.startswith("another run is active")) == (3, True)
    assert ledger.path.read_bytes() == before
