"""`tjut diff`: what changed between two runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from pipeline.audit.between_runs import Change, RunDiff, diff
from pipeline.ledger import Ledger
from pipeline.outcome import Outcome
from pipeline.read.controls import visible


def show_diff(warehouse: Path, before: int | None, after: int | None) -> bool:
    """Prints the comparison; returns whether the runs are the same. Raises UsageError if the ledger does not have
    them."""
    entries = Ledger(warehouse).entries()
    if before is None or after is None:
        if len(entries) < 2:
            raise click.UsageError(
                f"the ledger of {warehouse} has {len(entries)} runs, but two are needed: start one with `tjut run`"
            )
        before, after = entries[-2].run_id, entries[-1].run_id
    try:
        found = diff(entries, before, after)
    except LookupError as error:
        raise click.UsageError(
            f"the ledger of {warehouse} does not have run {error.args[0]} (any more): `tjut status` lists the last runs"
        ) from error
    click.echo(f"run {before} → run {after}")
    lines = list(_lines(found))
    click.echo("\n".join(lines) if lines else "same code, libraries and files")
    for run_id in found.incomplete:
        click.echo(f"the ledger does not list all files of run {run_id}: an earlier version wrote it", err=True)
    return not lines


def _lines(found: RunDiff) -> Iterator[str]:
    if found.code:
        yield f"code: {found.code[0]} → {found.code[1]}"
    yield from (f"library {name}: {old} → {new}" for name, old, new in found.libraries)
    yield from (f"review {review_id}: {how}" for review_id, how in found.reviews)
    yield from map(visible, found.editions)
    for change in found.changes:
        yield f"{change.file}: {_what(change)}"
        yield from (f"  {table}: {old} → {new} rows" for table, (old, new) in change.rows.items())
        old, new = change.before, change.after
        if old and new and old.document_id and new.document_id and old.document_id != new.document_id:
            yield f"  compare their values in the warehouse: documents {old.document_id} and {new.document_id}"


def _what(change: Change) -> str:
    if change.before is None or change.after is None:
        return _gone(change.before) if change.before else f"new, {_told(change.after)}"
    parts = []
    if _told(change.before) != _told(change.after):
        parts.append(f"{_told(change.before)} → {_told(change.after)}")
    if change.before.sha256 != change.after.sha256:
        parts.append(f"bytes changed: sha256 {change.before.sha256} → {change.after.sha256}")
    return "; ".join(parts) or "rows changed"


def _gone(before: Outcome) -> str:
    """A document outlives its file: its rows are kept and stay current (docs/limits.md)."""
    stays = "" if before.bad or before.document_id is None else f"; its document {before.document_id} is kept"
    return f"removed from the folder, was {_told(before)}{stays}"


def _told(outcome: Outcome | None) -> str:
    """An outcome in words; a file that was already staged counts as published."""
    if outcome is None or outcome.fate == "unchanged":
        return "published"
    return outcome.fate.value + (f" ({outcome.reason})" if outcome.reason else "")
