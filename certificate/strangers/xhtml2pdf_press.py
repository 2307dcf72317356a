"""Sets a document with xhtml2pdf: `python xhtml2pdf_press.py JOB.json OUT.pdf`, in the environment of the strangers."""

from __future__ import annotations

import html
import json
import sys
from pathlib import Path

from xhtml2pdf import pisa

RULES = {"all": "border: 0.5pt solid #808080;", "horizontal": "border-bottom: 0.5pt solid #808080;", "none": ""}
FOLIOS = {
    "header": "Tjänsteutlåtande<br/>Sid <pdf:pagenumber/> (<pdf:pagecount/>)",
    "footer": "Sida <pdf:pagenumber/> av <pdf:pagecount/>",
    "number": "<pdf:pagenumber/>",
    "none": "",
}


def page(job):
    """The whole of it as a page of HTML."""
    body = "".join(SETTERS[block["block"]](block, job["look"]) for block in job["blocks"])
    folio = FOLIOS[job["look"]["folio"]]
    return (
        f"<html><head><style>{css(job['look'])}</style></head><body><div id='folio'>{folio}</div>{body}</body></html>"
    )


def css(look):
    width, height = (842, 595) if look["landscape"] == "all" else (595, 842)
    align = "justify" if look["justified"] else "left"
    margin, place = look["margin"], 20 if look["folio"] == "header" else height - 50
    weight = "normal" if look["heading_weight"] == "size" else "bold"
    return f"""
@page {{ size: {width}pt {height}pt; margin: {margin}pt;
  @frame folio {{ -pdf-frame-content: folio; left: {margin}pt; width: {width - 2 * margin}pt;
    top: {place}pt; height: 30pt; }} }}
body {{ font-family: Helvetica; font-size: {look["size"]}pt; text-align: {align}; }}
#folio {{ text-align: right; font-size: 9pt; }}
p {{ margin: 0 0 {look["paragraph_gap"]}pt 0; }}
.bullet {{ margin-left: 10pt; }} .title {{ font-size: 20pt; font-weight: bold; }}
h1, h2, h3 {{ color: {look["colour"]}; font-weight: {weight}; margin: 12pt 0 4pt 0; -pdf-keep-with-next: true; }}
h1 {{ font-size: 15.5pt; }} h2 {{ font-size: 13.5pt; }} h3 {{ font-size: 12.5pt; }}
h4 {{ font-size: 11.5pt; margin: 6pt 0 2pt 0; }} h5 {{ font-size: 10.5pt; margin: 6pt 0 2pt 0; }}
table {{ font-size: {look["table_size"]}pt; }}
td, th {{ padding: {look["cell_padding"]}pt; vertical-align: top; text-align: left; {RULES[look["rules"]]} }}
th {{ font-weight: bold; {"background-color: #d9e0ed;" if look["shaded_header"] else ""} }}
.striped {{ background-color: {"#eeeeee" if look["striped"] else "#ffffff"}; }}
.figure {{ text-align: right; }} .bold {{ font-weight: bold; }} .italic {{ font-style: italic; }}
"""


def heading(block, look):
    return f"<h{block['level']}>{html.escape(block['text'])}</h{block['level']}>"


def paragraph(block, look):
    return f"<p>{html.escape(block['text'])}</p>"


def bullet(block, look):
    return f"<p class='bullet'>{block['mark']} {html.escape(block['text'])}</p>"


def cover(block, look):
    head = (block["administration"], "Tjänsteutlåtande", f"Dnr: {block['diary_number']}", block["issued_on"])
    notice = paragraph({"text": block["notice"]}, look) if block["notice"] else ""
    return (
        f"<p>{'<br/>'.join(map(html.escape, head))}</p><p>Handläggare<br/>{html.escape(block['handler'])}</p>"
        f"<p>Till<br/>{html.escape(block['addressee'])}</p><p class='title'>{html.escape(block['title'])}</p>{notice}"
    )


def signature(block, look):
    return f"<p><br/>{html.escape(block['name'])}<br/>{html.escape(block['title'])}</p>"


def grid(block, look):
    rows = [row(block, block["header"], "th", "")]
    for number, one in enumerate(block["rows"]):
        striped = " striped" if number % 2 and look["striped"] else ""
        rows.append(row(block, one["cells"], "td", one["emphasis"] + striped))
    return f"<table repeat='{int(look['repeat_header'])}'>{''.join(rows)}</table><p></p>"


def row(block, cells, tag, kind):
    marked = []
    for text, figure, share in zip(cells, block["figures"], block["shares"], strict=True):
        side = " figure" if figure and tag == "td" else ""
        marked.append(f"<{tag} class='{kind}{side}' width='{share * 100:.1f}%'>{html.escape(text) or '&nbsp;'}</{tag}>")
    return f"<tr>{''.join(marked)}</tr>"


SETTERS = {
    "Heading": heading,
    "Paragraph": paragraph,
    "Point": paragraph,
    "Bullet": bullet,
    "Cover": cover,
    "Signature": signature,
    "Grid": grid,
    "Contents": lambda block, look: "",
    "PageBreak": lambda block, look: "<pdf:nextpage/>",
}

if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    with Path(sys.argv[2]).open("wb") as file:
        done = pisa.CreatePDF(page(given), dest=file, encoding="utf-8")
    sys.exit(bool(done.err))
