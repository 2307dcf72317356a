"""What a run logs: a line for each document and for each of its stages, with seconds.

Names of files, reasons and counts are logged, and no content. `extra` has each figure by its name, for formatters that
write JSON; nothing is printed unless the caller has set up logging.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from pipeline.ledger import RunEntry
from pipeline.outcome import Editions, Outcome, Untakable

LOG = logging.getLogger("tjut.run")
LOG.addHandler(logging.NullHandler())  # else Python prints warnings where nothing is set up
FIELDS = ("timestamp", "levelname", "message")


def log_as_json() -> None:
    """Has each line written to standard error as one JSON object, with times in UTC."""
    from pythonjsonlogger.json import JsonFormatter

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonFormatter(FIELDS, style=",", timestamp=True, rename_fields={"levelname": "level"}, json_ensure_ascii=False)
    )
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)


def log_stage(file: str | None, stage: str, seconds: float) -> None:
    """A stage of a document (`read`, `parse`, `account`, `reconcile`, `stage`), or of the run (`publish`)."""
    told = {"event": "stage", "stage": stage, "seconds": round(seconds, 3), **({"file": file} if file else {})}
    LOG.info("%s: %s, %.3f s", file or "run", stage, seconds, extra=told)


def log_changed(document_id: str, tables: Sequence[str]) -> None:
    """A staged document that is not what was staged any more."""
    told = {"event": "staged_changed", "document_id": document_id, "tables": list(tables)}
    LOG.warning(
        "%s: its staged tables were changed by hand or cut off (%s); its file is read again",
        document_id,
        ", ".join(tables),
        extra=told,
    )


def log_untakable(untakable: Untakable) -> None:
    """A document that publishing cannot take."""
    reason = untakable.refused.reason.value
    told = {"event": "untakable", "document_id": untakable.document_id, "reason": reason}
    LOG.warning("%s: left out, %s", untakable.document_id, untakable.refused.seen, extra=told)


def log_outcome(outcome: Outcome) -> None:
    """The stages of a document that was read in this run, and what became of it."""
    for stage, seconds in outcome.stages.items():
        log_stage(outcome.file, stage, seconds)
    named = ("file", "sha256", "document_id", "reason", "seen", "advice", "seconds")
    told = {name: value for name in named if (value := getattr(outcome, name)) is not None}
    rows = sum(outcome.rows.values())
    LOG.log(
        logging.WARNING if outcome.bad else logging.INFO,
        "%s: %s, %.3f s",
        outcome.file,
        outcome.fate.value,
        outcome.seconds,
        extra={"event": "document", "outcome": outcome.fate.value, "rows": rows, **told},
    )


def log_editions(editions: Editions) -> None:
    """What a publishing holds back, and where another edition counts than before."""
    for outcome in editions.held:
        told = {"event": "held", "sha256": outcome.sha256, "document_id": outcome.document_id, "seen": outcome.seen}
        LOG.warning("%s: held: %s", outcome.file, outcome.seen, extra=told)
    for line in (*editions.lost, *editions.changed):
        LOG.warning("%s", line, extra={"event": "edition"})


def log_run(entry: RunEntry, rebuilt: bool) -> None:
    """The end of a run: how many files of each outcome, and whether there is a new warehouse."""
    seconds = round((entry.ended_at - entry.started_at).total_seconds(), 3)
    told = {"event": "run", "run_id": entry.run_id, "seconds": seconds, "rebuilt": rebuilt, **entry.counts}
    LOG.info("run %d has ended, %.3f s", entry.run_id, seconds, extra=told)
