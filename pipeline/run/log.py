"""The log of a run: its start, a line for each document and for each of its stages, with seconds, and its end.

File names, reasons and counts are logged, but no content. `extra` has each figure by name, for JSON formatters; nothing
is printed unless the caller has set up logging.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.ledger import RunEntry
from pipeline.outcome import Editions, Outcome, Untakable

LOG = logging.getLogger("tjut.run")
LOG.addHandler(logging.NullHandler())  # otherwise Python prints warnings if nothing is set up
FIELDS = ("timestamp", "levelname", "message")


def log_as_json() -> None:
    """Sets up logging to standard error, one JSON object per line, with times in UTC."""
    from pythonjsonlogger.json import JsonFormatter

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonFormatter(FIELDS, style=",", timestamp=True, rename_fields={"levelname": "level"}, json_ensure_ascii=False)
    )
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)


@dataclass(frozen=True, slots=True)
class RunLog:
    """Logs the lines of one run, each with the run's number (None until it has one) and warehouse."""

    warehouse: str
    run_id: int | None = None

    @classmethod
    def of(cls, warehouse: Path) -> RunLog:
        return cls(str(warehouse.absolute()))

    def started(self, raw: str, files: int, to_read: int) -> None:
        """The run has listed its folder and starts to read what is new."""
        self._say(logging.INFO, f"run {self.run_id} started", "start", raw=raw, files=files, to_read=to_read)

    def failed(self, why: str) -> None:
        """The run failed; nothing was published."""
        self._say(logging.ERROR, why, "failed")

    def trouble(self, what: str) -> None:
        """A problem that needs attention, although the run succeeded."""
        self._say(logging.WARNING, what, "trouble")

    def untakable(self, untakable: Untakable) -> None:
        """A document that cannot be published."""
        told = {"document_id": untakable.document_id, "reason": untakable.refused.reason.value}
        message = f"{untakable.document_id}: not published: {untakable.refused.seen}"
        self._say(logging.WARNING, message, "untakable", **told)

    def changed(self, document_id: str, tables: Sequence[str]) -> None:
        """A staged document that has been changed since it was staged."""
        what = ", ".join(tables)
        why = f"{document_id}: its staged tables were edited or are incomplete ({what}); its file will be read again"
        self._say(logging.WARNING, why, "staged_changed", document_id=document_id, tables=list(tables))

    def read(self, outcome: Outcome) -> None:
        """The stages of a document that was read in this run; called as soon as it was, so that the times are true."""
        began = datetime.now(UTC) - timedelta(seconds=sum(outcome.stages.values()))
        for stage, seconds in outcome.stages.items():
            self.stage(outcome.file, stage, seconds, began)
            began += timedelta(seconds=seconds)

    def stage(self, file: str | None, stage: str, seconds: float, began: datetime) -> None:
        """A stage of a document (`read`, `parse`, `account`, `reconcile`, `stage`), or of the run (`publish`)."""
        message = f"{file or 'run'}: {stage}, {seconds:.3f} s"
        told = {"stage": stage, "seconds": round(seconds, 3), "began_at": began.isoformat(timespec="milliseconds")}
        self._say(logging.INFO, message, "stage", **told, **({"file": file} if file else {}))

    def outcome(self, outcome: Outcome) -> None:
        """The result for a document that was read in this run."""
        named = ("file", "sha256", "document_id", "reason", "seen", "advice", "seconds")
        told = {name: value for name in named if (value := getattr(outcome, name)) is not None}
        self._say(
            logging.WARNING if outcome.bad else logging.INFO,
            f"{outcome.file}: {outcome.fate.value}, {outcome.seconds:.3f} s",
            "document",
            outcome=outcome.fate.value,
            rows=sum(outcome.rows.values()),
            **told,
        )

    def editions(self, editions: Editions) -> None:
        """The editions held by a publication, and the changes of current editions."""
        for outcome in editions.held:
            told = {"sha256": outcome.sha256, "document_id": outcome.document_id, "seen": outcome.seen}
            self._say(logging.WARNING, f"{outcome.file}: held: {outcome.seen}", "held", **told)
        for line in (*editions.lost, *editions.changed):
            self._say(logging.WARNING, line, "edition")

    def ended(self, entry: RunEntry, rebuilt: bool) -> None:
        """How many files of each outcome, and whether there is a new warehouse."""
        seconds = round((entry.ended_at - entry.started_at).total_seconds(), 3)
        message = f"run {entry.run_id} ended, {seconds:.3f} s"
        self._say(logging.INFO, message, "run", seconds=seconds, rebuilt=rebuilt, **entry.counts)

    def _say(self, level: int, message: str, event: str, **told: object) -> None:
        about = {"event": event, "run_id": self.run_id, "warehouse": self.warehouse}
        LOG.log(level, "%s", message, extra=about | told)
