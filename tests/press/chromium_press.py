"""Producer: Chromium or Chrome, printing a page without a window. Its PDFs are tagged, their fonts subset by Skia."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from tests.press.plan import Plan
from tests.press.style import Style
from tests.press.web_page import web_page

NAMES = ("chromium", "chromium-browser", "google-chrome")


@cache
def _browser() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def installed() -> tuple[str, ...]:
    """The browser's path and what changes with its version; nothing if there is none."""
    browser = _browser()
    return (browser, str(Path(browser).stat().st_mtime_ns)) if browser else ()


def why_not() -> str | None:
    """Why this producer cannot work here; None if it can."""
    return None if _browser() else "neither Chromium nor Chrome is installed"


def set_with_chromium(plan: Plan, style: Style, path: Path) -> None:
    """Set `plan` as a PDF. Its bytes bear the time, its pages are the same each time."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "plan.html"
        page.write_text(web_page(plan, style), encoding="utf-8")
        subprocess.run(
            [
                str(_browser()),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={folder}/profile",
                "--no-pdf-header-footer",
                f"--print-to-pdf={path}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
