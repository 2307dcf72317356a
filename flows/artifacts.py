"""What a run leaves on the Prefect server: its summary, the findings of what it read, a link to the report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from pipeline.commands.findings import findings_of
from pipeline.outcome import Fate, Outcome
from pipeline.run import Report

FINDINGS_SHOWN = 500
# What Markdown, and its dialects that make a link of every address, may take for more than itself.
SPECIAL = re.compile(r"[\\`*_{}\[\]()<>#!|&~@:.$^]")


def leave_artifacts(report: Report, warehouse: Path, html: Path) -> None:
    """The artifacts `ingest`, `findings` (if the run published a document) and `report` (if the file is there)."""
    run = f"Run {report.entry.run_id} of {warehouse}"
    create_markdown_artifact(key="ingest", markdown=markdown(report.outcomes), description=run)
    published = [outcome for outcome in report.outcomes if outcome.fate is Fate.PUBLISHED]
    if published:
        found = findings_of(warehouse, [outcome.document_id or "" for outcome in published])
        shown = found[:FINDINGS_SHOWN]
        told = f"{run}: {len(found)} findings in {len(published)} documents" + _left(len(found) - len(shown))
        create_table_artifact(key="findings", table=[_plain(row) for row in shown], description=told)
    if html.is_file():
        create_link_artifact(key="report", link=html.as_uri(), link_text=str(html), description=run)


def _left(count: int) -> str:
    return f"; the last {count} are in the table `finding` only" if count else ""


def markdown(outcomes: Sequence[Outcome]) -> str:
    """The table of a run: file, outcome, reason, rows."""
    head = ["| file | outcome | reason | rows |", "| --- | --- | --- | ---: |"]
    return "\n".join(head + [_row(outcome) for outcome in outcomes])


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of which the dashboard makes nothing but text: it renders the cells of tables as Markdown, too."""
    return {name: _cell(value) if isinstance(value, str) else value for name, value in row.items()}


def _row(outcome: Outcome) -> str:
    why = f"{outcome.reason}: {outcome.seen or '; '.join(outcome.failures)}" if outcome.reason else ""
    rows = str(sum(outcome.rows.values()) or "")
    return f"| {' | '.join(_cell(text) for text in (outcome.file, outcome.fate, why, rows))} |"


def _cell(text: str) -> str:
    """Text in one line in which Markdown finds nothing: no picture to fetch, no link, no HTML."""
    return SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
