"""Lines of a PDF → headings and paragraphs, by style, by gaps, and by the room left at line ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from pipeline.blocks.block import Block, Heading, Paragraph
from pipeline.blocks.headline import AMOUNT_HEADLINE, SENTENCE_END, level_by_words, looks_like_headline
from pipeline.blocks.style import Typography
from pipeline.document import Line, Style, Table
from pipeline.swedish import fold
from pipeline.tables.unwrap import Unwrapper

BULLET = re.compile(r"^[•‣▪●◦○■\-–·\uf0b7]\s+(?=\S)")
# A gap between lines wider than the usual pitch by this factor begins something new.
GAP = 1.18
# No heading is longer than this many characters, none deeper than this level.
LONGEST_HEADING, DEEPEST = 260, 5
# A size larger than the body's by this many points makes a heading.
LARGER = 0.8
# Bold type of this part of the body's size still makes one: the lowest headings of some producers are smaller than the
# text (10.5 beside 12 points). What is bold and smaller still are letterheads and notes (8.5 beside 11.5 points).
SMALLEST = 0.8

KnownLevel = Callable[[str], int | None]


def blocks_of(items: Sequence[Line | Table], known: KnownLevel, unwrapper: Unwrapper) -> tuple[list[Block], bool]:
    """The blocks of a document in reading order, and whether its print distinguishes headings from text.

    `known` gives the level of a heading that is known by its words. If print distinguishes no other headings, all are
    recognised by their words.
    """
    grouping = Grouping([item for item in items if isinstance(item, Line)], known)
    groups = _groups(items, grouping)
    blocks = [group if isinstance(group, Table) else _block(group, grouping, unwrapper) for group in groups]
    if any(isinstance(block, Heading) and known(block.text) is None for block in blocks):
        return blocks, True
    return [_by_words(block) if isinstance(block, Paragraph) else block for block in blocks], False


def _groups(items: Sequence[Line | Table], grouping: Grouping) -> list[list[Line] | Table]:
    """The tables, and the lines that make up a heading or a paragraph each."""
    groups: list[list[Line] | Table] = []
    for item in items:
        last = groups[-1] if groups else None
        if isinstance(item, Table):
            groups.append(item)
        elif isinstance(last, list) and not grouping.begins(last, item):
            last.append(item)
        elif item.words:
            groups.append([item])
    return groups


def _by_words(paragraph: Paragraph) -> Block:
    if paragraph.bullet or not looks_like_headline(paragraph.text):
        return paragraph
    return Heading(paragraph.text, level_by_words(paragraph.text), paragraph.lines)


class Grouping:
    """Where a paragraph or a heading ends and the next begins."""

    def __init__(self, lines: Sequence[Line], known: KnownLevel) -> None:
        self.typography = Typography(lines)
        self.known = known
        self._levels: dict[Style, Counter[int]] = {}
        for line in lines:
            if line.words and (level := known(fold(line.text))) is not None:
                self._levels.setdefault(line.style, Counter())[level] += 1
        # Where headings are printed in colour, that alone may set one off: so does `Heading 5` of Word as it comes.
        self._by_colour = not self.typography.body.colour and any(style.colour for style in self._levels)

    def begins(self, group: Sequence[Line], line: Line) -> bool:
        """Does `line` begin a new block after the lines of `group`?"""
        previous, text = group[-1], fold(line.text)
        if self.known(text) is not None or AMOUNT_HEADLINE.fullmatch(text):
            return True
        style = line.style
        if style != previous.style:
            return True
        # `– genom minskade utsläpp` goes on in a headline; in text a dash begins a list item.
        if BULLET.match(text) and not (self.is_heading_style(style) and not self._gap(previous, line, style)):
            return True
        early = self.typography.ends_early(previous, line)
        closed = fold(previous.text).endswith(SENTENCE_END)
        if previous.page != line.page:
            return (early or self.is_heading_style(style)) and (closed or text[:1].isupper())
        if self._gap(previous, line, style):
            return True
        return early and (text[:1].isupper() or (closed and not text[:1].islower()))

    def _gap(self, previous: Line, line: Line, style: Style) -> bool:
        if previous.box is None or line.box is None:
            return False
        return line.box.top - previous.box.top > GAP * self.typography.pitch(style) + 0.5

    def is_heading_style(self, style: Style) -> bool:
        """Whether the style distinguishes a line from the running text."""
        body = self.typography.body
        if style.size > body.size + LARGER:
            return True
        if style.size < body.size - LARGER:
            return style.bold and not body.bold and style.size >= SMALLEST * body.size
        if (style.bold and not body.bold) or (style.italic and not body.italic) or style.font != body.font:
            return True
        return style.colour != 0 and self._by_colour

    def level(self, text: str, style: Style) -> int:
        """The level of a heading: by its words where they are known, else the deepest of the known ones that look like
        it, else by its size, below what most of those are that are larger."""
        known = self.known(text)
        if known is not None:
            return known
        if alike := self._levels.get(style):
            return max(alike)
        larger = (levels for known_style, levels in self._levels.items() if known_style.size > style.size)
        below = max((levels.most_common(1)[0][0] for levels in larger), default=0) + 1
        return min(max(self._level_by_size(style), below), DEEPEST)

    def _level_by_size(self, style: Style) -> int:
        body = self.typography.body
        if style.size > body.size + 4.5:
            return 1
        if style.size > body.size + LARGER:
            return 2 if style.size > body.size + 1.5 else 3
        return 4 if style.bold or not (style.italic or style.colour) else 5


def _block(group: Sequence[Line], grouping: Grouping, unwrapper: Unwrapper) -> Block:
    text = unwrapper.text(group)
    style = group[0].style
    mark = BULLET.match(text)
    headed = grouping.known(text) is not None or (grouping.is_heading_style(style) and any(map(str.isalpha, text)))
    if AMOUNT_HEADLINE.fullmatch(text) and not headed:
        return Heading(text, DEEPEST, tuple(group))
    if headed and not mark and len(text) <= LONGEST_HEADING:
        return Heading(text, grouping.level(text, style), tuple(group))
    return Paragraph(text[mark.end() :] if mark else text, tuple(group), bullet=mark is not None)
