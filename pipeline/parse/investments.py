"""Investeringar: named projects with a cost → table `investment`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.document import Line
from pipeline.parse.plan import Plan, Section, record
from pipeline.parse.words import INVESTMENTS
from pipeline.record import Record
from pipeline.swedish import amounts, in_mnkr

NAME_WITH_AMOUNT = re.compile(
    r"\s*(?:,|:|–|-)?\s*(?:budget)?\s*\(?\d[\d ]*(?:,\d+)?\s*(?:mnkr|tkr|kr)\)?\s*$", re.IGNORECASE
)
COST = re.compile(r"kostnad|budget|uppgår till|nycklade|tilldel|avsät", re.IGNORECASE)


def investments(plan: Plan) -> list[Record]:
    """One record for each headed project of the chapter that states a cost, in its headline or in its prose."""
    records: list[Record] = []
    for chapter in plan.sections:
        if INVESTMENTS.fullmatch(chapter.heading.text) and chapter.level <= 2:
            for section in _below(plan, chapter):
                amount, lines = _cost(section)
                if amount is not None:
                    records.append(_investment(len(records) + 1, section, amount, lines))
    return records


def _below(plan: Plan, chapter: Section) -> Iterator[Section]:
    """The sections of the chapter, including those under a headline of the same level that is still about investments
    (`Investeringar i stadsmiljö`)."""
    for section in plan.sections[plan.sections.index(chapter) + 1 :]:
        if section.level <= chapter.level and not section.heading.text.startswith("Investering"):
            return
        yield section


def _investment(ordinal: int, section: Section, amount: Decimal, lines: Sequence[Line]) -> Record:
    text = "\n".join(paragraph.text for paragraph in section.paragraphs)
    return record(
        "investment",
        {
            "ordinal": (ordinal, ()),
            "name": (NAME_WITH_AMOUNT.sub("", section.heading.text), section.heading.lines),
            "amount_mnkr": (amount, lines),
            "text": (text or None, [line for paragraph in section.paragraphs for line in paragraph.lines]),
        },
    )


def _cost(section: Section) -> tuple[Decimal | None, Sequence[Line]]:
    """The cost of a project: in its headline, or the first amount in a sentence about cost or budget."""
    headed = amounts(section.heading.text)
    if headed:
        return in_mnkr(headed[0]), section.heading.lines
    for paragraph in section.paragraphs:
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])", paragraph.text):
            found = amounts(sentence)
            if found and COST.search(sentence):
                return in_mnkr(found[0]), paragraph.lines
    return None, ()
