"""A document in print from a few lines of text: what a text file says, with headings set off and tables of cells."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13)
_CELL = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11)
_HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=14, leading=18, spaceBefore=10)
_WIDTH, _NAMES = 450, 150


def print_pdf(text: str, *, ruled: bool = True) -> bytes:
    """The text as a PDF.

    Blank lines part its blocks. One that begins with `# ` is a heading, one whose lines begin with `|` a table; a line
    of it that has no other `|` stands across all columns. Any other block is a paragraph.
    """
    flow: list[object] = []
    for block in text.strip().split("\n\n"):
        lines = block.strip().split("\n")
        if lines[0].startswith("|"):
            flow.append(_table([line[1:].split("|") for line in lines], ruled=ruled))
        elif lines[0].startswith("# "):
            flow.append(Paragraph(lines[0][2:], _HEAD))
        else:
            flow.append(Paragraph("<br/>".join(lines), _BODY))
        flow.append(Spacer(1, 6))
    target = io.BytesIO()
    SimpleDocTemplate(target, pagesize=A4, topMargin=60, bottomMargin=60).build(flow)
    return target.getvalue()


def _table(rows: list[list[str]], *, ruled: bool) -> Table:
    count = len(rows[0])
    cells = [[Paragraph(cell, _CELL) for cell in row] + [""] * (count - len(row)) for row in rows]
    table = Table(cells, colWidths=[_NAMES, *[(_WIDTH - _NAMES) / (count - 1)] * (count - 1)], spaceAfter=14)
    style: list[tuple[object, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    style += [("SPAN", (0, at), (-1, at)) for at, row in enumerate(rows) if len(row) == 1]
    style += [("GRID", (0, 0), (-1, -1), 0.5, "black")] if ruled else []
    table.setStyle(TableStyle(style))
    return table
