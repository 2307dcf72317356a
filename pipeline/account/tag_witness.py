"""The tags of a PDF as a witness of its tables: what was read as a row or a cell, and is none to them, is told.

Word, Chromium, Typst, LibreOffice and others tag each table, row and cell that they set. Whoever reads them learns what
no ruling tells; but tags are made by people and programs that nobody checks, so that nothing is read from them alone
(`pipeline.account.tagged_rulings`). Where they differ from what was read, the rows concerned are told: as suspect where
the tags' rows are such as the table's declaration asks for, as a note where theirs are not and those that were read
are.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal, TypeVar

from pipeline.account.finding import findings
from pipeline.account.tagged import Located, ReadCell, ReadRow, located, rows_read
from pipeline.account.tagged_headers import Place, is_header, other_headers, place_of
from pipeline.document import Box, Document, in_short
from pipeline.parse.printed_tables import CellKind
from pipeline.read.pdfium import seen
from pipeline.read.tags import Node
from pipeline.record import Extraction, Record
from pipeline.swedish import is_date, number, target

# The rule of every other reading of a stored cell.
RULE = "andra_läsaren"
# So many characters of a row or a cell are told, and so many rows of those that tags see otherwise.
SHOWN, NAMED = 80, 4
# A column is at a place of a table's rows when so large a share of them has it there, and at least so many.
MOST, FEWEST = 0.6, 2
_LETTER = re.compile(r"[^\W\d_]")

Severity = Literal["error", "warning", "note"]
# What was read of a cell: its declaration and number.
_Column = tuple[str, int]
Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something that was read in another way than it is tagged: in Swedish, on a page, of the cells concerned."""

    severity: Severity
    message: str
    page: int
    cells: tuple[ReadCell, ...] = ()

    @property
    def records(self) -> list[Record]:
        """The stored rows concerned; a note concerns none."""
        return _once(record for cell in self.cells for record in cell.records)


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows that were read and rows of the tags that have words in common; or cells, in the same way."""

    words: tuple[Located, ...]

    @property
    def rows(self) -> list[ReadRow]:
        return _once(word.read.row for word in self.words if word.read)

    @property
    def cells(self) -> list[ReadCell]:
        return _once(word.read for word in self.words if word.read)

    @property
    def tagged_rows(self) -> list[list[Located]]:
        return list(_by(self.words, _tagged_row).values())

    @property
    def tagged_cells(self) -> list[list[Located]]:
        return list(_by(self.words, _tagged_cell).values())

    @property
    def page(self) -> int:
        return min(word.page for word in self.words)


def told_by_tags(path: Path, document: Document, extraction: Extraction) -> list[Record]:
    """A finding `andra_läsaren` for each row of a table that the file's tags see otherwise, or that only they see.

    Nothing for a file that is not tagged. Raises OSError for a file that is gone since.
    """
    return told(disagreements(path, document, extraction), extraction)


def told(disagreeing: Iterable[Disagreement], extraction: Extraction) -> list[Record]:
    """The findings of these. They name the stored row as suspect where tags are more likely right; ordinals go on
    after the findings of the extraction."""
    found = [(one, record) for one in disagreeing for record in (one.records or (None,))]
    made = findings(extraction, [(RULE, one.severity, one.message, one.page) for one, _ in found])
    for finding, (one, record) in zip(made, found, strict=True):
        if record is not None:
            cell = next(cell for cell in one.cells if record in cell.records)
            finding.sources["message"] = cell.sources[:1]
            finding.suspect = (record, cell.column.becomes[0]) if one.severity == "error" else None
    return made


def disagreements(path: Path, document: Document, extraction: Extraction) -> list[Disagreement]:
    """What was read in another way than it is tagged, in the order of the pages; of what tags alone get wrong one note
    tells, with the first of it."""
    if document.media_type != "application/pdf":
        return []
    pdf = seen(document.shown or path.read_bytes())
    if not pdf.tagged or len(pdf) != len(document.pages):
        return []
    words = list(located(pdf, document.pages, rows_read(extraction)))
    found = sorted(_compared(words), key=lambda one: one.page)
    lies = [one for one in found if one.severity == "note"]
    told = [one for one in found if one.severity != "note"]
    if lies:
        first, count = lies[0], len(lies)
        where = "På ett ställe" if count == 1 else f"På {count} ställen"
        message = (
            f"{where} motsäger dokumentets taggar tabeller som är lästa så att de passar sin uppbyggnad, "
            f"vilket taggarnas inte gör. {'' if count == 1 else 'Det första: '}{first.message}"
        )
        told.append(Disagreement("note", message, first.page))
    return told


def _compared(words: Sequence[Located]) -> list[Disagreement]:
    """Rows and cells first; a cell that is told of by then is not told of again for its header."""
    tables = {word.tag.table for word in words if word.tag and word.read}
    spanning = {word.tag.table for word in words if word.tag and (word.tag.rows > 1 or word.tag.columns > 1)}
    even = [word for word in words if word.tag and word.tag.table not in spanning]
    in_rows = [word for word in words if word.tag and word.tag.rows == 1 and word.tag.table in tables]
    found = [*_by_rows(in_rows, _places(even), _by(words, _outer_row)), *_outside_of_tables(words)]
    told = {cell for one in found if one.severity != "note" for cell in one.cells}
    headers = (one for one in other_headers(even) if one[0] not in told)
    return [*found, *(_under_other_header(*one) for one in headers)]


def _by_rows(
    words: Sequence[Located], places: Mapping[Place, _Column], outer: Mapping[Node, Sequence[Located]]
) -> Iterator[Disagreement]:
    for group in _groups(words, _read_row, _tagged_row):
        if not group.rows:
            yield from _unread_row(group)
        elif len(group.rows) == len(group.tagged_rows) == 1:
            yield from _in_row(group, places)
        elif not _is_row_of_outer(group, outer):
            yield _other_rows(group)


def _other_rows(group: _Group) -> Disagreement:
    """Words that were read in other rows than they are tagged in."""
    severity: Severity = "warning"
    if any(map(_is_row, group.tagged_rows)) and not any(map(_holds_several, group.tagged_cells)):
        severity = "error"
    elif all(row.fits for row in group.rows):
        severity = "note"
    read, tagged = [_cut(row.name) for row in group.rows], [_row_text(row) for row in group.tagged_rows]
    message = (
        f"{_named(read)} på sida {group.page} är {'läst som en rad' if len(read) == 1 else 'lästa som rader'}; "
        f"enligt dokumentets taggar är {'raden' if len(tagged) == 1 else 'raderna'} {_named(tagged)}."
    )
    return Disagreement(severity, message, group.page, tuple(cell for row in group.rows for cell in row.cells))


def _in_row(group: _Group, places: Mapping[Place, _Column]) -> Iterator[Disagreement]:
    """A row that is one to both: are its cells? And is there anything in them that was not read?"""
    (row,) = group.rows
    read = [word for word in group.words if word.read]
    for cells in _groups(read, _read_cell, _tagged_cell):
        if len(cells.cells) > 1 or len(cells.tagged_cells) > 1:
            yield _other_cells(row, cells)
        elif (column := places.get(place_of(cells.words[0]))) and column != _column(cells.words[0]):
            yield _other_column(row, cells)
    for words in group.tagged_cells:
        lost = [word for word in words if not word.read]
        if lost and (len(lost) < len(words) or place_of(words[0]) in places):
            message = (
                f"”{_text(lost)}” står enligt dokumentets taggar i raden ”{_cut(row.name)}” på sida {lost[0].page}, "
                "men är inte läst där."
            )
            beside = _once(word.read for word in words if word.read) or row.cells
            yield Disagreement(_severity(beside), message, lost[0].page, tuple(beside))


def _other_cells(row: ReadRow, cells: _Group) -> Disagreement:
    """Words of one row that were read in other cells than they are tagged in."""
    severity = _severity(cells.cells)
    if any(map(_holds_several, cells.tagged_cells)) and row.fits:
        severity = "note"
    read, tagged = [_cut(cell.text) for cell in cells.cells], [_text(words) for words in cells.tagged_cells]
    message = (
        f"I raden ”{_cut(row.name)}” på sida {cells.page} är {_named(read)} "
        f"{'läst som en cell' if len(read) == 1 else 'lästa som celler'}; enligt dokumentets taggar är "
        f"{'cellen' if len(tagged) == 1 else 'cellerna'} {_named(tagged)}."
    )
    return Disagreement(severity, message, cells.page, tuple(cells.cells))


def _severity(cells: Iterable[ReadCell]) -> Severity:
    """A row whose name or figures are in doubt is not to be trusted; one whose other words are, is."""
    return "error" if any(cell.column.kind is not CellKind.WORDS for cell in cells) else "warning"


def _other_column(row: ReadRow, cells: _Group) -> Disagreement:
    """A cell that was read in another column than where the table has it in its other rows."""
    (cell,) = cells.cells
    message = (
        f"”{_cut(cell.text)}” i raden ”{_cut(row.name)}” på sida {cells.page} står enligt dokumentets taggar i en "
        f"annan kolumn än den lästa ({row.declared.table}.{cell.column.becomes[0]})."
    )
    return Disagreement("error", message, cells.page, (cell,))


def _under_other_header(cell: ReadCell, read: str, header: str) -> Disagreement:
    page = cell.sources[0].page
    message = (
        f"”{_cut(cell.text)}” i raden ”{_cut(cell.row.name)}” på sida {page} är läst under ”{_cut(read)}”; "
        f"enligt dokumentets taggar är rubriken ”{_cut(header)}”."
    )
    return Disagreement(_severity([cell]), message, page, (cell,))


def _outside_of_tables(words: Sequence[Located]) -> Iterator[Disagreement]:
    """Words that were read in a row, the others of which are tagged as one, and they are in no table."""
    tagged = {word.read.row for word in words if word.read and word.tag}
    for row, outside in _by((word for word in words if not word.tag), _read_row).items():
        if row in tagged:
            yield _outside(outside)


def _outside(words: Sequence[Located]) -> Disagreement:
    cells = _once(word.read for word in words if word.read)
    message = (
        f"”{_text(words)}” på sida {words[0].page} är läst i raden ”{_cut(cells[0].row.name)}”; "
        "enligt dokumentets taggar står det utanför tabellen."
    )
    return Disagreement(_severity(cells), message, words[0].page, tuple(cells))


def _unread_row(group: _Group) -> Iterator[Disagreement]:
    """A row of the tags of which nothing was read, in a table whose other rows were. Rows of headers, and those with
    one cell alone, are none that is stored."""
    (words,) = group.tagged_rows
    if is_header(words) or not _is_row(words):
        return
    message = (
        f"”{_row_text(words)}” på sida {group.page} är en rad enligt dokumentets taggar, och är inte läst som någon."
    )
    yield Disagreement("error", message, group.page)


def _is_row(words: Sequence[Located]) -> bool:
    """Has it what any declaration asks of a row: words in its first cell, and something after it that stands beside
    it?"""
    cells = sorted(_by(words, _tagged_cell).items())
    return len(cells) > 1 and bool(_LETTER.search(_text(cells[0][1]))) and _is_one_height(words)


def _is_one_height(words: Sequence[Located]) -> bool:
    """Do the cells of a tagged row stand beside each other, on each page that it is on?"""
    for page in _by(words, lambda word: word.page).values():
        boxes = [Box.around([word.word.box for word in cell]) for cell in _by(page, _tagged_cell).values()]
        reached = min(box.top for box in boxes)
        for box in sorted(boxes, key=lambda box: box.top):
            if box.top > reached:
                return False
            reached = max(reached, box.bottom)
    return True


def _holds_several(words: Sequence[Located]) -> bool:
    """Does a tagged cell hold figures of several rows or columns, each of them whole as it was read?"""
    figures = [cell for cell in _once(word.read for word in words if word.read) if cell.row.fits and _is_figure(cell)]
    return len(figures) > 1


def _is_figure(cell: ReadCell) -> bool:
    match cell.column.kind:
        case CellKind.AMOUNT:
            return number(cell.text) is not None
        case CellKind.DATE:
            return is_date(cell.text)
        case CellKind.TARGET:
            return target(cell.text).value is not None
        case _:
            return False


def _is_row_of_outer(group: _Group, outer: Mapping[Node, Sequence[Located]]) -> bool:
    """Is a row that was read the one row of an outer table whose cells have tables in them?"""
    around = {_outer_row(word) for word in group.words}
    (row, *others) = around
    return not others and row is not None and {_read_row(word) for word in outer[row]} - {None} == {group.rows[0]}


def _places(words: Sequence[Located]) -> dict[Place, _Column]:
    """The column that was read at each place of the tables, where nearly all rows have it there; all of those that have
    fewer cells than others, since each may lack another one."""
    votes: dict[Place, Counter[_Column]] = defaultdict(Counter)
    whole: Counter[Node] = Counter()
    for cell in _by((word for word in words if word.read), _tagged_cell).values():
        table, beside, _ = place = place_of(cell[0])
        votes[place][_column(cell[0])] += 1
        whole[table] = max(whole[table], beside)
    found = {place: columns.most_common(1)[0] for place, columns in votes.items()}
    return {
        (table, beside, number): column
        for (table, beside, number), (column, count) in found.items()
        if count >= max(FEWEST, (MOST if beside == whole[table] else 1) * votes[table, beside, number].total())
    }


def _column(word: Located) -> _Column:
    return (word.read.column.name, word.read.number) if word.read else ("", 0)


def _read_row(word: Located) -> ReadRow | None:
    return word.read.row if word.read else None


def _read_cell(word: Located) -> ReadCell | None:
    return word.read


def _tagged_row(word: Located) -> Node | None:
    return word.tag.row if word.tag else None


def _tagged_cell(word: Located) -> Node | None:
    return word.tag.cell if word.tag else None


def _outer_row(word: Located) -> Node | None:
    return word.tag.around if word.tag else None


def _groups(
    words: Iterable[Located], one: Callable[[Located], Hashable | None], other: Callable[[Located], Hashable | None]
) -> Iterator[_Group]:
    """The words, those together that share something by `one` or by `other`, over however many."""
    leader: dict[Hashable, Hashable] = {}

    def led_by(key: Hashable) -> Hashable:
        while (ahead := leader.setdefault(key, key)) != key:
            leader[key] = leader[ahead]
            key = ahead
        return key

    def sides(word: Located) -> list[Hashable]:
        return [(side, key) for side, key in enumerate((one(word), other(word))) if key is not None]

    words = list(words)
    for word in words:
        for first, second in pairwise(sides(word)):
            leader[led_by(first)] = led_by(second)
    for group in _by(words, lambda word: led_by(sides(word)[0])).values():
        yield _Group(tuple(group))


def _by(words: Iterable[Located], key: Callable[[Located], Key | None]) -> dict[Key, list[Located]]:
    """The words by a key of theirs, without those that have none."""
    found: dict[Key, list[Located]] = defaultdict(list)
    for word in words:
        if (held := key(word)) is not None:
            found[held].append(word)
    return found


def _once(things: Iterable[Thing]) -> list[Thing]:
    """Each thing itself once, in the order of the first."""
    return list({id(thing): thing for thing in things}.values())


def _text(words: Iterable[Located]) -> str:
    return _cut(" ".join([word.word.text for word in words]))


def _row_text(words: Sequence[Located]) -> str:
    """A tagged row, cell by cell."""
    cells = sorted(_by(words, _tagged_cell).items())
    return _cut(" | ".join([" ".join([word.word.text for word in cell]) for _, cell in cells]))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN].rstrip() + " …"


def _named(texts: Sequence[str]) -> str:
    return in_short([f"”{text}”" for text in texts], NAMED)
