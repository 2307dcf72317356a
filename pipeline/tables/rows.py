"""The lines of a table → its rows: by horizontal rulings, and between anchors by the widest gap."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.document import Line, Word
from pipeline.tables.columns import Columns

# A gap between rows stands out when it is wider than the other gaps by this many points: browsers set lines at whole
# pixels, 0.75 points apart.
STANDS_OUT = 0.9

# Rulings part the rows when there are at least this many bands for each anchor (a cell may have two lines that fit).
ROWS_RULED = 0.6
# Lines of one cell are less than this share of their height apart; more parts rows.
ROW_GAP = 0.45
# Gaps between rows differ by no more than this many points.
SAME_GAP = 0.4
# A line with words in so many columns is no part of a cell.
FULL = 3
# Anchors nearer than this many font sizes stand in one row: cells of one and of two lines, centred beside each other.
ONE_ROW = 0.9
# Lines whose boxes share so much of the font size are beside each other; those of tight rows share less.
HALF_BESIDE = 0.3

# A name or a target never ends with one of these: it goes on on the next line.
OPEN_ENDS = {
    "att",
    "av",
    "eller",
    "från",
    "för",
    "hos",
    "i",
    "inom",
    "mellan",
    "och",
    "per",
    "på",
    "samt",
    "som",
    "varav",
}

Cells = tuple[tuple[Line, ...], ...]
# The words of a line by the columns that hold any.
Filled = Callable[[Line], Mapping[int, Sequence[Word]]]


def rows_of(
    lines: Sequence[Line],
    rulings: Sequence[float],
    is_anchor: Callable[[Line], bool],
    own_row: Callable[[Line], bool],
    filled: Filled,
) -> list[tuple[Line, ...]]:
    """The lines of each row.

    Where rulings part the rows, a row is what stands between two. Where few or none do, each row holds one anchor;
    rows are parted at the widest gap between two anchors, or where no gap stands out, before the second (text is set
    at the top of its cell then). `filled` gives the words of a line by column.
    """
    banded = bands(lines, rulings)
    anchors = sum(is_anchor(line) for line in lines)
    if len(banded) > 1 and len(banded) >= ROWS_RULED * anchors:
        return [row for band in banded for row in _unruled(band, is_anchor, own_row, filled)]
    return [row for band in banded for row in _parted(band, is_anchor, own_row, filled)]


def bands(lines: Sequence[Line], rulings: Sequence[float]) -> list[list[Line]]:
    """The lines between two rulings each."""
    found: list[list[Line]] = []
    for line in lines:
        if not found or _between(found[-1][-1], line, rulings):
            found.append([])
        found[-1].append(line)
    return found


def _between(one: Line, other: Line, rulings: Sequence[float]) -> bool:
    if one.box is None or other.box is None:
        return False
    return any(one.box.middle < y < other.box.middle for y in rulings)


def without_ruling(rows: Sequence[Sequence[Line]], rulings: Sequence[float]) -> tuple[Line, ...]:
    """The first lines of rows that no ruling parts from the one above, where rulings part most rows."""
    missing = [below[0] for above, below in pairwise(rows) if not _between(above[-1], below[0], rulings)]
    return tuple(missing) if 2 * len(missing) < len(rows) - 1 else ()


def _unruled(
    band: list[Line],
    is_anchor: Callable[[Line], bool],
    own_row: Callable[[Line], bool],
    filled: Filled,
) -> list[tuple[Line, ...]]:
    """The rows between two rulings: one, unless a ruling is missing. Then several lines begin with a capital, hold an
    anchor, and fill the same columns, all that are filled: a cell's next line fills fewer."""
    (columns,) = _columns_of(band, set(), filled)
    rows = {id(line) for line in band if filled(line).keys() == columns and is_anchor(line) and line.text[:1].isupper()}
    if len(rows) < 2 or len(columns) < 3:
        return [tuple(band)]
    return _parted(band, lambda line: id(line) in rows, own_row, filled)


def _parted(
    band: list[Line],
    is_anchor: Callable[[Line], bool],
    own_row: Callable[[Line], bool],
    filled: Filled,
) -> list[tuple[Line, ...]]:
    anchors = _anchors(band, is_anchor)
    names = _names_of(band, own_row, filled)
    cuts = _cuts_apart(band, anchors, names, filled) if len(anchors) > 1 else _cuts_at_blanks(band, names, filled)
    if cuts is None or cuts & names.go_on:
        cuts = _cuts_by_names(band, anchors, names, filled)
    cuts |= {index for index, line in enumerate(band) if index and own_row(line) and not _beside_above(band, index)}
    return [tuple(band[row.start : row.stop]) for row in _stretches(band, cuts)]


def _anchors(band: list[Line], is_anchor: Callable[[Line], bool]) -> list[int]:
    """The lines with an anchor, of several that stand beside each other the first."""
    anchors: list[int] = []
    for index, line in enumerate(band):
        if is_anchor(line) and not (anchors and _beside(band[anchors[-1]], line)):
            anchors.append(index)
    return anchors


def _stretches(band: list[Line], cuts: Collection[int]) -> list[range]:
    """The lines from one cut to the next."""
    return [range(start, end) for start, end in pairwise(sorted({0, *cuts, len(band)}))]


def _columns_of(band: list[Line], cuts: Collection[int], filled: Filled) -> list[frozenset[int]]:
    """The columns that hold words, from one cut to the next."""
    rows = (map(band.__getitem__, stretch) for stretch in _stretches(band, cuts))
    return [frozenset[int]().union(*map(filled, row)) for row in rows]


def _beside_above(band: list[Line], index: int) -> bool:
    """Does a line stand beside the one above, half a line lower: cells of two lines and of one, centred?"""
    return _gap(band, index) < -HALF_BESIDE * band[index].words[0].size


def _beside(one: Line, other: Line) -> bool:
    if one.box is None or other.box is None:
        return False
    return other.box.bottom - one.box.bottom < ONE_ROW * other.words[0].size


class _Names(NamedTuple):
    """The column of the rows' names, the lines that begin one (with a capital), and those that go on with one, or with
    a cell that the line above leaves open (`upplever trygghet i` / `Norrbacka`)."""

    column: int
    begin: set[int]
    go_on: set[int]


def _names_of(band: list[Line], own_row: Callable[[Line], bool], filled: Filled) -> _Names:
    column = min((min(columns) for one in band if (columns := filled(one))), default=0)
    first = {index: line.text[:1] for index, line in enumerate(band) if column in filled(line)}
    opened = _goes_on_from_open(band, filled)
    begin = {index for index, line in enumerate(band) if own_row(line) or first.get(index, "").isupper()} - opened
    return _Names(column, begin, ({index for index, letter in first.items() if letter.islower()} | opened) - begin)


def _goes_on_from_open(band: list[Line], filled: Filled) -> set[int]:
    """The lines, no whole rows, that go on with a cell whose line above ends in the middle of a phrase."""
    found: set[int] = set()
    above: dict[int, Sequence[Word]] = {}
    for index, line in enumerate(band):
        cells = filled(line)
        if len(cells) < FULL and any(above[column][-1].text in OPEN_ENDS for column in cells if column in above):
            found.add(index)
        above.update(cells)
    return found


def _cuts_by_names(band: list[Line], anchors: Sequence[int], names: _Names, filled: Filled) -> set[int]:
    """A cut between each two anchors: at a gap that stands out, else where a name begins."""
    bottom = bool(anchors) and anchors[0] > 0 and anchors[-1] == len(band) - 1
    centred = any(names.column not in filled(band[anchor]) for anchor in anchors)
    cuts, surely, start = set(), set(), 0
    for one, other in pairwise(anchors):
        end = _top(band, one + 1 if bottom else other)
        if centred and (box := band[one].box):
            end = 2 * box.middle - _top(band, start)
        start = _cut(band, one, other, names, end)
        cuts.add(start)
        if _whole(filled(band[one]), filled(band[other])):
            surely.add(start)
    return _without_tight(band, cuts) | surely


def _whole(one: Collection[int], other: Collection[int]) -> bool:
    """Are two lines rows for sure: each ends as the other does, or holds a name and two cells more?"""
    return max(one, default=0) == max(other, default=0) or min(len(one), len(other)) >= FULL


def _cut(band: list[Line], one: int, other: int, names: _Names, end: float) -> int:
    """The line before which the second of two rows begins.

    Before a line that goes on with a name none begins, however wide the gap above it is (Typst has less between rows
    than between lines), nor below all that begins a name (a page's end may move the last line of a row down). Where no
    gap stands out, the line tells that begins a name; of several the one next to the height at which the first row
    ends, as its cells are set: at the top, in the middle or at the bottom.
    """
    gaps = {index: _gap(band, index) for index in range(one + 1, other + 1)}
    widest = max(gaps, key=lambda index: gaps[index])
    others = [gap for index, gap in gaps.items() if index != widest]
    begin = names.begin & set(gaps)
    goes_on = bool(begin) and (widest in names.go_on or max(begin) < widest)
    if not others or (gaps[widest] - max(others) > STANDS_OUT and not goes_on):
        return widest
    return min(begin or {other}, key=lambda index: abs(_top(band, index) - end))


def _top(band: list[Line], index: int) -> float:
    box = band[index].box
    return box.top if box else 0.0


def _gap(band: list[Line], index: int) -> float:
    """The blank space above a line."""
    above, below = band[index - 1].box, band[index].box
    return below.top - above.bottom if above and below else 0.0


def _without_tight(band: list[Line], cuts: set[int]) -> set[int]:
    """The cuts but for those between lines as near to each other as the lines of one cell, where all other rows stand
    further apart: a cell of two lines may hold two anchors (`15 000` above `st`, beside `År`)."""
    within = [gap for index in range(1, len(band)) if index not in cuts and (gap := _gap(band, index)) > 0]
    if not within:
        return cuts
    tight = {index for index in cuts if _gap(band, index) <= min(within) + STANDS_OUT}
    apart = min((_gap(band, index) for index in cuts - tight), default=0.0)
    return cuts - tight if apart > max(within) + STANDS_OUT else cuts


def _cuts_apart(band: list[Line], anchors: Sequence[int], names: _Names, filled: Filled) -> set[int] | None:
    """The cuts at all gaps as wide as those between anchors, where these stand out from the gaps between lines of a
    cell; None where they do not. So a row without an anchor stands by itself (an indicator in tonnes that lacks its
    periodicity, an activity without dates). Each row has words in the column of names (the first may go on from the
    page before), and in another one, or begins a name: what begins with a small letter is the rest of one."""
    gaps = _strips(band)
    widest = [max(map(gaps.__getitem__, range(one + 1, other + 1))) for one, other in pairwise(anchors)]
    if not widest or band[0].box is None:
        return None
    cuts = {index for index, gap in gaps.items() if gap > min(widest) - SAME_GAP}
    within = (gap + STANDS_OUT for index, gap in gaps.items() if index not in cuts)
    if min(widest) <= max(within, default=ROW_GAP * band[0].box.height):
        return None
    return cuts if _whole_rows(band, cuts, names, filled) else None


def _whole_rows(band: list[Line], cuts: set[int], names: _Names, filled: Filled) -> bool:
    """Has each row words in the column of names, but for the first, and in another one, or begins a name in it?"""
    return all(
        (names.column in columns or not row.start) and (len(columns) > 1 or row.start in names.begin)
        for row, columns in zip(_stretches(band, cuts), _columns_of(band, cuts, filled), strict=True)
    )


def _cuts_at_blanks(band: list[Line], names: _Names, filled: Filled) -> set[int] | None:
    """The cuts of a table in which one row alone has an anchor, or none has: at all gaps that stand out from those
    between lines of a cell. None where a row begins with no name."""
    gaps = _strips(band)
    if not gaps or band[0].box is None:
        return None
    level = _level_between_rows(sorted(gaps.values()), ROW_GAP * band[0].box.height)
    cuts = {index for index, gap in gaps.items() if gap >= level}
    named = all(names.begin.intersection(row) for row in _stretches(band, cuts))
    return cuts if named and _whole_rows(band, cuts, names, filled) else None


def _level_between_rows(gaps: Sequence[float], usual: float) -> float:
    """The least of the gaps, from narrow to wide, that parts rows: where they grow most, if that stands out."""
    jump, level = max(((upper - lower, upper) for lower, upper in pairwise(gaps)), default=(0.0, gaps[-1]))
    return level if jump >= STANDS_OUT else max(gaps[0], usual)


def _strips(band: list[Line]) -> dict[int, float]:
    """The blank strip above each line but the first and those beside it, below all lines before it."""
    strips = {}
    for index in range(1, len(band)):
        bottom = max(line.box.bottom for line in band[:index] if line.box)
        strips[index] = min(line.box.top for line in band[index:] if line.box) - bottom
    return strips


def cells_of(row: Sequence[Line], columns: Columns) -> Cells:
    """The lines of each cell of a row."""
    cells: list[list[Line]] = [[] for _ in range(len(columns))]
    for line in row:
        for column, words in enumerate(columns.split(line)):
            if words:
                cells[column].append(_part(line, words))
    return tuple(tuple(cell) for cell in cells)


def _part(line: Line, words: tuple[Word, ...]) -> Line:
    return Line(" ".join(word.text for word in words), line.page, words, line.number)
