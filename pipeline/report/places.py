"""Where the figures of a report are printed: looked up for all at once, and marked on their pages."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import duckdb

from pipeline.document import Box
from pipeline.report.model import Cell, Ref
from pipeline.report.queries import Fetched, rows

PLACES = """
SELECT document_id, row_id, column_name, page, x0, top, x1, bottom, line, text
FROM base.provenance
JOIN (SELECT DISTINCT unnest(?) AS row_id, unnest(?) AS column_name) AS asked USING (row_id, column_name)
ORDER BY document_id, ordinal
"""
POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Place:
    """A printed place of a figure; `key` is that of the figure. A text file has lines (from 1) instead of boxes."""

    key: str
    first: bool
    text: str
    box: Box | None
    line: int | None

    @property
    def words(self) -> str:
        """The place in words, for when there is no picture."""
        if self.line is not None:
            return f"rad {self.line}"
        if self.box is None:
            return "på sidan"
        right, down = (round(value / POINTS_PER_MM) for value in (self.box.x0, self.box.top))
        return f"{right} mm från vänster kant, {down} mm från överkanten"


@dataclass(slots=True)
class Page:
    """A page of a document with the figures of the report that are printed on it."""

    document_id: str
    number: int
    places: list[Place] = field(default_factory=list)


class Link(NamedTuple):
    """Where a figure leads: the element of its first place, on which page of which document."""

    key: str
    page: int
    document_id: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where each figure links to, and the pages with figures by document and number."""

    links: dict[Ref, Link]
    pages: dict[tuple[str, int], Page]


def find_places(connection: duckdb.DuckDBPyConnection, cells: Iterable[Cell], shown: Container[str]) -> Places:
    """The places of all figures of these cells in the documents `shown`, and the pages that cells lead to."""
    refs: dict[Ref, None] = {}
    whole: dict[tuple[str, int], None] = {}
    for cell in cells:
        if cell.ref:
            refs[cell.ref] = None
        if cell.page and cell.page[0] in shown:
            whole[cell.page] = None
    found = rows(connection, PLACES, [ref.row_id for ref in refs], [ref.column for ref in refs])
    links: dict[Ref, Link] = {}
    pages: dict[tuple[str, int], Page] = {}
    for row in found:
        if row["document_id"] not in shown:
            continue
        ref = Ref(row["row_id"], row["column_name"])
        first = ref not in links
        link = links.setdefault(ref, Link(key_of(ref), row["page"], row["document_id"]))
        at = row["document_id"], row["page"]
        pages.setdefault(at, Page(*at)).places.append(_place(row, link.key, first))
    for at in whole:
        pages.setdefault(at, Page(*at))
    return Places(links, dict(sorted(pages.items())))


def key_of(ref: Ref) -> str:
    """The element of a figure's first place: the same in every report, so that its address can be saved and sent."""
    return "s-" + hashlib.blake2b(f"{ref.row_id} {ref.column}".encode(), digest_size=8).hexdigest()


def by_document(pages: Iterable[Page]) -> dict[str, list[Page]]:
    """The pages of each document."""
    found: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        found[page.document_id].append(page)
    return found


def _place(row: Fetched, key: str, first: bool) -> Place:
    box = None if row["x0"] is None else Box(row["x0"], row["top"], row["x1"], row["bottom"])
    return Place(key, first, row["text"].strip(), box, row["line"])
