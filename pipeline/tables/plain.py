"""Tables of a text file: no positions, so the words of the header and the grammar of the rows must tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
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
            end = self.header_end(index, pattern)
            if end is None:
                continue
            header = self._header(index, end, pattern)
            body = _Rows(self, pattern, header, end, end).read()
            page = self.lines[index].page
            whole = Table(
                pattern.kind, tuple(header), tuple(body.rows), page, 0.0, tuple(body.strays), comments=body.comments
            )
            return whole, body.after
        return None

    def header_end(self, index: int, pattern: TablePattern) -> int | None:
        """The index behind the header that begins at `index`; None where none begins."""
        end, headlines, wanted = None, 0, list(pattern.header)
        for number, tokens in enumerate(self._header_lines(index, pattern), start=index):
            if number == index and (not tokens or tokens[0][0].islower()):
                return None
            headlines += end is None and pattern.names_rows(" ".join(tokens))
            if headlines > 1:
                return None  # the first is a headline: the header begins below
            wanted = _still_wanted(wanted, tokens)
            if not wanted and tokens and not pattern.opening.fullmatch(tokens[-1]):
                end = number + 1
        return end

    def _header_lines(self, index: int, pattern: TablePattern) -> Iterator[list[str]]:
        """The words of the lines from `index` down to one that no header holds."""
        for line in self.lines[index : index + HEADER_LINES]:
            tokens = with_whole_years(fold(line.text)).split()
            if not all(pattern.header_word.fullmatch(token) or _named(token, pattern) for token in tokens):
                return
            yield tokens

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

    def same_header(self, start: int, end: int, pattern: TablePattern, header: Sequence[Cell]) -> bool:
        return [cell.text for cell in self._header(start, end, pattern)] == [cell.text for cell in header]

    def other_header(self, index: int, pattern: TablePattern) -> bool:
        return any(self.header_end(index, other) is not None for other in self.patterns if other is not pattern)

    def cells(self, held: Sequence[Line], pattern: TablePattern, columns: int) -> tuple[Cell, ...] | None:
        chunks = _chunks(held)
        cells = pattern.plain_cells([self.unwrapper.text(chunk.lines) for chunk in chunks], columns)
        if cells is None:
            return None
        printed = tuple(line for chunk in chunks for line in chunk.lines)
        return tuple(Cell(text, printed if text else ()) for text in cells)


@dataclass(slots=True)
class _Rows:
    """Reads what stands below a header, line by line. `held` are the lines since the last row, behind so many of which
    (`above`) the header came again where a new page begins."""

    reader: _Reader
    pattern: TablePattern
    header: Sequence[Cell]
    index: int
    after: int
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    comments: dict[int, Cell] = field(default_factory=dict)
    strays: list[Line] = field(default_factory=list)
    held: list[Line] = field(default_factory=list)
    new_page: bool = False
    above: int = 0

    def read(self) -> _Body:
        """The rows down to where the table ends."""
        while self.index < len(self.reader.lines):
            line = self.reader.lines[self.index]
            text = fold(line.text)
            repeated = self.reader.header_end(self.index, self.pattern) if text else None
            if repeated is not None and self._goes_on_below(repeated):
                self.index, self.new_page, self.above = repeated, True, len(self.held)
                continue
            self._lengthen_last(text)
            if repeated is not None or self._ends_above(text):
                break
            self.held.append(line)
            if not (text and self._take_row()) and self._too_long():
                break
            self.index += 1
        self._take_last_comment()
        return _Body(self.rows, self.comments, self.strays, self.after)

    def _ends_above(self, text: str) -> bool:
        """Does the table end above this line: a known heading, or the header of another?"""
        return self.reader.stops(text) or self.reader.other_header(self.index, self.pattern)

    def _too_long(self) -> bool:
        return sum(bool(fold(line.text)) for line in self.held) >= ROW_LINES

    def _goes_on_below(self, end: int) -> bool:
        """Is it this table's header that ends at `end`, and can a row go on below it?"""
        same = self.reader.same_header(self.index, end, self.pattern, self.header)
        return same and _row_part(self.held, self.pattern)

    def _lengthen_last(self, text: str) -> None:
        """Puts what goes on below a repeated header, down to a blank line, behind the first cell of the last row."""
        if text or not (self.new_page and self.rows and self.held and _goes_on(self.held)):
            return
        first, *others = self.rows[-1]
        rest = self._cell(self.held)
        joint = "" if first.text.endswith("-") else " "
        self.rows[-1] = (Cell(f"{first.text}{joint}{rest.text}", (*first.lines, *rest.lines)), *others)
        self._begin_anew(self.index)

    def _take_row(self) -> bool:
        """Takes the lines held for a row, or the first of them for a comment under the row above and others for a row;
        says whether they are one."""
        said = _comment(self.held) if self.pattern.commented and self.rows else 0
        for comment in dict.fromkeys((said, 0)):
            cells = self.reader.cells(self.held[comment:], self.pattern, len(self.header))
            if cells:
                self._put(cells, comment)
                return True
        return False

    def _put(self, cells: tuple[Cell, ...], comment: int) -> None:
        if comment:
            self.comments[len(self.rows) - 1] = self._cell(self.held[:comment])
        elif _first_word(self.held[self.above :])[:1].isupper():
            self.strays += [line for line in self.held[: self.above] if fold(line.text)]
        self.rows.append(cells)
        self._begin_anew(self.index + 1)

    def _begin_anew(self, after: int) -> None:
        self.held, self.after, self.new_page, self.above = [], after, False, 0

    def _take_last_comment(self) -> None:
        said = _paragraph(self.reader.lines[self.after : self.index]) if self.comments else 0
        if said:
            self.comments[len(self.rows) - 1] = self._cell(self.reader.lines[self.after : self.after + said])
            self.after += said

    def _cell(self, lines: Sequence[Line]) -> Cell:
        printed = tuple(line for line in lines if fold(line.text))
        return Cell(self.reader.unwrapper.text(printed), printed)


def _still_wanted(wanted: Sequence[re.Pattern[str]], tokens: Sequence[str]) -> list[re.Pattern[str]]:
    """What of a header's words is still to come behind these."""
    left = list(wanted)
    for token in tokens:
        if left and left[0].match(token):
            left.pop(0)
    return left


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
