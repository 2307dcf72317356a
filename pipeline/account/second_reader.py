"""The second reader: pdfium reads each stored cell again inside its box and must see what was stored, and compares the
letters and digits of each page.

pdf_oxide and pdfplumber read documents; pdfium is independent of both. A text file has no second reader: its bytes are
its characters, and nothing has to be decoded.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from pipeline.account.characters import OtherCharacters, other_characters
from pipeline.account.finding import findings
from pipeline.account.stored import TABLES
from pipeline.document import Document, Word
from pipeline.parse.printed_tables import PRINTED_TABLES, CellKind
from pipeline.parse.tables import date_in
from pipeline.read.pdfium import Seen, seen, user_space
from pipeline.record import Extraction, Record, Source, Value
from pipeline.swedish import fold, number

# A document of which more than this share of the cells holds other figures for pdfium (and at least this many cells)
# is not believed at all.
UNBELIEVABLE_SHARE = 0.02
UNBELIEVABLE_CELLS = 3
# The number of findings about single cells; the last one says how many more there are.
TOLD = 40
# Columns that hold a cell's text: as a whole, or all but a number after it.
_WORDS = {column.text: column.kind for declared in PRINTED_TABLES for column in declared.columns if column.text}
WHOLE_CELLS = frozenset(name for name, kind in _WORDS.items() if kind is not CellKind.COUNTED_LABEL)
COUNTED_CELLS = frozenset(_WORDS) - WHOLE_CELLS
# A table in tkr or kr is stored in mnkr.
SCALES = (Decimal(1), Decimal("0.001"), Decimal("0.000001"))

_LINE_END = re.compile(r"[-\u2010\u00ad\x02\ufffe]\s*[\r\n]+|[\x02\ufffe]")
# Other names of hyphens: pdfium's for one at a line's end, and that of some fonts for all of theirs.
_HYPHENS = str.maketrans("\x02\u2010", "--")
_WORD_HYPHEN = re.compile(r"-(?=[^\W\d_])|(?<=[^\W\d_])-")
# What pdfium returns for a glyph that it cannot map.
_MEANINGLESS = re.compile(r"[\x00\x03-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_FIGURES = re.compile(r"[-\u2212\u2013]?\d[\d\s.,:%-]*")


@dataclass(slots=True)
class Cell:
    """A printed place that is read again: its source, and each value stored from it (table, column, value) once."""

    source: Source
    values: dict[tuple[str, str, Value], None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A cell that pdfium reads in another way; `figures` says that a number, its sign or a date is concerned."""

    cell: Cell
    read_again: str
    stored: str
    figures: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many cells were read again, those that pdfium could not read, and those it reads in another way; the pages on
    which it sees other characters; and the number of pages that it sees where that is another than the document's."""

    reader: str
    cells: int
    unread: int
    differing: tuple[Disagreement, ...]
    characters: tuple[OtherCharacters, ...] = ()
    other_pages: int | None = None

    @property
    def unbelievable(self) -> bool:
        """Whether the readers differ in so many figures that nothing in the document can be trusted.

        The reference reader stands against pdfium: where it was called in because of a font, pdfium may be the one
        that is wrong. Then the findings tell, and the document is published.
        """
        if self.other_pages is not None:
            return True
        figures = sum(one.figures for one in self.differing)
        return self.reader != "pdfplumber" and figures >= max(UNBELIEVABLE_CELLS, UNBELIEVABLE_SHARE * self.cells)


def disagreements(path: Path, document: Document, extraction: Extraction) -> list[Record]:
    """A finding `andra_läsaren` for each stored cell that pdfium reads in another way, and for each page with other
    letters and digits: `error` where figures differ, else `warning`. Ordinals go on after the findings of the
    extraction. Empty for a text file.

    Raises OSError for a file that is gone since.
    """
    return told(compare(path, document, extraction), extraction)


def compare(path: Path, document: Document, extraction: Extraction) -> Comparison:
    """Reads each stored cell of a PDF again."""
    if document.media_type != "application/pdf":
        return Comparison(document.reader, 0, 0, ())
    by_page: dict[int, list[Cell]] = defaultdict(list)
    for cell in _cells(extraction):
        by_page[cell.source.page].append(cell)
    unread, differing = 0, []
    pdf = seen(document.shown or path.read_bytes())
    if len(pdf) != len(document.pages):
        return Comparison(document.reader, 0, 0, (), (), len(pdf))
    for page, cells in sorted(by_page.items()):
        removed = document.pages[page - 1].removed
        for cell, text in zip(cells, _read_page(pdf, page, cells), strict=True):
            if any(_touch(cell, word) for word in removed):  # reported already: pdfium also reads invisible text
                continue
            if not text.strip() or _MEANINGLESS.search(text):
                unread += 1
            elif found := _differs(cell, text):
                differing.append(found)
    number_of_cells = sum(map(len, by_page.values()))
    return Comparison(
        document.reader, number_of_cells, unread, tuple(differing), tuple(other_characters(pdf, document.pages))
    )


def _touch(cell: Cell, word: Word) -> bool:
    box = cell.source.box
    return box is not None and (
        box.x0 - 1 < word.box.x1
        and word.box.x0 < box.x1 + 1
        and box.top < word.box.bottom
        and word.box.top < box.bottom
    )


def _cells(extraction: Extraction) -> Iterable[Cell]:
    """Each printed place of a table's cell, or of a figure or date elsewhere, once."""
    cells: dict[Source, Cell] = {}
    for record in extraction.records:
        in_table = record.table in TABLES and record.table != "unmapped_table"
        for column, sources in record.sources.items():
            value = record.values.get(column)
            if value is None or not (in_table or isinstance(value, (Decimal, datetime.date))):
                continue
            for source in sources:
                if source.box:
                    whole = value if len(sources) == 1 else None  # part of a value is not the value
                    cells.setdefault(source, Cell(source)).values[record.table, column, whole] = None
    return cells.values()


def _read_page(pdf: Seen, number: int, cells: Sequence[Cell]) -> list[str]:
    """The text that pdfium sees in each cell of a page. Turned pages are read in the turn in which most cells agree."""
    left, bottom, right, top = pdf.media_box(number)
    best: list[str] = []
    fewest, turned = len(cells) + 1, 0
    for turn in range(4):
        boxes = (user_space(cell.source.box, right - left, top - bottom, turn) for cell in cells if cell.source.box)
        texts = pdf.text_in(number, [(left + x0, bottom + y0, left + x1, bottom + y1) for x0, y0, x1, y1 in boxes])
        wrong = sum(not _same(read, cell.source.text) for read, cell in zip(texts, cells, strict=True))
        if wrong < fewest:
            best, fewest, turned = texts, wrong, turn
        if wrong * 2 <= len(cells):
            break
    if not turned:
        return best
    return [in_printed_order(read, cell.source.text) for read, cell in zip(best, cells, strict=True)]


def in_printed_order(read: str, printed: str) -> str:
    """The text of a cell on a turned page, in the order in which it is printed: pdfium takes the lines of such a page
    by where they stand before it is turned. Only where they are the same lines, or else as it is read."""
    lines = sorted(_squeezed(line.translate(_HYPHENS)) for line in read.splitlines())
    return printed if lines == sorted(map(_squeezed, printed.splitlines())) else read


def _squeezed(text: str) -> str:
    """A text without spaces and without hyphens at line ends, to compare two readings."""
    return "".join(fold(_LINE_END.sub("", text)).translate(_HYPHENS).split())


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split()) or _squeezed(one) == _squeezed(other)


def _differs(cell: Cell, text: str) -> Disagreement | None:
    """How the stored values of a cell, or its printed text, differ from what pdfium reads."""
    if not _same(text, cell.source.text):
        figures = _figures(_squeezed(text)) != _figures(_squeezed(cell.source.text))
        return Disagreement(cell, _shown(text), _shown(cell.source.text), figures)
    for table, column, value in cell.values:
        if table in TABLES and not _agrees(column, value, text.translate(_HYPHENS)):
            return Disagreement(cell, _shown(text), str(value), figures=not isinstance(value, str))
    return None


def _agrees(column: str, value: Value, text: str) -> bool:
    """Does a stored value (None: there is more of it on another page) say what is printed? A table in tkr is stored
    in mnkr."""
    if value is None:
        return True
    if isinstance(value, Decimal):
        printed = number(text)
        return printed is None or value in [printed * scale for scale in SCALES]
    if isinstance(value, datetime.date):
        return date_in(text) == value
    if column in WHOLE_CELLS:
        return _bare(str(value)) == _bare(text)
    return column not in COUNTED_CELLS or _bare(text).startswith(_bare(str(value)))


def _bare(text: str) -> str:
    return _WORD_HYPHEN.sub("", _squeezed(text))


def _figures(text: str) -> list[str]:
    return [found.strip() for found in _FIGURES.findall(text)]


def _shown(text: str) -> str:
    return fold(text.translate(_HYPHENS))


class ReadersDisagree(Exception):
    """Two libraries read so many figures in different ways that none is believed. `failures` are the messages."""

    def __init__(self, findings: Sequence[Record], cells: int) -> None:
        super().__init__(f"{len(findings)} findings on {cells} cells")
        self.failures = tuple(str(finding.values["message"]) for finding in findings)
        self.cells = cells


def read_again(path: Path, document: Document, extraction: Extraction) -> list[Record]:
    """The same findings; raises ReadersDisagree where nothing of the document can be believed."""
    comparison = compare(path, document, extraction)
    found = told(comparison, extraction)
    if comparison.unbelievable:
        raise ReadersDisagree(found, comparison.cells)
    return found


def told(comparison: Comparison, extraction: Extraction) -> list[Record]:
    """The findings of a comparison."""
    records = findings(extraction, _messages(comparison))
    for record, differing in zip(records, comparison.differing[:TOLD], strict=False):
        record.sources["message"] = (differing.cell.source,)
    return records


def _messages(comparison: Comparison) -> Iterator[tuple[str, str, str, int]]:
    if comparison.other_pages is not None:
        message = f"Den andra läsaren (pdfium) ser {comparison.other_pages} sidor, ett annat antal än de lästa."
        yield "andra_läsaren", "error", message, 1
    for one in comparison.differing[:TOLD]:
        table, column, _ = next(iter(one.cell.values))
        page = one.cell.source.page
        message = (
            f"”{one.stored}” är läst på sida {page} ({table}.{column}); "
            f"den andra läsaren (pdfium) läser ”{one.read_again}” i samma ruta."
        )
        yield "andra_läsaren", "error" if one.figures else "warning", message, page
    rest = comparison.differing[TOLD:]
    if rest:
        message = f"Ytterligare {len(rest)} celler läses på annat sätt av den andra läsaren (pdfium)."
        yield (
            "andra_läsaren",
            "error" if any(one.figures for one in rest) else "warning",
            message,
            rest[0].cell.source.page,
        )
    for other in comparison.characters[:TOLD]:
        yield "andra_läsaren", "error" if other.figures else "warning", other.message, other.number
    if comparison.unread:
        message = f"{comparison.unread} av {comparison.cells} celler kunde den andra läsaren (pdfium) inte läsa."
        yield "andra_läsaren", "warning", message, 1
