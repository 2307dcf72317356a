"""The ledger against itself, and the warehouse against the ledger: what no run has left so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.ledger import Ledger, as_left


def changed_since(warehouse: Path, kept: str | None) -> Iterator[str]:
    """In English, a line for each place where the ledger's chain is broken, and for a warehouse that is another file.

    `kept` is the digest of a line that somebody has kept elsewhere (`tjut verify --head`).
    """
    ledger = Ledger(warehouse)
    for link in ledger.breaks():
        yield (
            f"{ledger.path}, line {link.line} (run {link.run_id}): it does not follow the line before it, which was "
            "changed, or lines between them were taken away"
        )
    if kept is not None and kept not in ledger.digests():
        yield f"{ledger.path}: no line has the digest {kept}: lines were changed or taken away since it was kept"
    entries = ledger.entries()
    published = [entry.run_id for entry in entries if entry.published is not None]
    if published and not as_left(warehouse, entries):
        yield f"{warehouse}: it is not the file that run {published[-1]} published: `tjut run` makes it anew"
