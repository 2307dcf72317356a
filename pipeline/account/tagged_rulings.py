"""Tables whose rows and columns the page shows by blank space alone, read once more as their tags part them.

Where the reading of the blanks is denied by the tags, rulings are laid between the tagged rows and columns, if each of
them has its own place on the page, and the page is read again with them. Of the two readings that one counts whose rows
are such as their declaration asks for; that tags have decided is told. A table that the page itself rules is its own
witness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from pipeline.account.tag_witness import Disagreement, disagreements
from pipeline.account.tagged import Located, located, rows_read
from pipeline.document import Box, Document, Page, Rule
from pipeline.parse import parse
from pipeline.read.pdfium import seen
from pipeline.read.tags import Node
from pipeline.record import Extraction

# Rulings of the page that part so large a share of the tagged rows are believed, and no tag against them.
RULED = 0.5
# A table's own rulings and shadings stand no further out than this (points); its new edges stand half as far.
AROUND = 4.0
# Columns may touch by this much: boxes of words are as wide as the font says, not as they look.
TOUCH = 0.5

Range = tuple[float, float]


def by_tags(path: Path, document: Document, extraction: Extraction) -> tuple[Extraction, list[Disagreement]]:
    """The reading of a document that counts, and where its tags disagree with it or have decided it.

    Raises OSError for a file that is gone since.
    """
    found = disagreements(path, document, extraction)
    denied = [one for one in found if one.severity == "error"]
    ruled = _ruled(path, document, extraction, {one.page + n for one in denied for n in (0, 1)}) if denied else document
    if ruled is document:
        return extraction, found
    other = parse(ruled)
    still = disagreements(path, document, other)
    before, after = _troubles(extraction), _troubles(other)
    if after > before or sum(one.severity == "error" for one in still) >= len(denied):
        return extraction, found
    message = (
        "Tabeller på sidan är lästa så som dokumentets taggar delar dem i rader och kolumner; mellanrummen gör det "
        f"inte. Läst efter dem: {denied[0].message}"
    )
    return other, [Disagreement("note" if after < before else "warning", message, denied[0].page), *still]


def _troubles(extraction: Extraction) -> int:
    """How much of a reading does not fit: rows without a name or without anything behind it, and what no rule knows."""
    told = (record.values["rule"] for record in extraction.records if record.table == "finding")
    unknown = sum(rule in ("uninterpreted", "target_uninterpreted") for rule in told)
    return unknown + sum(not row.fits for row in rows_read(extraction))


def _ruled(path: Path, document: Document, extraction: Extraction, numbers: set[int]) -> Document:
    """The document with rulings in the tagged tables of these pages; itself where none can be laid."""
    pdf = seen(document.shown or path.read_bytes())
    words: dict[int, list[Located]] = defaultdict(list)
    for word in located(pdf, [page for page in document.pages if page.number in numbers], rows_read(extraction)):
        words[word.page].append(word)
    pages = tuple(_with_rulings(page, words[page.number]) for page in document.pages)
    same = all(one is other for one, other in zip(pages, document.pages, strict=True))
    return document if same else replace(document, pages=pages)


def _with_rulings(page: Page, words: Iterable[Located]) -> Page:
    tables: dict[Node, list[Located]] = defaultdict(list)
    for word in words:
        if word.tag:
            tables[word.tag.table].append(word)
    for table in tables.values():
        plain = all(word.tag and word.tag.rows == word.tag.columns == 1 and not word.tag.around for word in table)
        if plain and any(word.read for word in table):
            page = _with_table(page, table)
    return page


def _with_table(page: Page, words: Sequence[Located]) -> Page:
    """The page with the table of these words ruled, if its rows and columns have places of their own and no rulings."""
    boxes = [word.word.box for word in words]
    area = Box.around(boxes)
    own = [rule for rule in page.rules if _within(rule.box, area)]
    rows = _places((word.tag.row, word.word.box.middle, word.word.box.middle) for word in words if word.tag)
    cells: dict[Node, set[Node]] = defaultdict(set)
    for word in words:
        if word.tag:
            cells[word.tag.row].add(word.tag.cell)
    columns = _places(
        (word.tag.cell[-1:], word.word.box.x0 + TOUCH, word.word.box.x1)
        for word in words
        if word.tag and len(cells[word.tag.row]) > 1  # a note may stand across the columns
    )
    if not (rows and columns) or _parted(rows, own) >= RULED * (len(rows) - 1):
        return page
    x = [area.x0 - AROUND / 2, *map(_between, pairwise(columns)), area.x1 + AROUND / 2]
    y = [area.top - AROUND / 2, *map(_between, pairwise(rows)), area.bottom + AROUND / 2]
    return replace(page, rules=(*(rule for rule in page.rules if rule not in own), *_grid(x, y, boxes)))


def _places(words: Iterable[tuple[Node, float, float]]) -> list[Range]:
    """From where to where reaches what these words are in, in order; nothing where there is but one, or two overlap."""
    found: dict[Node, Range] = {}
    for key, low, high in words:
        least, most = found.get(key, (low, high))
        found[key] = (min(least, low), max(most, high))
    ranges = sorted(found.values())
    apart = all(one[1] < other[0] for one, other in pairwise(ranges))
    return ranges if apart and len(ranges) > 1 else []


def _parted(rows: Sequence[Range], rules: Iterable[Rule]) -> int:
    """How many of the rows do rulings part from the one above?"""
    heights = [rule.box.top for rule in rules if rule.horizontal]
    return sum(any(one[1] < height < other[0] for height in heights) for one, other in pairwise(rows))


def _within(box: Box, area: Box) -> bool:
    return (
        area.x0 - AROUND <= box.x0
        and box.x1 <= area.x1 + AROUND
        and area.top - AROUND <= box.top
        and box.bottom <= area.bottom + AROUND
    )


def _between(neighbours: tuple[Range, Range]) -> float:
    return (neighbours[0][1] + neighbours[1][0]) / 2


def _grid(x: Sequence[float], y: Sequence[float], words: Sequence[Box]) -> Iterator[Rule]:
    """Rulings at these places; none within a row that words of one cell reach over (a note)."""
    yield from (Rule(Box(x[0], height, x[-1], height)) for height in y)
    for top, bottom in pairwise(y):
        row = [box for box in words if top < box.middle < bottom]
        for left in x:
            if not any(box.x0 < left < box.x1 for box in row):
                yield Rule(Box(left, top, left, bottom))
