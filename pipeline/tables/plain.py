"""Tables of a text file: no positions, so the words of the header and the grammar of the rows must tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from pipeline.document import Cell, Line, Table
from pipeline.swedish import fold
from pipeline.tables.comment import SENTENCE_END
from pipeline.tables.pattern import TablePattern, with_whole_years
from pipeline.tables.unwrap import Unwrapper

# A header is printed on at most this many lines, blank ones included; a row on at most ROW_LINES with words.
HEADER_LINES = 32
ROW_LINES = 16


@dataclass(slots=True)
class Chunk:
    """Lines without a blank line between them: a cell, or several cells of one row."""

    lines: list[Line] = field(default_factory=list)


def flow(
    lines: Sequence[Line], patterns: Sequence[TablePattern], stops: Callable[[str], bool], unwrapper: Unwrapper
) -> list[Line | Table]:
    """The lines and tables of a text file in reading order. `stops` fits what ends a table (a known heading)."""
    reader = _Reader(lines, patterns, stops, unwrapper)
    items: list[Line | Table] = []
    index = 0
    while index < len(lines):
        taken = reader.table(index)
        if taken is None:
            items.append(lines[index])
            index += 1
            continue
        table, index = taken
        items.append(table)
    return items


class _Body(NamedTuple):
    """The rows below a header, the comments by the number of the row they stand under, what may be a headline but was
    taken for the beginning of a name that goes on below a repeated header, and the index behind the last row."""

    rows: list[tuple[Cell, ...]]
    comments: dict[int, Cell]
    strays: list[Line]
    after: int


@dataclass(slots=True)
class _Reader:
    lines: Sequence[Line]
    patterns: Sequence[TablePattern]
    stops: Callable[[str], bool]
    unwrapper: Unwrapper

    def table(self, index: int) -> tuple[Table, int] | None:
        """The table whose header begins at `index`, and the index behind it."""
        for pattern in self.patterns:
            end = self._header_end(index, pattern)
            if end is None:
                continue
            header = self._header(index, end, pattern)
            body = self._rows(end, pattern, header)
            page = self.lines[index].page
            whole = Table(
                pattern.kind, tuple(header), tuple(body.rows), page, 0.0, tuple(body.strays), comments=body.comments
            )
            return whole, body.after
        return None

    def _header_end(self, index: int, pattern: TablePattern) -> int | None:
        """The index behind the header that begins at `index`; None where none begins."""
        wanted = list(pattern.header)
        end, headed = None, False
        for number in range(index, min(index + HEADER_LINES, len(self.lines))):
            tokens = with_whole_years(fold(self.lines[number].text)).split()
            if not all(pattern.header_word.fullmatch(token) or _named(token, pattern) for token in tokens):
                break
            if end is None and pattern.names_rows(" ".join(tokens)):
                if headed:
                    return None  # a headline: the header begins below
                headed = True
            for token in tokens:
                if wanted and wanted[0].match(token):
                    wanted.pop(0)
            if number == index and (not tokens or tokens[0][0].islower()):
                return None
            if not wanted and tokens and not pattern.opening.fullmatch(tokens[-1]):
                end = number + 1
        return end

    def _header(self, start: int, end: int, pattern: TablePattern) -> list[Cell]:
        """The header's cells; a piece that begins no column goes on from the one before it."""
        cells: list[Cell] = []
        for chunk in _chunks(self.lines[start:end]):
            text = self.unwrapper.text(chunk.lines)
            starts = [match.start() for match in pattern.plain_columns.finditer(text) if match.start() or cells]
            edges = sorted({0, *starts, len(text)})
            for a, b in pairwise(edges):
                piece, lines = text[a:b].strip(), tuple(chunk.lines)
                if cells and a not in starts:
                    last = cells.pop()
                    piece, lines = f"{last.text} {piece}", (*last.lines, *lines)
                cells.append(Cell(piece, lines))
        return cells

    def _rows(self, start: int, pattern: TablePattern, header: Sequence[Cell]) -> _Body:
        """What stands below the header that ends at `start`."""
        rows: list[tuple[Cell, ...]] = []
        comments: dict[int, Cell] = {}
        strays: list[Line] = []
        index = after = start
        held: list[Line] = []
        new_page, above = False, 0
        while index < len(self.lines):
            text = fold(self.lines[index].text)
            repeated = self._header_end(index, pattern) if text else None
            if repeated is not None and self._same(index, repeated, pattern, header) and _row_part(held, pattern):
                index, new_page, above = repeated, True, len(held)
                continue
            if new_page and rows and not text and held and _goes_on(held):
                rows[-1] = self._longer(rows[-1], held)
                held, after, new_page, above = [], index, False, 0
            if self.stops(text) or repeated is not None or self._other_header(index, pattern):
                break
            held.append(self.lines[index])
            said = _comment(held) if pattern.commented and rows else 0
            cells = self._cells(held[said:], pattern, len(header)) if text else None
            if cells is None and said:
                said, cells = 0, self._cells(held, pattern, len(header)) if text else None
            if cells:
                if said:
                    comments[len(rows) - 1] = self._said(held[:said])
                elif _first_word(held[above:])[:1].isupper():
                    strays += [line for line in held[:above] if fold(line.text)]
                rows.append(cells)
                held, after, new_page, above = [], index + 1, False, 0
            elif sum(bool(fold(one.text)) for one in held) >= ROW_LINES:
                break
            index += 1
        if comments and (said := _paragraph(self.lines[after:index])):
            comments[len(rows) - 1] = self._said(self.lines[after : after + said])
            after += said
        return _Body(rows, comments, strays, after)

    def _said(self, lines: Sequence[Line]) -> Cell:
        printed = tuple(line for line in lines if fold(line.text))
        return Cell(self.unwrapper.text(printed), printed)

    def _longer(self, row: tuple[Cell, ...], held: Sequence[Line]) -> tuple[Cell, ...]:
        """The row whose first cell goes on after a page break with the lines of `held`."""
        lines = tuple(line for line in held if fold(line.text))
        text = self.unwrapper.text(lines)
        joint = "" if row[0].text.endswith("-") else " "
        return (Cell(f"{row[0].text}{joint}{text}", (*row[0].lines, *lines)), *row[1:])

    def _same(self, start: int, end: int, pattern: TablePattern, header: Sequence[Cell]) -> bool:
        return [cell.text for cell in self._header(start, end, pattern)] == [cell.text for cell in header]

    def _other_header(self, index: int, pattern: TablePattern) -> bool:
        return any(self._header_end(index, other) is not None for other in self.patterns if other is not pattern)

    def _cells(self, held: Sequence[Line], pattern: TablePattern, columns: int) -> tuple[Cell, ...] | None:
        chunks = _chunks(held)
        cells = pattern.plain_cells([self.unwrapper.text(chunk.lines) for chunk in chunks], columns)
        if cells is None:
            return None
        printed = tuple(line for chunk in chunks for line in chunk.lines)
        return tuple(Cell(text, printed if text else ()) for text in cells)


def _named(token: str, pattern: TablePattern) -> bool:
    return any(name.match(token) for name in pattern.header)


def _row_part(held: Sequence[Line], pattern: TablePattern) -> bool:
    """Can what stands between a row and a header that comes again be a part of a row? Nothing can; or the beginning of
    a name, where names are long. Anything else (a note, prose, a headline as `Nämndens indikatorer`) means that another
    table begins."""
    chunks = _chunks(held)
    if not chunks or pattern.figures:
        return not chunks
    if all(pattern.header_word.fullmatch(word) for line in chunks[0].lines for word in fold(line.text).split()):
        return False
    return len(chunks) == 1 and not fold(chunks[0].lines[-1].text).endswith((".", ":"))


def _comment(held: Sequence[Line]) -> int:
    """How many of the lines are a comment under the row above: down to the last one that ends a sentence, with a
    capital behind it."""
    ends = [
        at
        for at in range(1, len(held))
        if SENTENCE_END.search(fold(held[at - 1].text)) and _first_word(held[at:])[:1].isupper()
    ]
    return ends[-1] if ends else 0


def _paragraph(lines: Sequence[Line]) -> int:
    """How many lines the first paragraph takes; 0 where it does not end a sentence."""
    first = next((at for at, line in enumerate(lines) if fold(line.text)), len(lines))
    end = next((at for at in range(first, len(lines)) if not fold(lines[at].text)), len(lines))
    return end if end > first and SENTENCE_END.search(fold(lines[end - 1].text)) else 0


def _first_word(lines: Sequence[Line]) -> str:
    return next((text for line in lines if (text := fold(line.text))), "")


def _goes_on(held: Sequence[Line]) -> bool:
    """Do the lines go on in the middle of a sentence?"""
    first = next((text for line in held if (text := fold(line.text))), "")
    return first[:1].islower()


def _chunks(lines: Sequence[Line]) -> list[Chunk]:
    chunks: list[Chunk] = [Chunk()]
    for line in lines:
        if fold(line.text):
            chunks[-1].lines.append(line)
        elif chunks[-1].lines:
            chunks.append(Chunk())
    return [chunk for chunk in chunks if chunk.lines]
