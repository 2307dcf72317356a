"""Resultatenheter: lists of units under the headline of their area → table `result_unit`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Line
from pipeline.parse.plan import Plan, Section, record
from pipeline.parse.words import RESULT_UNITS
from pipeline.record import Record

# The areas (verksamhetsområden) that have result units, as their headlines begin. In a text file, print does
# not distinguish a headline from a unit's name, so the words must.
AREA = re.compile(
    r"(?:Förskol|Äldreomsorg|Stöd[- ]+och service|Individ|Socialpsykiatri|Fritid|Barn,|Verksamhet för|Ekonomiskt"
    r"|Arbetsmarknad|Stadsmiljö|Hemtjänst|Vård|Kultur|Skol)",
)
# The name of a unit is shorter than this many characters; anything longer is prose.
LONGEST_NAME = 90


def result_units(plan: Plan) -> list[Record]:
    """One record for each unit, with the area it is listed under."""
    chapter = next(
        (section for section in plan.sections if RESULT_UNITS.fullmatch(section.heading.text) and section.level <= 2),
        None,
    )
    if chapter is None:
        return []
    units = _listed(list(plan.under(chapter))[1:], printed=plan.headings_set_off)
    return [
        record(
            "result_unit",
            {"ordinal": (ordinal, ()), "area": (area.heading.text, area.heading.lines), "name": (name, lines)},
        )
        for ordinal, (area, name, lines) in enumerate(units, start=1)
    ]


def _listed(sections: Sequence[Section], *, printed: bool) -> list[tuple[Section, str, Sequence[Line]]]:
    units: list[tuple[Section, str, Sequence[Line]]] = []
    area: Section | None = None
    for section in sections:
        names = [paragraph for paragraph in section.paragraphs if _is_name(paragraph.text)]
        prose = len(names) < len(section.paragraphs)
        if (printed and names and not prose) or (not printed and AREA.match(section.heading.text) and not prose):
            area = section
        elif not printed and area and not section.blocks:
            units.append((area, section.heading.text, section.heading.lines))
            continue
        else:
            area = None
        if area is section:
            units.extend((section, paragraph.text, paragraph.lines) for paragraph in names)
    return units


def _is_name(text: str) -> bool:
    return len(text) <= LONGEST_NAME and not re.search(r"[.:] \S", text)
