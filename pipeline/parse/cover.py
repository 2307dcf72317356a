"""The document's identity (who decides on what for which year), from its cover or otherwise from its text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.blocks.block import Paragraph
from pipeline.boards import DISTRICT, area_names, board_key, board_names, slug, specialist_board, unregistered_board
from pipeline.document import Line
from pipeline.parse.addressee import addressees, board_of, is_of_no_board, names_board
from pipeline.parse.kinds import (
    OTHER,
    TERTIAL_HEADERS,
    VERKSAMHETSPLAN,
    DocumentKind,
    other_title,
    speaks_of_another,
    title_of,
    unknown_rest,
)
from pipeline.parse.plan import Found, Plan, record
from pipeline.parse.signatures import signatures
from pipeline.record import Record
from pipeline.refusal import Reason, Refused
from pipeline.swedish import MONTHS, first_date, fold

IN_TEXT = re.compile(r"verksamhetsplan(?:en)?(?: med budget)?(?: för)?(?: år)? (20\d\d)", re.IGNORECASE)
_OF_A_PLAN = re.compile(r"verksamhetsplan|\bVP\b|\bbudget", re.IGNORECASE)
# A title that mentions a plan which is another document.
_ABOUT_ONE = re.compile(
    r"(?:Svar|Yttrande|Remiss|Skrivelse|Motion|Uppföljning|Redovisning|Rapport|Anmälan|Komplettering|Begäran|Ändring)",
    re.IGNORECASE,
)
# A line beside the title, or the first of the cover, that names a unit of the administration.
_UNIT = re.compile(
    r"(?:[\w-]+ ){0,3}[\w-]*(?:förskol|skola|hemtjänst|servicehus|boende|bostad|enhet|fritidsgård)\w*(?: [\w-]+){0,3}",
    re.IGNORECASE,
)
# A line with the date of the board's meeting.
_MEETING = re.compile(r"nämnd|sammanträd|möte", re.IGNORECASE)
BUDGET_YEAR = re.compile(r"\b(?:Budget|VP) (20\d\d)\b")
DIARY_NUMBER = re.compile(
    r"(?:D ?nr|Diarienummer|Diarienr|Ärendenummer|Ärendenr)\b[.: ]*\s*"
    # `HV 2025/651`, `1114-2014-1.1.`, `1.1/5931/2014`; `102 – 34 / 04`, `12-34/2015-1.1`
    r"(?P<number>\d+(?: ?[–-] ?\d+)+ ?/ ?\d+(?:-\d[\d.]*)?|[\w.-]*(?: [\w.-]+)??[ ]?\d+[/:-]\d[\d.-]*(?:/\d+)*)",
    re.IGNORECASE,
)
# On a line of its own no word for it is needed: `VER 2019/12`, `T2017-03210`, `101-2003/05`, `1.1-123/2015`.
_NUMBER_ALONE = re.compile(
    r"(?:[A-ZÅÄÖ]{2,5}(?:-[A-ZÅÄÖ]{2,5})? (?:19|20)\d\d[/:-]\d+|[A-ZÅÄÖ]{1,3}(?:19|20)\d\d-\d{4,}"
    r"|\d{2,4}-\d{1,5}/\d\d(?:\d\d)?|\d(?:\.\d+)+\.?[-/ ]\d+[/-](?:19|20)\d\d)(?:-\d[\d.]*)?"
)
# Digits that part like a date, or a word for one.
_LIKE_A_DATE = re.compile(
    r"(?<![\d:/.-])\d{1,4} ?[-\u2013./] ?\d{1,2} ?[-\u2013./ ] ?(?:\d{4}|\d\d)(?![\d:/-])|^(?:den )?\d{6}$|^Datum\b"
    rf"|\b(?:{'|'.join(MONTHS)})\b.*\b\d{{2,4}}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a document is: its kind, year and part of the year, and its title with the lines it comes from."""

    kind: DocumentKind
    year: int
    period: str | None
    title: str | None
    lines: tuple[Line, ...]

    @property
    def own(self) -> tuple[str, ...]:
        """What says in a header that its column is of the document's own time, squeezed: the year, the tertial."""
        return (str(self.year), *TERTIAL_HEADERS.get(self.period or "", ()))


def kind_of(plan: Plan) -> Named | None:
    """What the cover's title says the document is, or for lack of one the text that speaks of its verksamhetsplan; None
    where nothing does, and where the cover speaks of something else."""
    subject = title_behind_addressee(plan.cover)
    titled = title_of(plan.cover, subject.line if subject else None)
    if titled and is_of_no_board(titled.text):
        return None
    if titled:
        return Named(titled.kind, titled.year, titled.period, titled.text, titled.lines)
    if other_title(plan.cover) or speaks_of_another(plan.cover):
        return None
    if subject and (not _OF_A_PLAN.search(subject.value) or _ABOUT_ONE.match(subject.value)):
        return None
    lines = [*plan.cover, *plan.text_lines]
    year = _year(plan.cover, lines, (p for section in plan.sections for p in section.paragraphs))
    return Named(VERKSAMHETSPLAN, int(year.value), None, None, (year.line,)) if year else None


def other_matter(plan: Plan, instead: str) -> Named:
    """What any other tjänsteutlåtande of a board is, as its cover tells: of the year it was issued, and with its number
    as its period, so that no other matter takes its place.

    Raises Refused (`not_a_tjänsteutlåtande`) for what is none; `instead` says what it seems to be.
    """
    texts = [fold(line.text) for line in plan.cover]
    boards = [name for text in texts for name in (*board_names(text), specialist_board(text)) if name]
    boards += [name for text, _ in addressees(plan.cover) if (name := unregistered_board(text))]
    issued, line = issued_on(plan.cover)
    if not (any("tjänsteutlåtande" in text.lower() for text in texts) and boards and issued and line):
        raise Refused(Reason.NOT_A_TJANSTEUTLATANDE, instead)
    number = diary_number(plan.cover)
    title = title_behind_addressee(plan.cover)
    period = number.value if number else plan.document.sha256[:12]
    return Named(OTHER, issued.year, period, title.value if title else None, (line,))


def title_behind_addressee(cover: Sequence[Line]) -> Found | None:
    """The first line after the board that the cover is addressed to."""
    printed = [line for line in cover if fold(line.text)]
    boards = {id(line) for text, line in addressees(cover) if names_board(text) or unregistered_board(text)}
    return next((Found(fold(line.text), line) for board, line in pairwise(printed) if id(board) in boards), None)


def identity(plan: Plan, named: Named) -> Record:
    """The `document` record: board, kind, year, title, diary number, date and signature, each as printed.

    Raises Refused when the document names no board, is addressed to none, or may be of two.
    """
    board = board_of(plan, named.title)
    signature = next(iter(signatures(plan)), None)
    issued, issued_line = issued_on(plan.cover)
    number = diary_number(plan.cover)
    key = board_key(board.value)
    period = f"/{slug(named.period)}" if named.period else ""
    return record(
        "document",
        {
            "document_key": (f"{key}/{named.kind.name}/{named.year}{period}", ()),
            "sha256": (plan.document.sha256, ()),
            "file_name": (plan.document.file_name, ()),
            "media_type": (plan.document.media_type, ()),
            "page_count": (len(plan.document.pages), ()),
            "reader": (plan.document.reader, ()),
            "board": (board.value, (board.line,)),
            "board_key": (key, (board.line,)),
            "document_type": (named.kind.name, ()),
            "plan_year": (named.year, named.lines),
            "period": (named.period, named.lines),
            "title": (named.title, named.lines),
            "diary_number": (number.value if number else None, (number.line,) if number else ()),
            "issued_on": (issued, (issued_line,) if issued_line else ()),
            "signed_by": (signature.name.value, (signature.name.line,)) if signature else (None, ()),
            "signed_title": (signature.title.value, (signature.title.line,)) if signature else (None, ()),
        },
    )


def _year(cover: Sequence[Line], lines: Sequence[Line], paragraphs: Iterable[Paragraph]) -> Found | None:
    """A plan's year, from a line or a paragraph that says `verksamhetsplan för år 2026`."""
    for pattern, held in ((IN_TEXT, cover), (IN_TEXT, lines)):
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


def issued_on(cover: Sequence[Line]) -> tuple[datetime.date | None, Line | None]:
    """The date of the report: the first on the cover that is not the day of the board's meeting."""
    for line in cover:
        if date := first_date(_dated(line)):
            return date, line
    return None, None


def title_trouble(plan: Plan, named: Named) -> str | None:
    """What to report about the title: that it does not show the kind, or that the plan may be a unit's."""
    subject = title_behind_addressee(plan.cover)
    if named.kind is not VERKSAMHETSPLAN:
        return None
    if named.title is None:
        return f"Slaget är läst ur texten: titeln ”{subject.value}” säger det inte." if subject else None
    if (rest := unknown_rest(named.title)) and not (rest.lower().startswith("för ") and _is_of_board(rest)):
        return f"Titeln har mer än slag och år: ”{rest}” kan vara en enhet, vars plan det är."
    unit = next((text for line in _beside_title(plan.cover, named) if _UNIT.fullmatch(text := fold(line.text))), None)
    if unit:
        return f"Framsidan har raden ”{unit}”: planen kan vara en enhets."
    named_there = any("nämnd" in text or "sdn" in text or "styrelse" in text for text in map(_small, plan.cover))
    return None if named_there else "Framsidan nämner ingen nämnd: planen kan vara en enhets."


def _small(line: Line) -> str:
    return fold(line.text).lower()


def _is_of_board(whom: str) -> bool:
    return "nämnd" in whom.lower() or "styrelse" in whom.lower() or names_board(whom) or bool(area_names(whom))


def _beside_title(cover: Sequence[Line], named: Named) -> Iterator[Line]:
    """The first line of the cover, and those before and after the title: where a unit's name stands. All of a cover
    that is addressed to nobody."""
    printed = [line for line in cover if fold(line.text)]
    yield from printed[:1] if any(addressees(cover)) else printed
    for line, following in pairwise(printed):
        if following is named.lines[0]:
            yield line
        if line is named.lines[-1]:
            yield following


def nameless_town(plan: Plan, board: str) -> str | None:
    """What to report about a board of one field of work, as every town has them, if nothing says Stockholm."""
    lines = (*plan.cover, *plan.text_lines)
    if DISTRICT in board or any("stockholm" in fold(line.text).lower() for line in lines):
        return None
    return f"Inget i dokumentet nämner Stockholm: ”{board}” kan vara en annan stads."


def undated(cover: Sequence[Line]) -> Line | None:
    """The first line of a cover without a date that seems to have an unreadable one (`4.12.14`)."""
    if issued_on(cover)[0]:
        return None
    return next((line for line in cover if _LIKE_A_DATE.search(_dated(line))), None)


def _dated(line: Line) -> str:
    """The part of a line on the cover that may be the date of the report."""
    text = DIARY_NUMBER.sub(" ", fold(line.text))
    return "" if _MEETING.search(text) else text


def diary_number(cover: Sequence[Line]) -> Found | None:
    """The number of the matter in the board's register."""
    alone = (Found(fold(line.text), line) for line in cover if _NUMBER_ALONE.fullmatch(fold(line.text)))
    return _first(DIARY_NUMBER, cover) or next(alone, None)
