"""Förslag till beslut → table `decision`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.document import Line
from pipeline.parse.cover import SIGNATURE_TITLE
from pipeline.parse.plan import Plan, record
from pipeline.parse.words import DECISIONS
from pipeline.record import Record
from pipeline.swedish import amounts, fold, in_sek

POINT = re.compile(r"(\d{1,3})\s*\.\s*(\S.*)?")
# Some documents print no full stop behind the number; then only the beginning of a paragraph counts.
POINT_WITHOUT_STOP = re.compile(r"(\d{1,3})\s+([^\W\d].*)")
ACTIONS = (
    (
        re.compile(r"(?:ansök|begär|hemställ|äska)\w*(?: hos [\w-]+)?(?: om)? (?:om)?budgetjustering", re.IGNORECASE),
        "ansöker_budgetjustering",
    ),
    (
        re.compile(
            r"ansök\w* om (?:medel\b.*\bför (?:kompetensutveckling|handledning)|kompetensutvecklings\w*)", re.IGNORECASE
        ),
        "ansöker_kompetensutvecklingsmedel",
    ),
    (re.compile(r"\banmäl", re.IGNORECASE), "anmäler"),
    (re.compile(r"\bfastställ", re.IGNORECASE), "fastställer"),
)
KIND = re.compile(r"\b(drift|investering)(?:ar)?\s*\.?\s*$", re.IGNORECASE)
AREA = re.compile(r"\bavseende\s+([^,]+)")


def decisions(plan: Plan) -> list[Record]:
    """One record for each numbered point, in printed order."""
    for section in plan.sections:
        if DECISIONS.fullmatch(section.heading.text):
            points = _points([list(paragraph.lines) for paragraph in section.paragraphs])
            if points:
                return [_decision(number, lines, plan) for number, lines in points]
    return []


def _points(groups: Sequence[list[Line]]) -> list[tuple[int, list[Line]]]:
    """The lines of each point. A point begins where the next number in turn does (`enligt bilaga` / `1.` is none),
    or at a later number that begins a paragraph; the signature ends the last."""
    points: list[tuple[int, list[Line]]] = []
    for line, paragraph_start in _before_signature(groups):
        match = POINT.match(fold(line.text)) or (POINT_WITHOUT_STOP.match(fold(line.text)) if paragraph_start else None)
        if match and _begins(int(match.group(1)), match.group(2), points, paragraph_start=paragraph_start):
            points.append((int(match.group(1)), [line]))
        elif points:
            points[-1][1].append(line)
    return points


def _before_signature(groups: Sequence[list[Line]]) -> list[tuple[Line, bool]]:
    """The lines before the name above `Stadsdelsdirektör`, each with whether it begins a paragraph."""
    lines = [(line, index == 0) for group in groups for index, line in enumerate(group)]
    title = next((index for index, (line, _) in enumerate(lines) if SIGNATURE_TITLE.match(fold(line.text))), None)
    return lines if title is None else lines[: max(title - 1, 0)]


def _begins(number: int, rest: str | None, points: Sequence[tuple[int, list[Line]]], *, paragraph_start: bool) -> bool:
    last = points[-1][0] if points else 0
    if rest is None or not rest[0].isupper():
        return False
    return (
        number == last + 1 or (paragraph_start and last < number <= last + 20) or (paragraph_start and number == last)
    )


def _decision(number: int, lines: list[Line], plan: Plan) -> Record:
    whole = plan.unwrapper.text(lines)
    match = POINT.match(whole) or POINT_WITHOUT_STOP.match(whole)
    text = (match.group(2) or "") if match else whole
    action = next((name for pattern, name in ACTIONS if pattern.search(text)), "annat")
    kind = KIND.search(text) if action == "ansöker_budgetjustering" else None
    area = AREA.search(text) if action == "ansöker_budgetjustering" else None
    return record(
        "decision",
        {
            "number": (number, lines),
            "text": (text, lines),
            "action": (action, lines),
            "budget_kind": (kind.group(1).lower() if kind else None, lines),
            "area": (area.group(1).strip(" .") if area else None, lines),
            "amount_sek": (_amount(text), lines),
        },
    )


def _amount(text: str) -> Decimal | None:
    """The first amount of the point, in kronor."""
    found = amounts(text)
    return in_sek(found[0]) if found else None
