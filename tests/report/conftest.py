"""Reports that several tests look at, and a browser that notes what goes wrong in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.run import run
from tests.support.places import ROOT
from tests.support.reports import BROWSER, report

FACSIMILE = ROOT / "raw"


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report on the plan that comes with the project."""
    root = tmp_path_factory.mktemp("report")
    shutil.copytree(FACSIMILE, root / "raw")
    run(root / "raw", root / "staged", root / "warehouse.duckdb")
    assert report(root) == 0
    return root


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if BROWSER is None:
        pytest.skip("no Chromium or Chrome is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page whose `trouble` is all that its console said, and all that it asked a network for."""
    opened: Any = browser.new_page()
    opened.trouble = []
    opened.on("console", lambda said: opened.trouble.append(said.text))
    opened.on("pageerror", lambda error: opened.trouble.append(str(error)))
    opened.on("request", lambda asked: opened.trouble.append(asked.url) if asked.url.startswith("http") else None)
    yield opened
    opened.close()
