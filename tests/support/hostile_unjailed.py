"""The same on a kernel that bounds nothing: as the nursery imports this, no worker of it is jailed."""

from __future__ import annotations

from pipeline.workers import jail
from tests.support.hostile import act

__all__ = ["act"]

jail.enter = lambda reads, writes: None  # type: ignore[assignment]
