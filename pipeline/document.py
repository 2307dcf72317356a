"""The types that all packages share: what a document consists of before anything in it is interpreted.

Lengths are PDF points (1/72 inch), the origin is the top left corner of the page as a reader sees it.
A text file has pages and lines but no positions, so every box is None. Boxes and words are named tuples, because a plan
has tens of thousands of them and a dataclass takes three times as long to create.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on a page, in points from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The vertical middle."""
        return (self.top + self.bottom) / 2

    @staticmethod
    def around(boxes: Sequence[Box]) -> Box:
        """The smallest box that holds all `boxes` (at least one)."""
        if len(boxes) == 1:
            return boxes[0]
        x0, top, x1, bottom = zip(*boxes, strict=True)
        return Box(min(x0), min(top), max(x1), max(bottom))


class Style(NamedTuple):
    """How characters are printed: the font's size (to half a point), its family, weight and slope, and the
    colour (0xRRGGBB, 0 for all greys)."""

    size: float
    font: str
    bold: bool
    italic: bool
    colour: int = 0


class Word(NamedTuple):
    """A run of characters without a space, as printed.

    `size` is the font size in points, `font` the family without subset prefix and style; `spaced` says that a space
    is printed after the word, `colour` is 0xRRGGBB, and 0 for all greys.
    """

    text: str
    box: Box
    size: float
    font: str = ""
    bold: bool = False
    italic: bool = False
    spaced: bool = False
    colour: int = 0


@dataclass(frozen=True)
class Line:
    """One printed line.

    `text` is as printed. `number` is the line's number in a text file (from 1), None for a PDF.
    `broken` says that the line was broken inside a word (in a text file: a missing space).
    """

    text: str
    page: int
    words: tuple[Word, ...] = ()
    number: int | None = None
    broken: bool = False

    @cached_property
    def box(self) -> Box | None:
        return Box.around([word.box for word in self.words]) if self.words else None

    @cached_property
    def style(self) -> Style:
        """The style of most of the line's characters; only for a line with words."""
        counts: dict[tuple[float, str, bool, bool, int], int] = {}
        for word in self.words:
            look = (word.size, word.font, word.bold, word.italic, word.colour)
            counts[look] = counts.get(look, 0) + len(word.text)
        size, font, bold, italic, colour = max(counts, key=counts.__getitem__)
        return Style(max(round(size * 2) / 2, 0.5), font, bold, italic, colour)


# The rule that reports annotations and form fields.
ANNOTATION = "anteckning"


# The number of texts named in one finding.
NAMED = 5


class ReadingFinding(NamedTuple):
    """A finding made while reading a page: `message` is Swedish, `severity` is `error`, `warning` or `note`."""

    rule: str
    severity: str
    message: str
    page: int


def in_short(texts: Sequence[str], most: int | None = None) -> str:
    """The first of these texts (NAMED, or `most`) in one phrase of a finding's message, and how many more there are."""
    most = NAMED if most is None else most
    return ", ".join(texts[:most]) + (f" och {len(texts) - most} till" if len(texts) > most else "")


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight printed line: the border of a table cell, or an edge of a shaded cell."""

    box: Box

    @property
    def horizontal(self) -> bool:
        return self.box.width >= self.box.height


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its lines as printed and its text unwrapped; empty if nothing is printed."""

    text: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A complete table: repeated headers removed, rows split by a page break joined.

    `kind` is the name of the pattern that its header row matches, None if there is none.
    Each row has as many cells as `header`. `strays` are lines inside its rulings that fit no column, `unruled` the
    first lines of rows that no ruling parts from the one above, where rulings part the others. `comments` are the
    paragraphs that stand across the columns under a row, by the number of the row (from 0).
    """

    kind: str | None
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    page: int
    top: float
    strays: tuple[Line, ...] = ()
    unruled: tuple[Line, ...] = ()
    comments: Mapping[int, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a source: `number` counts from 1 in the order of the file.

    `removed` are words of the file that are no text of the page: nobody sees them, they are struck through, or marks
    of footnotes; `struck` and `marks` are the last two of these. `findings` are what reading has to tell of the
    page; `blank` says that nothing is drawn on it.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...] = ()
    removed: tuple[Word, ...] = ()
    findings: tuple[ReadingFinding, ...] = ()
    blank: bool = False
    struck: tuple[Word, ...] = ()
    marks: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A source file as read: its identity and its pages.

    `media_type` is `application/pdf` or `text/plain`; `reader` names the library that read it, `findings`
    are what it had to leave out or could not be sure of. `shown` are the bytes that were read where those of the file
    had annotations or form fields, which are part of the pages there.
    """

    sha256: str
    file_name: str
    media_type: str
    reader: str
    pages: tuple[Page, ...]
    findings: tuple[ReadingFinding, ...] = ()
    shown: bytes | None = None
