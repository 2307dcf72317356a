"""Calls `tjut report`, and opens what it wrote."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def report(folder: Path, *options: str) -> int:
    """Calls `tjut report` on a folder's warehouse; gives back the exit status."""
    given = ("--warehouse", folder / "warehouse.duckdb", "--raw", folder / "raw", "--out", folder / "report.html")
    with pytest.raises(SystemExit) as ended:
        main(["report", *map(str, given), *options])
    return int(str(ended.value.code))


def visit(page: Any, folder: Path, fragment: str = "") -> None:
    page.goto((folder / "report.html").as_uri() + fragment)
    page.wait_for_selector("html[data-charts=drawn]")
