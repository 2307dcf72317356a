"""A run's artifacts on the Prefect server: what it changed, the findings in what it read, a link to the report."""

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
# Characters with a meaning in Markdown, or in its dialects that turn every address into a link.
SPECIAL = re.compile(r"[\\`*_{}\[\]()<>#!|&~@:.$^]")
COLUMNS = ("file", "outcome", "reason", "advice", "rows", "seconds")


def leave_artifacts(report: Report, warehouse: Path, address: str | None) -> None:
    """The artifacts `ingest`, `findings` (if the run published a document) and `report` (if it has an `address`).

    A file on this machine cannot be a link: people look at the dashboard from other machines.
    """
    run = f"Run {report.entry.run_id} of {warehouse}"
    create_markdown_artifact(key="ingest", markdown=markdown(report), description=run)
    published = [outcome for outcome in report.outcomes if outcome.fate is Fate.PUBLISHED]
    if published:
        files = {outcome.document_id or "": outcome.file for outcome in published}
        found = findings_of(warehouse, list(files))
        shown = found[:FINDINGS_SHOWN]
        documents = "1 document" if len(published) == 1 else f"{len(published)} documents"
        told = f"{run}: {len(found)} findings in {documents}" + _left(len(found) - len(shown))
        rows = [_finding(row, files, address) for row in shown]
        create_table_artifact(key="findings", table=rows, description=told)
    if address:
        create_link_artifact(key="report", link=address, link_text="The report", description=run)


def _left(count: int) -> str:
    return f"; the last {count} are only in the table `finding`" if count else ""


def markdown(report: Report) -> str:
    """What a run changed: a line for each file with a new outcome; then how many are unchanged."""
    changed = report.entry.outcomes
    as_before = [outcome for outcome in report.outcomes if outcome.file not in {one.file for one in changed}]
    lines = _table(changed) if changed else []
    lines += [f"Removed from the folder: {_cell(name)}" for name in report.entry.gone]
    if as_before:
        bad = sum(outcome.bad for outcome in as_before)
        refused = f", of which {bad} not published: `tjut status` says why" if bad else ""
        lines.append(f"{len(as_before)} {'file is' if len(as_before) == 1 else 'files are'} unchanged{refused}")
    return "\n\n".join(["\n".join(lines[: len(changed) + 2]), *lines[len(changed) + 2 :]] if changed else lines)


def _table(outcomes: Sequence[Outcome]) -> list[str]:
    head = [f"| {' | '.join(COLUMNS)} |", "| --- | --- | --- | --- | ---: | ---: |"]
    return head + [_row(outcome) for outcome in outcomes]


def _row(outcome: Outcome) -> str:
    why = f"{outcome.reason}: {outcome.seen or '; '.join(outcome.failures)}" if outcome.reason else ""
    rows, seconds = str(sum(outcome.rows.values()) or ""), f"{outcome.seconds:.1f}"
    cells = (outcome.file, outcome.fate, why, outcome.advice or "", rows, seconds)
    return f"| {' | '.join(_cell(text) for text in cells)} |"


def _finding(row: Mapping[str, Any], files: Mapping[str, str], address: str | None) -> dict[str, Any]:
    """A finding with its file and where to see it: on its page of the report, or by a command."""
    document_id, page, ordinal = row["document_id"], row["page"], row["ordinal"]
    where = f"tjut trace finding --where \"document_id = '{document_id}' and ordinal = {ordinal}\""
    at = f"[{address}]({address}#d-{document_id}-{page})" if address and page else f"`{where}`"
    told = {name: value for name, value in row.items() if name not in ("document_id", "ordinal")}
    return {"file": _cell(files.get(document_id, "")), **_plain(told), "see": at}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row that the dashboard shows as plain text: it renders cells of tables as Markdown too."""
    return {name: _cell(value) if isinstance(value, str) else value for name, value in row.items()}


def _cell(text: str) -> str:
    """Text on one line without any Markdown: no picture to fetch, no link, no HTML."""
    return SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
