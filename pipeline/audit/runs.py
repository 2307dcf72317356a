"""Checks the ledger's chain, and the warehouse against the ledger: finds changes that no run has made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.ledger import Ledger, as_left


def changed_since(warehouse: Path, kept: str | None) -> Iterator[str]:
    """A line in English for each break in the ledger's chain, and one if the warehouse is not the published file.

    `kept` is the digest of a line that somebody has saved elsewhere (`tjut verify --head`).
    """
    ledger = Ledger(warehouse)
    for link in ledger.breaks():
        yield (
            f"{ledger.path}, line {link.line} (run {link.run_id}): it does not follow from the line before: that line "
            "was changed, or lines between them were removed"
        )
    if kept is not None and kept not in ledger.digests():
        yield f"{ledger.path}: no line has the digest {kept}: lines were changed or removed since it was saved"
    entries = ledger.entries()
    published = [entry.run_id for entry in entries if entry.published is not None]
    if published and not as_left(warehouse, entries):
        yield f"{warehouse}: it is not the file that run {published[-1]} published: `tjut run` rebuilds it"
