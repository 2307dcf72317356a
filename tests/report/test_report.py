"""`tjut report`: what it says, that it is safe whatever a document says, and that a browser shows it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.report.figures import kronor, mnkr, percent, swedish
from pipeline.reviews import read_reviews
from pipeline.warehouse import publish
from tests.support.house import House
from tests.support.reports import report, visit
from tests.support.small_plan import extraction

HOSTILE = """</script><script>window.hit = 1</script><img src=x onerror="window.hit=1"> "'& {{ 7 * 7 }}"""


@pytest.fixture
def boards(tmp_path: Path) -> Path:
    """Two boards, one of them with two years and a name that is an attack; no source files."""
    (tmp_path / "raw").mkdir()
    house = House(tmp_path)
    hostile = extraction("farsta", 2026, board=HOSTILE)
    for record in hostile.records:
        if record.table in ("goal", "indicator", "budget_line", "activity"):
            column = {"goal": "title", "budget_line": "label"}.get(record.table, "name")
            record.values[column] = f"{record.values[column]} {HOSTILE}"
    house.put(extraction("farsta", 2025), hostile, extraction("skarpnack", 2026))
    house.publish()
    return tmp_path


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (swedish(Decimal("1234567.50")), "1\u202f234\u202f567,5"),
        (mnkr(Decimal("-10.00000000"), signed=True), "\u221210,0"),
        (mnkr(Decimal("39.8"), signed=True), "+39,8"),
        (mnkr(Decimal("0E-8"), signed=True), "0,0"),
        (mnkr(Decimal("0.03096050")), "0,0309605"),
        (mnkr(None), "\u2013"),
        (percent(Decimal("5.2")), "+5,2\u202f%"),
        (kronor(Decimal("30960.50")), "30\u202f960,5\u202fkr"),
    ],
)
def test_numbers_are_swedish_and_exact(said: str, text: str) -> None:
    assert said == text


def test_boards_stand_side_by_side_and_can_be_chosen(boards: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without source files the place is told in words, and the status says so."""
    assert report(boards) == 1
    html = (boards / "report.html").read_text()
    assert "Nämnderna sida vid sida" in html
    assert "mm från vänster kant" in html and "data:image/" not in html
    assert report(boards, "--board", "skarpnack") == 1
    html = (boards / "report.html").read_text()
    assert "Skarpnack stadsdelsnämnd" in html and "Nämnderna sida vid sida" not in html
    assert report(boards, "--board", "nowhere") == 2
    assert "There are: farsta, skarpnack" in capsys.readouterr().err


def test_what_a_document_says_stays_text(boards: Path, page: Any) -> None:
    report(boards)
    html = (boards / "report.html").read_text()
    assert "<script>window.hit" not in html and "<img src=x" not in html and "{{ 7 * 7 }}" in html
    visit(page, boards)
    assert page.evaluate("window.hit") is None
    assert page.trouble == []
    assert "</script><script>window.hit" in page.locator("main").text_content()


def test_the_policy_runs_nothing_but_its_own_scripts(real: Path, page: Any) -> None:
    visit(page, real)
    with page.expect_console_message(lambda said: "inline event handler" in said.text):  # it comes when the image fails
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<img src=\"http://127.0.0.1:9/x.png\" onerror=\"hit=1\">')"
        )
    assert any("img-src data:" in said for said in page.trouble if "Content Security Policy" in said)
    assert page.evaluate("window.hit") is None


def test_figures_of_the_plan_and_their_change(real: Path, page: Any) -> None:
    visit(page, real)
    row = page.locator(
        "[id$='jämförelse-0'] tbody tr", has=page.get_by_role("rowheader", name="Äldreomsorg", exact=True)
    )
    cells = [re.sub(r"\s+", " ", text).strip() for text in row.locator("td").all_text_contents()]
    assert cells[:4] == ["761,5", "801,3", "+39,8", "+5,2 %"]
    assert page.trouble == []


def test_charts_are_drawn_and_told(real: Path, page: Any) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        visit(page, real)
        plots = page.locator(".plot")
        assert plots.count() >= 1
        for plot in plots.all():
            assert plot.get_attribute("aria-label")
            assert plot.locator("svg path").count() > 3
        for link in page.locator(".chart .note a").all():
            assert page.locator(link.get_attribute("href")).count() == 1


def test_search_filters_rows(real: Path, page: Any) -> None:
    visit(page, real)
    rows = page.locator("main tbody tr")
    every = rows.count()
    page.get_by_role("searchbox", name="Sök i tabellerna").fill("ÄLDREOMSORG 801,3")
    shown = [row for row in rows.all() if row.get_attribute("hidden") is None]
    assert 0 < len(shown) < every
    assert all("ldreomsorg" in row.text_content() and "801,3" in row.text_content() for row in shown)
    assert page.locator("output").text_content() == f"{len(shown)} av {every} rader"
    page.get_by_role("searchbox").fill("aldreomsorg 801,3")
    assert page.locator("main tbody tr:not([hidden])").count() == len(shown)
    page.get_by_role("searchbox").fill("")
    assert page.locator("main tbody tr:not([hidden])").count() == every


def test_a_figure_leads_to_its_picture_by_keyboard(real: Path, page: Any) -> None:
    visit(page, real)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_selector("#innehåll:focus")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "figure":
            break
    printed = page.evaluate("document.getElementById(document.activeElement.hash.slice(1)).ariaLabel")
    page.keyboard.press("Enter")
    mark = page.locator("dialog[open] .mark.shown")
    assert mark.first.get_attribute("aria-label") == printed
    box, sheet = mark.first.bounding_box(), page.locator("dialog .sheet img").bounding_box()
    assert sheet["x"] <= box["x"] and box["x"] + box["width"] <= sheet["x"] + sheet["width"]
    page.keyboard.press("Escape")
    page.wait_for_selector("a.figure:focus")


def test_a_phone_needs_no_sideways_scrolling_and_names_are_whole(real: Path, page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    visit(page, real)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("[...document.querySelectorAll('table')].every(one => one.caption && one.tHead)")
    assert page.evaluate("[...document.querySelectorAll('th')].every(one => one.scope)")
    for plot in page.locator(".plot").all():
        drawn, told = plot.locator("svg").bounding_box(), plot.locator("svg text").all_text_contents()
        assert not [text for text in told if "…" in text]
        assert all(
            drawn["x"] <= box["x"] and box["x"] + box["width"] <= drawn["x"] + drawn["width"]
            for box in (text.bounding_box() for text in plot.locator("svg .role-legend text").all())
        )
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))
    dead = page.evaluate(
        "[...document.links].map(a => decodeURIComponent(a.hash.slice(1))).filter(id => !document.getElementById(id))"
    )
    assert dead == []


BROKEN = """[...document.querySelectorAll('tbody td')].filter(cell => {
    const text = cell.firstElementChild?.firstChild ?? cell.firstChild;
    if (text?.nodeType !== Node.TEXT_NODE) return false;
    if (!/^(\\d{4}-\\d{2}-\\d{2}|-?[\\d\\s,]+ ?%?)$/.test(text.data.trim())) return false;
    const lines = document.createRange();
    lines.selectNodeContents(text);
    return lines.getClientRects().length > 1;
}).map(cell => cell.textContent)"""


def test_a_date_or_a_figure_stands_on_one_line(real: Path, page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, real)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.locator("td").filter(has_text=re.compile(r"^\d{4}-\d{2}-\d{2}$")).count() > 0
    assert page.evaluate(BROKEN) == []


def test_a_figure_in_doubt_bears_a_mark_that_leads_to_the_findings(real: Path) -> None:
    """A paragraph of the plan applies for 0.5 mnkr where table and decision say 0.7."""
    with duckdb.connect(str(real / "warehouse.duckdb"), read_only=True) as connection:
        query = "SELECT count(*) FROM base.suspect_row SEMI JOIN base.adjustment_item USING (row_id)"
        assert connection.execute(query).fetchall() == [(1,)]
    html = (real / "report.html").read_text("utf-8")
    assert re.findall(r'<a class="doubt" href="#([\w-]+)"', html) == ["d-hasselby-vallingby-fynd"]
    assert '<section class="topic" id="d-hasselby-vallingby-fynd"' in html


def test_a_figure_that_people_have_settled_says_so(boards: Path) -> None:
    """The right value is shown, with what was done; a misprint that the board has confirmed stays in doubt."""
    reviews = boards / "reviews.csv"
    on = "farsta/verksamhetsplan/2025,indicator,indicator/1.1/1"
    signed = "A. Berg,2026-11-20"
    head = "document_key,table_name,row_id,column_name,printed,corrected,verdict,reviewed_by,reviewed_on"
    for verdict, shown in (
        ("misread", ["81 %", "rättad av en granskning"]),
        ("confirmed", ["80 %", "bekräftad av en granskning"]),
        ("document_wrong", ["80 %", "enligt nämnden ett tryckfel"]),
    ):
        reviews.write_text(f"{head}\n{on},target_text,80 %,81 %,{verdict},{signed}\n", "utf-8")
        publish(boards / "staged", boards / "warehouse.duckdb", (), read_reviews(reviews))
        report(boards)
        html = (boards / "report.html").read_text("utf-8")
        assert all(words in html for words in shown), verdict
        assert ("81 %" in html) == (verdict == "misread")
