"""Where each word of a table was read, and where the document's tags put it: what `pipeline.account.tag_witness`
compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pipeline.document import Page, Word
from pipeline.parse.printed_tables import PRINTED_TABLES, CellKind, PrintedColumn, PrintedTable
from pipeline.read.pdfium import Edges, Seen, user_space
from pipeline.read.tags import CellTag, TaggedText, tagged_text
from pipeline.record import Extraction, Record, Source

DECLARED = {declared.table: declared for declared in PRINTED_TABLES}
FIGURES = (CellKind.TARGET, CellKind.DATE, CellKind.AMOUNT)
# Boxes are compared with so much room (points); shelves are so high.
ROOM, SHELF = 0.5, 8.0
# A text object is a part of a word where both cover so much of the smaller one's width and height; what is said by less
# than such a share of the ink that most of it says is a neighbour's.
COVERED, MINOR = 0.5, 0.3

Held = TypeVar("Held")


@dataclass(eq=False, slots=True)
class ReadCell:
    """A cell as it was read: the printed places of its text, the records that are stored from it, and its column: its
    declaration, and its number where the declaration stands for several."""

    row: ReadRow
    column: PrintedColumn
    number: int
    sources: tuple[Source, ...]
    records: list[Record]

    @property
    def text(self) -> str:
        return " ".join(" ".join([source.text for source in self.sources]).split())


@dataclass(eq=False, slots=True)
class ReadRow:
    """A row of a printed table as it was read; its label comes first."""

    declared: PrintedTable
    cells: list[ReadCell] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        """Has it what its declaration asks of a row: a name, and something that stands after it?"""
        label, others = self.declared.columns[0], [cell for cell in self.cells if cell.column.kind in FIGURES]
        return bool(others) and any(cell.column is label for cell in self.cells)

    @property
    def name(self) -> str:
        return next((cell.text for cell in self.cells if cell.column is self.declared.columns[0]), "")

    @property
    def page(self) -> int:
        return self.cells[0].sources[0].page


@dataclass(frozen=True, eq=False, slots=True)
class Located:
    """A word of a page: the cell it was read in, and the cell that tags put it in (None: in no table)."""

    word: Word
    page: int
    read: ReadCell | None
    tag: CellTag | None


def rows_read(extraction: Extraction) -> list[ReadRow]:
    """The rows of the printed tables, in their order."""
    rows: dict[object, ReadRow] = {}
    for record in extraction.records:
        if declared := DECLARED.get(record.table):
            row = rows.setdefault(_row_key(record, declared), ReadRow(declared))
            for column in declared.columns:
                _add(row, column, record)
    return [row for row in rows.values() if row.cells]


def _row_key(record: Record, declared: PrintedTable) -> object:
    if not declared.a_record_each:
        return id(record)
    return record.table, record.values.get(str(declared.within)), record.values.get(declared.row)


def _add(row: ReadRow, column: PrintedColumn, record: Record) -> None:
    sources = tuple(source for source in record.sources.get(column.becomes[0], ()) if source.box)
    if not sources:
        return
    number = (
        record.values.get("column_ordinal", 0) if row.declared.a_record_each and column in row.declared.cells else 0
    )
    for cell in row.cells:
        if cell.column is column and cell.sources == sources:
            cell.records.append(record)
            return
    row.cells.append(ReadCell(row, column, int(str(number)), sources, [record]))


def located(pdf: Seen, pages: Sequence[Page], rows: Sequence[ReadRow]) -> Iterator[Located]:
    """Each word of the pages that have tagged tables; one that is glued together from cells of a row in each of them.

    Of some the tags say nothing, or not one row, and some stand in two rows that were read (a cell that reaches over
    both): these are left out.
    """
    cells: dict[int, list[tuple[Source, ReadCell]]] = defaultdict(list)
    for row in rows:
        for cell in row.cells:
            for source in cell.sources:
                cells[source.page].append((source, cell))
    for page in pages:
        if objects := tagged_text(pdf, page.number):
            yield from _on_page(pdf, page, objects, cells[page.number])


class _Shelves(Generic[Held]):
    """Things by the height they stand at."""

    def __init__(self) -> None:
        self._held: dict[int, list[Held]] = defaultdict(list)

    def put(self, low: float, high: float, thing: Held) -> None:
        for shelf in range(int(low // SHELF), int(high // SHELF) + 1):
            self._held[shelf].append(thing)

    def at(self, height: float) -> Sequence[Held]:
        return self._held.get(int(height // SHELF), ())


def _on_page(
    pdf: Seen, page: Page, objects: Sequence[TaggedText], cells: Iterable[tuple[Source, ReadCell]]
) -> Iterator[Located]:
    read: _Shelves[tuple[Source, ReadCell]] = _Shelves()
    for source, cell in cells:
        if source.box:
            read.put(source.box.top, source.box.bottom, (source, cell))
    words = [word for line in page.lines for word in line.words]
    for word, said in zip(words, _said(pdf, page.number, words, objects), strict=True):
        holding = {cell for source, cell in read.at(word.box.middle) if _holds(source, word)}
        if len({tag and tag.row for tag in said}) == 1 and len({cell.row for cell in holding}) <= 1:
            for tag in sorted(said, key=lambda tag: tag.cell if tag else ()):
                yield Located(word, page.number, next(iter(holding), None), tag)


def _holds(source: Source, word: Word) -> bool:
    box = source.box
    middle = (word.box.x0 + word.box.x1) / 2
    return (
        box is not None
        and box.x0 - ROOM < middle < box.x1 + ROOM
        and box.top - ROOM < word.box.middle < box.bottom + ROOM
        and word.text in source.text
    )


def _said(pdf: Seen, number: int, words: Sequence[Word], objects: Sequence[TaggedText]) -> list[set[CellTag | None]]:
    """What tags say of each word. Pages that are shown turned are asked in the turn in which most words are found."""
    left, bottom, right, top = pdf.media_box(number)
    tagged: _Shelves[TaggedText] = _Shelves()
    for one in objects:
        tagged.put(one.box[1], one.box[3], one)
    best: list[set[CellTag | None]] = []
    for turn in range(4):
        found = []
        for word in words:
            x0, y0, x1, y1 = user_space(word.box, right - left, top - bottom, turn)
            found.append(_tags_at((left + x0, bottom + y0, left + x1, bottom + y1), tagged))
        if sum(map(bool, found)) > sum(map(bool, best)) or not best:
            best = found
        if 2 * sum(map(bool, best)) >= len(words):
            break
    return best


def _tags_at(box: Edges, tagged: _Shelves[TaggedText]) -> set[CellTag | None]:
    """What the text objects in the box are tagged as."""
    x0, y0, x1, y1 = box
    ink: dict[CellTag | None, float] = defaultdict(float)
    for one in tagged.at((y0 + y1) / 2):
        left, bottom, right, top = one.box
        if left < x1 and right > x0 and bottom < y1 and top > y0:  # of a thousand on a page a few are left
            ink[one.cell] += _shared(x0, x1, left, right) * _shared(y0, y1, bottom, top)
    most = max(ink.values(), default=0)
    return {cell for cell, area in ink.items() if area > MINOR * most}


def _shared(low: float, high: float, other_low: float, other_high: float) -> float:
    """How much of an axis both cover; 0 where it is not the most of the smaller one."""
    both = min(high, other_high) - max(low, other_low)
    return both if both >= COVERED * min(high - low, other_high - other_low) else 0
