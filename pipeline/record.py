"""What parsing hands to staging: rows of the public tables, each value with the place it was printed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.document import Box

Value = str | int | float | bool | Decimal | datetime.date | None
# Columns whose value comes from the header of the table or from the heading above it.
PRINTED_ABOVE = {"table_title", "column_text", "measure", "basis", "fiscal_year", "budget_kind", "goal_code"}


@dataclass(frozen=True, slots=True)
class Source:
    """One printed place: page (from 1), box (None in a text file), line of a text file, and the characters as printed.

    `mark` is the footnote mark of the value printed there.
    A value that continues over a page break has a source on each page.
    """

    page: int
    box: Box | None
    text: str
    line: int | None = None
    mark: str | None = None


@dataclass(slots=True)
class Record:
    """One row of a public table.

    `values` maps each column that parsing knows to its value; keys that staging adds (`document_id`, `row_id`) are
    not among them. `sources` maps a column to where its value was printed; a derived column (`target_value`) has the
    sources of what it was derived from. `suspect`, for a finding, is the row and the column that are probably wrong;
    their ids are only known after staging.
    """

    table: str
    values: dict[str, Value]
    sources: dict[str, tuple[Source, ...]] = field(default_factory=dict)
    suspect: tuple[Record, str] | None = None

    @property
    def page(self) -> int | None:
        """The page the row begins on; its header or heading may be on an earlier page."""
        own = [sources for column, sources in self.sources.items() if column not in PRINTED_ABOVE]
        pages = [source.page for sources in own or self.sources.values() for source in sources]
        return min(pages, default=None)


@dataclass(slots=True)
class Extraction:
    """Everything read from one file: one `document` record, and the rows of the other tables in printed order."""

    document: Record
    records: list[Record]
