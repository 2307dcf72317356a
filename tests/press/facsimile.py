"""The document that the project ships: true facts of a real plan, prose of its own, and a notice that says so."""

from __future__ import annotations

from pathlib import Path

from tests.press.plan import Plan, load_plan
from tests.press.producers import set_plan
from tests.press.style import Style

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "hasselby-vallingby-2026.json"
FACSIMILE = ROOT / "raw" / "hasselby-vallingby-vp-2026-faksimil.pdf"


def facsimile_plan() -> Plan:
    """Hässelby-Vällingby's plan for 2026."""
    return load_plan(DATA)


def set_facsimile(path: Path) -> Path:
    """Set the facsimile at `path`."""
    return set_plan(facsimile_plan(), Style(), path)
