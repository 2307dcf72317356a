"""The goal tree and its contents → tables `goal`, `expected_result`, `indicator`, `activity`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pipeline.blocks.block import Paragraph
from pipeline.document import Line
from pipeline.parse.fulfilment import fulfilment
from pipeline.parse.goal_tables import goal_rows
from pipeline.parse.kinds import DocumentKind
from pipeline.parse.plan import Plan, Section, record
from pipeline.parse.printed_tables import ACTIVITIES, INDICATORS
from pipeline.parse.words import CHAPTER, DESCRIPTION, GOAL, NUMBER_ALONE, RESULTS, UNNUMBERED, UNTITLED
from pipeline.record import Record

# Items of a list begin within so many points of each other.
SAME_INDENT = 1.0
LEVELS = {"inriktningsmål": "inriktningsmål", "område": "områdesmål", "nämnd": "nämndmål"}


@dataclass(slots=True)
class Goal:
    """A goal's heading and the sections that belong to it."""

    code: str
    level: str
    title: str
    sections: list[Section]
    is_numbered: bool = True

    @property
    def set_by(self) -> str:
        """Who sets the indicators and activities under this goal (schema.md, `set_by`)."""
        return "nämnd" if self.level == "nämndmål" else "kommunfullmäktige"


def goals(plan: Plan, kind: DocumentKind, own: Sequence[str]) -> list[Record]:
    """The records of the goal tree in printed order: each goal, then what is under it."""
    records: list[Record] = []
    for ordinal, goal in enumerate(_goals(plan), start=1):
        description = _description(goal)
        lines = goal.sections[0].heading.lines
        parent = goal.code.rpartition(".")[0] or None
        met, said, sayers = fulfilment(goal.sections) if kind.follows_up else (None, None, ())
        records.append(
            record(
                "goal",
                {
                    "ordinal": (ordinal, ()),
                    "goal_code": (goal.code, lines),
                    "level": (goal.level, lines),
                    "parent_code": (parent, ()),
                    "title": (goal.title, lines),
                    "description": description,
                    "is_numbered": (goal.is_numbered, lines),
                    "fulfilment": (met, sayers),
                    "fulfilment_text": (said, sayers),
                },
            )
        )
        records.extend(_results(goal))
        tables = [table for section in goal.sections for table in section.tables]
        for declared in (INDICATORS, ACTIVITIES):
            of_kind = [table for table in tables if table.kind == declared.table]
            records.extend(goal_rows(declared, of_kind, goal.code, goal.set_by, own))
    return records


def _goals(plan: Plan) -> Iterator[Goal]:
    """Each goal with its sections. A goal printed again under the same code and title goes on."""
    goals: list[Goal] = []
    current: Goal | None = None
    for section, following in zip_longest(plan.sections, plan.sections[1:]):
        goal = _goal(plan, section, following, goals)
        if goal:
            current = goal
            goals.append(goal)
        elif current and section.level <= 2:
            current = None
        elif current:
            current.sections.append(section)
    yield from goals


def _goal(plan: Plan, section: Section, following: Section | None, goals: Sequence[Goal]) -> Goal | None:
    """The goal that a section's heading is, if it is one; after the goals before it."""
    heading = section.heading.text
    if match := GOAL.fullmatch(heading):
        level = _level(match["words"], match["code"])
        if level == "nämndmål" and "." not in match["code"]:  # `Nämndmål 1: …`, `Nämndmål: 2025 ska …`: none of its own
            counted = re.match(rf"\D*{match['code']}\s*[.:]", heading)
            title = match["title"] if counted else f"{match['code']} {match['title']}"
            return _unnumbered(title, [section], goals)
        return Goal(match["code"], level, match["title"].strip(), [section])
    if match := UNNUMBERED.fullmatch(heading):
        return _unnumbered(match["title"], [section], goals)
    if UNTITLED.fullmatch(heading) and not section.blocks and following:
        return _unnumbered(following.heading.text, [section], goals)
    match = CHAPTER.fullmatch(heading)
    if match and _heads_goals(plan, section, match["code"]):
        return Goal(match["code"], "inriktningsmål", match["title"].strip(), [section])
    match = NUMBER_ALONE.fullmatch(heading)
    if match and match["code"].rpartition(".")[0] in {goal.code for goal in goals}:
        level = "områdesmål" if match["code"].count(".") == 1 else "nämndmål"
        return Goal(match["code"], level, match["title"].strip(), [section])
    return None


def _level(words: str, code: str) -> str:
    """The level that the words before a goal say, or else its number."""
    said = words.lower().replace("ens ", "")
    named = (level for word, level in LEVELS.items() if word in said)
    return next(named, tuple(LEVELS.values())[min(code.count("."), 2)])


def _heads_goals(plan: Plan, chapter: Section, code: str) -> bool:
    """Stands a goal below a chapter with this number: one in words, or one whose results or indicators follow it?"""
    numbered = False
    for section in plan.sections[plan.sections.index(chapter) + 1 :]:
        heading = section.heading.text
        if match := GOAL.fullmatch(heading):
            return str(match["code"]).startswith(f"{code}.")
        if CHAPTER.fullmatch(heading):
            return False
        if match := NUMBER_ALONE.fullmatch(heading):
            numbered = numbered or str(match["code"]).startswith(f"{code}.")
        of_goals = any(table.kind in (INDICATORS.table, ACTIVITIES.table) for table in section.tables)
        if of_goals or any(words.fullmatch(heading) for words in (RESULTS, UNNUMBERED, UNTITLED)):
            return numbered
    return False


def unclear_fulfilment(plan: Plan) -> Iterator[tuple[str, Sequence[Line]]]:
    """What is said of whether a goal is met where it is not clear what it means, and its lines."""
    for goal in _goals(plan):
        met, said, lines = fulfilment(goal.sections)
        if said and met is None:
            yield f"Om målet {goal.code} är uppfyllt sägs i ord som ingen regel kan: ”{said}”.", lines


def in_goals(plan: Plan) -> dict[int, str]:
    """The ordinals of the sections that belong to a goal, and who sets what is in them."""
    return {section.ordinal: goal.set_by for goal in _goals(plan) for section in goal.sections}


def goal_headings(plan: Plan) -> set[int]:
    """The ordinals of the sections whose headline is a goal's."""
    return {goal.sections[0].ordinal for goal in _goals(plan)}


def _unnumbered(title: str, sections: list[Section], goals: Sequence[Goal]) -> Goal | None:
    return Goal(_next_code(goals), "nämndmål", title.strip(), sections, False) if goals else None


def _next_code(goals: Sequence[Goal]) -> str:
    """The code of a goal without a number: its parent's, and which one below it this is (schema.md, `goal`)."""
    parent = next((goal.code for goal in reversed(goals) if goal.level != "nämndmål"), goals[0].code)
    return f"{parent}.n{sum(goal.code.startswith(f'{parent}.n') for goal in goals) + 1}"


def _description(goal: Goal) -> tuple[str | None, list[Line]]:
    """All paragraphs under `Beskrivning`, a line break between two."""
    paragraphs = [
        paragraph
        for section in goal.sections
        if DESCRIPTION.fullmatch(section.heading.text)
        for paragraph in section.paragraphs
    ]
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    return text or None, [line for paragraph in paragraphs for line in paragraph.lines]


def _results(goal: Goal) -> list[Record]:
    """The bullets under `Förväntat resultat`; where no bullets are printed, its paragraphs.

    A paragraph that begins where the bullets' words do is an item whose bullet is drawn and stands alone on its page.
    """
    records: list[Record] = []
    for section in goal.sections:
        if not RESULTS.fullmatch(section.heading.text):
            continue
        bullets = [paragraph for paragraph in section.paragraphs if paragraph.bullet]
        listed = [paragraph for paragraph in section.paragraphs if paragraph.bullet or _is_item_of(paragraph, bullets)]
        for paragraph in listed or section.paragraphs:
            records.append(
                record(
                    "expected_result",
                    {
                        "goal_code": (goal.code, goal.sections[0].heading.lines),
                        "ordinal": (len(records) + 1, ()),
                        "text": (paragraph.text, paragraph.lines),
                    },
                )
            )
    return records


def _is_item_of(paragraph: Paragraph, bullets: Sequence[Paragraph]) -> bool:
    """Is it an item of the list that has no other on its page, so that its drawn bullet was not taken for one?"""
    x0 = _indent(paragraph)
    if x0 is None or any(bullet.lines[0].page == paragraph.lines[0].page for bullet in bullets):
        return False
    return any((other := _indent(bullet)) is not None and abs(other - x0) < SAME_INDENT for bullet in bullets)


def _indent(paragraph: Paragraph) -> float | None:
    """Where the words of an item begin; None in a text file, and where its mark is no word of its own."""
    words = paragraph.lines[0].words[int(paragraph.bullet) :]
    return words[0].box.x0 if words else None
