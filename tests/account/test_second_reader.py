"""pdfium reads each stored cell again: it agrees on whatever is set, and a misreading does not get past it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import pipeline.extract
from pipeline.account.second_reader import compare, disagreements, in_printed_order
from pipeline.document import Document, Line, Word
from pipeline.parse import parse
from pipeline.read import read, read_bytes
from pipeline.record import Extraction, Record
from tests.press.facsimile import FACSIMILE
from tests.press.producers import missing, set_plan
from tests.press.random_plan import random_plan
from tests.press.style import MINUS, NARROW, Style
from tests.press.text import TextTraits, plan_text
from tests.support.layouts import random_style
from tests.support.places import CORPUS

REAL = ("hasselby-vallingby-vp-2026.pdf", "hasselby-vallingby-vp-2025-constructed.pdf")
EMBEDDED = Style(body="press", headings="press", tables="press", size=10, table_size=8, bullet="-")
STYLES = {
    "reportlab": EMBEDDED,
    "core fonts": Style(bullet="•"),
    "ligatures, thin blanks": replace(EMBEDDED, ligatures=True, thousands=NARROW, minus=MINUS),
    "split row": replace(EMBEDDED, table_break="split_row", repeat_header=False),
    "soft hyphens": replace(EMBEDDED, soft_hyphens=True, label_share=0.14),
    "turned right": Style(bullet="-", turned=90),
    "turned over": replace(EMBEDDED, turned=180),
    "turned left": Style(turned=270),
    "pdfium": replace(EMBEDDED, producer="pdfium", letter_spacing=0.2),
    "weasyprint": replace(EMBEDDED, producer="weasyprint"),
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return set_plan(random_plan(1), EMBEDDED, tmp_path_factory.mktemp("second") / "plan.pdf")


@pytest.fixture(scope="module")
def document(path: Path) -> Document:
    """As read by the daily reader; nobody changes it."""
    found = read(path)
    assert found.reader == "pdf_oxide"
    return found


def _agreed(path: Path) -> None:
    document = read(path)
    extraction = parse(document)
    compared = compare(path, document, extraction)
    assert compared.cells > 50
    assert (compared.unread, compared.differing) == (0, ())
    assert disagreements(path, document, extraction) == []


@pytest.mark.parametrize("name", STYLES)
def test_the_readers_agree_on_what_is_set(name: str, tmp_path: Path) -> None:
    if reason := missing(STYLES[name].producer):
        pytest.skip(reason)
    _agreed(set_plan(random_plan(3), STYLES[name], tmp_path / "plan.pdf"))


@pytest.mark.parametrize("seed", [17])
def test_the_readers_agree_on_random_layouts(seed: int, tmp_path: Path) -> None:
    _agreed(set_plan(random_plan(seed), random_style(seed), tmp_path / "plan.pdf"))


def test_the_readers_agree_on_the_facsimile() -> None:
    _agreed(FACSIMILE)


@pytest.mark.parametrize("name", REAL)
def test_the_readers_agree_on_a_real_plan(name: str) -> None:
    if not (CORPUS / name).exists():
        pytest.skip(f"{name} is not at hand")
    _agreed(CORPUS / name)


def _reread(document: Document, change: Callable[[Word], Word]) -> Document:
    """The document as a reader would have read it that misreads words."""

    def line(one: Line) -> Line:
        words = tuple(change(word) for word in one.words)
        return replace(one, words=words, text=" ".join(word.text for word in words)) if words != one.words else one

    pages = tuple(replace(page, lines=tuple(line(one) for one in page.lines)) for page in document.pages)
    return replace(document, pages=pages)


def _amounts(extraction: Extraction) -> list[Record]:
    return [record for record in extraction.records if record.table == "budget_line"]


def test_one_misread_digit_is_found_in_its_cell(path: Path, document: Document) -> None:
    amounts = _amounts(parse(document))
    (source,) = next(r.sources["amount_mnkr"][0:1] for r in amounts if "8" in r.sources["amount_mnkr"][0].text)
    assert source.box is not None

    def misread(word: Word) -> Word:
        inside = word.box.x0 >= source.box.x0 and word.box.x1 <= source.box.x1 and word.box.top == source.box.top
        return word._replace(text=word.text.replace("8", "3")) if inside and word.text in source.text else word

    wrong = _reread(document, misread)
    (finding, *others) = disagreements(path, wrong, parse(wrong))
    assert finding.values["rule"] == "andra_läsaren"
    assert finding.values["severity"] == "error"
    assert f"”{source.text.replace('8', '3')}”" in str(finding.values["message"])
    assert f"läser ”{source.text}”" in str(finding.values["message"])
    assert f"sida {source.page}" in str(finding.values["message"])
    assert finding.sources["message"][0].box == source.box
    assert not others or all("8" in str(one.values["message"]) for one in others)


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda value: -value, id="sign"),
        pytest.param(lambda value: value + 5, id="digit"),
        pytest.param(lambda value: value * 10, id="comma"),
    ],
)
def test_a_stored_amount_that_is_not_the_printed_one_is_found(
    harm: Callable[[Decimal], Decimal], path: Path, document: Document
) -> None:
    extraction = parse(document)
    wrong = next(r for r in _amounts(extraction) if r.values["amount_mnkr"])
    wrong.values["amount_mnkr"] = harm(Decimal(str(wrong.values["amount_mnkr"])))
    (finding,) = disagreements(path, document, extraction)
    assert finding.values["severity"] == "error"
    assert str(wrong.values["amount_mnkr"]) in str(finding.values["message"])


def test_a_misread_name_is_a_warning(path: Path, document: Document) -> None:
    extraction = parse(document)
    activity = next(r for r in extraction.records if r.table == "activity" and len(r.sources["name"]) == 1)
    activity.values["name"] = "Något annat"
    assert [finding.values["severity"] for finding in disagreements(path, document, extraction)] == ["warning"]


def test_a_font_misread_throughout_sends_the_document_to_quarantine(
    path: Path, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = _reread(document, lambda word: word._replace(text=word.text.replace("8", "3")))
    monkeypatch.setattr(pipeline.extract, "read", lambda *_: wrong)
    outcome = pipeline.extract.extract(str(path), "plan.pdf", str(tmp_path / "staged"), "pdf_oxide")
    assert (outcome["fate"], outcome["reason"]) == ("quarantined", "readers_disagree")
    assert len(outcome["failures"]) >= 3
    assert not list(tmp_path.glob("staged/*/manifest.json"))


def test_the_reference_reader_is_not_disbelieved_for_what_pdfium_sees(path: Path, document: Document) -> None:
    """It was called in because of a font that libraries read differently: findings tell, nothing is held back."""
    wrong = _reread(document, lambda word: word._replace(text=word.text.replace("8", "3")))
    extraction = parse(wrong)
    assert compare(path, wrong, extraction).unbelievable
    compared = compare(path, replace(wrong, reader="pdfplumber"), extraction)
    assert compared.differing and not compared.unbelievable


def test_other_characters_in_the_running_text_are_told(path: Path, document: Document) -> None:
    """A word outside of tables stands in no cell that is read again; its page has other characters."""
    page = document.pages[1]
    index, line = next((i, line) for i, line in enumerate(page.lines) if "e" in line.text and not line.text.isupper())
    for old, new, severity in (("e", "c", "warning"), ("e", "8", "error"), ("e", "-", "warning")):
        wrong = replace(line, text=line.text.replace(old, new, 1))
        lines = (*page.lines[:index], wrong, *page.lines[index + 1 :])
        misread = replace(document, pages=(document.pages[0], replace(page, lines=lines), *document.pages[2:]))
        (finding,) = disagreements(path, misread, parse(document))
        told = f"bara den läser {old}" + (f" och inte den läser {new}" if new.isalnum() else "")
        assert finding.values["message"] == f"Den andra läsaren (pdfium) läser andra tecken på sida 2: {told}."
        assert finding.values["severity"] == severity


def test_a_page_that_was_not_read_is_told(path: Path, document: Document) -> None:
    extraction = parse(document)
    cut = replace(document, pages=document.pages[:-1])
    assert compare(path, cut, extraction).unbelievable
    assert "sidor" in str(disagreements(path, cut, extraction)[0].values["message"])


def test_a_text_file_has_no_second_reader(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes(plan_text(random_plan(1), Style(), TextTraits()).encode())
    document = read_bytes(file.read_bytes(), file.name)
    assert disagreements(file, document, parse(document)) == []


def test_lines_of_a_turned_page_are_compared_in_printed_order() -> None:
    assert in_printed_order("ett två\r\n80 %", "80 %\nett två") == "80 %\nett två"
    assert in_printed_order("ett två\r\n30 %", "80 %\nett två") == "ett två\r\n30 %"
    assert in_printed_order("1\r\n1\r\n2", "1\n2\n2") == "1\r\n1\r\n2"


def test_a_hyphen_is_one_by_any_name() -> None:
    assert in_printed_order("2027\u201009\u201001", "2027-09-01") == "2027-09-01"
