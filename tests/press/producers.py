"""The one door to all producers of PDFs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.press import chromium_press, weasyprint_press
from tests.press.chromium_press import set_with_chromium
from tests.press.imposition import impose
from tests.press.kept import SLOW, set_once
from tests.press.pdfium_press import set_with_pdfium
from tests.press.plan import Plan
from tests.press.reportlab_press import set_with_reportlab
from tests.press.style import Producer, Style
from tests.press.weasyprint_press import set_with_weasyprint

PRODUCERS: dict[Producer, Callable[[Plan, Style, Path], None]] = {
    "reportlab": set_with_reportlab,
    "pdfium": set_with_pdfium,
    "weasyprint": set_with_weasyprint,
    "chromium": set_with_chromium,
}


def missing(producer: Producer) -> str | None:
    """Why a producer cannot work on this machine; None if it can. Two of the four always can."""
    match producer:
        case "weasyprint":
            return weasyprint_press.why_not()
        case "chromium":
            return chromium_press.why_not()
        case _:
            return None


def set_plan(plan: Plan, style: Style, path: Path) -> Path:
    """Set `plan` as a PDF at `path` and give the path back. The same plan and style give the same bytes."""
    press = PRODUCERS[style.producer]
    if style.producer in SLOW:
        set_once(press, plan, style, path)
    else:
        press(plan, style, path)
    impose(path, style)
    return path
