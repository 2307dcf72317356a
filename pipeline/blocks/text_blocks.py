"""Lines of a text file → headings and paragraphs, by blank lines, sentence ends and the room left at line ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.blocks.block import Block, Heading, Paragraph
from pipeline.blocks.headline import AMOUNT_HEADLINE, NUMBERED, SENTENCE_END, level_by_words, looks_like_headline
from pipeline.blocks.print_blocks import BULLET, KnownLevel
from pipeline.document import Line, Table
from pipeline.swedish import fold
from pipeline.tables.unwrap import Unwrapper

# A line is short when the next word would have fitted into this share of the usual line length (letters differ in
# width, so the number of characters tells it only roughly).
ROOM = 0.86
# The usual length is that of the longest of so many lines above and below: decisions stand in a narrower column.
NEIGHBOURS = 12
# A heading wraps over at most this many lines.
HEADING_LINES = 3
NOTE = re.compile(r"(?:\*{1,3}|[†‡¹²³]) ?[^\W\d]")
POINT = re.compile(r"\d{1,3}\. ?[A-ZÅÄÖ]")


def blocks_of(items: Sequence[Line | Table], known: KnownLevel, unwrapper: Unwrapper) -> list[Block]:
    """The blocks of a text file, in reading order. Empty lines among `items` are blank lines of the file."""
    grouping = Grouping([item for item in items if isinstance(item, Line)], known)
    blocks: list[Block] = []
    group: list[Line] = []
    for index, item in enumerate(items):
        if isinstance(item, Line) and fold(item.text):
            if group and grouping.begins(group, _ahead(items, index)):
                blocks.extend(_block(group, grouping, unwrapper))
                group = []
            group.append(item)
            continue
        blocks.extend(_block(group, grouping, unwrapper))
        group = []
        if isinstance(item, Table):
            blocks.append(item)
    blocks.extend(_block(group, grouping, unwrapper))
    return blocks


def _ahead(items: Sequence[Line | Table], index: int) -> list[Line]:
    """The line at `index` and those after it, up to a blank line or a table."""
    lines: list[Line] = []
    for item in items[index : index + HEADING_LINES + 1]:
        if not isinstance(item, Line) or not fold(item.text):
            break
        lines.append(item)
    return lines


class Grouping:
    """Where a paragraph or a heading of a text file ends and the next begins."""

    def __init__(self, lines: Sequence[Line], known: KnownLevel) -> None:
        printed = [line for line in lines if fold(line.text)]
        lengths = [len(fold(line.text)) for line in printed]
        self._width = {
            line.number: max(lengths[max(index - NEIGHBOURS, 0) : index + NEIGHBOURS + 1])
            for index, line in enumerate(printed)
        }
        self.known = known

    def short(self, line: Line, following: Line) -> bool:
        """Whether the first word of the following line would have fitted on this one."""
        word = fold(following.text).split(" ", 1)[0]
        return len(fold(line.text)) + 1 + len(word) < ROOM * self._width[line.number]

    def begins(self, group: Sequence[Line], ahead: Sequence[Line]) -> bool:
        """Does the line `ahead[0]` begin a new block after the lines of `group`?"""
        previous, line = group[-1], ahead[0]
        text = fold(line.text)
        if any(beginning.match(text) for beginning in (BULLET, POINT, NOTE, NUMBERED)) or AMOUNT_HEADLINE.fullmatch(
            text
        ):
            return True
        if self.known(text) is not None:
            return True
        if self._closed_heading(group):
            return True
        if POINT.match(fold(group[0].text)):
            return False
        if not text[:1].isupper() or self._goal_heading(group, ahead):
            return False
        if self.short(previous, line):
            return True
        closed = fold(previous.text).endswith(SENTENCE_END)
        return closed and self.heading_ahead(ahead)

    def _closed_heading(self, group: Sequence[Line]) -> bool:
        """Is the group a heading that is known as a whole, or one that ends in an amount?"""
        text = " ".join(fold(line.text) for line in group)
        return ":" not in text and (self.known(text) is not None or bool(AMOUNT_HEADLINE.fullmatch(text)))

    def _goal_heading(self, group: Sequence[Line], ahead: Sequence[Line]) -> bool:
        """Is it the rest of a `Nämndmål: …` that a blank line closes? Its lines are shorter than those of prose. (No
        blank line stands below an inriktningsmål.)"""
        first = fold(group[0].text)
        goal = ":" in first and (self.known(first) or 1) > 1
        return goal and len(group) + len(ahead) <= HEADING_LINES

    def heading_ahead(self, ahead: Sequence[Line]) -> bool:
        """Do the lines begin with a heading: without a sentence end, broken off before a blank line, a table, or a line
        that begins anew?"""
        for one, other in pairwise(ahead[: HEADING_LINES + 1]):
            if fold(one.text).endswith(SENTENCE_END):
                return False
            if self.short(one, other) and fold(other.text)[:1].isupper():
                return True
        return len(ahead) <= HEADING_LINES and not fold(ahead[-1].text).endswith(SENTENCE_END)


def _block(group: Sequence[Line], grouping: Grouping, unwrapper: Unwrapper) -> list[Block]:
    if not group:
        return []
    text = unwrapper.text(group)
    mark = BULLET.match(text)
    known = grouping.known(text)
    if not mark and (known is not None or looks_like_headline(text)):
        return [Heading(text, known or level_by_words(text), tuple(group))]
    return [Paragraph(text[mark.end() :] if mark else text, tuple(group), bullet=mark is not None)]
