"""Each printed number is accounted for; what gets lost between the page and the rows is seen."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.account.coverage import account, coverage
from pipeline.account.ignored import _is_header
from pipeline.account.kind import kind_of
from pipeline.account.printed_numbers import numbers_of
from pipeline.account.stored import TABLES
from pipeline.blocks.furniture import strip
from pipeline.document import Box, Document, Line, Page, Word
from pipeline.parse import parse
from pipeline.read import read, read_bytes
from pipeline.record import Extraction, Record, Source
from tests.press.facsimile import FACSIMILE
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style
from tests.press.text import TextTraits, plan_text
from tests.support.layouts import random_style
from tests.support.places import CORPUS

REAL = (
    "hasselby-vallingby-vp-2026.pdf",
    "hasselby-vallingby-vp-2025-constructed.pdf",
    "hasselby-vallingby-vp-2026.txt",
)
Read = tuple[Document, Extraction]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """A set plan with a table of each kind, as read; nobody changes it."""
    return _read(set_plan(random_plan(1), Style(body="press", tables="press"), tmp_path_factory.mktemp("c") / "p.pdf"))


def _read(path: Path) -> Read:
    document = read(path)
    return document, parse(document)


def _lost(document: Document, extraction: Extraction) -> list[Record]:
    return [record for record in coverage(document, extraction) if record.table == "unaccounted_number"]


def _told(document: Document, extraction: Extraction) -> list[str]:
    return [str(r.values["message"]) for r in coverage(document, extraction) if r.table == "finding"]


def _all_accounted(document: Document, extraction: Extraction) -> None:
    records = coverage(document, extraction)
    totals = {r.values["place"]: r.values for r in records if r.table == "document_coverage"}
    assert {r.table for r in records} == {"document_coverage", "number_kind"}
    for place in ("tabell", "löptext"):
        assert totals[place]["printed_count"] == totals[place]["stored_count"]
        assert totals[place]["accounted_percent"] == totals[place]["classified_percent"] == 100
    assert totals["tabell"]["printed_count"]


@pytest.mark.parametrize("seed", (3, 9, 12, 16))
def test_all_numbers_are_accounted_for_in_any_layout(seed: int, tmp_path: Path) -> None:
    _all_accounted(*_read(set_plan(random_plan(seed), random_style(seed), tmp_path / "plan.pdf")))


def test_all_numbers_of_the_facsimile_are_accounted_for() -> None:
    _all_accounted(*_read(FACSIMILE))


@pytest.mark.parametrize("name", REAL)
def test_all_numbers_of_a_real_plan_are_accounted_for(name: str) -> None:
    if not (CORPUS / name).exists():
        pytest.skip(f"{name} is not at hand")
    _all_accounted(*_read(CORPUS / name))


def test_all_numbers_of_a_text_file_are_accounted_for_and_a_lost_one_is_seen() -> None:
    document = read_bytes(plan_text(random_plan(1), Style(), TextTraits()).encode(), "plan.txt")
    extraction = parse(document)
    assert _lost(document, extraction) == []
    amounts = [record for record in extraction.records if record.table == "budget_line"]
    dropped = max(amounts, key=lambda record: abs(Decimal(str(record.values["amount_mnkr"]))))
    extraction.records.remove(dropped)
    (lost,) = _lost(document, extraction)
    assert lost.values["line"] == dropped.sources["amount_mnkr"][0].line
    assert Decimal(str(lost.values["text"]).replace(",", ".").replace(" ", "")) == dropped.values["amount_mnkr"]


def test_each_amount_that_is_dropped_is_seen_where_it_stands(plan: Read) -> None:
    """Also where the same digits are stored from another cell."""
    document, extraction = plan
    figures = [record for record in extraction.records if record.table == "budget_line"]
    for dropped in figures[::5]:
        rest = [record for record in extraction.records if record is not dropped]
        (source,) = dropped.sources["amount_mnkr"]
        found = [
            lost for lost in _lost(document, replace(extraction, records=rest)) if lost.values["x0"] == source.box.x0
        ]
        assert [(one.values["page"], one.values["text"], one.values["place"]) for one in found] == [
            (source.page, source.text, "tabell")
        ]


@pytest.mark.parametrize("table", sorted(TABLES - {"unmapped_table"}))
def test_a_lost_table_is_seen_and_told(table: str, plan: Read) -> None:
    document, extraction = plan
    gone = [record for record in extraction.records if record.table == table]
    kept = [record for record in extraction.records if record.table != table]
    figures = {"amount_mnkr", "costs_mnkr", "income_mnkr", "net_mnkr", "starts_on", "ends_on"}
    printed = sum(len(record.sources.get(column, ())) for record in gone for column in figures)
    lost = _lost(document, replace(extraction, records=kept))
    assert len(lost) >= max(printed, 1)
    assert any("i en tabell" in message for message in _told(document, replace(extraction, records=kept)))


def _no_value(record: Record) -> Record:
    return replace(record, values={**record.values, "amount_mnkr": None})


def _no_source(record: Record) -> Record:
    return replace(record, sources={c: s for c, s in record.sources.items() if c != "amount_mnkr"})


def _misread(record: Record) -> Record:
    return replace(record, values={**record.values, "amount_mnkr": Decimal("1234567.89")})


@pytest.mark.parametrize("harm", [_no_value, _no_source, _misread])
def test_a_lost_column_is_seen(harm: Callable[[Record], Record], plan: Read) -> None:
    document, extraction = plan
    column = [r for r in extraction.records if r.table == "budget_line" and r.values["column_ordinal"] == 2]
    records = [harm(r) if r in column else r for r in extraction.records]
    assert len(_lost(document, replace(extraction, records=records))) == len(column)


def test_a_lost_page_is_seen(plan: Read) -> None:
    """All that was read from one page is gone: its numbers in tables and in prose are unaccounted."""
    document, extraction = plan
    page = next(r for r in extraction.records if r.table == "budget_line").sources["amount_mnkr"][0].page
    records = [
        replace(r, sources={c: tuple(s for s in held if s.page != page) for c, held in r.sources.items()})
        for r in extraction.records
    ]
    stored = [a for a in account(document, extraction) if a.number.page.number == page and a.fate == "lagrat"]
    lost = _lost(document, replace(extraction, records=records))
    assert {one.values["page"] for one in lost} == {page}
    years = sum(a.kind == "år" for a in stored)  # of a column's header, which is ignored where it is printed again
    assert len(stored) - years <= len(lost) <= len(stored)


def test_a_table_taken_for_prose_is_seen(plan: Read) -> None:
    """Its numbers are stored, in a section's text, but not as what they are."""
    document, extraction = plan
    rows = [r for r in extraction.records if r.table == "turnover_change"]
    sources = {source for r in rows for held in r.sources.values() for source in held}
    page = min(source.page for source in sources)
    boxes = [source.box for source in sources if source.page == page and source.box]
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    lines = [line for line in document.pages[page - 1].lines if line.box and top <= line.box.middle <= bottom]
    text = "\n".join(line.text for line in lines)
    box = Box.around([line.box for line in lines if line.box])
    swallowed = Record("section", {"text": text}, {"text": (Source(page, box, text),)})
    records = [r for r in extraction.records if r not in rows] + [swallowed]
    lost = _lost(document, replace(extraction, records=records))
    assert len(lost) > len(rows)
    assert {one.values["place"] for one in lost} == {"tabell"}


@pytest.mark.parametrize(
    ("text", "header"), [("Periodici\u2010", True), ("KF:s årsm\u00ad", True), ("Förvalt-", False)]
)
def test_the_beginning_of_a_headers_word_alone_on_its_line_is_no_lost_line(text: str, header: bool) -> None:
    assert _is_header(Line(text, 1)) is header


def test_a_line_of_prose_that_is_lost_is_told(plan: Read) -> None:
    document, extraction = plan
    lost = copy.deepcopy(extraction)
    prose = next(r for r in lost.records if r.table == "section" and len(r.sources["text"][0].text.split("\n")) > 2)
    source = prose.sources["text"][0]
    first, *rest = source.text.split("\n")
    prose.sources["text"] = (replace(source, text="\n".join(rest)), *prose.sources["text"][1:])
    assert _told(document, extraction) == []
    (told,) = _told(document, lost)
    assert told == f"1 rad på sida {source.page} finns inte i något lagrat värde: ”{first[:60]}”."


def test_a_paragraph_that_is_cited_but_not_stored_is_told(plan: Read) -> None:
    document, extraction = plan
    lost = copy.deepcopy(extraction)
    prose = next(r for r in lost.records if r.table == "section" and "\n" in str(r.values["text"] or ""))
    paragraph, _, rest = str(prose.values["text"]).partition("\n")
    prose.values["text"] = rest
    assert paragraph[:20] in " ".join(_told(document, lost))


def test_a_row_of_words_that_is_lost_is_told(plan: Read) -> None:
    """No number tells of an activity without dates, or of a label that wraps."""
    document, extraction = plan
    lost = copy.deepcopy(extraction)
    row = next(r for r in lost.records if r.table == "activity")
    lost.records.remove(row)
    assert row.sources["name"][0].text.split("\n")[0][:20] in " ".join(_told(document, lost))


def test_a_lost_row_is_told_although_its_words_stand_in_another(plan: Read) -> None:
    """Each word of a cell counts once."""
    document, extraction = plan
    line = next(line for page in document.pages for line in page.lines if line.text.startswith("Stadsdelsnämnden ska"))
    page = document.pages[line.page - 1]
    twice = replace(page, lines=(*page.lines, line))
    pages = tuple(twice if one is page else one for one in document.pages)
    told = _told(replace(document, pages=pages), extraction)
    assert any(f"rad på sida {line.page} finns inte" in message for message in told)


def test_text_that_only_looks_like_contents_is_read() -> None:
    """A line that ends in a number, or in dots and a number, is an entry of the contents if its title comes back."""
    text = plan_text(random_plan(1), Style(contents=True), TextTraits())
    at = text.rindex("Redovisning av ekonomi")
    names = ("Xylofoner", "Zinkplåtar", "Yxskaft")
    added = "".join(f"{name} .......... {45 * place}\n" for place, name in enumerate(names, start=1))
    document = read_bytes((text[:at] + added + text[at:]).encode(), "p.txt")
    sections = [record.values for record in parse(document).records if record.table == "section"]
    prose = " ".join(f"{one['heading']} {one['text']}" for one in sections)
    assert [name for name in names if name not in prose] == []


def test_a_number_of_thousands_of_digits_is_no_page_number() -> None:
    document = Document("0" * 64, "p.txt", "text/plain", "text", (_page(["9" * 5000, "Text."], 1),))
    assert [one.fate for one in account(document, Extraction(Record("document", {}), []))] == ["oredovisat"]


ONE_FIGURE = (("Naturreservat", 77, 139), ("5,4", 504, 518))
TARGETS = (("Förskolor", 77, 120), ("12", 230, 240), ("st", 242, 250), ("3,5", 330, 345), ("%", 348, 355))


@pytest.mark.parametrize(
    ("column", "printed"), [("text", ONE_FIGURE), ("heading", ONE_FIGURE), ("text", TARGETS)], ids=str
)
def test_a_row_of_a_table_is_not_stored_as_text(column: str, printed: Sequence[tuple[str, float, float]]) -> None:
    """One figure far behind its label, as of a table of one figure a row whose header nobody knew; a heading may hold
    it: a row in italics below a table that ended too early. Or two figures with units, each in a cell."""
    words = tuple(Word(text, Box(x0, 100, x1, 110), 10.0, "Press", False, False, False) for text, x0, x1 in printed)
    line = Line(" ".join(text for text, _, _ in printed), 1, words)
    document = Document("0" * 64, "p.pdf", "application/pdf", "pdf_oxide", (Page(1, 595, 842, (line,)),))
    source = Source(1, line.box, line.text)
    values = {"heading": "Rubrik", "text": "Text"} | {column: line.text}
    prose = Record("section", values, {"heading": (source,), "text": (source,)})
    found = account(document, Extraction(Record("document", {}), [prose]))
    assert {(one.place, one.fate) for one in found} == {("tabell", "oredovisat")}


def test_findings_are_numbered_behind_those_of_parsing(plan: Read) -> None:
    document, extraction = plan
    told = Record("finding", {"ordinal": 1, "rule": "uninterpreted"})
    records = [told, *(r for r in extraction.records if r.table not in ("budget_line", "finding"))]
    ordinals = [
        r.values["ordinal"] for r in coverage(document, replace(extraction, records=records)) if r.table == "finding"
    ]
    assert ordinals == list(range(2, len(ordinals) + 2))


def test_a_figure_in_the_margin_does_not_hide_that_pages_are_numbered() -> None:
    pages = [_page(["1480" if n == 2 else "Rubrik", "Text utan tal.", str(n)], n) for n in range(1, 5)]
    document = Document("0" * 64, "p.txt", "text/plain", "text", tuple(pages))
    fates = [(a.number.text, a.fate) for a in account(document, Extraction(Record("document", {}), []))]
    assert fates == [("1", "bortsett"), ("1480", "oredovisat"), *((n, "bortsett") for n in "234")]


@pytest.mark.parametrize("header", ["Tjänsteutlåtande Sid {}", "Verksamhetsplan Sida {}"])
def test_a_page_number_behind_other_words_of_a_header_is_one(header: str) -> None:
    pages = [Page(n, 595, 842, (_printed(header.format(n)), _printed("Text utan tal.", 400))) for n in range(1, 5)]
    assert [strip(pages, lambda _: False).numbers[n].number for n in range(1, 5)] == [1, 2, 3, 4]


def _printed(text: str, top: float = 30) -> Line:
    return Line(text, 1, (Word(text, Box(60, top, 300, top + 10), 10.0),))


def test_a_number_that_changes_from_page_to_page_is_no_running_header() -> None:
    """What looks like a footer but says another figure on each page may be a row of a table."""
    pages = [_page([f"Summa {n * 7},5", "Dnr HV 2025/651", f"Sid {n} (4)"], n) for n in range(1, 5)]
    document = Document("0" * 64, "p.txt", "text/plain", "text", tuple(pages))
    extraction = Extraction(Record("document", {}), [])
    fates = [(a.number.text, a.fate, a.kind) for a in account(document, extraction) if a.number.page.number == 2]
    assert fates == [
        ("14,5", "oredovisat", "antal"),
        ("2025/651", "bortsett", "sidhuvud"),
        ("2", "bortsett", "sidnummer"),
        ("4", "bortsett", "sidnummer"),
    ]


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("Nettobudgeten är 801,3 mnkr, en ökning med 5,2 procentenheter.", ["belopp", "procent"]),
        ("mellan 2025 och 2026 med 1 238 000 kr", ["år", "år", "belopp"]),
        ("den 18 december 2025 eller 2026-01-01", ["datum", "datum", "datum"]),
        ("enligt 5 kap. 3 § lagen (2018:1197)", ["lagrum", "lagrum", "lagrum"]),
        ("se punkt 4 och bilaga 12", ["numrering", "numrering"]),
        ("Telefon: 08-508 04 000", ["telefon", "telefon"]),
        ("10.Stadsdelsnämnden ansöker", ["numrering"]),
        ("Målet 1.4.1 nås för 35 barn och 90 % av eleverna", ["numrering", "antal", "procent"]),
        ("utsläpp av CO2", ["beteckning"]),
    ],
)
def test_a_number_in_prose_has_a_kind(sentence: str, kinds: list[str]) -> None:
    document = Document("0" * 64, "p.txt", "text/plain", "text", (_page([sentence], 1),))
    assert [kind_of(number) for number in numbers_of(document)] == kinds


def _page(texts: list[str], number: int) -> Page:
    lines = tuple(Line(text, number, number=10 * number + index) for index, text in enumerate(texts))
    return Page(number, 0.0, 0.0, lines)
