"""Signers: names with a title each, below each other or side by side → table `signature`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.document import Line
from pipeline.parse.plan import Found, Plan, record
from pipeline.parse.words import DECISIONS
from pipeline.record import Record
from pipeline.swedish import fold

_CAPITAL = r"[A-ZÅÄÖÉ][\w.'’-]*"
NAME = re.compile(rf"{_CAPITAL}(?: (?:af|av|de|von|der)| {_CAPITAL}){{1,4}}")
_ACTING = (
    r"(?:(?:[Tt]\.? ?f|[Tt]illförordnad|[Ss]tf|[Ss]tällföreträdande|[Vv]ik|[Vv]ikarierande|[Bb]itr|[Bb]iträdande)\.? )?"
)
# Titles of heads of an administration: recognised anywhere below a name.
HEAD = re.compile(rf"{_ACTING}(?:[^\W\d_]*[Dd]irektör|(?:[Ss]tadsdels|[Ff]örvaltnings)chef)", re.IGNORECASE)
# Titles of others who may sign too; only below the decisions, where nobody else is named with a title.
OTHER = re.compile(
    rf"{_ACTING}(?:[^\W\d_]*(?:iv|isk|ell|ande) )?[^\W\d_]*"
    r"(?:direktör|chef|controller|strateg|sekreterare|samordnare|ansvarig|bibliotekarie|rektor|utredare|jurist|ekonom"
    r"|planerare|handläggare|ledare|koordinator|specialist|analytiker|arkitekt|ingenjör|administratör|kommunikatör)"
    r"(?: (?:för|vid|på|i) .+)?",
    re.IGNORECASE,
)
# What may stand behind a name: `Eva Ek (signerat)`.
_AFTER_NAME = re.compile(r"[ ,./]*(?:\([^)]*\))?")
# What may be a title.
_TITLE_LIKE = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,3}")
# What else a line of titles may contain: the administration, a remark in brackets.
_REST = re.compile(r"(?:[, ]+[^\W\d_]+){0,3}|\s*[(/].*")
# Two names side by side are this far from each other: in sizes of the letters; in a text file in spaces.
GAP = 2.0
_BLANKS = re.compile(r"\t+|[ \u00a0]{3,}")


@dataclass(frozen=True, slots=True)
class Signature:
    """A name and the title printed with it."""

    name: Found
    title: Found


def signatures(plan: Plan) -> list[Signature]:
    """All who sign, in printed order: below the decisions, or else the first in the document whose title is that of a
    head of an administration, with those who follow."""
    for section in plan.sections:
        if DECISIONS.fullmatch(section.heading.text):
            lines = [line for one in plan.under(section) for line in one.lines]
            if found := _block(lines, OTHER):
                return found
    return _block([*plan.cover, *plan.text_lines], HEAD)


def unread_signature(plan: Plan) -> list[Line]:
    """The lines below the decisions that may be a name, and a title that no rule knows, of one who signs; or none."""
    signed = {id(one.name.line) for one in signatures(plan)}
    for section in plan.sections:
        if DECISIONS.fullmatch(section.heading.text):
            lines = [line for one in plan.under(section) for line in one.lines if fold(line.text)]
            pairs = zip(lines, [*lines[1:], None], strict=True)
            unsigned = (_like_signature(one, below) for one, below in pairs if id(one) not in signed)
            if found := next(filter(None, unsigned), None):
                return found
    return []


def _like_signature(line: Line, below: Line | None) -> list[Line]:
    """A line that may be a name with a title, or a name above one; or none."""
    name, _, title = fold(line.text).partition(", ")
    if not NAME.fullmatch(name):
        return []
    if title:
        return [line] if _TITLE_LIKE.fullmatch(title) else []
    titled = below is not None and _TITLE_LIKE.fullmatch(fold(below.text)) and not NAME.fullmatch(fold(below.text))
    return [line, below] if below and titled else []


def signature_records(plan: Plan) -> list[Record]:
    """One record for each who signs."""
    return [
        record(
            "signature",
            {
                "ordinal": (ordinal, ()),
                "name": (one.name.value, (one.name.line,)),
                "title": (one.title.value, (one.title.line,)),
            },
        )
        for ordinal, one in enumerate(signatures(plan), start=1)
    ]


def _block(lines: Sequence[Line], title: re.Pattern[str]) -> list[Signature]:
    """The first who signs with such a title, and those who sign right after."""
    printed = [line for line in lines if fold(line.text)]
    for index in range(len(printed)):
        if _signed(printed[index : index + 2], title):
            return list(_from(printed[index:]))
    return []


def _from(lines: Sequence[Line]) -> Iterator[Signature]:
    while found := _signed(lines[:2], OTHER):
        yield from found
        lines = lines[1 if found[0].name.line is found[0].title.line else 2 :]


def _signed(lines: Sequence[Line], title: re.Pattern[str]) -> list[Signature]:
    """Who signs on a line (`Eva Ek, stadsdelsdirektör`), or on a line of names above one of titles; none elsewhere."""
    if not lines:
        return []
    first = lines[0]
    name = NAME.match(fold(first.text))
    if name and re.match(r",\s*", rest := fold(first.text)[name.end() :]):
        alone = _title(rest.lstrip(", "), title)
        return [Signature(Found(name.group(0), first), Found(alone, first))] if alone else []
    if len(lines) < 2:
        return []
    titles = _titles(lines[1], title)
    names = _names(first, len(titles)) if titles else []
    return [Signature(Found(name, first), Found(one, lines[1])) for name, one in zip(names, titles, strict=False)]


def _titles(line: Line, pattern: re.Pattern[str]) -> list[str]:
    """The titles side by side on a line; none if it contains anything else. Words alone may part them."""
    text = fold(line.text)
    several = [match.group(0) for match in re.finditer(rf"\b{pattern.pattern}", text, re.IGNORECASE)]
    if len(several) > 1 and " ".join(several) == text:
        return several
    titles = [_title(part, pattern) for part in _parts(line)]
    return [] if None in titles else [title for title in titles if title]


def _title(text: str, pattern: re.Pattern[str]) -> str | None:
    """The title that a text begins with, or two that a slash joins (`förvaltningschef/stadsdelsdirektör`)."""
    title = pattern.pattern
    match = re.match(rf"{title}(?: ?/ ?{title})*", text, re.IGNORECASE)
    return match.group(0) if match and _REST.fullmatch(text[match.end() :]) else None


def _names(line: Line, count: int) -> list[str]:
    """Exactly `count` names on a line; none if it contains anything else. A name has two words at least: of twice as
    many words as names each has two.
    """
    parts = _parts(line)
    words = fold(line.text).split()
    if len(parts) != count and len(words) == 2 * count:
        parts = [" ".join(pair) for pair in zip(words[::2], words[1::2], strict=True)]
    names = [
        match.group(0) for part in parts if (match := NAME.match(part)) and _AFTER_NAME.fullmatch(part[match.end() :])
    ]
    return names if len(names) == len(parts) == count else []


def _parts(line: Line) -> list[str]:
    """The texts that are side by side on a line."""
    if not line.words:
        return [fold(part) for part in _BLANKS.split(line.text.strip())]
    parts = [[line.words[0].text]]
    for before, word in pairwise(line.words):
        if word.box.x0 - before.box.x1 > GAP * word.size:
            parts.append([])
        parts[-1].append(word.text)
    return [fold(" ".join(words)) for words in parts]
