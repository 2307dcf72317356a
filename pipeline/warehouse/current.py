"""Which of several readings of one plan is the current one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pipeline.audit.ledger import RunEntry
from pipeline.outcome import Fate

Stored = tuple[str, str, str, date | None, str, str]


def current_documents(stored: Iterable[Stored], runs: Sequence[RunEntry]) -> list[str]:
    """The current document of each key: the one that arrived in the latest run; of those that arrived together, the
    latest by its own date, a PDF before a text, and at last by the name of its file.

    `stored` are document_id, document_key, sha256, issued_on, media_type and file_name.
    """
    arrival: dict[str, int] = {}
    for entry in runs:
        for outcome in entry.outcomes:
            if outcome.fate is Fate.PUBLISHED and outcome.sha256:
                arrival.setdefault(outcome.sha256, entry.run_id)
    best: dict[str, tuple[tuple[int, date, bool, str, str], str]] = {}
    for name, key, sha256, issued_on, media_type, file_name in stored:
        rank = (
            arrival.get(sha256, 0),
            issued_on or date.min,
            media_type == "application/pdf",
            file_name,
            sha256,
        )
        if key not in best or rank > best[key][0]:
            best[key] = (rank, name)
    return sorted(name for _, name in best.values())
