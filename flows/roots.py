"""Limits what a run started through the Prefect server may touch: `TJUT_ROOTS` and `TJUT_CLUSTERS`, if set.

Anyone who may start a run can choose its folders, so the service that does the work restricts where they may be.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

ROOTS, CLUSTERS = "TJUT_ROOTS", "TJUT_CLUSTERS"


class OutOfBounds(Exception):
    """A parameter that the service does not allow, with what to do."""


def assert_within(places: Iterable[Path], cluster: str | None) -> None:
    """Raises OutOfBounds for a place inside none of the roots, after following links, or an unlisted cluster."""
    if roots := _listed(ROOTS, os.pathsep):
        for place in places:
            if not any(place.resolve().is_relative_to(Path(root).resolve()) for root in roots):
                raise OutOfBounds(f"{place} is not inside any of {', '.join(roots)}: use another, or set {ROOTS}")
    clusters = _listed(CLUSTERS, ",")
    if cluster is not None and (clusters or roots) and cluster not in clusters:
        raise OutOfBounds(f"the cluster {cluster} is not listed in {CLUSTERS}: use another, or add it there")


def _listed(name: str, mark: str) -> list[str]:
    return [entry.strip() for entry in os.environ.get(name, "").split(mark) if entry.strip()]
