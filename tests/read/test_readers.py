"""Both readers of PDF give the same records, and what the daily reader cannot be trusted with is left to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.account.second_reader import disagreements
from pipeline.document import Box
from pipeline.parse import parse
from pipeline.read import READERS, read
from pipeline.record import Extraction
from tests.press.facsimile import FACSIMILE, facsimile_plan
from tests.press.imposition import Sheet, lay
from tests.press.plan import Plan
from tests.press.producers import missing, set_plan
from tests.press.random_plan import random_plan
from tests.press.records import records_of
from tests.press.style import MINUS, NARROW, NO_BREAK, Style
from tests.support.layouts import differences, rows_of_extraction, rows_of_records
from tests.support.places import CORPUS

DAILY, REFERENCE = READERS
REAL = ("hasselby-vallingby-vp-2026.pdf", "hasselby-vallingby-vp-2025-constructed.pdf")

EMBEDDED = Style(body="press", headings="press", tables="press", size=10, table_size=8, bullet="-")
# All fonts in the file, as office programs write it: the daily reader reads these.
OFFICE = {
    "reportlab": EMBEDDED,
    "reportlab, unruled": replace(EMBEDDED, rules="none", icons="absent", folio="footer", line_end_blank=False),
    "reportlab, split row": replace(EMBEDDED, table_break="split_row", repeat_header=False, decision_blank="none"),
    "reportlab, landscape": replace(EMBEDDED, landscape="all", align="middle", minus=MINUS),
    "reportlab, soft hyphens": replace(EMBEDDED, soft_hyphens=True, label_share=0.14),
    "pdfium": replace(EMBEDDED, producer="pdfium", rules="horizontal", shaded_header=False, icons="empty"),
    "pdfium, letter-spaced": replace(EMBEDDED, producer="pdfium", letter_spacing=0.2, thousands=NO_BREAK),
    "weasyprint": replace(EMBEDDED, producer="weasyprint"),
    "weasyprint, unruled": replace(EMBEDDED, producer="weasyprint", rules="none", cover=False, contents=False),
}
# What the daily reader reads in the file's normal form: fonts that every viewer has, and turned pages; ligatures.
REWRITTEN = {
    "reportlab, core fonts": Style(bullet="-"),
    "reportlab, core fonts, unruled": Style(bullet="-", rules="none", icons="absent", folio="number"),
    "reportlab, ligatures": replace(EMBEDDED, thousands=NARROW, ligatures=True),
    "pdfium, core fonts": Style(producer="pdfium"),
    "pdfium, core fonts, landscape page": Style(producer="pdfium", landscape="budget", label_share=0.18),
    "a page turned right": Style(bullet="-", turned=90),
    "a page turned over": replace(EMBEDDED, turned=180),
    "a page turned left": Style(producer="pdfium", turned=270),
    "bullets with code 127": Style(bullet="•"),
}
# Readers count in single or double precision and round to hundredths of a point.
ROUNDING = 0.0101

Told = tuple[str, dict[str, Any], dict[str, Any]]


def records(extraction: Extraction) -> list[Told]:
    """All records with their values, and the page, line and text of each source; the reader's own name left out."""
    return [
        (
            record.table,
            {column: value for column, value in record.values.items() if column != "reader"},
            {column: [(at.page, at.line, at.text) for at in sources] for column, sources in record.sources.items()},
        )
        for record in (extraction.document, *extraction.records)
    ]


def boxes(extraction: Extraction) -> Iterator[tuple[str, Box]]:
    """The box of each source of each record, in order, with the text that stands in it."""
    for record in (extraction.document, *extraction.records):
        for sources in record.sources.values():
            yield from ((source.text, source.box) for source in sources if source.box)


def assert_same_records(daily: Extraction, reference: Extraction) -> None:
    ours, theirs = records(daily), records(reference)
    assert [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]] == []
    assert len(ours) > 20


def assert_same_boxes(daily: Extraction, reference: Extraction) -> None:
    for (text, one), (_, other) in zip(boxes(daily), boxes(reference), strict=True):
        apart = max(abs(a - b) for a, b in zip(one, other, strict=True))
        assert apart < ROUNDING, (text, one, other)


def made(style: Style, seed: int, folder: Path) -> tuple[Plan, Path]:
    """A plan set in a style; skips by name where its producer cannot work."""
    reason = missing(style.producer)
    if reason is not None:
        pytest.skip(f"{style.producer}: {reason}")
    plan = random_plan(seed)
    return plan, set_plan(plan, style, folder / "plan.pdf")


def assert_both_readers_agree(path: Path) -> Extraction:
    """Gives back what they agree on."""
    daily, reference = read(path, DAILY), read(path, REFERENCE)
    assert (daily.reader, reference.reader) == (DAILY, REFERENCE), "the same reader twice compares nothing"
    ours, theirs = parse(daily), parse(reference)
    assert_same_records(ours, theirs)
    assert_same_boxes(ours, theirs)
    return ours


def assert_read_as_set(extraction: Extraction, plan: Plan) -> None:
    assert differences(rows_of_records(records_of(plan)), rows_of_extraction(extraction)) == []


@pytest.mark.parametrize("style", OFFICE | REWRITTEN)
def test_both_readers_give_the_same_records_and_boxes(style: str, tmp_path: Path) -> None:
    styles = OFFICE | REWRITTEN
    plan, path = made(styles[style], list(styles).index(style), tmp_path)
    extraction = assert_both_readers_agree(path)
    if style in REWRITTEN:
        assert_read_as_set(extraction, plan)


@pytest.mark.slow
def test_both_readers_give_the_same_records_of_a_whole_plan(tmp_path: Path) -> None:
    """The facsimile's plan with its fonts in the file, and as it lies in raw/, with those that every viewer has."""
    assert_both_readers_agree(set_plan(facsimile_plan(), EMBEDDED, tmp_path / "plan.pdf"))
    assert_read_as_set(assert_both_readers_agree(FACSIMILE), facsimile_plan())


@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_both_readers_give_the_same_records_of_a_real_plan(name: str) -> None:
    if not (CORPUS / name).exists():
        pytest.skip(f"{name} is not there")
    assert_both_readers_agree(CORPUS / name)


@pytest.mark.parametrize("how", ["up", "down", "offset", "cropped"])
def test_a_page_is_read_the_same_however_it_lies_on_its_sheet(how: Sheet, tmp_path: Path) -> None:
    """Boxes count from the corner of the page as it is read, wherever the file has its origin."""
    _, path = made(EMBEDDED, 3, tmp_path)
    straight = parse(read(path, REFERENCE))
    laid = parse(read(lay(path, how)))
    columns = ("sha256", "reader")
    for extraction in (straight, laid):
        extraction.document.values.update(dict.fromkeys(columns))
    assert_same_records(straight, laid)
    assert_same_boxes(straight, laid)


def with_box_of_the_parent(content: bytes) -> bytes:
    """The same PDF with the /MediaBox of its pages at their parent, from which pages inherit it."""
    objects = re.findall(rb"\d+ 0 obj.*?endobj", content, re.DOTALL)
    box = next(found[0] for one in objects if (found := re.search(rb"/MediaBox \[[^]]*\]", one)))
    pages = [re.sub(rb"/MediaBox \[[^]]*\]", b"", one) for one in objects]
    pages = [one.replace(b"/Type /Pages", b"/Type /Pages " + box) for one in pages]
    made, places = b"%PDF-1.4\n", {}
    for one in pages:
        places[int(one.split()[0])] = len(made)
        made += one + b"\n"
    trailer = re.search(rb"trailer\s*(<<.*?>>)", content, re.DOTALL)
    assert trailer
    table = b"".join(b"%010d 00000 n \n" % places[number] for number in range(1, len(places) + 1))
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    return made + head + table + b"trailer\n" + trailer[1] + b"\nstartxref\n%d\n%%%%EOF\n" % len(made)


def test_pages_that_inherit_their_size_have_it(tmp_path: Path) -> None:
    """pdf_oxide takes such pages for US Letter, which puts each box elsewhere: it reads the file in its normal form,
    in which each page has its own, and pdfium sees the same."""
    path = set_plan(random_plan(1), EMBEDDED, tmp_path / "plan.pdf")
    own = read(path)
    path.write_bytes(with_box_of_the_parent(path.read_bytes()))
    inherited = read(path)
    assert (own.reader, inherited.reader) == (DAILY, DAILY)
    assert [(page.width, page.height) for page in inherited.pages] == [(page.width, page.height) for page in own.pages]
    assert disagreements(path, inherited, parse(inherited)) == []
