"""Headed prose → table `section`: every paragraph of the document, under its heading."""

from __future__ import annotations

from pipeline.document import Line
from pipeline.parse.plan import Plan, Section, record
from pipeline.record import Record


def sections(plan: Plan) -> list[Record]:
    """One record for each heading, with the paragraphs and bullets under it; a line break between two."""
    return [_section(section) for section in plan.sections]


def _section(section: Section) -> Record:
    text = "\n".join(("• " if paragraph.bullet else "") + paragraph.text for paragraph in section.paragraphs)
    lines: list[Line] = [line for paragraph in section.paragraphs for line in paragraph.lines]
    pages = [line.page for line in (*section.heading.lines, *lines)] + [table.page for table in section.tables]
    return record(
        "section",
        {
            "ordinal": (section.ordinal, ()),
            "level": (section.level, ()),
            "heading": (section.heading.text or None, section.heading.lines),
            "path": (" / ".join(section.path) or None, ()),
            "text": (text or None, lines),
            "page_first": (min(pages, default=1), ()),
            "page_last": (max(pages, default=1), ()),
        },
    )
