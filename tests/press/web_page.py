"""A plan as a page of HTML and CSS, for the producers that lay out by themselves; they take the traits that CSS knows.

Not taken: `table_break` but for `split_row`, which here lets any row be split, and `line_end_blank` (CSS drops a blank
at a line's end). A word broken at a soft hyphen ends with U+2010, as in browsers. Words are broken anywhere in cells
only.
"""

from __future__ import annotations

import base64
import html
import io
from functools import cache

from tests.press.flow import (
    Block,
    Bullet,
    Contents,
    Cover,
    Grid,
    GridRow,
    Heading,
    PageBreak,
    Paragraph,
    Point,
    Signature,
    blocks_of,
)
from tests.press.fonts import FACES, Weight, font_file
from tests.press.picture import picture
from tests.press.plan import Plan
from tests.press.style import SOFT_HYPHEN, Family, Style

CLASSES = {1: "h1", 2: "h2", 3: "h3", 4: "h4", 5: "h5"}
NAMES: dict[Family, str] = {
    "times": "'Liberation Serif', 'Times New Roman', 'Press Sans'",
    "helvetica": "'Liberation Sans', Arial, 'Press Sans'",
    "press": "'Press Sans'",
}
"""System faces where they are installed, else the one that the press brings along."""


def web_page(plan: Plan, style: Style) -> str:
    """The whole of it, with its fonts and pictures."""
    blocks = blocks_of(plan, style)
    body, headings = [], [block for block in blocks if isinstance(block, Heading) and block.level < 4]
    wide = style.landscape == "all"
    count = 0
    for block in blocks:
        match block:
            case Heading():
                name = f" id='h{count}'" if block.level < 4 else ""
                count += block.level < 4
                indent = " indent" if block.text == "Förslag till beslut" else ""
                body.append(f"<div class='{CLASSES[block.level]}{indent}'{name}>{_text(block.text, style)}</div>")
            case Contents():
                body.append(_contents(headings, style))
            case PageBreak():
                wide = block.turn == "landscape" if block.turn else wide
                body.append(f"</section><section class='{'wide' if wide else 'tall'}'>")
            case _:
                body.append(_block(block, style))
    sections = f"<section class='{'wide' if style.landscape == 'all' else 'tall'}'>{''.join(body)}</section>"
    title = html.escape(f"Verksamhetsplan {plan.year}")
    return (
        f"<html lang='sv'><head><title>{title}</title><style>{_css(style)}</style></head><body>{sections}</body></html>"
    )


def _text(text: str, style: Style) -> str:
    """Escaped text; words with a hyphen are held together where the style does not break them."""
    words = (html.escape(word) for word in text.split(" "))
    if not style.break_at_hyphens:
        words = (f"<nobr>{word}</nobr>" if "-" in word[1:] and SOFT_HYPHEN not in word else word for word in words)
    return " ".join(words)


def _block(block: Block, style: Style) -> str:
    match block:
        case Paragraph():
            return f"<p>{_text(block.text, style)}</p>"
        case Bullet():
            return f"<p class='bullet'>{block.mark} {_text(block.text, style)}</p>"
        case Point():
            return f"<p class='point indent'>{_text(block.text, style)}</p>"
        case Signature():
            return f"<p class='signature indent'>{html.escape(block.name)}<br>{html.escape(block.title)}</p>"
        case Cover():
            return _cover(block)
        case Grid():
            return _grid(block, style)
        case _:
            raise TypeError(f"no way to set {type(block).__name__}")


def _cover(block: Cover) -> str:
    notice = f"<p class='indent'><em>{html.escape(block.notice)}</em></p>" if block.notice else ""
    return (
        f"<table class='letterhead'><tr><td><b>{html.escape(block.administration)}</b></td>"
        f"<td><b>Tjänsteutlåtande</b><br>Dnr: {html.escape(block.diary_number)}<br>{block.issued_on}</td></tr></table>"
        f"<p class='small'><b>Handläggare</b><br>{html.escape(block.handler)}</p>"
        f"<p class='indent addressee'>Till<br>{html.escape(block.addressee)}</p>"
        f"<div class='title indent'>{html.escape(block.title)}</div>{notice}"
    )


def _contents(headings: list[Heading], style: Style) -> str:
    entries = "".join(
        f"<div class='toc{heading.level}'><a href='#h{index}'>{_text(heading.text, style)}</a></div>"
        for index, heading in enumerate(headings)
        if heading.text != "Förslag till beslut"
    )
    return f"<div class='h1'>Innehållsförteckning</div>{entries}"


def _grid(grid: Grid, style: Style) -> str:
    columns = "".join(f"<col style='width:{share * 100:.2f}%'>" for share in grid.shares)
    header = _cells(grid, GridRow(grid.header), "th", style)
    head, first = (f"<thead>{header}</thead>", "") if style.repeat_header else ("", header)
    rows = "".join(_cells(grid, row, "td", style) for row in grid.rows)
    return f"<table class='grid'><colgroup>{columns}</colgroup>{head}<tbody>{first}{rows}</tbody></table>"


def _cells(grid: Grid, row: GridRow, tag: str, style: Style) -> str:
    cells = []
    for index, (text, figure) in enumerate(zip(row.cells, grid.figures, strict=True)):
        inside = f"<img src='{_picture()}'>" if row.picture and index == 0 else _text(text, style)
        kind = " class='figure'" if figure else ""
        cells.append(f"<{tag}{kind}>{inside}</{tag}>")
    return f"<tr class='{row.emphasis}'>{''.join(cells)}</tr>"


@cache
def _picture() -> str:
    file = io.BytesIO()
    picture().save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


@cache
def _face(weight: Weight) -> str:
    data = base64.b64encode(font_file(weight)).decode()
    bold, slant = ("bold" if weight == "bold" else "normal"), ("italic" if weight == "italic" else "normal")
    return (
        f"@font-face {{ font-family: 'Press Sans'; font-weight: {bold}; font-style: {slant};"
        f" src: url(data:font/ttf;base64,{data}); }}"
    )


def _folio(style: Style) -> str:
    if style.folio == "header":
        return (
            "@top-right { content: 'Tjänsteutlåtande\\A Sid ' counter(page) ' (' counter(pages) ')'; white-space: pre;"
        )
    if style.folio == "footer":
        return "@bottom-center { content: 'Sida ' counter(page) ' av ' counter(pages);"
    return "@bottom-center { content: counter(page);" if style.folio == "number" else "@bottom-center {"


def _rules(style: Style) -> str:
    line = "0.5pt solid grey"
    if style.rules == "all":
        return f"border: {line};"
    return f"border-top: {line}; border-bottom: {line};" if style.rules == "horizontal" else ""


def _css(style: Style) -> str:
    faces = "".join(_face(weight) for weight in FACES["press"])
    bold = "normal" if style.heading_weight == "size" else "bold"
    italic = "font-style: italic; font-weight: normal;" if style.level5 == "italic" else "font-weight: bold;"
    shade = "background: #d9e0ed;" if style.shaded_header else ""
    stripe = "background: #eeeeee;" if style.striped else ""
    indent = "35%" if style.decisions == "narrow" else "0"
    return f"""{faces}
@page {{ size: A4; margin: 104pt 68pt 64pt 68pt; {_folio(style)} font: 9.5pt {NAMES[style.headings]}; }} }}
@page wide {{ size: A4 landscape; }}
section + section {{ break-before: page; }}
.wide {{ page: wide; }}
body {{ font: {style.size}pt/1.2 {NAMES[style.body]}; letter-spacing: {style.letter_spacing}pt;
  hyphens: {style.hyphens}; }}
p {{ margin: 0 0 {style.paragraph_gap}pt 0; }}
.bullet {{ margin-bottom: 1pt; }}
.point {{ margin-bottom: {style.size}pt; }}
.signature {{ margin-top: 2em; break-inside: avoid; }}
.indent {{ margin-left: {indent}; }}
.small {{ font-size: 8.5pt; }}
.addressee {{ margin: 40pt 0 40pt {indent}; }}
.title {{ font: bold 20pt {NAMES[style.headings]}; margin-bottom: 8pt; }}
.h1, .h2, .h3 {{ font-family: {NAMES[style.headings]}; font-weight: {bold}; margin: 14pt 0 4pt 0; break-after: avoid; }}
.h1 {{ font-size: 15.5pt; }} .h2, .h3 {{ font-size: 13.5pt; }} .h3 {{ font-weight: normal; }}
.h1.indent {{ margin-left: {indent}; }}
.h4, .h5 {{ font-weight: bold; margin-top: {style.paragraph_gap}pt; break-after: avoid; }}
.h4 {{ font-weight: {bold}; {"font-size: 1.13em;" if bold == "normal" else ""} }}
.h5 {{ {italic} }}
.letterhead {{ width: 100%; }} .letterhead td {{ width: 50%; vertical-align: top; padding: 0; }}
.grid {{ width: 100%; table-layout: fixed; border-collapse: collapse; margin: 7pt 0 9pt 0;
  font: {style.table_size}pt/1.2 {NAMES[style.tables]}; }}
.grid td, .grid th {{ padding: {style.cell_padding}pt; vertical-align: {style.align}; text-align: left;
  overflow-wrap: anywhere; {_rules(style)} }}
.grid tr {{ break-inside: {"auto" if style.table_break == "split_row" else "avoid"}; }}
.grid tr:nth-child(even) td {{ {stripe} }}
.grid th {{ font-weight: bold; {shade} }}
.grid th:not(:first-child) {{ text-align: {style.header_align}; }}
.grid td.figure {{ text-align: right; }}
.grid img {{ width: 9pt; }}
.bold {{ font-weight: bold; }} .italic {{ font-style: italic; }}
nobr {{ white-space: nowrap; }}
[class^=toc] a {{ color: black; text-decoration: none; }}
[class^=toc] a::after {{ content: leader('.') target-counter(attr(href), page); }}
.toc1 {{ font-weight: bold; }} .toc2 {{ margin-left: 18pt; }} .toc3 {{ margin-left: 36pt; }}
"""
