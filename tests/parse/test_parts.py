"""What every tjänsteutlåtande has besides its goals and tables: amounts of decisions, signatures, Bilagor, notes."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.blocks.contents import without_cover
from pipeline.document import Box, Line, Page, Word
from pipeline.parse import parse
from pipeline.read import READERS, read_bytes
from pipeline.record import Extraction
from tests.parse.test_family import read, rows


@pytest.mark.parametrize(
    ("text", "amounts", "alone"),
    [
        ("Nämnden ansöker om budgetjustering om 2,4 mnkr.", ["2400000"], "2400000"),
        ("Nämnden begär 1,842 mnkr, respektive 145 tkr.", ["1842000", "145000"], None),
        ("Nämnden avsätter medel om 1,5 respektive 2,4 mnkr.", ["1500000", "2400000"], None),
        ("Nämnden sänker ramen från 2 000 till 1 500 kr.", ["2000", "1500"], None),
        ("Nämnden medger –1,0 Mkr och 16.4 mnkr.", ["-1000000", "16400000"], None),
        ("Nämnden ansöker enligt bilaga 1 och 2,4 mnkr.", ["2400000"], "2400000"),
        ("Nämnden begär 1,5 respektive 2 mnkr.", ["1500000", "2000000"], None),
        ("Nämnden medger minus 1,0 mnkr.", ["-1000000"], "-1000000"),
        ("Nämnden begär 2.400 tkr.", ["2400000"], "2400000"),
        ("Nämnden begär 2,4 milj. kr och 10 000 SEK.", ["2400000", "10000"], None),
        ("Nämnden fastställer planen för 2015.", [], None),
    ],
)
def test_all_amounts_of_a_point_are_kept_and_none_is_guessed(text: str, amounts: list[str], alone: str | None) -> None:
    extraction = read(points=f"1. {text}")
    kept = rows(extraction, "decision_amount", "number", "ordinal", "amount_sek")
    assert kept == [(1, place, Decimal(amount)) for place, amount in enumerate(amounts, start=1)]
    assert rows(extraction, "decision", "amount_sek") == [(Decimal(alone) if alone else None,)]
    assert all(str(printed) in text for (printed,) in rows(extraction, "decision_amount", "text"))


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Nämnden godkänner förslaget.", "godkänner"),
        ("Äldrenämnden fastställer planen och anmäler den.", "fastställer"),
        ("Nämnden begär ombudgetering med 2 mnkr.", "ansöker_ombudgetering"),
        ("Nämnden ansöker om resultatöverföring om 2 mnkr.", "ansöker_resultatöverföring"),
        ("Nämnden ansöker om stimulansbidrag.", "ansöker_stimulansbidrag"),
        ("Nämnden hemställer hos kommunstyrelsen om budgetjustering.", "ansöker_budgetjustering"),
        ("Nämnden redovisar läget.", "redovisar"),
        ("Nämnden avsätter 2 mnkr.", "avsätter"),
        ("Nämnden föreslår kommunstyrelsen att godkänna det.", "föreslår"),
        ("Omedelbar justering.", "annat"),
    ],
)
def test_what_a_point_does(text: str, action: str) -> None:
    assert rows(read(points=f"1. {text}"), "decision", "action") == [(action,)]


def test_points_may_begin_with_a_small_letter() -> None:
    extraction = read(points="1. godkänner förslaget, enligt bilaga\n1. och i övrigt.\n2. anmäler planen.")
    assert rows(extraction, "decision", "number", "text") == [
        (1, "godkänner förslaget, enligt bilaga 1. och i övrigt."),
        (2, "anmäler planen."),
    ]


SIGNED = """Eva Ek
kulturdirektör

Bo von Al
Tf ekonomichef"""


@pytest.mark.parametrize(
    ("printed", "signed"),
    [
        ("Eva Ek\nstadsdelsdirektör", [("Eva Ek", "stadsdelsdirektör")]),
        (SIGNED, [("Eva Ek", "kulturdirektör"), ("Bo von Al", "Tf ekonomichef")]),
        (
            "Eva Ek               Bo Alm\nStadsdelsdirektör    Avdelningschef",
            [("Eva Ek", "Stadsdelsdirektör"), ("Bo Alm", "Avdelningschef")],
        ),
        (
            "Eva Ek Bo Alm\nStadsdelsdirektör Avdelningschef",
            [("Eva Ek", "Stadsdelsdirektör"), ("Bo Alm", "Avdelningschef")],
        ),
        ("Eva Ek, förvaltningschef", [("Eva Ek", "förvaltningschef")]),
    ],
)
def test_all_who_sign(printed: str, signed: list[tuple[str, str]]) -> None:
    extraction = read(points=f"1. Nämnden godkänner förslaget.\n\n{printed}\n\nInledning\n\nEva Ek\nstadsdelsdirektör")
    assert rows(extraction, "signature", "name", "title") == signed
    assert (extraction.document.values["signed_by"], extraction.document.values["signed_title"]) == signed[0]
    assert rows(extraction, "decision", "text") == [("Nämnden godkänner förslaget.",)]


@pytest.mark.parametrize(
    ("printed", "entries"),
    [
        ("Bilagor\n1. Indikatorer\n2. Resultatenheter", [("1", "Indikatorer"), ("2", "Resultatenheter")]),
        ("Bilagor:\n\nBilaga 1 Indikatorer\nBilaga 2", [("1", "Indikatorer"), ("2", None)]),
        ("Bilaga\n\nPlan för inköp", [(None, "Plan för inköp")]),
        ("Bilagor\n\n- Plan för inköp\n- Internkontrollplan", [(None, "Plan för inköp"), (None, "Internkontrollplan")]),
        ("Bilagor\n\nBilagor finns i ärendet.", []),
        ("Bilagor\n\n1. Indikatorer\n\nInledning\n\nAllt är bra.", [("1", "Indikatorer")]),
    ],
)
def test_the_list_of_attachments(printed: str, entries: list[tuple[str | None, str]]) -> None:
    extraction = read(points=f"1. Nämnden godkänner förslaget.\n\nEva Ek\nstadsdelsdirektör\n\n{printed}\n\nÖvrigt\n\n")
    assert rows(extraction, "attachment", "number", "title") == entries


def test_the_signature_ends_the_list_of_attachments() -> None:
    extraction = read(points="1. Nämnden ja.\n\nBilagor\n\n1. Indikatorer\n\n2. Resultatenheter")
    assert rows(extraction, "attachment", "number", "title") == [("1", "Indikatorer"), ("2", "Resultatenheter")]
    assert rows(extraction, "signature", "name") == [("Eva Ek",)]


def test_notes_in_a_text_file_and_the_values_that_bear_them() -> None:
    extraction = read(rows="Andel simkunniga 90 %* 85 % År\n\n* Enligt enkät.\n** Utan äldre.")
    assert rows(extraction, "footnote", "mark", "text") == [("*", "Enligt enkät."), ("**", "Utan äldre.")]
    assert rows(extraction, "indicator", "target_text", "target_value") == [("90 %*", Decimal(90))]


def sheet(body: list[str], note: str) -> bytes:
    """A page with a raised 1 behind its last line, and the note at its foot with a small 1."""
    target = io.BytesIO()
    canvas = Canvas(target, A4)
    canvas.setFont("Helvetica", 10)
    for number, line in enumerate(body):
        canvas.drawString(70, 780 - 24 * number, line)
    foot = 780 - 24 * (len(body) - 1)
    canvas.setFont("Helvetica", 6)
    canvas.drawString(70 + canvas.stringWidth(body[-1], "Helvetica", 10), foot + 4, "1")
    canvas.drawString(70, 104, "1")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(76, 100, note)
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize("reader", READERS)
def test_a_raised_mark_stands_beside_its_value(reader: str) -> None:
    body = [
        *("Farsta stadsdelsnämnd", "Tjänsteutlåtande", "2014-12-04", "Till", "Farsta stadsdelsnämnd"),
        *("Svar på remiss", "Förslag till beslut", "1. Nämnden avsätter 82 mnkr"),
    ]
    extraction: Extraction = parse(read_bytes(sheet(body, "Utan bidrag."), "svar.pdf", reader))
    assert rows(extraction, "footnote", "mark", "text") == [("1", "Utan bidrag.")]
    assert rows(extraction, "decision", "amount_sek") == [(Decimal(82_000_000),)]
    (decision,) = (record for record in extraction.records if record.table == "decision")
    assert [source.mark for source in decision.sources["amount_sek"]] == ["1"]


def test_a_line_that_goes_on_a_sentence_is_no_headline() -> None:
    """`förvaltningens förslag.` ended the decisions where a line broke before it, and nothing told of the others."""
    extraction = read(
        points="1. Nämnden fastställer planen enligt\nförvaltningens förslag.\n2. Nämnden anmäler planen."
    )
    assert [number for (number,) in rows(extraction, "decision", "number")] == [1, 2]


def test_a_heading_that_is_indented_heads_no_column_of_its_own() -> None:
    """LibreOffice sets the headings of a web page further in than its text: nothing stands beside that."""

    def line(top: float, *words: tuple[str, float]) -> Line:
        made = tuple(Word(text, Box(x0, top, x0 + 5 * len(text), top + 10), 10) for text, x0 in words)
        return Line(" ".join(text for text, _ in words), 1, made)

    heading, point = line(50, ("Beslut", 82)), line(80, ("1.", 68), ("Nämnden", 82), ("anmäler", 120))
    beside = line(80, ("Handläggare", 10), ("1.", 82), ("Nämnden", 95))
    for lines, kept in (
        ([heading, point], ["Beslut", "1. Nämnden anmäler"]),
        ([heading, beside], ["Beslut", "1. Nämnden"]),
    ):
        (page,) = without_cover([Page(1, 595, 842, tuple(lines))], re.compile("Beslut")).pages
        assert [one.text for one in page.lines] == kept
