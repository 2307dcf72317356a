"""Pages → records: one module for each part of the document. Knows no Parquet, no DuckDB, no Prefect."""

from __future__ import annotations

from pipeline.blocks import print_blocks, text_blocks
from pipeline.blocks.contents import without_contents, without_cover
from pipeline.blocks.furniture import strip, without_blank_ends
from pipeline.blocks.page_order import Ordered, in_order
from pipeline.document import Document, Line
from pipeline.parse.adjustments import adjustment_items, budget_adjustments
from pipeline.parse.budget import budget_lines, turnover_changes
from pipeline.parse.claims import claims
from pipeline.parse.cover import identity
from pipeline.parse.decisions import decisions
from pipeline.parse.goals import goals
from pipeline.parse.investments import investments
from pipeline.parse.plan import Plan, sections_of, sources
from pipeline.parse.printed_tables import PATTERNS
from pipeline.parse.result_units import result_units
from pipeline.parse.sections import sections
from pipeline.parse.uninterpreted import uninterpreted
from pipeline.parse.words import DECISIONS, ends_table, known_level
from pipeline.record import Extraction, Record
from pipeline.refusal import Reason, Refused
from pipeline.swedish import fold
from pipeline.tables import find
from pipeline.tables import plain as plain_tables
from pipeline.tables.unwrap import Unwrapper


def parse(document: Document) -> Extraction:
    """All records of a document.

    Raises Refused: `not_a_plan` for a document of another kind, `pages_missing` when the printed page numbers say so.
    """
    plan = plan_of(document)
    identified = identity(plan)
    year = int(str(identified.values["plan_year"]))
    decided = decisions(plan)
    applied = budget_adjustments(plan)
    records = [
        *sections(plan),
        *decided,
        *goals(plan),
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
        *uninterpreted(plan),
    ]
    _refuse_without_plan(records)
    return Extraction(identified, records)


def plan_of(document: Document) -> Plan:
    """The document taken apart into cover and sections."""
    stripped = strip(document.pages, _is_header_line)
    plain_text = document.media_type == "text/plain"
    # A text file keeps few page headers, if any: they do not tell whether pages are missing.
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
    found, mended = sections_of(blocks)
    apart = (*cover.apart, *stripped.furniture)
    return Plan(document, apart, found, unwrapper, set_off, [*ordered.mended, *mended])


def _is_header_line(line: Line) -> bool:
    """Does the line stand at the top of pages because a table's header is repeated there?"""
    words = fold(line.text).split()
    return any(all(pattern.header_word.fullmatch(word) for word in words) for pattern in PATTERNS)


def _refuse_without_plan(records: list[Record]) -> None:
    """A verksamhetsplan has goals or a budget; another tjänsteutlåtande has decisions only."""
    if not any(record.table in ("goal", "budget_line", "indicator") for record in records):
        raise Refused(Reason.NOT_A_PLAN, "it has decisions or prose, but neither goals nor a budget table")
