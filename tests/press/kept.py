"""PDFs that take long to set are set once: they lie in build/press/, each by the hash of all that it is set from.

WeasyPrint and Chromium take 0.6 s for a plan, the other producers some hundredths. What the system adds without saying
so (Pango, its fonts) is not in the hash: `make clean` forgets all that was kept.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from tests.press import chromium_press
from tests.press.plan import Plan
from tests.press.style import Producer, Style

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "press"
SLOW: tuple[Producer, ...] = ("weasyprint", "chromium")


def set_once(press: Callable[[Plan, Style, Path], None], plan: Plan, style: Style, path: Path) -> None:
    """As `press` does, which is asked only for what it has not set yet."""
    kept = KEPT / f"{hashlib.sha256(repr((_press(), plan, style)).encode()).hexdigest()}.pdf"
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        beside = kept.with_suffix(f".{os.getpid()}")
        press(plan, style, beside)
        beside.rename(kept)
    shutil.copyfile(kept, path)


@cache
def _press() -> tuple[str, ...]:
    """What all PDFs are set with: the code of the press, WeasyPrint's version, the browser that is installed."""
    code = hashlib.sha256()
    for module in sorted(Path(__file__).parent.glob("*.py")):
        code.update(module.read_bytes())
    return (code.hexdigest(), version("weasyprint"), *chromium_press.installed())
