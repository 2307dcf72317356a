"""Who decides on what for which year: the document's identity, from its cover or else from its text."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.blocks.block import Paragraph
from pipeline.document import Line
from pipeline.parse.boards import area_names, board_key, board_names, specialist_board
from pipeline.parse.plan import Plan, record
from pipeline.record import Record
from pipeline.refusal import Reason, Refused
from pipeline.swedish import fold, iso_date

TITLE = re.compile(
    r"(?:[Ff]örslag till )?[Vv]erksamhetsplan(?: VP| med budget| och budget)?(?: för)?(?: år)? ?(20\d\d)\b.*"
)
IN_TEXT = re.compile(r"verksamhetsplan(?:en)?(?: med budget)?(?: för)?(?: år)? (20\d\d)", re.IGNORECASE)
BUDGET_YEAR = re.compile(r"\b(?:Budget|VP) (20\d\d)\b")
# Titles of the other documents that a board gets in the same form (document.md, `The family, and other years`).
OTHER_KINDS = re.compile(
    r"(?:Verksamhetsberättelse|Tertialrapport|Månadsrapport|Delårsrapport|Årsredovisning|(?:Del)?[Bb]okslut"
    r"|Underlag (?:för|till) budget|Uppföljning av (?:budget|verksamhetsplan)|T[12]\b)\b.*\b20\d\d",
    re.IGNORECASE,
)
ADDRESSED = re.compile(r"Till:?", re.IGNORECASE)
DIARY_NUMBER = re.compile(
    r"(?:Dnr|Diarienummer|Diarienr)\b[.: ]*\s*(?P<number>[\w.-]*(?: [\w.-]+)??[ ]?\d+[/:-]\d[\d.-]*(?:/\d+)*)",
    re.IGNORECASE,
)
SIGNATURE_TITLE = re.compile(r"(?:[Tt](?:f|illförordnad)\.? )?(?:[Ss]tadsdels|[Ff]örvaltnings)(?:direktör|chef)")
NAME = re.compile(r"(?:[A-ZÅÄÖÉ][\w.'’-]*)(?: (?:af|av|de|von|der)| [A-ZÅÄÖÉ][\w.'’-]*){1,4}")


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the line it was printed on."""

    value: str
    line: Line


def identity(plan: Plan) -> Record:
    """The `document` record: board, year, title, diary number, date and signature, each as printed.

    Raises Refused (`not_a_plan`) when the document names no board or no year, or says that it is of another kind.
    """
    lines = [*plan.cover, *_text_lines(plan)]
    _refuse_other_kinds(plan.cover)
    _refuse_of_no_board(plan.cover)
    board = _board(plan.cover, lines)
    year = _year(plan.cover, lines, (p for section in plan.sections for p in section.paragraphs))
    if board is None or year is None:
        missing = "no stadsdelsnämnd" if board is None else "no year of a verksamhetsplan"
        raise Refused(Reason.NOT_A_PLAN, f"the document names {missing}")
    title = next((Found(fold(line.text), line) for line in plan.cover if TITLE.fullmatch(fold(line.text))), None)
    signature = _signature(lines)
    issued, issued_line = _issued_on(plan.cover)
    number = _first(DIARY_NUMBER, plan.cover)
    key = board_key(board.value)
    return record(
        "document",
        {
            "document_key": (f"{key}/verksamhetsplan/{year.value}", ()),
            "sha256": (plan.document.sha256, ()),
            "file_name": (plan.document.file_name, ()),
            "media_type": (plan.document.media_type, ()),
            "page_count": (len(plan.document.pages), ()),
            "reader": (plan.document.reader, ()),
            "board": (board.value, (board.line,)),
            "board_key": (key, (board.line,)),
            "document_type": ("verksamhetsplan", ()),
            "plan_year": (int(year.value), (year.line,)),
            "title": (title.value if title else None, (title.line,) if title else ()),
            "diary_number": (number.value if number else None, (number.line,) if number else ()),
            "issued_on": (issued, (issued_line,) if issued_line else ()),
            "signed_by": (signature[0].value if signature else None, (signature[0].line,) if signature else ()),
            "signed_title": (signature[1].value if signature else None, (signature[1].line,) if signature else ()),
        },
    )


def _text_lines(plan: Plan) -> list[Line]:
    return [
        line
        for section in plan.sections
        for lines in (section.heading.lines, *(paragraph.lines for paragraph in section.paragraphs))
        for line in lines
    ]


def _refuse_other_kinds(cover: Sequence[Line]) -> None:
    for line in cover:
        text = fold(line.text)
        if OTHER_KINDS.match(text) and not any(TITLE.fullmatch(fold(other.text)) for other in cover):
            raise Refused(Reason.NOT_A_PLAN, f"its title is ”{text}”")


def _refuse_of_no_board(cover: Sequence[Line]) -> None:
    """A unit's plan has the same form, and is addressed to the unit."""
    for line, following in pairwise(cover):
        addressed = fold(following.text)
        if ADDRESSED.fullmatch(fold(line.text)) and "nämnd" not in addressed.lower() and not _names_board(addressed):
            raise Refused(Reason.NOT_A_PLAN, f"it is addressed to ”{addressed}”, which is no board of the city")


def _names_board(text: str) -> bool:
    return any(board_names(text, body) for body in ("nämnd", "förvaltning")) or bool(specialist_board(text))


def _board(cover: Sequence[Line], lines: Sequence[Line]) -> Found | None:
    """The board named most often on the cover, or else in the text; failing that, the first of the known boards'
    areas that the text names (`Invånare i Hässelby-Vällingby`)."""
    named = [Found(name, line) for line in cover for name in board_names(fold(line.text), "nämnd")]
    alone = [Found(name, line) for line in cover if (name := specialist_board(fold(line.text)))]
    if alone and not named:
        return alone[0]
    for held, body in ((cover, "nämnd"), (cover, "förvaltning"), (lines, "nämnd"), (lines, "förvaltning")):
        named = [Found(name, line) for line in held for name in board_names(fold(line.text), body)]
        if named:
            best = Counter(found.value for found in named).most_common(1)[0][0]
            return next(found for found in named if found.value == best)
    return next((Found(name, line) for line in lines for name in area_names(fold(line.text))), None)


def _year(cover: Sequence[Line], lines: Sequence[Line], paragraphs: Iterable[Paragraph]) -> Found | None:
    """The plan's year from the title, or else from a line or a paragraph that says `verksamhetsplan för år 2026`."""
    for pattern, held in ((TITLE, cover), (IN_TEXT, cover), (IN_TEXT, lines)):
        found = _first(pattern, held)
        if found:
            return found
    for paragraph in paragraphs:
        match = IN_TEXT.search(paragraph.text)
        if match:
            return Found(match.group(1), paragraph.lines[0])
    return _first(BUDGET_YEAR, lines)


def _first(pattern: re.Pattern[str], lines: Iterable[Line]) -> Found | None:
    for line in lines:
        match = pattern.search(fold(line.text))
        if match:
            return Found(match.group(1), line)
    return None


def _issued_on(cover: Sequence[Line]) -> tuple[datetime.date | None, Line | None]:
    """The date of the report: the first on the cover that is not the day of the board's meeting."""
    for line in cover:
        text = fold(line.text)
        date = iso_date(text) if "nämnd" not in text.lower() else None
        if date:
            return date, line
    return None, None


def _signature(lines: Sequence[Line]) -> tuple[Found, Found] | None:
    """The name above `Stadsdelsdirektör`, and that title."""
    for above, line in pairwise(lines):
        title = SIGNATURE_TITLE.match(fold(line.text))
        name = NAME.match(fold(above.text))
        if title and name:
            return Found(name.group(0), above), Found(title.group(0), line)
    return None
