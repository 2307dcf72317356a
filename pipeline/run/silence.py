"""Detects that documents have stopped arriving: a disk, a fetch or a source may be dead while each run succeeds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pipeline.staged import whole_documents


def silence(staged: Path, days: int | None, now: datetime | None = None) -> str | None:
    """A message if no document has arrived for more than `days`; None if one has, or if nothing was expected."""
    if days is None:
        return None
    arrivals = [document.arrived_at for document in whole_documents(staged).values() if document.arrived_at]
    within = f"{days} {'day' if days == 1 else 'days'}"
    expected = f"one was expected within {within}: check that `tjut fetch` runs and that files arrive"
    if not arrivals:
        return f"no document has ever arrived; {expected}"
    passed = (now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None) - max(arrivals)
    if passed.total_seconds() <= days * 86_400:
        return None
    return f"no new document has arrived for {passed.days} days, since {max(arrivals):%Y-%m-%d}; {expected}"
