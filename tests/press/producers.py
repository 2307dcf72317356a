"""The one door to all producers of PDFs."""

from __future__ import annotations

from pathlib import Path

from tests.press.plan import Plan
from tests.press.reportlab_press import set_with_reportlab
from tests.press.style import Style


def set_plan(plan: Plan, style: Style, path: Path) -> Path:
    """Set `plan` as a PDF at `path` and give the path back. The same plan and style give the same bytes."""
    set_with_reportlab(plan, style, path)
    return path
