"""The plan as seen by its parsers: sections under headings, each with its path in the hierarchy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.blocks.block import Block, Heading, Paragraph
from pipeline.document import Box, Document, Line, Table
from pipeline.parse.words import ADJUSTMENTS, INVESTMENTS, OPERATIONS
from pipeline.record import Record, Source
from pipeline.tables.unwrap import Unwrapper


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the line it was printed on."""

    value: str
    line: Line


@dataclass(slots=True)
class Section:
    """A heading and what is under it up to the next heading; `path` are the headings above it, itself last."""

    ordinal: int
    heading: Heading
    level: int
    path: tuple[str, ...]
    blocks: list[Paragraph | Table] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [block for block in self.blocks if isinstance(block, Paragraph)]

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def lines(self) -> list[Line]:
        """The lines of its heading and its paragraphs."""
        return [*self.heading.lines, *(line for paragraph in self.paragraphs for line in paragraph.lines)]


@dataclass(slots=True)
class Plan:
    """A document split up: cover, sections, how its lines are joined, and what was corrected on the way.

    `headings_set_off` says that print distinguishes headings from text; in a text file or plain print, only words do.
    """

    document: Document
    cover: tuple[Line, ...]
    sections: list[Section]
    unwrapper: Unwrapper
    headings_set_off: bool
    mended: list[str] = field(default_factory=list)

    @property
    def text_lines(self) -> list[Line]:
        """The lines of all headings and paragraphs."""
        return [line for section in self.sections for line in section.lines]

    def under(self, section: Section) -> Iterator[Section]:
        """The section and all sections below it."""
        start = self.sections.index(section)
        yield section
        for other in self.sections[start + 1 :]:
            if other.level <= section.level:
                return
            yield other


def sections_of(blocks: Iterable[Block]) -> tuple[list[Section], list[str]]:
    """The sections in printed order, and what was corrected (a heading printed twice counts once)."""
    sections: list[Section] = []
    mended: list[str] = []
    for block in blocks:
        if not isinstance(block, Heading):
            if not sections:
                sections.append(_section(1, Heading("", 1, ()), []))
            sections[-1].blocks.append(block)
        elif sections and not sections[-1].blocks and sections[-1].heading.text == block.text:
            mended.append(f"Rubriken ”{block.text}” står två gånger efter varandra (sida {block.lines[0].page}).")
        else:
            sections.append(_section(len(sections) + 1, block, sections))
    return sections, mended


def _section(ordinal: int, heading: Heading, before: Sequence[Section]) -> Section:
    level = heading.level
    chapter = next((section for section in reversed(before) if section.level <= 2), None)
    if chapter and ADJUSTMENTS.fullmatch(chapter.heading.text):
        # `Investeringar` is a chapter of its own, and the first of the two parts of `Budgetjusteringar`.
        if INVESTMENTS.fullmatch(heading.text) or OPERATIONS.fullmatch(heading.text):
            level = 4
        elif level == 4:
            level = 5
    above = [heading.text]
    deepest = level
    for section in reversed(before):
        if section.level < deepest and section.heading.text:
            above.insert(0, section.heading.text)
            deepest = section.level
    return Section(ordinal, heading, level, tuple(above))


def sources(lines: Sequence[Line]) -> tuple[Source, ...]:
    """Where lines are printed: one source for each page they are on, with the characters as printed."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return tuple(_source(page, held) for page, held in pages.items())


def _source(page: int, lines: Sequence[Line]) -> Source:
    boxes = [line.box for line in lines if line.box]
    return Source(
        page=page,
        box=Box.around(boxes) if boxes else None,
        text="\n".join([line.text for line in lines]),
        line=lines[0].number,
    )


def record(table: str, values: dict[str, tuple[object, Sequence[Line]]]) -> Record:
    """A record from `column: (value, the lines it was printed on)`; a value without lines has no source."""
    result = Record(table, {})
    for column, (value, lines) in values.items():
        result.values[column] = value  # type: ignore[assignment]
        if value is not None and lines:
            result.sources[column] = sources(lines)
    return result
