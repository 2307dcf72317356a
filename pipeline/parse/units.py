"""The unit and sign of the amounts in a table, as stated by its headers or by a sentence in the document."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.document import Cell, Table
from pipeline.parse.plan import Plan, Section

# The factor that converts an amount in a unit to millions of kronor.
_IN_MNKR = {
    Decimal(1000): r"mdkr|mdr(?: kronor| kr)?|miljarder(?: kronor| kr)?",
    Decimal(1): r"mnkr|mkr|msek|milj(?:oner)?\.?(?: kronor| kr)?",
    Decimal(
        "0.001"
    ): r"tkr|kkr|tsek|ksek|tusentals?(?: kronor| kr)?|tusen(?: kronor| kr)?|1 ?000(?:-tals?)? (?:kronor|kr)",
    Decimal("0.000001"): r"kronor|kr|sek",
}
_UNITS = "|".join(f"(?:{unit})" for unit in _IN_MNKR.values())
_UNIT = re.compile(rf"(?<![\w-])(?:{_UNITS})(?![\w-])", re.IGNORECASE)
# A sentence that says it for tables: `Belopp i tkr.`, `Alla belopp anges i tusental kronor`, `Tabellen redovisas i kr`.
_SENTENCE = re.compile(
    rf"\b(?:belopp\w*|tabell\w*|siffr\w*|summ\w*|budget\w*|kronor)\b[^.!?\n]{{0,80}}?\bi (?P<unit>{_UNITS})(?![\w-])",
    re.IGNORECASE,
)

# Above a table, flush right as a rule: `(tkr)`, `Mnkr`.
_ALONE = re.compile(rf"^\(?(?P<unit>{_UNITS})\)?\.?$", re.IGNORECASE | re.MULTILINE)
# At the end of a caption: `Tabell 1. Nämndens budget 2027, tkr`.
_CAPTION = re.compile(
    rf"\b(?:tabell\w*|belopp\w*|budget\w*)\b[^!?\n]{{0,80}}?[,(] ?(?P<unit>{_UNITS})\)?\.?$",
    re.IGNORECASE | re.MULTILINE,
)


def scale_of(unit: str) -> Decimal:
    """The factor that converts an amount in a printed unit to mnkr. Raises KeyError for an unknown unit."""
    for scale, pattern in _IN_MNKR.items():
        if re.fullmatch(pattern, unit, re.IGNORECASE):
            return scale
    raise KeyError(unit)


_LESS = r"(?:negativ|minus|underskott)"
_BRACKETS = re.compile(rf"\bparentes\w*\b[^.\n]{{0,60}}\b{_LESS}|\b{_LESS}[^.\n]{{0,60}}\bparentes", re.IGNORECASE)


def less_in_brackets(plan: Plan) -> bool:
    """Whether a sentence says that figures in brackets are negative: `Underskott anges inom parentes`."""
    paragraphs = (paragraph.text for section in plan.sections for paragraph in section.paragraphs)
    texts = (*(section.heading.text for section in plan.sections), *paragraphs)  # a short sentence may look like one
    return any(_BRACKETS.search(text) for text in texts if "parentes" in text.lower())  # most have no such word


def stated_units(text: str) -> set[Decimal]:
    """The scales of all units named in a text, such as a header."""
    return {scale_of(match.group(0)) for match in _UNIT.finditer(text)}


def column_scale(plan: Plan, section: Section, table: Table, column: int) -> Decimal:
    """What amounts of a column are multiplied with to be mnkr.

    The unit stands in the column's own header, that of the labels (`Budget 2026 (mnkr)`), another, or in a sentence:
    of its section, of the headings above it, at last anywhere in the document. Without any it is mnkr, as in all
    documents seen; `unit_trouble` tells of it.
    """
    for header in (table.header[column], table.header[0]):
        if len(own := stated_units(header.text)) == 1:
            return next(iter(own))
    return min(_units(plan, section, table), default=Decimal(1))


def unit_trouble(plan: Plan, section: Section, table: Table) -> tuple[str, Cell] | None:
    """What to report about the unit of a table: that two are stated, or none."""
    units = _units(plan, section, table)
    said = _said(section)
    if said and said != units:
        return "Två enheter angivna för belopp", table.header[0]
    of_labels = stated_units(table.header[0].text)
    if len(units) == 1 or len(of_labels) == 1 or all(stated_units(cell.text) for cell in table.header[1:]):
        return None
    return ("Två enheter angivna för belopp" if units else "Ingen enhet angiven för belopp"), table.header[0]


def _units(plan: Plan, section: Section, table: Table) -> set[Decimal]:
    headers = stated_units(" ".join(cell.text for cell in table.header))
    if headers:
        return headers
    headings = stated_units(section.heading.text)
    return headings or _said(section) or set().union(*map(_said, plan.sections))


def _said(section: Section) -> set[Decimal]:
    text = "\n".join(paragraph.text for paragraph in section.paragraphs)
    sentences = {scale_of(match["unit"]) for match in _SENTENCE.finditer(text)}
    return sentences | {scale_of(match["unit"]) for form in (_ALONE, _CAPTION) for match in form.finditer(text)}
