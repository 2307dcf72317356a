"""Which lines of a page belong to a table that begins with a known header, or goes on from the page before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from pipeline.document import Line, Page, Word
from pipeline.swedish import fold
from pipeline.tables.columns import Columns
from pipeline.tables.pattern import TablePattern
from pipeline.tables.rows import OPEN_ENDS, Cells
from pipeline.tables.rulings import horizontal_rulings

# Lines of one cell follow each other within this many font sizes from top to top; beyond it something else begins.
# A line height of 1.5 is what some style sheets set.
LINE_PITCH = 1.55
# So far apart they may be where a ruling below closes the row.
CLOSED_LINE_PITCH = 2.0
# Some tables are set wider: then the least distance of their lines is that of a cell's, up to this one (one and a half
# lines of a font whose own are 1.17 high).
WIDEST_LINE_PITCH = 1.8
# Distances of lines are the same within so many font sizes.
SAME_PITCH = 0.03
# A line with words in so many columns is no prose: one has a name and two figures, targets or dates.
CELLS_OF_A_ROW = 3
# Within a table no two lines are further apart than this many font sizes, unless a ruling frames them.
ROW_PITCH = 4.5


# Type of another size than the line above (points) is no next row of it.
OTHER_SIZE = 1.5
# A figure that a narrow column has parted at its thousands, above and below.
BEGUN_FIGURE = re.compile(r"[-−–]?\d{1,3}")
REST_OF_FIGURE = re.compile(r"\d{3}(?:,\d+)?")
# A date that it has parted anywhere (`2026-01-0` / `1`).
BEGINS_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:\d(?:\d(?:-\d{0,2})?)?)?)?")

Stops = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Frame:
    """The vertical reach of a table's rulings on a page: a line inside it belongs to the table."""

    spans: tuple[tuple[float, float], ...]

    def holds(self, line: Line) -> bool:
        """Is the middle of the line beside a vertical ruling?"""
        return line.box is not None and any(top <= line.box.middle <= bottom for top, bottom in self.spans)


def frame(page: Page, columns: Columns) -> Frame:
    """The reach of the vertical rulings that stand at the boundaries or the outer edges of the columns."""
    edges = (columns.left, *columns.boundaries, columns.right)
    spans = sorted(
        (rule.box.top, rule.box.bottom)
        for rule in page.rules
        if not rule.horizontal and any(abs(rule.box.x0 - edge) < 3 for edge in edges)
    )
    joined: list[tuple[float, float]] = []
    for top, bottom in spans:
        if joined and top <= joined[-1][1] + 3:
            joined[-1] = (joined[-1][0], max(joined[-1][1], bottom))
        else:
            joined.append((top, bottom))
    return Frame(tuple(joined))


def anchor_columns(pattern: TablePattern, header: Cells) -> tuple[int, ...]:
    """The columns in one of which each row of this kind has its anchor, as the header's cells tell.

    Never the column of names: in a narrow one `14` is the end of `dag 1-14`. Left of it may be one of icons.
    """
    named = [column for column, cell in enumerate(header) if cell] or [0]
    if not pattern.anchor_anywhere:
        last = pattern.header[-1]  # further right may stand columns that no rule knows
        lasts = [
            column for column in named if any(last.match(word.text) for line in header[column] for word in line.words)
        ]
        return tuple(lasts) or (named[-1],)
    names = 0 if pattern.figures else named[0]
    return tuple(range(names + 1, len(header)))


def anchored(line: Line, columns: Columns, pattern: TablePattern, anchors: Sequence[int]) -> bool:
    """Does the line hold the cell that each row of this kind has once, in one of the columns `anchors`?"""
    cells = columns.split(line)
    wanted = (cells[column] for column in anchors)
    return any(cell and pattern.anchor.fullmatch(" ".join(word.text for word in cell)) for cell in wanted)


def anchored_lines(
    lines: Sequence[Line], columns: Columns, pattern: TablePattern, anchors: Sequence[int], before: Line | None
) -> list[bool]:
    """Which lines stand for a row: they have its anchor, or begin one that lacks it, apart from the line above and with
    words in three columns or more (an indicator without periodicity whose targets are `1,3 GWh`)."""
    found = []
    rests = _rests(lines, columns, _is_rest_of_figure if pattern.figures else _is_rest_of_date)
    for index, line in enumerate(lines):
        previous = lines[index - 1] if index else before
        if previous is not None and abs(previous.words[0].size - line.words[0].size) > OTHER_SIZE:
            found.append(index not in rests and anchored(line, columns, pattern, anchors))
            continue
        apart = previous is not None and previous.page == line.page and pitch(previous, line) >= LINE_PITCH
        cells = columns.split(line)
        below = lines[index + 1] if index + 1 < len(lines) else None
        named = _named(cells, pattern, anchors) and not _ends_below(line, below, columns, pattern, anchors)
        several = pattern.anchor_anywhere and (_has_cells(cells, pattern) or named)
        begins = apart and several and not columns.crossed_by(line)
        found.append(index not in rests and (anchored(line, columns, pattern, anchors) or begins))
    return found


IsRest = Callable[[str, str], bool]


def _rests(lines: Sequence[Line], columns: Columns, is_rest: IsRest) -> set[int]:
    """The lines that begin no row: a cell of theirs is the rest of a date above it, or all their figures are rests of
    figures above them, which a narrow column parted (`1` / `347,8`); or are those beginnings, where the figures that
    are not parted stand between the two, at half the height of the row."""
    above: dict[int, tuple[Word, str]] = {}
    found = set()
    begun: dict[int, int] = {}
    for index, line in enumerate(lines):
        cells = {
            column: (words[-1], " ".join(word.text for word in words))
            for column, words in enumerate(columns.split(line))
            if column and words
        }
        rests = [_goes_on(above.get(column), *cell, is_rest) for column, cell in cells.items()]
        if rests and (all(rests) if is_rest is _is_rest_of_figure else any(rests)):
            found.add(index)
            begins = {begun[column] for column, rest in zip(cells, rests, strict=True) if rest}
            found |= {first for first in begins if first < index - 1 and not columns.split(lines[first])[0]}
        for (column, (last, text)), rest in zip(cells.items(), rests, strict=True):
            above[column] = (last, above[column][1] + text if rest else text)
            begun[column] = begun[column] if rest else index
    return found


def _goes_on(above: tuple[Word, str] | None, last: Word, text: str, is_rest: IsRest) -> bool:
    if above is None or not is_rest(above[1], text):
        return False
    return 0 < last.box.bottom - above[0].box.bottom < LINE_PITCH * last.size


def _is_rest_of_figure(begun: str, text: str) -> bool:
    return bool(REST_OF_FIGURE.fullmatch(text) and BEGUN_FIGURE.fullmatch(begun))


def _is_rest_of_date(begun: str, text: str) -> bool:
    return bool(BEGINS_DATE.fullmatch(begun) and BEGINS_DATE.fullmatch(begun + text))


def _has_cells(cells: Sequence[Sequence[Word]], pattern: TablePattern) -> bool:
    """Are there words in enough columns for a row? Where these hold figures, no letters may stand behind the first."""
    letters = (char.isalpha() for cell in cells[1:] for word in cell for char in word.text)
    return sum(map(bool, cells)) >= CELLS_OF_A_ROW and not (pattern.figures and any(letters))


def _named(cells: Sequence[Sequence[Word]], pattern: TablePattern, anchors: Sequence[int]) -> bool:
    """Does a name begin beside a cell of a table of words? `0,3 procentenheter` may be all that its row has."""
    if pattern.figures:
        return False
    names = [words for words in cells[: min(anchors)] if words]
    return bool(names) and names[-1][0].text[:1].isupper() and any(cells[column] for column in anchors)


def _ends_below(
    line: Line, below: Line | None, columns: Columns, pattern: TablePattern, anchors: Sequence[int]
) -> bool:
    """Has the row of a line its anchor on the next one, where cells are set at the bottom? Then it begins no other."""
    if below is None or below.page != line.page or pitch(line, below) >= LINE_PITCH:
        return False
    return not below.words[0].text[:1].isupper() and anchored(below, columns, pattern, anchors)


def body_lines(
    lines: Sequence[Line],
    page: Page,
    columns: Columns,
    pattern: TablePattern,
    anchors: Sequence[int],
    before: Line | None,
    stops: Stops,
) -> tuple[Line, ...]:
    """The lines from the top of `lines` that belong to the table.

    A line belongs to it when it crosses no boundary and is framed by rulings, holds an anchor, lies between anchors,
    or goes on in the manner of a cell's next line (`before`: the last line known to be in the table).
    """
    framed = frame(page, columns)
    rulings = horizontal_rulings(page, columns)
    has_anchor = anchored_lines(lines, columns, pattern, anchors, before)
    in_row = [
        anchor or _beside(line, lines[0], columns, pattern, anchors)
        for line, anchor in zip(lines, has_anchor, strict=True)
    ]
    ruled = _all_framed(lines, in_row, framed, columns)
    line_pitch = _line_pitch(lines, columns)
    # The rest of a row from the page before may stand unshaded above the first row that is framed, also below a header.
    rest = next((n for n, line in enumerate(lines) if framed.holds(line)), 0)
    closed = _closed_rows(lines, has_anchor, columns, rulings)
    accepted = 0
    for index, line in enumerate(lines):
        previous = lines[index - 1] if index else before
        inside = framed.holds(line)
        if columns.crossed_by(line) or (ruled and not inside and index >= rest):
            break
        near = previous is None or previous.page != line.page or pitch(previous, line) < ROW_PITCH
        if not near and not inside and not _ruled_off(previous, line, rulings):
            break
        below_header = index == 0 and before is not None and before.page == line.page
        follows = index in closed or _continues(previous, line, rulings, line_pitch)
        follows = follows or _left_open(previous, line, columns)
        goes_on = accepted == index and (below_header or follows)
        if not inside and stops(fold(line.text)) and not anchored(line, columns, pattern, anchors):
            break
        if inside or in_row[index] or goes_on:
            accepted = index + 1
    return tuple(lines[:accepted])


def _beside(line: Line, first: Line, columns: Columns, pattern: TablePattern, anchors: Sequence[int]) -> bool:
    """Has the line words to the right of the names, printed as those of the first line are? No prose begins there."""
    if pattern.figures or columns.crossed_by(line) or _looks(first) != _looks(line):
        return False
    cells = columns.split(line)
    return any(cells[column] for column in anchors)


def _looks(line: Line) -> tuple[int, str, bool]:
    first = line.words[0]
    return round(first.size), first.font, first.bold


def _all_framed(lines: Sequence[Line], in_row: Sequence[bool], framed: Frame, columns: Columns) -> bool:
    """Do rulings frame each row, down to the first line of prose? Where every other row is shaded they frame that one
    alone."""
    rows = takewhile(lambda row: not columns.crossed_by(row[0]), zip(lines, in_row, strict=True))
    held = [framed.holds(line) for line, anchor in rows if anchor]
    return bool(held) and all(held)


def strays(lines: Sequence[Line], page: Page, columns: Columns) -> tuple[Line, ...]:
    """The lines directly below a table's last row that its vertical rulings hold although no column does."""
    framed = frame(page, columns)
    return tuple(takewhile(framed.holds, lines))


def pitch(one: Line, other: Line) -> float:
    """The distance from line to line, in font sizes."""
    if one.box is None or other.box is None:
        return 0.0
    return (other.box.bottom - one.box.bottom) / max(other.words[0].size, 1.0)


def _ruled_off(one: Line | None, other: Line, rulings: Sequence[float]) -> bool:
    return (
        one is not None
        and one.box is not None
        and other.box is not None
        and any(one.box.bottom - 2 < y < other.box.top + 2 for y in rulings)
    )


def _line_pitch(lines: Sequence[Line], columns: Columns) -> float:
    """Below which distance a line follows another in its cell, in font sizes: some tables are set wider than most."""
    rows = takewhile(lambda pair: not columns.crossed_by(pair[1]), pairwise(lines))
    least = min((apart for one, other in rows if (apart := pitch(one, other)) > 1), default=LINE_PITCH)
    return max(LINE_PITCH, least + SAME_PITCH) if least < WIDEST_LINE_PITCH else LINE_PITCH


def _continues(previous: Line | None, line: Line, rulings: Sequence[float], line_pitch: float) -> bool:
    """Does the line look like the next line of a cell that began above it?"""
    if previous is None or line.box is None:
        return False
    one, other = previous.words[0], line.words[0]
    alike = abs(one.size - other.size) < 0.3 and one.font == other.font and one.bold == other.bold
    if previous.page != line.page:
        return alike
    closed = any(line.box.bottom - 2 < y < line.box.bottom + 2.5 * other.size for y in rulings)
    follows = pitch(previous, line) < line_pitch and not _ruled_off(previous, line, rulings)
    return alike and (follows or (closed and pitch(previous, line) < ROW_PITCH))


def _left_open(previous: Line | None, line: Line, columns: Columns) -> bool:
    """Does the line go on with a name that the one above leaves open (`varav`), however far below? Qt moves down what a
    page's end would cut, on the screen, too."""
    if previous is None or previous.page != line.page or previous.style != line.style:
        return False
    above, below = columns.split(previous), columns.split(line)
    name = next((column for column, words in enumerate(above) if words), 0)
    alone = bool(below[name]) and sum(map(bool, below)) == 1
    return alone and above[name][-1].text in OPEN_ENDS and pitch(previous, line) < ROW_PITCH


def _closed_rows(
    lines: Sequence[Line], has_anchor: Sequence[bool], columns: Columns, rulings: Sequence[float]
) -> set[int]:
    """The lines of rows that a ruling closes below: from the line of an anchor down to the ruling each stands in its
    columns, near to the one above and printed alike."""
    found: set[int] = set()
    for first in (index for index, anchor in enumerate(has_anchor) if anchor):
        last = first
        while last + 1 < len(lines) and not _ruled_off(lines[last], lines[last + 1], rulings):
            if not _goes_on_in_row(lines[last], lines[last + 1], columns):
                break
            last += 1
        bottom = lines[last].box
        if bottom and any(bottom.bottom - 2 < y < bottom.bottom + CLOSED_LINE_PITCH * bottom.height for y in rulings):
            found.update(range(first, last + 1))
    return found


def _goes_on_in_row(previous: Line, line: Line, columns: Columns) -> bool:
    same = previous.page == line.page and previous.style == line.style and not columns.crossed_by(line)
    return same and 0 < pitch(previous, line) < CLOSED_LINE_PITCH
