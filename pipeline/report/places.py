"""Where the figures of a report are printed: looked up for all of them at once, and put on the pages they stand on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

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
        """Where it is, for those who see no picture."""
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


@dataclass(frozen=True, slots=True)
class Places:
    """Where each figure leads: `links` from figure to (element, page); `pages` by document and number."""

    links: dict[Ref, tuple[str, int]]
    pages: dict[tuple[str, int], Page]


def find_places(connection: duckdb.DuckDBPyConnection, cells: Iterable[Cell]) -> Places:
    """The places of all figures of these cells, and the pages that cells lead to without a place."""
    cells = list(cells)
    refs = list(dict.fromkeys(cell.ref for cell in cells if cell.ref))
    keys = {ref: f"s{number}" for number, ref in enumerate(refs, start=1)}
    found = rows(connection, PLACES, [ref.row_id for ref in refs], [ref.column for ref in refs])
    links: dict[Ref, tuple[str, int]] = {}
    pages: dict[tuple[str, int], Page] = {}
    for row in found:
        ref = Ref(row["row_id"], row["column_name"])
        first = ref not in links
        links.setdefault(ref, (keys[ref], row["page"]))
        at = row["document_id"], row["page"]
        pages.setdefault(at, Page(*at)).places.append(_place(row, keys[ref], first))
    for at in dict.fromkeys(cell.page for cell in cells if cell.page):
        pages.setdefault(at, Page(*at))
    return Places(links, dict(sorted(pages.items())))


def by_document(pages: Iterable[Page]) -> dict[str, list[Page]]:
    """The pages of each document."""
    found: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        found[page.document_id].append(page)
    return found


def _place(row: Fetched, key: str, first: bool) -> Place:
    box = None if row["x0"] is None else Box(row["x0"], row["top"], row["x1"], row["bottom"])
    return Place(key, first, row["text"].strip(), box, row["line"])
