"""`tjut fetch`: a line for each document of the list, and a summary."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.fetch.download import Bounds, Downloads, Failed, Fetched
from pipeline.sources import Sources


def fetch_all(sources: Sources, raw: Path, bounds: Bounds) -> bool:
    """Fetches what is missing; returns whether everything is there. Raises OSError if `raw` cannot be written."""
    raw.mkdir(parents=True, exist_ok=True)
    listed = [source for source in sources.documents if source.url]
    counts = {"new": 0, "unchanged": 0, "failed": 0}
    with Downloads(sources, raw, bounds) as downloads:
        for source in listed:
            try:
                fetched, path = downloads.fetch(source)
            except Failed as failed:
                counts["failed"] += 1
                click.echo(f"{source.name}: {source.url}: {failed}.")
                continue
            counts[fetched] += 1
            if fetched is Fetched.NEW:
                click.echo(f"{source.name}: {path}")
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "none listed"
    total = len(listed)
    click.echo(f"{total} {'document' if total == 1 else 'documents'}: {told}")
    return not counts["failed"]
