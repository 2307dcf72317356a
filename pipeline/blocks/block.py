"""The blocks a document is made of: headings, paragraphs, bullets, and tables."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document import Line, Table


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, unwrapped; `level` from 1 (chapter) to 5."""

    text: str
    level: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, unwrapped. `bullet` says that it is a list item; its mark is not part of `text`."""

    text: str
    lines: tuple[Line, ...]
    bullet: bool = False


Block = Heading | Paragraph | Table
