"""Which lines of a page belong to a table that begins with a known header, or goes on from the page before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from pipeline.document import Line, Word
from pipeline.swedish import fold
from pipeline.tables.columns import SAME_EDGE, Columns, apart
from pipeline.tables.layout import Layout, joined
from pipeline.tables.pattern import TablePattern
from pipeline.tables.rows import OPEN_ENDS

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
# A row is below the one above it at most this many times as far as the others are.
SAME_ROWS = 1.2
# Type of another size than the line above (points) is no next row of it.
OTHER_SIZE = 1.5
# A figure that a narrow column has parted at its thousands, above and below.
BEGUN_FIGURE = re.compile(r"[-−–]?\d{1,3}")
REST_OF_FIGURE = re.compile(r"\d{3}(?:,\d+)?")
# A date that it has parted anywhere (`2026-01-0` / `1`).
BEGINS_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:\d(?:\d(?:-\d{0,2})?)?)?)?")


def anchored_lines(lines: Sequence[Line], layout: Layout, before: Line | None = None) -> list[bool]:
    """Which lines stand for a row: they have its anchor, or begin one that lacks it; `before` is above the first."""
    rests = _rests(lines, layout)
    around = zip(lines, (before, *lines), (*lines[1:], None), strict=False)
    return [
        index not in rests and (layout.anchored(line) or _begins_without_anchor(line, above, below, layout))
        for index, (line, above, below) in enumerate(around)
    ]


def _begins_without_anchor(line: Line, above: Line | None, below: Line | None, layout: Layout) -> bool:
    """Does a row begin that lacks its anchor (an indicator without periodicity whose targets are `1,3 GWh`)? It stands
    apart from the line above and has words in three columns or more, or a name."""
    if not layout.pattern.anchor_anywhere or above is None or above.page != line.page:
        return False
    other_size = abs(above.words[0].size - line.words[0].size) > OTHER_SIZE
    if other_size or pitch(above, line) < LINE_PITCH or layout.columns.crossed_by(line):
        return False
    cells = layout.columns.split(line)
    return _has_cells(cells, layout.pattern) or (_named(cells, layout) and not _ends_below(line, below, layout))


class _Above(NamedTuple):
    """What a column holds so far: its last word, the text that a narrow column may have parted, and the number of the
    line on which that text begins."""

    last: Word
    text: str
    begun: int


def _rests(lines: Sequence[Line], layout: Layout) -> set[int]:
    """The lines that begin no row: a cell of theirs is the rest of a date above it, or all their figures are rests of
    figures above them, which a narrow column parted (`1` / `347,8`); or are those beginnings, where the figures that
    are not parted stand between the two, at half the height of the row."""
    above: dict[int, _Above] = {}
    found: set[int] = set()
    for index, line in enumerate(lines):
        cells = layout.filled(line)
        rests = {column for column, words in cells.items() if _goes_on(above.get(column), words, layout.pattern)}
        if rests and (len(rests) == len(cells) or not layout.pattern.figures):
            begun = {above[column].begun for column in rests}
            found |= {index, *_without_label(lines, begun - {index - 1}, layout)}
        above |= {column: _below(above.get(column), words, index, column in rests) for column, words in cells.items()}
    return found


def _without_label(lines: Sequence[Line], places: Iterable[int], layout: Layout) -> set[int]:
    return {place for place in places if 0 not in layout.filled(lines[place])}


def _below(above: _Above | None, words: Sequence[Word], index: int, is_rest: bool) -> _Above:
    """What a column holds below these words of a line."""
    if above and is_rest:
        return _Above(words[-1], above.text + joined(words), above.begun)
    return _Above(words[-1], joined(words), index)


def _goes_on(above: _Above | None, words: Sequence[Word], pattern: TablePattern) -> bool:
    """Are the words the rest of what stands close above them, parted in the middle of a figure or of a date?"""
    is_rest = _is_rest_of_figure if pattern.figures else _is_rest_of_date
    if above is None or not is_rest(above.text, joined(words)):
        return False
    last = words[-1]
    return 0 < last.box.bottom - above.last.box.bottom < LINE_PITCH * last.size


def _is_rest_of_figure(begun: str, text: str) -> bool:
    return bool(REST_OF_FIGURE.fullmatch(text) and BEGUN_FIGURE.fullmatch(begun))


def _is_rest_of_date(begun: str, text: str) -> bool:
    return bool(BEGINS_DATE.fullmatch(begun) and BEGINS_DATE.fullmatch(begun + text))


def _has_cells(cells: Sequence[Sequence[Word]], pattern: TablePattern) -> bool:
    """Are there words in enough columns for a row? Where these hold figures, no letters may stand behind the first."""
    letters = (char.isalpha() for cell in cells[1:] for word in cell for char in word.text)
    return sum(map(bool, cells)) >= CELLS_OF_A_ROW and not (pattern.figures and any(letters))


def _named(cells: Sequence[Sequence[Word]], layout: Layout) -> bool:
    """Does a name begin beside a cell of a table of words? `0,3 procentenheter` may be all that its row has."""
    if layout.pattern.figures:
        return False
    names = [words for words in cells[: min(layout.anchors)] if words]
    return bool(names) and names[-1][0].text[:1].isupper() and any(cells[column] for column in layout.anchors)


def _ends_below(line: Line, below: Line | None, layout: Layout) -> bool:
    """Has the row of a line its anchor on the next one, where cells are set at the bottom? Then it begins no other."""
    if below is None or below.page != line.page or pitch(line, below) >= LINE_PITCH:
        return False
    return not below.words[0].text[:1].isupper() and layout.anchored(below)


def body_lines(lines: Sequence[Line], layout: Layout, before: Line | None) -> tuple[Line, ...]:
    """The lines from the top of `lines` that belong to the table.

    A line belongs to it when it crosses no boundary and is framed by rulings, holds an anchor, lies between anchors,
    or goes on in the manner of a cell's next line (`before`: the last line known to be in the table).
    """
    has_anchor = anchored_lines(lines, layout, before)
    in_row = _in_row(lines, has_anchor, layout)
    closed = _closed_rows(lines, has_anchor, layout)
    line_pitch = _line_pitch(lines, layout.columns)
    accepted = 0
    for index, (line, above) in enumerate(_reached(lines, in_row, layout, before)):
        follows = index in closed or _follows(above, line, layout, line_pitch)
        below_header = index == 0 and before is not None and before.page == line.page
        if in_row[index] or layout.frame.holds(line) or (accepted == index and (follows or below_header)):
            accepted = index + 1
    return tuple(lines[:accepted])


def _reached(
    lines: Sequence[Line], in_row: Sequence[bool], layout: Layout, before: Line | None
) -> Iterator[tuple[Line, Line | None]]:
    """The lines down to where the table ends for sure, each with the one above it."""
    framed = layout.frame.holds
    ruled = _all_framed(lines, in_row, layout)
    # The rest of a row from the page before may stand unshaded above the first row that is framed, also below a header.
    rest = next((n for n, line in enumerate(lines) if framed(line)), 0)
    for index, (line, above) in enumerate(zip(lines, (before, *lines), strict=False)):
        outside = not framed(line) and ((ruled and index >= rest) or _begins_anew(above, line, layout))
        if outside or layout.columns.crossed_by(line):
            return
        yield line, above


def _begins_anew(above: Line | None, line: Line, layout: Layout) -> bool:
    """Does a line that no ruling frames begin something else: far below the one above it, or as a known heading?"""
    if above is not None and above.page == line.page and pitch(above, line) >= ROW_PITCH:
        return not _ruled_off(above, line, layout.rulings) or _is_heading(line, layout)
    return _is_heading(line, layout)


def _is_heading(line: Line, layout: Layout) -> bool:
    return layout.stops(fold(line.text)) and not layout.anchored(line)


def _in_row(lines: Sequence[Line], has_anchor: Sequence[bool], layout: Layout) -> list[bool]:
    return [anchor or _beside(line, lines[0], layout) for line, anchor in zip(lines, has_anchor, strict=True)]


def _beside(line: Line, first: Line, layout: Layout) -> bool:
    """Has the line words to the right of the names, printed as those of the first line are? No prose begins there."""
    if layout.pattern.figures or layout.columns.crossed_by(line) or _looks(first) != _looks(line):
        return False
    cells = layout.columns.split(line)
    return any(cells[column] for column in layout.anchors)


def _looks(line: Line) -> tuple[int, str, bool]:
    first = line.words[0]
    return round(first.size), first.font, first.bold


def _all_framed(lines: Sequence[Line], in_row: Sequence[bool], layout: Layout) -> bool:
    """Do rulings frame each row, down to the first line of prose? Where every other row is shaded they frame that one
    alone."""
    rows = takewhile(lambda row: not layout.columns.crossed_by(row[0]), zip(lines, in_row, strict=True))
    held = [layout.frame.holds(line) for line, of_row in rows if of_row]
    return bool(held) and all(held)


def strays(lines: Sequence[Line], body: Sequence[Line], layout: Layout) -> tuple[Line, ...]:
    """The lines directly below the rows of a table (`body`) that its vertical rulings hold although no column does; or
    one that may be a row all the same: with cells that begin or end where those above do, or of a name alone."""
    held = tuple(takewhile(layout.frame.holds, lines))
    if held or not lines or not body:
        return held
    return tuple(lines[:1]) if _has_cells_of(lines[0], body) or _is_name_alone(lines[0], body, layout) else ()


def _has_cells_of(line: Line, body: Sequence[Line]) -> bool:
    """Do words that stand apart on a line begin or end where those of the lines above it do, to the right of names?"""
    above = [(words[0].box.x0, words[-1].box.x1) for one in body for words in list(apart(one))[1:]]
    below = [(words[0].box.x0, words[-1].box.x1) for words in list(apart(line))[1:]]
    return any(
        abs(one[0] - other[0]) < SAME_EDGE or abs(one[1] - other[1]) < SAME_EDGE for one in above for other in below
    )


def _is_name_alone(line: Line, body: Sequence[Line], layout: Layout) -> bool:
    """May a line be a row without a cell beside its name: below the last one as rows are below each other, and printed
    as it is? Prose ends with a stop, or goes on on a line below."""
    cells = layout.filled(line)
    if layout.pattern.figures or layout.columns.crossed_by(line) or cells.keys() != {layout.names}:
        return False
    if line.style != body[-1].style or not line.text[:1].isupper() or line.text.endswith((".", ":", "?", "!")):
        return False
    return 0 < pitch(body[-1], line) < SAME_ROWS * max(map(pitch, body, body[1:]), default=0.0)


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


def _follows(above: Line | None, line: Line, layout: Layout, line_pitch: float) -> bool:
    """Does the line go on with a cell of the one above?"""
    return _continues(above, line, layout.rulings, line_pitch) or _left_open(above, line, layout.columns)


def _continues(above: Line | None, line: Line, rulings: Sequence[float], line_pitch: float) -> bool:
    """Does the line look like the next line of a cell that began above it?"""
    if above is None or line.box is None or not _alike(above.words[0], line.words[0]):
        return False
    if above.page != line.page:
        return True
    apart = pitch(above, line)
    if apart < line_pitch and not _ruled_off(above, line, rulings):
        return True
    reach = 2.5 * line.words[0].size
    return apart < ROW_PITCH and any(line.box.bottom - 2 < y < line.box.bottom + reach for y in rulings)


def _alike(one: Word, other: Word) -> bool:
    return abs(one.size - other.size) < 0.3 and one.font == other.font and one.bold == other.bold


def _left_open(previous: Line | None, line: Line, columns: Columns) -> bool:
    """Does the line go on with a name that the one above leaves open (`varav`), however far below? Qt moves down what a
    page's end would cut, on the screen, too."""
    if previous is None or previous.page != line.page or previous.style != line.style:
        return False
    above, below = columns.split(previous), columns.split(line)
    name = next((column for column, words in enumerate(above) if words), 0)
    alone = bool(below[name]) and sum(map(bool, below)) == 1
    return alone and above[name][-1].text in OPEN_ENDS and pitch(previous, line) < ROW_PITCH


def _closed_rows(lines: Sequence[Line], has_anchor: Sequence[bool], layout: Layout) -> set[int]:
    """The lines of rows that a ruling closes below: from the line of an anchor down to the ruling each stands in its
    columns, near to the one above and printed alike."""
    found: set[int] = set()
    rulings = layout.rulings
    for first in (index for index, anchor in enumerate(has_anchor) if anchor):
        last = first
        while last + 1 < len(lines) and not _ruled_off(lines[last], lines[last + 1], rulings):
            if not _goes_on_in_row(lines[last], lines[last + 1], layout.columns):
                break
            last += 1
        bottom = lines[last].box
        if bottom and any(bottom.bottom - 2 < y < bottom.bottom + CLOSED_LINE_PITCH * bottom.height for y in rulings):
            found.update(range(first, last + 1))
    return found


def _goes_on_in_row(previous: Line, line: Line, columns: Columns) -> bool:
    same = previous.page == line.page and previous.style == line.style and not columns.crossed_by(line)
    return same and 0 < pitch(previous, line) < CLOSED_LINE_PITCH
