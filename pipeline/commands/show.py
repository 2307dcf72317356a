"""The output of a run: a progress bar in a terminal, one line for each bad file, a summary."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.outcome import Fate, Outcome
from pipeline.read.controls import visible
from pipeline.run.batch import Report

NAMES_SHOWN = 10


@contextmanager
def progress_bar(shown: bool) -> Iterator[Callable[[Outcome, int, int], None] | None]:
    """The callback for `run` after each file; None if the bar is not wanted or there is no terminal."""
    if not (shown and sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(outcome: Outcome, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description=outcome.file)

        yield show


def line_of(outcome: Outcome) -> str:
    """A bad file in one line: file, reason, what was seen, what to do. Or what was not read of a published one."""
    if outcome.incomplete:
        return (
            f"{outcome.file}: published, but only partly read: {outcome.incomplete}. "
            "See its findings: tjut sql \"from base.finding where severity <> 'note'\"."
        )
    return f"{outcome.file}: {outcome.reason}: {_in_a_line(outcome.seen)}. {_in_a_line(outcome.advice)}."


def summary(report: Report, warehouse: Path) -> list[str]:
    """The lines at the end of a run: files that are bad, only partly read, duplicates or held; editions that became
    current; the counts; the warehouse."""
    lines = [
        line_of(outcome)
        for outcome in report.outcomes
        if outcome.bad or outcome.incomplete or outcome.fate is Fate.DUPLICATE
    ]
    lines += [line_of(outcome) for outcome in report.held]
    lines += [f"{visible(line)}." for line in (*report.entry.lost, *report.entry.changed)]
    if report.ignored:
        lines.append(_ignored(report.ignored))
    if report.changed_by_others:
        lines.append(f"{warehouse} had been changed or damaged since the last run and was rebuilt")
    counts = report.entry.counts
    parts = [f"{counts[fate]} {fate}" for fate in Fate if counts[fate]]
    rows = sum(sum(outcome.rows.values()) for outcome in report.outcomes)
    seconds = (report.entry.ended_at - report.entry.started_at).total_seconds()
    total = len(report.outcomes)
    lines.append(f"{total} {'file' if total == 1 else 'files'}: {', '.join(parts) or 'nothing in the folder'}")
    state = "is new" if report.rebuilt else "was up to date"
    lines.append(f"{warehouse} {state}: run {report.entry.run_id}, {rows} rows from this folder, {seconds:.1f} s")
    return lines


def _ignored(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMES_SHOWN]) + (f" and {rest} more" if (rest := len(names) - NAMES_SHOWN) > 0 else "")
    return f"skipped, not documents (reported only once): {shown} (docs/operations.md, Getting documents in)"


def _in_a_line(text: str | None) -> str:
    return visible(" ".join((text or "").split())).removesuffix(".")
