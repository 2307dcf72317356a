"""Sets a document with fpdf2: `python fpdf2_press.py JOB.json OUT.pdf`, in the environment of the strangers."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import FontFace

FACES = {"": "PressSans.ttf", "B": "PressSans-Bold.ttf", "I": "PressSans-Italic.ttf"}
SIZES = {1: 15.5, 2: 13.5, 3: 12.5, 4: 11.5, 5: 10.5}
RULES = {"all": "ALL", "horizontal": "HORIZONTAL_LINES", "none": "NONE"}
STYLES = {"bold": "B", "italic": "I", "": ""}


class Sheet(FPDF):
    """Pages with the folio of the look."""

    def __init__(self, job):
        self.look = job["look"]
        super().__init__("landscape" if self.look["landscape"] == "all" else "portrait", "pt", "A4")
        for style, name in FACES.items():
            self.add_font("Press", style, Path(job["fonts"]) / name)
        self.set_margin(self.look["margin"])
        self.set_auto_page_break(True, self.look["margin"])
        self.add_page()

    def header(self):
        if self.look["folio"] == "header":
            self.set_font("Press", size=9)
            self.multi_cell(0, 11, f"Tjänsteutlåtande\nSid {self.page_no()} ({{nb}})", align="R")
            self.ln(12)

    def footer(self):
        self.set_y(-40)
        self.set_font("Press", size=9)
        if self.look["folio"] == "footer":
            self.cell(0, 11, f"Sida {self.page_no()} av {{nb}}", align="C")
        elif self.look["folio"] == "number":
            self.cell(0, 11, str(self.page_no()), align="C")

    def words(self, text, size, style="", gap=0.0, indent=0.0):
        self.set_font("Press", style, size)
        self.set_x(self.l_margin + indent)
        align = "J" if self.look["justified"] else "L"
        self.multi_cell(0, size * 1.25, text, align=align, new_x="LMARGIN", new_y="NEXT")
        self.ln(gap)


def heading(sheet, block):
    bold = sheet.look["heading_weight"] == "bold" or block["level"] > 3
    size = SIZES[block["level"]]
    if sheet.will_page_break(5 * size):  # a heading stays with what it heads
        sheet.add_page()
    sheet.ln(8)
    sheet.set_text_color(sheet.look["colour"])
    sheet.words(block["text"], size, "B" if bold else "", 3)
    sheet.set_text_color(0)


def paragraph(sheet, block):
    sheet.words(block["text"], sheet.look["size"], "", sheet.look["paragraph_gap"])


def bullet(sheet, block):
    sheet.words(f"{block['mark']} {block['text']}", sheet.look["size"], "", 1, indent=10)


def cover(sheet, block):
    size = sheet.look["size"]
    for text in (block["administration"], "Tjänsteutlåtande", f"Dnr: {block['diary_number']}", block["issued_on"]):
        sheet.words(text, size)
    sheet.words(f"Handläggare\n{block['handler']}", size, "", 20)
    sheet.words(f"Till\n{block['addressee']}", size, "", 20)
    sheet.words(block["title"], 20, "B", 10)
    if block["notice"]:
        sheet.words(block["notice"], size, "I", 6)


def signature(sheet, block):
    sheet.ln(20)
    sheet.words(f"{block['name']}\n{block['title']}", sheet.look["size"])


def grid(sheet, block):
    look = sheet.look
    sheet.set_font("Press", size=look["table_size"])
    shade = (217, 224, 237) if look["shaded_header"] else None
    with sheet.table(
        borders_layout=RULES[look["rules"]],
        cell_fill_color=(238, 238, 238) if look["striped"] else None,
        cell_fill_mode="ROWS" if look["striped"] else "NONE",
        col_widths=[share * 100 for share in block["shares"]],
        headings_style=FontFace(emphasis="BOLD", fill_color=shade),
        line_height=look["table_size"] * 1.25,
        padding=look["cell_padding"],
        repeat_headings=int(look["repeat_header"]),
        text_align=["RIGHT" if figure else "LEFT" for figure in block["figures"]],
    ) as table:
        table.row(block["header"])
        for one in block["rows"]:
            table.row(one["cells"], style=FontFace(emphasis=STYLES[one["emphasis"]] or None))
    sheet.ln(8)


SETTERS = {
    "Heading": heading,
    "Paragraph": paragraph,
    "Point": paragraph,
    "Bullet": bullet,
    "Cover": cover,
    "Signature": signature,
    "Grid": grid,
    "Contents": lambda sheet, block: None,
    "PageBreak": lambda sheet, block: sheet.add_page(),
}

if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    pages = Sheet(given)
    for each in given["blocks"]:
        SETTERS[each["block"]](pages, each)
    pages.output(sys.argv[2])
