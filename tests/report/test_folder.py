"""A report on more boards than one file can show: a page for each of them, in a folder beside the first page."""

from __future__ import annotations

import hashlib
import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.report.charts import SERIES
from tests.support.house import House
from tests.support.places import ROOT
from tests.support.reports import report
from tests.support.small_plan import extraction

BOARDS = ("bromma", "farsta", "jarva", "skarpnack")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Four boards; the file of one of them is there."""
    (tmp_path / "raw").mkdir()
    file = tmp_path / "raw" / "farsta.pdf"
    shutil.copy(next((ROOT / "raw").glob("*.pdf")), file)
    house = House(tmp_path)
    for board in BOARDS:
        given = {"sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "file_name": file.name}
        house.put(extraction(board, 2026, **(given if board == "farsta" else {})))
    house.publish()
    return tmp_path


def test_each_board_has_a_page(many: Path) -> None:
    assert report(many) == 1  # the files of three plans are not there
    folder = many / "report_files"
    assert sorted(path.stem for path in folder.glob("*.html")) == list(BOARDS)
    first = (many / "report.html").read_text("utf-8")
    assert "Nämnderna sida vid sida" in first and "Sidor ur dokumenten" not in first
    for board in BOARDS:
        html = (folder / f"{board}.html").read_text("utf-8")
        assert [other for other in BOARDS if f'id="d-{other}"' in html] == [board]
        assert f'href="report_files/{board}.html"' in first and 'href="../report.html"' in html
    assert "data:image/webp" not in (folder / "farsta.html").read_text("utf-8")
    assert len(list(folder.rglob("*.webp"))) >= 1
    assert not list(many.glob(".tjut-*"))


def test_every_address_leads_somewhere(many: Path) -> None:
    report(many)
    pages = [many / "report.html", *(many / "report_files").glob("*.html")]
    texts = {page: page.read_text("utf-8") for page in pages}
    ids = {page: re.findall(r'\bid="([^"]+)"', text) for page, text in texts.items()}
    for page, text in texts.items():
        assert len(ids[page]) == len(set(ids[page]))
        for link in re.findall(r'href="([^":]+)"', text):
            path, _, fragment = link.partition("#")
            to = (page.parent / path).resolve() if path else page
            assert to in texts and (not fragment or fragment in ids[to]), link


def test_a_figure_of_all_boards_opens_on_the_page_of_its_board(many: Path, page: Any) -> None:
    report(many)
    page.goto((many / "report.html").as_uri())
    page.locator("#d-nämnder-budget tbody tr").first.locator("td").nth(1).get_by_role("link").first.click()
    page.wait_for_url("**/report_files/farsta.html#s-*")
    page.wait_for_selector("dialog[open] .mark.shown")
    page.locator("dialog img").evaluate("picture => picture.decode()")
    assert page.trouble == []


def test_more_boards_than_there_are_colours_are_drawn_by_their_totals(tmp_path: Path, page: Any) -> None:
    (tmp_path / "raw").mkdir()
    house = House(tmp_path)
    for number in range(SERIES + 1):
        made = extraction(f"board-{number}", 2026)
        for record in made.records:
            if record.table == "budget_line" and record.values["label"] == "Äldreomsorg":
                record.values.update(is_total=True, amount_mnkr=Decimal(100 + number))
        house.put(made)
    house.publish()
    report(tmp_path)
    page.goto((tmp_path / "report.html").as_uri())
    page.wait_for_selector("html[data-charts=drawn]")
    plot = page.locator(".plot")
    assert plot.get_attribute("aria-label") == "Stapeldiagram över hela nettobudgeten i 9 nämnders planer för 2026."
    names = [name for name in plot.locator("svg text").all_text_contents() if "stadsdelsnämnd" in name]
    assert names == [f"Board-{number} stadsdelsnämnd" for number in range(SERIES, -1, -1)]
    assert page.trouble == []


def test_a_page_of_a_board_shows_no_picture_of_the_network(many: Path, page: Any) -> None:
    report(many)
    page.goto((many / "report_files" / "farsta.html").as_uri())
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "img-src 'self' data:;" in policy and "default-src 'none'" in policy and "'unsafe-eval'" not in policy


def test_a_folder_of_somebody_else_stays(many: Path, capsys: pytest.CaptureFixture[str]) -> None:
    theirs = many / "report_files" / "notes.txt"
    theirs.parent.mkdir()
    theirs.write_text("mine")
    assert report(many) == 2
    assert "is not part of a report" in capsys.readouterr().err and theirs.read_text() == "mine"
    assert not (many / "report.html").exists()


def test_a_smaller_report_takes_the_folder_away(many: Path) -> None:
    report(many)
    report(many)
    assert (many / "report_files" / "farsta.html").exists()
    report(many, "--board", "farsta")
    assert not (many / "report_files").exists()
    assert 'id="d-farsta"' in (many / "report.html").read_text("utf-8")


def test_a_file_that_would_be_too_large_gets_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "raw").mkdir()
    house = House(tmp_path)
    house.put(extraction("farsta", 2025), extraction("farsta", 2026))
    house.publish()
    report(tmp_path)
    whole = (tmp_path / "report.html").stat().st_size
    assert not (tmp_path / "report_files").exists()
    monkeypatch.setattr("pipeline.report.write.MOST_BYTES", whole - 1)
    report(tmp_path)
    assert 'id="d-farsta-budget"' in (tmp_path / "report_files" / "farsta.html").read_text("utf-8")
    assert (tmp_path / "report.html").stat().st_size < whole
