"""Pages of lines → the flow of a document: its lines and its tables, in reading order, tables made whole."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf
from typing import NamedTuple

from pipeline.document import Box, Cell, Line, Page, Table
from pipeline.swedish import fold
from pipeline.tables.columns import Columns, Range, apart, header_cells, spaced_columns
from pipeline.tables.comment import Part, body_parts
from pipeline.tables.fragment import Fragment
from pipeline.tables.header import Header, find_headers, header_begun, header_rest, names_all
from pipeline.tables.merged import with_merged
from pipeline.tables.page_break import fitted, join
from pipeline.tables.pattern import TablePattern
from pipeline.tables.region import (
    Stops,
    anchor_columns,
    anchored,
    anchored_lines,
    frame,
    strays,
)
from pipeline.tables.rows import Cells, cells_of, rows_of, without_ruling
from pipeline.tables.rulings import SAME_RULING, crossing_rulings, horizontal_rulings, ruled_columns
from pipeline.tables.struck import with_struck
from pipeline.tables.unknown import unknown_tables
from pipeline.tables.unwrap import Unwrapper

Item = Line | Table


def flow(pages: Sequence[Page], patterns: Sequence[TablePattern], stops: Stops, unwrapper: Unwrapper) -> list[Item]:
    """The lines and tables of a document in reading order.

    `pages` hold no page headers and footers any more. A table that goes on on the next page, under a repeated header
    or without one, is one table; a row that a page break splits is one row. `stops` fits the text of a line that no
    table goes on with (a known heading).
    """
    items: list[Line | Fragment | Table] = []
    headers = _headers(pages, patterns)
    for above, page, following in zip((None, *pages), pages, (*pages[1:], None), strict=False):
        open_table = items[-1] if items and isinstance(items[-1], Fragment) else None
        for item in _page_items(page, following, patterns, headers[page.number], open_table, stops):
            if isinstance(item, Fragment):
                _put(items, item, above)
            else:
                items.append(item)
    for item in items:
        if isinstance(item, Fragment):
            _observe(item, unwrapper)
    return [_table(item, unwrapper) if isinstance(item, Fragment) else item for item in items]


def _put(items: list[Line | Fragment | Table], table: Fragment, above: Page | None) -> None:
    """Puts a table behind the items before it, as one with what of it the page above has."""
    if above and (begun := _begun_above(table, items, above)):
        del items[len(items) - begun[1] :]
        items.append(begun[0])
    before = items[-1] if items else None
    if isinstance(before, Fragment) and _resumes(table, before):
        items[-1] = table
    elif isinstance(before, Fragment) and table.rows and _goes_on(before, table):
        join(before, table)
    else:
        items.append(table)


def _observe(table: Fragment, unwrapper: Unwrapper) -> None:
    widths = _inner_widths(table)
    for cells in (table.header, *table.rows):
        for cell, width in zip(cells, widths, strict=True):
            unwrapper.observe(cell, width)


def _begun_above(table: Fragment, items: Sequence[Item | Fragment], above: Page) -> tuple[Fragment, int] | None:
    """The beginning of a table's first row on the page before, and of how many lines it is: a row that is longer than a
    page may stand there without a header, which comes with its rest.

    Rulings in the same places tell where it begins; without any, its anchor does, at the top of its cell.
    """
    if not table.rows or (table.has_anchor(table.rows[0]) and _anchor_first(table, table.rows[0])):
        return None
    framed = frame(above, table.columns)
    lines: list[Line] = []
    for item in reversed(items):
        if not isinstance(item, Line) or item.page != above.number or table.columns.crossed_by(item):
            break
        if framed.spans and not framed.holds(item):
            break
        lines.insert(0, item)
    if not framed.spans:
        has_anchor = [anchored(line, table.columns, table.pattern, table.anchors) for line in lines]
        lines = lines[has_anchor.index(True) :] if any(has_anchor) else []
    if not lines:
        return None
    rows, unruled, _ = _rows(lines, above, table.columns, table.pattern, table.anchors)
    top = lines[0].box.top if lines[0].box else 0.0
    begun = replace(table, rows=rows, page=above.number, top=top, last=lines[-1], strays=(), unruled=unruled)
    return replace(begun, comments={}), len(lines)


def _headers(pages: Sequence[Page], patterns: Sequence[TablePattern]) -> dict[int, list[Header]]:
    """The headers on each page. One that tells its columns by blank space has the rows below all headers of the plan
    that have the same words in the same places: what one table of two rows leaves open, others of its kind tell."""
    found: dict[int, list[Header]] = {}
    bodies: dict[Hashable, list[Line]] = defaultdict(list)
    for page in pages:
        found[page.number] = headers = find_headers(page.lines, page, patterns)
        ends = [*(header.first for header in headers[1:]), len(page.lines)]
        for header, end in zip(headers, ends, strict=False):
            if ruled_columns(page, header.lines) is None:
                bodies[_placed(header)] += _likely_body(header, page.lines[header.end : end])
    return {
        number: [replace(header, alike=tuple(bodies.get(_placed(header), ()))) for header in headers]
        for number, headers in found.items()
    }


def _placed(header: Header) -> Hashable:
    """What a header says, and where from left to right."""
    return header.pattern.kind, tuple((word.text, round(word.box.x0)) for line in header.lines for word in line.words)


def _page_items(
    page: Page,
    following: Page | None,
    patterns: Sequence[TablePattern],
    headers: list[Header],
    open_table: Fragment | None,
    stops: Stops,
) -> list[Line | Fragment | Table]:
    lines = list(page.lines)
    if open_table and not open_table.rows and not names_all(open_table.header_lines, open_table.pattern):
        headers = [header for header in headers if header.first]  # the rest of its own
    items: list[Line | Fragment | Table] = []
    index = 0
    if open_table and not (headers and headers[0].first == 0):
        limit = headers[0].first if headers else len(lines)
        continued = _continuation if open_table.rows else _resumption
        rest = continued(open_table, lines[:limit], page, stops)
        if rest:
            items.append(rest[0])
            index = rest[1]
    for number, header in enumerate(headers):
        items.extend(lines[index : header.first])
        limit = headers[number + 1].first if number + 1 < len(headers) else len(lines)
        fragment, index = _fragment(header, lines[header.end : limit], page, stops, open_table)
        items.append(fragment)
        index += header.end
    begun = header_begun(lines[index:], following.lines, patterns) if following else None
    if begun:
        pattern, first = begun
        items.extend(lines[index : index + first])
        items.append(_header_alone(pattern, lines[index + first :]))
    else:
        items.extend(lines[index:])
    return unknown_tables(items, page)


def _header_alone(pattern: TablePattern, lines: Sequence[Line]) -> Fragment:
    """The first lines of a header row that goes on on the next page: there the table's columns are told."""
    box = Box.around([line.box for line in lines if line.box])
    columns = Columns(box.x0, (), box.x1, ruled=False)
    return Fragment(
        pattern, columns, (0,), tuple(lines), cells_of(lines, columns), [], lines[0].page, box.top, lines[-1]
    )


def _spaced(header: Header, following: Sequence[Line]) -> Columns:
    figure = header.pattern.anchor if header.pattern.figures else None
    body = header.alike or _likely_body(header, following)
    return spaced_columns(header.lines, body, figure, header.pattern.header)


def _columns(header: Header, following: Sequence[Line], page: Page, open_table: Fragment | None) -> Columns:
    """The columns below a header.

    Where blank space tells them and the header is that of a table on the page before, columns that are empty on this
    page are told by that one.
    """
    ruled = ruled_columns(page, header.lines)
    if ruled:
        return ruled
    spaced = _spaced(header, following)
    if open_table is None or open_table.columns.ruled or len(open_table.columns) <= len(spaced):
        return spaced
    before = open_table.columns
    repeated = _squeezed(cells_of(header.lines, before)) == _squeezed(open_table.header)
    return before if repeated and not any(before.crossed_by(line) for line in header.lines) else spaced


def _fragment(
    header: Header, following: Sequence[Line], page: Page, stops: Stops, open_table: Fragment | None
) -> tuple[Fragment, int]:
    """The table below a header, and how many of the following lines it takes; `open_table` is the one before it."""
    columns = _columns(header, following, page, open_table)
    cells = cells_of(header.lines, columns)
    anchors = anchor_columns(header.pattern, cells)
    parts = body_parts(following, page, columns, header.pattern, anchors, header.lines[-1], stops)
    body = [line for part in parts for lines in part for line in lines]
    found = _rows_of_parts(parts, page, columns, header.pattern, anchors, _bottom(header.lines))
    box = header.lines[0].box
    fragment = Fragment(
        pattern=header.pattern,
        columns=columns,
        anchors=anchors,
        header_lines=header.lines,
        header=cells,
        rows=found.rows,
        page=page.number,
        top=box.top if box else 0.0,
        last=body[-1] if body else header.lines[-1],
        strays=strays(following[len(body) :], page, columns),
        unruled=found.unruled,
        comments=found.comments,
    )
    return fragment, len(body)


def _bottom(lines: Sequence[Line]) -> float:
    return max(line.box.bottom for line in lines if line.box)


class _Rows(NamedTuple):
    """The rows of a table on a page, the first lines of those that only their words part from the row above, and the
    comments by the number of the row they stand under."""

    rows: list[Cells]
    unruled: tuple[Line, ...]
    comments: dict[int, tuple[Line, ...]]


def _rows_of_parts(
    parts: Sequence[Part], page: Page, columns: Columns, pattern: TablePattern, anchors: Sequence[int], top: float = 0.0
) -> _Rows:
    """The rows of all parts of a table on a page."""
    found = _Rows([], (), {})
    for body, comment in parts:
        rows, unruled, _ = _rows(body, page, columns, pattern, anchors, top)
        found = _Rows([*found.rows, *rows], (*found.unruled, *unruled), found.comments)
        if comment:
            found.comments[len(found.rows) - 1] = comment
            top = _bottom(comment)
    return found


def _rows(
    body: Sequence[Line], page: Page, columns: Columns, pattern: TablePattern, anchors: Sequence[int], top: float = 0.0
) -> _Rows:
    """The rows of the lines of a table that stand below `top` on a page."""
    rulings = horizontal_rulings(page, columns)
    has_anchor = anchored_lines(body, columns, pattern, anchors, None)
    standing = {id(line) for line, anchor in zip(body, has_anchor, strict=True) if anchor}
    rows = rows_of(
        body,
        rulings,
        lambda line: id(line) in standing,
        lambda line: bool(pattern.own_row.match(fold(line.text))),
        lambda line: {column: words for column, words in enumerate(columns.split(line)) if words},
    )
    names = max(min(anchors) - 1, 0) if pattern.anchor_anywhere else 0
    whole = with_merged([cells_of(row, columns) for row in rows], page, columns, rulings, names)
    return _Rows(with_struck(whole, page, columns, top), without_ruling(rows, crossing_rulings(page, columns)), {})


def _likely_body(header: Header, following: Sequence[Line]) -> Sequence[Line]:
    """The lines down to the last one that ends like a row of this kind, enough to see the blank strips: those with
    several cells, and those that end before the next column begins."""
    cells = header_cells(header.lines, header.pattern.header)
    last = 0
    for index, line in enumerate(following):
        above = following[index - 1] if index else header.lines[-1]
        if above.box and line.box and line.box.top - above.box.bottom > 3.5 * line.words[0].size:
            break
        if any(header.pattern.anchor.fullmatch(fold(text)) for text in _behind_name(line)) and _has_cells(line):
            last = index + 1
    while not header.pattern.figures and 0 < last < len(following):
        if not _in_cell_of(following[last], following[last - 1], cells):
            break
        last += 1
    return [line for line in following[:last] if _has_cells(line) or _in_one_column(line, cells)]


def _behind_name(line: Line) -> Iterator[str]:
    """What may be cells of a line that begins with a name: its last words, words that stand apart, and the first of
    these (a figure set flush right is near to words behind it)."""
    yield from (" ".join(word.text for word in line.words[-count:]) for count in (1, 2, 3))
    for words in list(apart(line))[1:]:
        yield from (" ".join(word.text for word in words[:count]) for count in {len(words), 1, 2, 3})


def _in_cell_of(line: Line, above: Line, cells: Sequence[Range]) -> bool:
    """Does the line go on in a cell of the line above?"""
    if line.box is None or above.box is None or _has_cells(line):
        return False
    return line.box.top - above.box.bottom < 0.8 * line.words[0].size and _in_one_column(line, cells)


def _in_one_column(line: Line, cells: Sequence[Range]) -> bool:
    """Does the line stand between the beginning of a header's cell and that of the next, or, where headers are centred,
    between the end of the one before and the beginning of the next? The first header may be set flush right or centred
    above names that begin to its left."""
    if line.box is None:
        return False
    starts, ends = [x0 for x0, _ in cells], [-inf, *(x1 for _, x1 in cells)]
    column = max(bisect_right(starts, line.box.x0 + SAME_RULING), 1)
    under = next((place for place, (x0, x1) in enumerate(cells, 1) if x0 < line.box.x1 and line.box.x0 < x1), column)
    return any(
        place < len(starts) and line.box.x1 < starts[place] and line.box.x0 > ends[place - 1]
        for place in (column, under)
    )


def _has_cells(line: Line) -> bool:
    """Are there words on the line with more than a blank between them?"""
    return any(other.box.x0 - one.box.x1 > 0.75 * one.size for one, other in pairwise(line.words))


def _continuation(open_table: Fragment, lines: Sequence[Line], page: Page, stops: Stops) -> tuple[Fragment, int] | None:
    """The part of a table that goes on at the top of a page without a repeated header.

    Its columns are those of the page before, or where blank space tells them, those that the header and this page's
    figures (which may be longer) tell together, or the rows of both pages, if more lines fit these.
    """

    def fitting(columns: Columns) -> list[Part]:
        table = open_table
        return body_parts(lines, page, columns, table.pattern, table.anchors, table.last, stops)

    columns = ruled_columns(page, lines[:1]) if lines else None
    if columns is None or len(columns) != len(open_table.columns):
        columns = open_table.columns
    parts = fitting(columns)
    if not columns.ruled and open_table.pattern.figures:
        header = Header(open_table.pattern, 0, 0, open_table.header_lines)
        for other in (_spaced(header, lines), fitted(open_table, lines)):
            if len(other) == len(columns) and _count(more := fitting(other)) > _count(parts):
                columns, parts = other, more
    if not parts:
        return None
    body = [line for part in parts for held in part for line in held]
    rows, unruled, comments = _rows_of_parts(parts, page, columns, open_table.pattern, open_table.anchors)
    left = strays(lines[len(body) :], page, columns)
    part = replace(open_table, columns=columns, rows=rows, page=page.number, last=body[-1], strays=left)
    return replace(part, unruled=unruled, comments=comments), len(body)


def _count(parts: Sequence[Part]) -> int:
    return sum(len(lines) for part in parts for lines in part)


def _resumption(open_table: Fragment, lines: Sequence[Line], page: Page, stops: Stops) -> tuple[Fragment, int] | None:
    """The table whose header row alone stands on the page before, whole or in part: it begins anew on this page."""
    rest = header_rest(lines, open_table.pattern)
    below = list(lines[rest:])
    whole = (*open_table.header_lines, *lines[:rest])
    header = Header(open_table.pattern, 0, rest, whole)
    columns = ruled_columns(page, lines[: max(rest, 1)]) or _spaced(header, below)
    cells = cells_of(whole, columns)
    anchors = anchor_columns(header.pattern, cells)
    parts = body_parts(below, page, columns, header.pattern, anchors, lines[rest - 1] if rest else None, stops)
    if not parts:
        return None
    body = [line for part in parts for held in part for line in held]
    rows, unruled, comments = _rows_of_parts(parts, page, columns, header.pattern, anchors)
    fragment = Fragment(header.pattern, columns, anchors, whole, cells, rows, open_table.page, open_table.top, body[-1])
    return replace(fragment, unruled=unruled, comments=comments), rest + len(body)


def _resumes(item: Fragment, before: Fragment) -> bool:
    return not before.rows and item.header_lines[: len(before.header_lines)] == before.header_lines


def _squeezed(header: Cells) -> str:
    return "|".join("".join(fold(line.text).replace(" ", "") for line in cell) for cell in header)


def _goes_on(before: Fragment, after: Fragment) -> bool:
    same = before.pattern is after.pattern and len(before.columns) == len(after.columns)
    return same and before.page != after.page and _squeezed(before.header) == _squeezed(after.header)


def _anchor_first(fragment: Fragment, row: Cells) -> bool:
    """Does the row begin with the line of its anchor?"""
    anchors = fragment.anchor_lines(row)
    tops = [line.box.top for cell in row for line in cell if line.box]
    return not anchors or not tops or any(line.box and line.box.top < min(tops) + 2 for line in anchors)


def _table(fragment: Fragment, unwrapper: Unwrapper) -> Table:
    widths = _inner_widths(fragment)
    words = fragment.pattern.whole_word
    header = tuple(
        Cell(unwrapper.text(cell, width, words), cell) for cell, width in zip(fragment.header, widths, strict=True)
    )
    rows = [
        tuple(Cell(unwrapper.text(cell, width), cell) for cell, width in zip(row, widths, strict=True))
        for row in fragment.rows
    ]
    kept = [
        index
        for index in range(len(header))
        if header[index].text or any(any(c.isalnum() for c in row[index].text) for row in rows)
    ]
    return Table(
        kind=fragment.pattern.kind,
        header=tuple(header[index] for index in kept),
        rows=tuple(tuple(row[index] for index in kept) for row in rows),
        page=fragment.page,
        top=fragment.top,
        strays=fragment.strays,
        unruled=fragment.unruled,
        comments={row: Cell(unwrapper.text(lines), lines) for row, lines in fragment.comments.items()},
    )


def _inner_widths(fragment: Fragment) -> list[float]:
    """The width that a line of each column can have: between the rulings less the padding that its text shows, or
    without rulings the width of its longest line."""
    widths = []
    for column in range(len(fragment.columns)):
        boxes = [line.box for row in (fragment.header, *fragment.rows) for line in row[column] if line.box]
        longest = max((box.width for box in boxes), default=0.0)
        if fragment.columns.ruled and boxes:
            left = fragment.columns.left if column == 0 else fragment.columns.boundaries[column - 1]
            right = fragment.columns.edge(column)
            padding = min(min(box.x0 for box in boxes) - left, right - max(box.x1 for box in boxes))
            longest = max(longest, right - left - 2 * min(max(padding, 0.0), 8.0))
        widths.append(longest)
    return widths
