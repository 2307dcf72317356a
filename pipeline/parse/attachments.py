"""The list Bilagor → table `attachment`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.blocks.headline import SENTENCE_END
from pipeline.document import Line
from pipeline.parse.plan import Plan, Section, record
from pipeline.parse.signatures import signatures
from pipeline.parse.words import ATTACHMENTS
from pipeline.record import Record
from pipeline.swedish import fold

# `Bilaga 1 Indikatorer`, `1. Indikatorer`, `Bilaga 2`.
_NUMBERED = re.compile(
    r"(?:Bilaga (?P<named>\d{1,2}[a-z]?(?:[.:]\d+)?)\s*[.:)–-]?\s*(?P<behind>\S.*)?"
    r"|(?P<number>\d{1,2}[a-z]?)\s*[.:)]?\s+(?P<title>[^\W\d_a-zåäö].*))"
)


def attachments(plan: Plan) -> list[Record]:
    """One record for each entry of the lists, in printed order."""
    found = [
        entry
        for section in plan.sections
        if ATTACHMENTS.fullmatch(section.heading.text)
        for entry in _entries(plan, section)
    ]
    return [
        record(
            "attachment",
            {"ordinal": (ordinal, ()), "number": (number, lines), "title": (title, lines)},
        )
        for ordinal, (number, title, lines) in enumerate(found, start=1)
    ]


Entry = tuple[str | None, str | None, Sequence[Line]]


def _entries(plan: Plan, section: Section) -> Iterator[Entry]:
    """The entries below a heading, down to the signature. Some look like headlines by their words: such a one is an
    entry where it has a number, or where none does and nothing stands below it."""
    first, *below = plan.under(section)
    signed = {id(one.name.line) for one in signatures(plan)}
    found = list(_of_paragraphs(plan, first, numbered=False))
    yield from found
    for one in below:
        text, lines = one.heading.text, one.heading.lines
        bare = any(number for number, *_ in found) or one.blocks or text.endswith(SENTENCE_END)
        if any(id(line) in signed for line in lines) or (bare and not _NUMBERED.fullmatch(text)):
            return
        found = [_entry(text, lines), *_of_paragraphs(plan, one, numbered=True)]
        yield from found


def _of_paragraphs(plan: Plan, section: Section, *, numbered: bool) -> Iterator[Entry]:
    """The entries among the paragraphs of a section: bullets, and what has a number or is no sentence."""
    for paragraph in section.paragraphs:
        for lines in _apart(paragraph.lines):
            text = plan.unwrapper.text(lines) if len(lines) < len(paragraph.lines) else paragraph.text
            if _NUMBERED.fullmatch(text) or (not numbered and (paragraph.bullet or not text.endswith(SENTENCE_END))):
                yield _entry(text, lines)


def _apart(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines of a paragraph, parted where one begins with a number of its own."""
    parts: list[list[Line]] = []
    for line in lines:
        if not parts or _NUMBERED.fullmatch(fold(line.text)):
            parts.append([])
        parts[-1].append(line)
    return parts


def _entry(text: str, lines: Sequence[Line]) -> Entry:
    match = _NUMBERED.fullmatch(text)
    if not match:
        return None, text, lines
    return match["named"] or match["number"], match["behind"] or match["title"], lines
