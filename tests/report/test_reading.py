"""How a report is read: what changed in a sentence, the address of a figure, sorting, the choice of an area."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pypdfium2 as pdfium
import pytest

from pipeline.cli import main
from pipeline.report.model import Ref
from pipeline.report.places import key_of
from tests.support.house import House
from tests.support.places import ROOT
from tests.support.reports import report, visit
from tests.support.small_plan import extraction, indicator

AXE = ROOT / "build" / "clients" / "axe" / "lib"
PAIR = "[id$='jämförelse-0']"


def said(element: Any) -> str:
    """What an element says, with plain blanks."""
    return re.sub(r"\s+", " ", element.text_content()).strip()


def test_it_opens_with_what_changed(real: Path, page: Any) -> None:
    visit(page, real)
    opening = page.locator(".top .opening")
    assert said(opening) == (
        "Nettobudgeten för 2026 är 2 459,6 mnkr, 93,3 mnkr (+3,9 %) mer än 2 366,3 i prognosen för slutlig budget 2025"
        "; mest ändras Äldreomsorg, från 761,5 till 801,3; 10 fel i siffrorna."
    )
    names = [link.get_attribute("aria-label") for link in opening.locator("a.figure").all()]
    assert [re.sub(r"\s+", " ", name) for name in names] == [
        "Nettobudget, plan 2026: 2 459,6",
        "Total drift, prognosen för slutlig budget 2025: 2 366,3",
        "Äldreomsorg, prognosen för slutlig budget 2025: 761,5",
        "Äldreomsorg, plan 2026: 801,3",
    ]


def test_it_tells_of_indicators_that_came_and_went(tmp_path: Path) -> None:
    """The older plan has one more, the newer another one, and the newer was not read whole."""
    percent = ("80 %", "value", Decimal(80), "%")
    older, newer = extraction("farsta", 2025), extraction("farsta", 2026, reading="incomplete")
    older.records.append(indicator(2, "Antal sommarjobb för ungdomar", percent, percent))
    newer.records.append(indicator(2, "Väntetid hos biståndshandläggare", percent, percent))
    (tmp_path / "raw").mkdir()
    house = House(tmp_path)
    house.put(older, newer)
    house.publish()
    report(tmp_path)
    html = (tmp_path / "report.html").read_text("utf-8")
    told = "indikatorer mot planen för 2025: 1 nya, 1 borttagna; 1 fel i siffrorna; planen är inte läst i sin helhet."
    assert told in html
    table = html[html.index('<table id="d-farsta-nytt-indikatorer-2026"') :]
    rows = re.findall(r"<th scope=\"row\"[^>]*>(\w[^<]*)<", table[: table.index("</table>")])
    assert rows == ["Nytt", "Finns inte kvar"]


def test_the_newest_years_of_targets_stand_side_by_side_and_all_are_folded(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    house = House(tmp_path)
    house.put(*(extraction("farsta", year) for year in range(2021, 2027)))
    house.publish()
    report(tmp_path)
    html = (tmp_path / "report.html").read_text("utf-8")
    tables = dict(re.findall(r'<table id="d-farsta-(årsmål[^"]*)".*?<thead>(.*?)</thead>', html, re.DOTALL))
    years = {key: re.findall(r">Nämnden (\d+)<", head) for key, head in tables.items()}
    assert years == {
        "årsmål": ["2023", "2024", "2025", "2026"],
        "årsmål-alla-år": ["2021", "2022", "2023", "2024", "2025", "2026"],
    }
    assert re.search(r"<details><summary>Indikatorernas årsmål 2021–2026", html)


def test_documents_bear_coverage_reading_and_version(real: Path, page: Any) -> None:
    visit(page, real)
    cells = [said(cell) for cell in page.locator("#d-källor tbody td").all()]
    with duckdb.connect(str(real / "warehouse.duckdb"), read_only=True) as connection:
        version, counted = connection.execute(
            "SELECT any_value(code_version), sum(printed_count) FROM base.document "
            "JOIN base.document_coverage USING (document_id) WHERE place <> 'kring texten'"
        ).fetchall()[0]
    assert cells[3:6] == ["fullständig", f"{counted} av {counted}", version]
    assert version in page.locator("footer").text_content()


def test_the_address_of_a_figure_opens_it(real: Path, page: Any) -> None:
    """By a click and by the address alone; back closes it; closed, its figure has the focus."""
    with duckdb.connect(str(real / "warehouse.duckdb"), read_only=True) as connection:
        ((row_id,),) = connection.execute(
            "SELECT row_id FROM budget_year_over_year WHERE area = 'Äldreomsorg' AND measure = 'netto' "
            "AND previous_basis = 'prognos_slutlig_budget'"
        ).fetchall()
    address = f"#{key_of(Ref(row_id, 'amount_mnkr'))}"
    visit(page, real)
    page.locator(f"{PAIR} a.figure[href='{address}']").click()
    page.wait_for_selector("dialog[open] .mark.shown")
    assert page.evaluate("location.hash") == address
    page.go_back()
    page.wait_for_selector("dialog:not([open])", state="attached")
    assert page.evaluate("location.hash") == ""

    page.goto("about:blank")
    visit(page, real, address)
    page.wait_for_selector("dialog[open] .mark.shown")
    assert said(page.locator("#lupp-h")).startswith("Äldreomsorg")
    page.keyboard.press("Escape")
    page.wait_for_selector("a.figure:focus")
    assert page.evaluate("document.activeElement.hash") == address and page.evaluate("location.hash") == ""
    assert page.trouble == []


def test_an_address_that_leads_nowhere_says_so(real: Path, page: Any) -> None:
    visit(page, real, "#s-0123456789abcdef")
    page.wait_for_selector("#vilse:not([hidden])")
    assert page.locator("dialog[open]").count() == 0


def test_figures_keep_their_addresses(real: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.html"
    with pytest.raises(SystemExit):
        main(["report", "--warehouse", str(real / "warehouse.duckdb"), "--raw", str(real / "raw"), "--out", str(again)])
    assert again.read_bytes() == (real / "report.html").read_bytes()


def test_a_table_is_sorted_with_parts_and_totals_in_their_places(real: Path, page: Any) -> None:
    visit(page, real)
    names = page.locator(f"{PAIR} tbody th")
    printed = [said(name) for name in names.all()]
    head = page.locator(f"{PAIR} thead th").nth(2)
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    largest = [said(name) for name in names.all()]
    assert largest[:2] == ["Äldreomsorg", "Stöd- och service till personer med funktionsnedsättning"]
    family = largest.index("Individ- och familjeomsorg")
    assert all(name.startswith("varav") for name in largest[family + 1 : family + 5])
    assert largest[-2:] == printed[-2:] and printed[-2].startswith("Total")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert said(names.first) == "Arbetsmarknadsåtgärder"
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") is None
    assert [said(name) for name in names.all()] == printed


def test_an_area_is_chosen_with_its_parts(real: Path, page: Any) -> None:
    visit(page, real)
    page.get_by_role("combobox", name="Område").select_option(label="Individ- och familjeomsorg")
    shown = [said(name) for name in page.locator(f"{PAIR} tbody tr:not([hidden]) th").all()]
    assert shown[0] == "Individ- och familjeomsorg"
    assert len(shown) == 5 and all(name.startswith("varav") for name in shown[1:])
    assert not page.locator("[id$='indikatorer']").is_visible()


def test_links_in_tables_are_named_by_what_they_are(real: Path, page: Any) -> None:
    visit(page, real)
    link = page.locator(f"{PAIR} tbody tr", has_text="Äldreomsorg").get_by_role("link").nth(1)
    assert link.get_attribute("aria-label") == "Äldreomsorg, Plan 2026: 801,3"
    bare = page.evaluate(
        "[...document.querySelectorAll('td a.figure')].filter(a => !/\\p{L}{2}/u.test(a.ariaLabel ?? a.textContent))"
        ".map(a => a.outerHTML)"
    )
    assert bare == []


def test_a_chart_is_said_once_and_in_swedish(real: Path, page: Any) -> None:
    visit(page, real)
    for plot in page.locator(".plot").all():
        assert plot.get_attribute("aria-label").split()[0] in ("Stapeldiagram", "Punktdiagram")
        assert plot.aria_snapshot().count("img") == 1 and "\n" not in plot.aria_snapshot()


def test_it_prints_on_a4(real: Path, page: Any) -> None:
    visit(page, real)
    pdf = page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox\s*\[0 0 59[45]\.\d+ 84[12]\.\d+\]", pdf)
    with pdfium.PdfDocument(pdf) as document:
        pages = [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in document]
    assert sum("Nämnden 2026 Ändring" in words for words in pages) > 1  # a table's heading, on each of its pages


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report on two boards."""
    root = tmp_path_factory.mktemp("several")
    (root / "raw").mkdir()
    house = House(root)
    house.put(*(extraction(board, year) for board in ("bromma", "farsta") for year in (2025, 2026)))
    house.publish()
    report(root)
    return root


@pytest.mark.parametrize(("shown", "scheme"), [("real", "light"), ("real", "dark"), ("several", "light")])
def test_axe_finds_nothing(request: pytest.FixtureRequest, browser: Any, shown: str, scheme: str) -> None:
    axe = next(AXE.rglob("axe.min.js"), None)
    if axe is None:
        pytest.skip("axe-core is not there: `make clients` installs it")
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)  # axe is no script of the page
    page = context.new_page()
    visit(page, request.getfixturevalue(shown))
    page.add_script_tag(path=axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
    context.close()
