"""Sets a document with Typst: `python typst_press.py JOB.json OUT.pdf`, in the environment of the strangers."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typst

SIZES = {1: 1.4, 2: 1.25, 3: 1.15, 4: 1.05, 5: 1.0}


def document(job):
    """The whole of it as Typst's own markup; all words are string literals, so that nothing in them is markup."""
    look = job["look"]
    landscape = str(look["landscape"] == "all").lower()
    yield f'#set page(paper: "a4", flipped: {landscape}, margin: {look["margin"]}pt, {folio(look)})'
    hyphenate = flag(look, "hyphenated")
    yield f'#set text(font: {literal(look["font"])}, size: {look["size"]}pt, lang: "sv", hyphenate: {hyphenate})'
    yield f"#set par(justify: {flag(look, 'justified')}, spacing: {look['size'] * 0.65 + look['paragraph_gap']}pt)"
    for block in job["blocks"]:
        yield SETTERS[block["block"]](block, look)


def heading(block, look):
    weight = "bold" if look["heading_weight"] == "bold" or block["level"] > 3 else "regular"
    size = f"{SIZES[block['level']] * look['size']}pt"
    fill = f"rgb({literal(look['colour'])})"
    text = f"#text(weight: {literal(weight)}, size: {size}, fill: {fill})[{words(block['text'])}]"
    return f"#heading(level: {block['level']})[{text}]"


def bullet(block, look):
    return f"#list(marker: [{words(block['mark'])}])[{words(block['text'])}]"


def cover(block, look):
    lines = [block["administration"], "Tjänsteutlåtande", f"Dnr: {block['diary_number']}", block["issued_on"]]
    lines += ["Handläggare", block["handler"], "Till", block["addressee"]]
    title = f'#text(size: 20pt, weight: "bold")[{words(block["title"])}]'
    notice = paragraph({"text": block["notice"]}, look) if block["notice"] else ""
    return "\n\n".join(["#linebreak()".join(words(line) for line in lines), title, notice])


def paragraph(block, look):
    return f"\n{words(block['text'])}\n"


def signature(block, look):
    return f"\n#v(2em)\n{words(block['name'])}#linebreak(){words(block['title'])}\n"


def grid(block, look):
    stroke = {"all": "0.5pt + gray", "horizontal": "(x: none, y: 0.5pt + gray)", "none": "none"}[look["rules"]]
    columns = ", ".join(f"{share}fr" for share in block["shares"])
    sides = ", ".join("right" if figure else "left" for figure in block["figures"])
    shade = 'if y == 0 { rgb("#d9e0ed") }' if look["shaded_header"] else "if false { }"
    stripe = 'else if calc.even(y) { rgb("#eeeeee") }' if look["striped"] else ""
    cells = [f"table.header(repeat: {flag(look, 'repeat_header')}, {row(block['header'], 'bold')})"]
    cells += [row(one["cells"], one["emphasis"]) for one in block["rows"]]
    return (
        f"#{{ set text(size: {look['table_size']}pt)\n set par(justify: false)\n"
        f" table(columns: ({columns},), stroke: {stroke}, inset: {look['cell_padding']}pt,"
        f" align: (x, y) => ({sides},).at(x), fill: (x, y) => {shade} {stripe}, {', '.join(cells)}) }}"
    )


def row(cells, emphasis):
    style = {"bold": 'weight: "bold", ', "italic": 'style: "italic", ', "": ""}[emphasis]
    return ", ".join(f"text({style}{literal(cell)})" for cell in cells)


def folio(look):
    number, of = "#counter(page).display()", "#context counter(page).final().first()"
    return {
        "header": f"header: [#align(right)[Tjänsteutlåtande #linebreak() Sid {number} ({of})]]",
        "footer": f"footer: [#align(center)[Sida {number} av {of}]]",
        "number": f"footer: [#align(center)[{number}]]",
        "none": "footer: none",
    }[look["folio"]].replace("#counter(page).display()", "#context counter(page).display()")


def words(text):
    return f"#{literal(text)};"


def literal(text):
    return json.dumps(text, ensure_ascii=False)


def flag(look, name):
    return str(look[name]).lower()


SETTERS = {
    "Heading": heading,
    "Paragraph": paragraph,
    "Point": paragraph,
    "Bullet": bullet,
    "Cover": cover,
    "Signature": signature,
    "Grid": grid,
    "Contents": lambda block, look: "#outline()",
    "PageBreak": lambda block, look: "#pagebreak(weak: true)",
}

if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    source = Path(sys.argv[1]).with_suffix(".typ")
    source.write_text("\n".join(document(given)), "utf-8")
    typst.compile(str(source), output=sys.argv[2], font_paths=[given["fonts"]])
