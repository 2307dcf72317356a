"""Where the columns of a table are, as the blank space between its words tells them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from pipeline.document import Line, Word

# A word may reach over the edge of its cell by this share of the font size: what is set does not always fit.
OVERSHOOT = 0.4
# A word of so many letters may be longer than its cell is wide; then it begins at the cell's left edge, within so many
# font sizes of it (the padding of the widest tables seen is 0.7).
LONG_WORD, SPILLS_WITHIN = 14, 1.0
# Words of a header line further apart than this share of the font size stand in different cells.
CELL_GAP = 0.5
# Nearer than this they stand in one, whatever stands below.
CLOSE = 0.4
# Below the header they may be justified: there it is this share.
BODY_GAP = 0.75
# A blank between words of a cell is at least this share of the font size.
BLANK = 0.2
# Cells set flush left begin within so many points of each other.
SAME_EDGE = 0.5
# A header's word this many font sizes beside figures that are headed already heads a column that is empty.
BESIDE = 1.0
# Groups of a figure (`2` `751,0`) are at most this share of the font size apart; a figure fits them as a whole only
# when all but the first have three digits.
THOUSANDS_GAP = 0.8


Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, from left to right: the x of each boundary between two, and the outer edges."""

    left: float
    boundaries: tuple[float, ...]
    right: float
    ruled: bool

    def __len__(self) -> int:
        return len(self.boundaries) + 1

    def of(self, word: Word) -> int:
        """The number of the column that holds the middle of a word."""
        return bisect_right(self.boundaries, (word.box.x0 + word.box.x1) / 2)

    def start(self, column: int) -> float:
        """The left edge of a column."""
        return self.boundaries[column - 1] if column else self.left

    def edge(self, column: int) -> float:
        """The right edge of a column."""
        return self.boundaries[column] if column < len(self.boundaries) else self.right

    def split(self, line: Line) -> list[tuple[Word, ...]]:
        """The words of a line by column."""
        cells: list[list[Word]] = [[] for _ in range(len(self))]
        for word in line.words:
            cells[self.of(word)].append(word)
        return [tuple(cell) for cell in cells]

    def crossed_by(self, line: Line) -> bool:
        """Does running text pass over a boundary? Then the line is no part of the table."""
        if not line.words or any(map(self._passes_over, line.words)):
            return True
        if any(self._run_together(one, other) for one, other in pairwise(line.words)):
            return True
        first, last = line.words[0], line.words[-1]
        return first.box.x0 < self.left - 3 or last.box.x1 > self.right + max(3, OVERSHOOT * last.size)

    def _passes_over(self, word: Word) -> bool:
        reach = OVERSHOOT * word.size if self.ruled else 1
        crossing = any(word.box.x0 + reach < x < word.box.x1 - reach for x in self.boundaries)
        return crossing and not self._spills(word)

    def _run_together(self, one: Word, other: Word) -> bool:
        """Are words of two columns as near to each other as those of one cell?"""
        return self.of(one) != self.of(other) and other.box.x0 - one.box.x1 < 0.3 * one.size

    def _spills(self, word: Word) -> bool:
        """Is it a long word that begins its cell and does not fit it? Not all producers break one."""
        first = bisect_right(self.boundaries, word.box.x0)
        left = self.boundaries[first - 1] if first else self.left
        begins = word.box.x0 - left < SPILLS_WITHIN * word.size
        return (self.ruled or not first) and len(word.text) >= LONG_WORD and begins and first == self.of(word)


def header_cells(
    header: Sequence[Line], names: Sequence[re.Pattern[str]] = (), body: Sequence[Line] = ()
) -> list[Range]:
    """The x-ranges of the header's cells: words that stand close on a line, or above each other, share a cell; but two
    that name different columns stand in two, however close, and so do two that the body below parts."""
    chunks: list[Range] = []
    for line in header:
        start = 0
        for index, (one, other) in enumerate(pairwise(line.words), start=1):
            gap = other.box.x0 - one.box.x1
            near = gap <= CELL_GAP * one.size
            if not near or _named_apart(one, other, names) or (gap > CLOSE * one.size and _parted(one, other, body)):
                chunks.append((line.words[start].box.x0, one.box.x1))
                start = index
        chunks.append((line.words[start].box.x0, line.words[-1].box.x1))
    cells: list[Range] = []
    for x0, x1 in sorted(chunks):
        if cells and x0 < cells[-1][1]:
            cells[-1] = (cells[-1][0], max(cells[-1][1], x1))
        else:
            cells.append((x0, x1))
    return cells


def _named_apart(one: Word, other: Word, names: Sequence[re.Pattern[str]]) -> bool:
    """Does the second of two words begin the name of another column than the first? The last name may also stand
    within a cell (`Prognos 2026 Netto`)."""
    first, second = ({place for place, name in enumerate(names) if name.match(word.text)} for word in (one, other))
    return bool(second) and first != second and (bool(first) or len(names) - 1 not in second)


def _parted(one: Word, other: Word, body: Sequence[Line]) -> bool:
    """Do cells of the body end and begin around the blank between two words, and no word stands across its middle or
    an end of it?"""
    left, right = one.box.x1, other.box.x0
    pairs = [(a.box.x1, b.box.x0) for line in body for a, b in pairwise(line.words) if _stand_apart(a, b)]
    return any(
        any(end <= x <= begin for end, begin in pairs)
        and not any(word.box.x0 < x < word.box.x1 for line in body for word in line.words)
        for x in (left, (left + right) / 2, right)
    )


def _stand_apart(one: Word, other: Word) -> bool:
    return other.box.x0 - one.box.x1 > BODY_GAP * one.size


def spaced_columns(
    header: Sequence[Line],
    body: Sequence[Line],
    figure: re.Pattern[str] | None,
    names: Sequence[re.Pattern[str]] = (),
) -> Columns:
    """The columns as blank space tells them.

    Between two neighbouring cells the boundary is the widest strip that is blank in the header and in every line of
    the body. The cells are the header's with what stands below them; in a table of figures (`figure` fits one) the
    figures' own columns tell the cells, because they are set flush under each other while narrow headers may touch.
    Where they do, the boundary is the first blank behind the figures. `names` fit the words that begin a column's name.
    """
    named = header_cells(header, names, () if figure else body)
    cells = _with_words(named, body) if figure is None else _with_figures(named, body, figure, _begun(header, names))
    words = [(word.box.x0, word.box.x1) for line in (*header, *body) for word in line.words]
    left, right = _span(words) if words else (0.0, 0.0)
    return Columns(left, tuple(_boundaries(cells, named, words)), right, ruled=False)


def _begun(header: Sequence[Line], names: Sequence[re.Pattern[str]]) -> list[float]:
    """The x at which a column's name begins."""
    return [word.box.x0 for line in header for word in line.words if any(name.match(word.text) for name in names)]


def _span(ranges: Sequence[Range]) -> Range:
    return min(x0 for x0, _ in ranges), max(x1 for _, x1 in ranges)


def _boundaries(cells: Sequence[Range], named: Sequence[Range], words: Sequence[Range]) -> Iterator[float]:
    """The boundary between each two cells; `named` are the header's, of which one may touch two."""
    touching = [chunk for chunk in named if sum(_overlap(cell, chunk) for cell in cells) > 1]
    printed = [*words, *(chunk for chunk in named if chunk not in touching), *cells]
    for one, other in pairwise(cells):
        touched = any(_overlap(one, chunk) and _overlap(other, chunk) for chunk in touching)
        yield (_behind if touched else _boundary)(one, other, printed)


def _with_figures(
    cells: Sequence[Range], body: Sequence[Line], figure: re.Pattern[str], begins: Sequence[float]
) -> list[Range]:
    """The columns of a table of figures: one for each column of figures, and to their left one of labels.

    Figures are set flush under each other, and tell columns beyond doubt; the header is laid over them. What it says to
    the left of all figures heads the labels, however wide its own gaps are (`Budget 2026  (mnkr)`). A word beside a
    column of figures belongs to it; only one that stands apart from all of them heads a column that is empty. `begins`
    are the x at which names of columns of figures begin.
    """
    columns = _figure_columns(body, figure)
    if not columns:
        return list(cells)
    headed, free = _headed(cells, columns, begins)
    labels = [cell for cell in free if cell[1] <= columns[0][0]]
    groups = [labels, *headed] if labels else [*headed]
    near = BESIDE * body[0].words[0].size
    for cell in free[len(labels) :]:
        distance, nearest = min((_distance(cell, column), place) for place, column in enumerate(columns))
        if len(headed[nearest]) == 1 or distance < near:
            headed[nearest].append(cell)
        else:
            groups.append([cell])
    return _joined(map(_span, groups))


def _figure_columns(body: Sequence[Line], figure: re.Pattern[str]) -> list[Range]:
    """The columns of figures, and behind them those of words."""
    columns = _joined(found for line in body for found in figures(line, figure))
    behind = (_reach(words) for line in body if (words := _behind_figures(line, figure)))
    return columns + _joined(reach for reach in behind if columns and reach[0] > columns[-1][1])


def _headed(
    cells: Sequence[Range], columns: Sequence[Range], begins: Sequence[float]
) -> tuple[list[list[Range]], list[Range]]:
    """Each column of figures with what heads it: cells above it alone, or where there are none, one to its left, since
    headers are set flush left, figures flush right. And the cells that head none so far, from left to right."""
    headed = [[column, *_heading(column, cells, columns)] for column in columns]
    free = _above_none(cells, columns)
    if behind := _flush_right(free, columns):
        return [[column, cell] for column, cell in zip(columns, behind, strict=True)], free[: -len(behind)]
    if len(cells) > len(columns):  # the first heads the labels
        begins = [x for x in begins if not cells[0][0] <= x < cells[0][1]]
    for place, cell in _flush_left(free, columns, begins):
        if len(headed[place]) == 1:
            headed[place].append(cell)
            free.remove(cell)
    return headed, free


def _with_words(cells: Sequence[Range], body: Sequence[Line]) -> list[Range]:
    """The cells of a header, each with the columns of words below it, however the header is set in its cell.

    What stands in a cell begins behind the header to its left and before its own header ends: that holds for words
    flush left, and for both centred or flush right. Where it would make cells overlap, the header's alone are taken.
    """
    wide = list(cells)
    for column in _joined(map(_reach, _body_cells(body))):
        place = next((number for number, (_, x1) in enumerate(cells) if x1 > column[0]), len(cells) - 1)
        wide[place] = (min(wide[place][0], column[0]), max(wide[place][1], column[1]))
    return wide if all(one[1] < other[0] for one, other in pairwise(wide)) else list(cells)


def _body_cells(body: Sequence[Line]) -> Iterator[tuple[Word, ...]]:
    """The words of the body that stand together; a word that is near to the one before it stands apart where cells of
    other lines begin at the same place."""
    begins = [words[0].box.x0 for line in body for words in list(apart(line))[1:]]
    for line in body:
        for words in apart(line):
            starts = [0, *(at for at in range(1, len(words)) if _begins_cell(words[at - 1], words[at], begins))]
            yield from (words[start:end] for start, end in pairwise([*starts, len(words)]))


def _begins_cell(one: Word, other: Word, begins: Sequence[float]) -> bool:
    """Does a cell begin with the second of two words, as cells of other lines do? The nearer it is to the first, the
    more lines it takes."""
    gap = other.box.x0 - one.box.x1
    if gap <= BLANK * one.size:
        return False
    alike = sum(abs(other.box.x0 - x) < SAME_EDGE for x in begins)
    return alike > 1 or (alike == 1 and gap > CELL_GAP * one.size)


def apart(line: Line) -> Iterator[tuple[Word, ...]]:
    """The words of a line of the body, those that stand together."""
    start = 0
    for index, (one, other) in enumerate(pairwise(line.words), start=1):
        if _stand_apart(one, other):
            yield line.words[start:index]
            start = index
    yield line.words[start:]


def _flush_left(
    cells: Sequence[Range], columns: Sequence[Range], begins: Sequence[float]
) -> Iterator[tuple[int, Range]]:
    """The header that stands to the left of a column of figures and right of the one before: it is set flush left, the
    figures flush right. Before the first column stands the header of the labels, too."""
    for place, column in enumerate(columns):
        between = _between(columns[place - 1][1] if place else -inf, column[0], cells)
        if not place:
            between = [cell for cell in between if _holds_any(cell, begins)]
        if between:
            yield place, between[-1]


def _flush_right(cells: Sequence[Range], columns: Sequence[Range]) -> Sequence[Range]:
    """The last headers, where each column has one that stands to its right, before the next column: then headers are
    set flush right, the figures flush left. None where one column has none."""
    last = cells[-len(columns) :]
    ends = [*(x0 for x0, _ in columns[1:]), inf]
    fits = (column[1] <= cell[0] and cell[1] <= end for column, cell, end in zip(columns, last, ends, strict=False))
    return last if len(last) == len(columns) and all(fits) else ()


def _between(left: float, right: float, cells: Sequence[Range]) -> list[Range]:
    return [cell for cell in cells if left <= cell[0] and cell[1] <= right]


def _holds_any(cell: Range, begins: Sequence[float]) -> bool:
    return any(cell[0] - 1 <= x < cell[1] for x in begins)


def _above_none(cells: Sequence[Range], columns: Sequence[Range]) -> list[Range]:
    return [cell for cell in cells if not any(_overlap(cell, column) for column in columns)]


def _heading(column: Range, cells: Sequence[Range], columns: Sequence[Range]) -> list[Range]:
    """The cells of a header that stand above this column and no other."""
    return [cell for cell in cells if [other for other in columns if _overlap(cell, other)] == [column]]


def _reach(words: Sequence[Word]) -> Range:
    return words[0].box.x0, words[-1].box.x1


def _joined(ranges: Iterable[Range]) -> list[Range]:
    """The ranges from left to right, those that overlap taken as one."""
    joined: list[Range] = []
    for x0, x1 in sorted(ranges):
        if joined and x0 < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], x1))
        else:
            joined.append((x0, x1))
    return joined


def _distance(one: Range, other: Range) -> float:
    return max(other[0] - one[1], one[0] - other[1])


def figures(line: Line, figure: re.Pattern[str]) -> list[Range]:
    """The x-ranges of the figures at the end of a line, words that make up one figure (`2` `751,0`) together. Behind
    them may stand words, apart, of a column that no rule knows."""
    found: list[Range] = []
    end = len(line.words) - len(_behind_figures(line, figure))
    while end:
        start = end
        for first in range(end - 1, max(end - 5, -1), -1):
            words = line.words[first:end]
            close = all(other.box.x0 - one.box.x1 < THOUSANDS_GAP * one.size for one, other in pairwise(words))
            if close and figure.fullmatch(" ".join(word.text for word in words)):
                start = first
        if start == end:
            break
        found.append((line.words[start].box.x0, line.words[end - 1].box.x1))
        end = start
    return found


def _behind_figures(line: Line, figure: re.Pattern[str]) -> tuple[Word, ...]:
    """The words at the end of a line whose last figure stands before them, and apart from its label."""
    label = len(next(apart(line)))
    last = max((n for n, word in enumerate(line.words) if figure.fullmatch(word.text)), default=0)
    return line.words[last + 1 :] if last >= label else ()


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _strips(one: Range, other: Range, printed: Iterable[Range]) -> list[Range]:
    """The blank strips between the beginning of one cell and the end of the next, from left to right."""
    inside = sorted((max(x0, one[0]), min(x1, other[1])) for x0, x1 in printed if x1 > one[0] and x0 < other[1])
    strips, reach = [], one[0]
    for x0, x1 in inside:
        if x0 > reach > one[0]:
            strips.append((reach, x0))
        reach = max(reach, x1)
    return strips


def _behind(one: Range, other: Range, printed: Iterable[Range]) -> float:
    """The middle of the first blank strip behind a cell; of its end and the next one's beginning if there is none."""
    strips = (strip for strip in _strips(one, other, printed) if strip[0] > one[1] - 1)
    return sum(next(strips, (one[1], other[0]))) / 2


def _boundary(one: Range, other: Range, printed: Iterable[Range]) -> float:
    """The middle of the widest blank strip between two cells; near the next cell where the strip is wide, because text
    is set flush left more often than not."""
    strips = _strips(one, other, printed)
    left, right = max(strips, key=lambda strip: strip[1] - strip[0], default=(one[1], other[0]))
    return (left + right) / 2 if right - left < 12 else right - 4
