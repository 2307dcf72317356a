"""Pages → records: one module for each part of the document. Does not use Parquet, DuckDB or Prefect."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from pipeline.blocks import print_blocks, text_blocks
from pipeline.blocks.contents import without_contents, without_cover
from pipeline.blocks.furniture import strip, without_blank_ends
from pipeline.blocks.page_order import Ordered, in_order
from pipeline.document import Document, Line, Page
from pipeline.parse.addressee import is_of_no_board
from pipeline.parse.adjustments import adjustment_items, budget_adjustments
from pipeline.parse.attachments import attachments
from pipeline.parse.budget import budget_lines, turnover_changes
from pipeline.parse.chapters import with_chapters
from pipeline.parse.claims import claims
from pipeline.parse.cover import Named, identity, kind_of, other_matter, title_behind_addressee
from pipeline.parse.decisions import decisions
from pipeline.parse.footnotes import footnotes, with_marks
from pipeline.parse.goals import goals
from pipeline.parse.investments import investments
from pipeline.parse.kinds import OTHER, DocumentKind, other_title, title_of
from pipeline.parse.plan import Plan, sections_of, sources
from pipeline.parse.printed_tables import PATTERNS
from pipeline.parse.result_units import result_units
from pipeline.parse.sections import sections
from pipeline.parse.signatures import signature_records
from pipeline.parse.titles import with_titles
from pipeline.parse.uninterpreted import uninterpreted
from pipeline.parse.words import DECISIONS, ends_table, known_level
from pipeline.record import Extraction, Record
from pipeline.swedish import fold
from pipeline.tables import find
from pipeline.tables import plain as plain_tables
from pipeline.tables.unwrap import Unwrapper

# The end of a sentence, not of a number (`Dnr: 1114-2014-1.1.`).
_SENTENCE = re.compile(r"[^\W\d]{2,}[.!?]$")


def parse(document: Document) -> Extraction:
    """All records of a document.

    Raises Refused: `not_a_tjänsteutlåtande` if it is not a document of a board, `pages_missing` if the printed page
    numbers say so.
    """
    plan = plan_of(document)
    named = kind_of(plan)
    identified = identity(plan, named) if named else None
    records = _records(plan, named)
    if named is None or identified is None or not holds(records, named.kind):
        named = other_matter(plan, _instead(plan, named))
        identified = identity(plan, named)
        records = _records(plan, named)
    records += uninterpreted(plan, named, str(identified.values["board"]))
    with_marks((identified, *records), document)
    return Extraction(identified, records)


def _instead(plan: Plan, named: Named | None) -> str:
    """What a document of no declared kind seems to be."""
    titled = title_of(plan.cover)
    if titled and is_of_no_board(titled.text):
        return f"its title is ”{titled.text}”, which is of no board"
    subject = title_behind_addressee(plan.cover)
    if title := other_title(plan.cover) or (subject.value if subject else None):
        return f"its title is ”{title}”"
    if named is None:
        return "the document does not say for which year it is a verksamhetsplan"
    return "it has decisions or prose, but neither goals nor a budget table"


def holds(records: Sequence[Record], kind: DocumentKind) -> bool:
    """Whether a document has what its kind requires."""
    return not kind.needs or any(record.table in kind.needs for record in records)


def _records(plan: Plan, named: Named | None) -> list[Record]:
    """The records of all parts of a document, whatever its kind."""
    kind, year, own = (named.kind, named.year, named.own) if named else (OTHER, 0, ())
    decided = decisions(plan)
    applied = budget_adjustments(plan)
    return [
        *sections(plan),
        *decided,
        *signature_records(plan),
        *attachments(plan),
        *footnotes(plan),
        *goals(plan, kind, own),
        *budget_lines(plan, year),
        *turnover_changes(plan),
        *applied,
        *adjustment_items(plan, applied, decided),
        *investments(plan),
        *result_units(plan),
        *claims(
            (" / ".join(section.path), paragraph.text, sources(paragraph.lines))
            for section in plan.sections
            for paragraph in section.paragraphs
        ),
    ]


def plan_of(document: Document) -> Plan:
    """The document split into cover and sections."""
    stripped = strip(document.pages, _is_header_line)
    plain_text = document.media_type == "text/plain"
    # A text file has few page headers, if any, so they do not show whether pages are missing.
    ordered = Ordered(without_blank_ends(stripped.pages)) if plain_text else in_order(stripped.pages, stripped.numbers)
    body = without_contents(ordered.pages)
    cover = without_cover(body.pages, DECISIONS)
    lines = [line for page in cover.pages for line in page.lines]
    unwrapper = Unwrapper(line for page in document.pages for line in page.lines)
    if plain_text:
        items = plain_tables.flow(lines, PATTERNS, ends_table, unwrapper)
        blocks, set_off = text_blocks.blocks_of(items, known_level, unwrapper), False
    else:
        items = find.flow(cover.pages, PATTERNS, ends_table, unwrapper)
        blocks, set_off = print_blocks.blocks_of(items, known_level, unwrapper)
    found, mended = sections_of(with_titles(with_chapters(blocks)))
    apart = (*(cover.apart or _front(cover.pages)), *stripped.furniture)
    return Plan(document, apart, found, unwrapper, set_off, [*ordered.mended, *mended])


def _front(pages: Sequence[Page]) -> tuple[Line, ...]:
    """The lines before the first known heading and the first sentence: the cover of a document that decides nothing."""
    lines = (line for page in pages[:1] for line in page.lines)
    return tuple(
        takewhile(lambda line: known_level(text := fold(line.text)) is None and not _SENTENCE.search(text), lines)
    )


def _is_header_line(line: Line) -> bool:
    """Whether the line is at the top of pages because a table's header is repeated there."""
    words = fold(line.text).split()
    return any(all(pattern.header_word.fullmatch(word) for word in words) for pattern in PATTERNS)
