"""Förslag till beslut → table `decision`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from pipeline.blocks.block import Heading, Paragraph
from pipeline.blocks.print_blocks import BULLET
from pipeline.document import Line
from pipeline.parse.plan import Plan, Section, record
from pipeline.parse.signatures import signatures
from pipeline.parse.words import DECISIONS
from pipeline.record import Record
from pipeline.swedish import all_amounts, fold, in_sek

POINT = re.compile(r"(?:§ ?|\()?(\d{1,3})[a-z]?\s*(?:[.):]|[-\u2013](?=\s))(?!\d)\s*(\S.*)?")
# Some documents print no full stop after the number; then only the beginning of a paragraph counts, or a capital after
# a closed line.
POINT_WITHOUT_STOP = re.compile(r"(?:§ ?)?(\d{1,3})[a-z]?\s+([^\W\d].*)")
# Some number their points with letters, or not at all: then each paragraph is one that begins with such a mark, with
# `att`, or with who decides.
_MARK = re.compile(r"(?:[IVX]{1,4}|[A-Za-z])[.)]\s+")
_UNNUMBERED = re.compile(rf"{_MARK.pattern}|att\s|(?:[\w-]+ )?[\w-]*nämnden\s+\S|Omedelbar ", re.IGNORECASE)
_WITHOUT_NUMBER = re.compile(rf"^(?:{_MARK.pattern}|{BULLET.pattern[1:]})")
# What introduces the points: `Nämnden beslutar följande:`.
_LEAD = re.compile(r"(?:\bföljande|\batt|\bbesluta[rt]?)?:$|\b(?:följande|att|besluta)\.?$", re.IGNORECASE)
_ASKS = r"(?:ansök|begär|hemställ|äska)\w*"
# What is applied for, by the word for it.
ASKED_FOR = (
    (
        re.compile(rf"{_ASKS}(?: hos [\w-]+)?(?: om)?(?: att få)?(?: en)? (?:om)?budgetjustering", re.IGNORECASE),
        "ansöker_budgetjustering",
    ),
    (
        re.compile(
            r"ansök\w* om (?:medel\b.*\bför (?:kompetensutveckling|handledning)|kompetensutvecklings\w*)", re.IGNORECASE
        ),
        "ansöker_kompetensutvecklingsmedel",
    ),
    (re.compile(rf"{_ASKS}\b.*\bombudgetering", re.IGNORECASE), "ansöker_ombudgetering"),
    (re.compile(rf"{_ASKS}\b.*\bresultatöverföring", re.IGNORECASE), "ansöker_resultatöverföring"),
    (re.compile(rf"{_ASKS}\b.*\bstimulansbidrag", re.IGNORECASE), "ansöker_stimulansbidrag"),
)
# What the board does, by the first of these verbs.
VERBS = {
    "anmäl": "anmäler",
    "fastställ": "fastställer",
    "godkänn": "godkänner",
    "redovisa": "redovisar",
    "avsätt": "avsätter",
    "föreslå": "föreslår",
    "hemställ": "hemställer",
    "begär": "begär",
    "äska": "ansöker",
    "ansök": "ansöker",
}
VERB = re.compile(rf"\b({'|'.join(VERBS)})", re.IGNORECASE)
KIND = re.compile(r"\b(drift|investering)(?:ar)?\s*\.?\s*$", re.IGNORECASE)
AREA = re.compile(r"\bavseende\s+([^,]+)")


def decisions(plan: Plan) -> list[Record]:
    """One record for each point in printed order, and one for each amount in it.

    Points without numbers are counted, if all paragraphs under the heading are points; `is_counted` tells.
    """
    return [one for number, lines in _numbered(plan) or _counted(plan) for one in _decision(number, lines, plan)]


def is_counted(plan: Plan) -> bool:
    """Whether the points have no numbers."""
    return not _numbered(plan) and bool(_counted(plan))


Point = tuple[int, list[Line]]


def _numbered(plan: Plan) -> list[Point]:
    signed = _signed(plan)
    for section in plan.sections:
        if not DECISIONS.fullmatch(section.heading.text):
            continue
        for below in plan.under(section):  # `Nämnden beslutar att` may look like a headline
            if points := _points([list(paragraph.lines) for paragraph in below.paragraphs], signed):
                return points
            if below is not section and below.blocks:
                break
    return []


def _counted(plan: Plan) -> list[Point]:
    """The paragraphs under the heading as points numbered by place; none if one of them is not a point."""
    signed = _signed(plan)
    for section in plan.sections:
        if DECISIONS.fullmatch(section.heading.text):
            blocks = list(takewhile(lambda block: not signed & set(map(id, block.lines)), _printed(plan, section)))
            points = [block for block in blocks if not _LEAD.search(block.text)]
            if points and all(_is_point(block) for block in points):
                return [(number, list(block.lines)) for number, block in enumerate(points, start=1)]
    return []


def _signed(plan: Plan) -> set[int]:
    return {id(one.name.line) for one in signatures(plan)}


def _printed(plan: Plan, section: Section) -> Iterator[Heading | Paragraph]:
    """What is printed under a heading. A short point may look like a headline."""
    for below in plan.under(section):
        if below is not section:
            yield below.heading
        yield from below.paragraphs


def _is_point(block: Heading | Paragraph) -> bool:
    return (isinstance(block, Paragraph) and block.bullet) or bool(_UNNUMBERED.match(block.text))


def _points(groups: Sequence[list[Line]], signed: set[int]) -> list[tuple[int, list[Line]]]:
    """The lines of each point. A point begins where the next number in turn does (`enligt bilaga` / `1.` is none),
    or at a later number that begins a paragraph; the signature ends the last."""
    points: list[tuple[int, list[Line]]] = []
    for line, paragraph_start in _before_signature(groups, signed):
        closed = paragraph_start or (bool(points) and fold(points[-1][1][-1].text).endswith("."))
        unstopped = POINT_WITHOUT_STOP.match(fold(line.text)) if closed else None
        if unstopped and not paragraph_start and not unstopped.group(2)[0].isupper():  # `ca.` / `2 mnkr`
            unstopped = None
        match = POINT.match(fold(line.text)) or unstopped
        last = points[-1][0] if points else 0
        if match and _begins(int(match.group(1)), match.group(2), last, paragraph_start=paragraph_start, closed=closed):
            points.append((int(match.group(1)), [line]))
        elif points:
            points[-1][1].append(line)
    return points


def _before_signature(groups: Sequence[list[Line]], signed: set[int]) -> list[tuple[Line, bool]]:
    """The lines before the first name of those who sign, each with whether it begins a paragraph."""
    lines = [(line, index == 0) for group in groups for index, line in enumerate(group)]
    end = next((index for index, (line, _) in enumerate(lines) if id(line) in signed), len(lines))
    return lines[:end]


def _begins(number: int, rest: str | None, last: int, *, paragraph_start: bool, closed: bool) -> bool:
    """Does a point begin with this number and this text after the point with number `last`? A small letter begins one
    where its number is the next, and the line above is closed."""
    if rest is None:
        return False
    begins = rest.lstrip("\u201d\u201c\"'\u00bb\u00ab(")[:1]
    if begins.isdecimal():  # `2. 2015 års medel`
        return number == last + 1 and paragraph_start
    if not begins.isalpha():
        return False
    if begins.islower():
        return number == last + 1 and (closed or rest.startswith("att "))
    return (
        number == last + 1 or (paragraph_start and last < number <= last + 20) or (paragraph_start and number == last)
    )


def _decision(number: int, lines: list[Line], plan: Plan) -> Iterator[Record]:
    """The record of a point, and those of its amounts."""
    whole = plan.unwrapper.text(lines)
    match = POINT.match(whole) or POINT_WITHOUT_STOP.match(whole)
    text = (match.group(2) or "") if match else _WITHOUT_NUMBER.sub("", whole)
    action = _action(text)
    kind = KIND.search(text) if action == "ansöker_budgetjustering" else None
    area = AREA.search(text) if action == "ansöker_budgetjustering" else None
    found = all_amounts(text)
    yield record(
        "decision",
        {
            "number": (number, lines),
            "text": (text, lines),
            "action": (action, lines),
            "budget_kind": (kind.group(1).lower() if kind else None, lines),
            "area": (area.group(1).strip(" .") if area else None, lines),
            "amount_sek": (in_sek(found[0]) if len(found) == 1 else None, lines),
        },
    )
    for ordinal, amount in enumerate(found, start=1):
        yield record(
            "decision_amount",
            {
                "number": (number, ()),
                "ordinal": (ordinal, ()),
                "amount_sek": (in_sek(amount), lines),
                "text": (fold(text)[amount.start : amount.end], lines),
            },
        )


def _action(text: str) -> str:
    """What a point does: what it applies for, or its first verb from the closed list."""
    asked = next((name for pattern, name in ASKED_FOR if pattern.search(text)), None)
    verb = VERB.search(text)
    return asked or (VERBS[verb.group(1).lower()] if verb else "annat")
