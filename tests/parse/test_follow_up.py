"""Indicator tables of follow-ups: columns by the words of their headers, comments with their rows."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from pipeline.parse import parse
from pipeline.read import read_bytes
from pipeline.record import Extraction
from tests.parse.test_family import rows

TEXT = """Farsta stadsdelsnämnd
Tjänsteutlåtande
2015-10-04

Till
Farsta stadsdelsnämnd

Tertialrapport 2 för Farsta stadsdelsnämnd 2015

Förslag till beslut

1. Nämnden godkänner rapporten.

Eva Ek
stadsdelsdirektör

KF:s inriktningsmål: 1. Staden håller ihop

KF:s mål för verksamhetsområdet: 1.1 Alla barn lär sig simma

{header}
{rows}
"""
FIRST = "Utfallet är högre än året innan eftersom fler simhallar har varit öppna under hela sommaren för alla barn."
SECOND = "Det mäts i oktober."


def text(header: str, body: str) -> Extraction:
    return parse(read_bytes(TEXT.format(header=header, rows=body).encode(), "t2.txt"))


@pytest.mark.parametrize(
    ("header", "outcome", "forecast", "unknown"),
    [
        ("Utfall Prognos", "82 %", "88 %", []),
        ("Utfall 2015 Prognos 2015", "82 %", "88 %", []),
        ("Periodens utfall Prognos helår", "82 %", "88 %", []),
        ("Utfall 2014 Prognos", None, "88 %", ["Utfall 2014"]),
        ("Utfall kvinnor Utfall män", None, None, ["Utfall kvinnor", "Utfall män"]),
    ],
)
def test_columns_are_known_by_their_words(
    header: str, outcome: str | None, forecast: str | None, unknown: list[str]
) -> None:
    made = text(f"Indikator {header} Årsmål KF:s årsmål Period", "Andel simkunniga 82 % 88 % 90 % 85 % År")
    columns = ("outcome_text", "forecast_text", "target_text", "kf_target_text", "periodicity")
    assert rows(made, "indicator", *columns) == [(outcome, forecast, "90 %", "85 %", "År")]
    told = [str(message) for (message,) in rows(made, "finding", "message")]
    assert [one.rpartition(": ”")[2].rstrip("”") for one in told if one.startswith("Okänd kolumn")] == unknown


def test_a_comment_in_a_text_file_stays_with_its_row() -> None:
    lines = f"Andel simkunniga 82 % 90 % 85 % År\n{FIRST}\nAntal bad 3 st 4 st 4 st Tertial\n\n{SECOND}\n\nÖvrigt\n"
    made = text("Indikator Utfall Årsmål KF:s årsmål Period", lines)
    assert rows(made, "indicator", "name", "outcome_value", "comment") == [
        ("Andel simkunniga", Decimal(82), FIRST),
        ("Antal bad", Decimal(3), SECOND),
    ]


def test_a_comment_that_cannot_be_told_from_a_name_is_told() -> None:
    made = text("Indikator Utfall Årsmål KF:s årsmål Period", "Andel simkunniga Fler bad än i fjol. 82 % 90 % 85 % År")
    told = [str(message) for (message,) in rows(made, "finding", "message")]
    assert any(one.startswith("Namnet kan rymma en kommentar") for one in told)


def printed(*, ruled: bool, outcome: str = "82 %") -> bytes:
    """The same in print: a comment goes across the columns below each row."""
    body = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13)
    small = ParagraphStyle("small", fontName="Helvetica", fontSize=9, leading=11)
    head = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=14, leading=18, spaceBefore=10)
    flow: list[object] = []
    for paragraph in TEXT.partition("{header}")[0].strip().split("\n\n"):
        heading = paragraph.startswith(("KF:s", "Förslag", "Tertial"))
        flow += [Paragraph(paragraph.replace("\n", "<br/>"), head if heading else body), Spacer(1, 6)]
    cells = [
        ["Indikator", "Utfall", "Årsmål", "KF:s årsmål", "Period"],
        ["Andel simkunniga", outcome, "90 %", "85 %", "År"],
        [Paragraph(FIRST, small), "", "", "", ""],
        ["Antal bad", "3 st", "4 st", "4 st", "Tertial"],
        [Paragraph(SECOND * 6, small), "", "", "", ""],
    ]
    table = Table(cells, colWidths=(150, 100, 60, 80, 60))
    style: list[tuple[object, ...]] = [("FONTSIZE", (0, 0), (-1, -1), 9)]
    style += [("SPAN", (0, row), (-1, row)) for row in (2, 4)]
    style += [("GRID", (0, 0), (-1, -1), 0.5, "black")] if ruled else []
    table.setStyle(TableStyle(style))
    flow += [table, Spacer(1, 20), Paragraph("Övrigt", head), Paragraph("Allt är bra under året.", body)]
    target = io.BytesIO()
    SimpleDocTemplate(target, pagesize=A4).build(flow)
    return target.getvalue()


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
def test_a_comment_in_print_stays_with_its_row(ruled: bool) -> None:
    made = parse(read_bytes(printed(ruled=ruled), "t2.pdf"))
    assert rows(made, "indicator", "name", "outcome_value", "kf_target_text", "comment") == [
        ("Andel simkunniga", Decimal(82), "85 %", FIRST),
        ("Antal bad", Decimal(3), "4 st", SECOND * 6),
    ]


@pytest.mark.parametrize(
    ("outcome", "rule"),
    [("med 82 %", "uninterpreted"), ("82 Max 10 personer", "uninterpreted"), ("82,000,5 st", "target_uninterpreted")],
)
def test_a_cell_with_a_word_before_its_figure_may_be_of_two_cells(outcome: str, rule: str) -> None:
    made = parse(read_bytes(printed(ruled=True, outcome=outcome), "t2.pdf"))
    assert rows(made, "indicator", "name", "outcome_text", "outcome_value")[0] == ("Andel simkunniga", outcome, None)
    (told,) = [rule for rule, message in rows(made, "finding", "rule", "message") if outcome in str(message)]
    assert told == rule
