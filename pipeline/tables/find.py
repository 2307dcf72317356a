"""Pages of lines → the flow of a document: its lines and its tables, in reading order, tables made whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.document import Box, Line, Page, Table
from pipeline.swedish import fold
from pipeline.tables.columns import Columns
from pipeline.tables.comment import Part, body_parts
from pipeline.tables.fragment import Fragment
from pipeline.tables.header import Header, find_headers, header_begun, header_rest, names_all
from pipeline.tables.layout import Layout, Stops, anchor_columns
from pipeline.tables.likely_body import columns_by_space, likely_body
from pipeline.tables.merged import with_merged
from pipeline.tables.page_break import fitted, join
from pipeline.tables.pattern import TablePattern
from pipeline.tables.region import anchored_lines, strays
from pipeline.tables.rows import Cells, cells_of, rows_of, without_ruling
from pipeline.tables.rulings import crossing_rulings, ruled_columns
from pipeline.tables.struck import with_struck
from pipeline.tables.unknown import unknown_tables
from pipeline.tables.unwrap import Unwrapper
from pipeline.tables.whole import observe, whole

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
            observe(item, unwrapper)
    return [whole(item, unwrapper) if isinstance(item, Fragment) else item for item in items]


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


def _begun_above(table: Fragment, items: Sequence[Item | Fragment], above: Page) -> tuple[Fragment, int] | None:
    """The beginning of a table's first row on the page before, and of how many lines it is: a row that is longer than a
    page may stand there without a header, which comes with its rest.

    Rulings in the same places tell where it begins; without any, its anchor does, at the top of its cell.
    """
    if not table.rows or (table.has_anchor(table.rows[0]) and _anchor_first(table, table.rows[0])):
        return None
    layout = replace(table.layout, page=above)
    lines = _lines_above(items, layout)
    if not lines:
        return None
    rows, unruled, _ = _rows(lines, layout)
    top = lines[0].box.top if lines[0].box else 0.0
    begun = replace(table, rows=rows, page=above.number, top=top, last=lines[-1], strays=(), unruled=unruled)
    return replace(begun, comments={}), len(lines)


def _lines_above(items: Sequence[Item | Fragment], layout: Layout) -> list[Line]:
    """The last lines of a page that may be rows of a table laid over it."""
    lines: list[Line] = []
    for item in reversed(items):
        if not isinstance(item, Line) or item.page != layout.page.number or layout.columns.crossed_by(item):
            break
        if layout.frame.spans and not layout.frame.holds(item):
            break
        lines.insert(0, item)
    if layout.frame.spans:
        return lines
    has_anchor = [*map(layout.anchored, lines), True]
    return lines[has_anchor.index(True) :]


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
                bodies[_placed(header)] += likely_body(header, page.lines[header.end : end])
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
    if open_table and _begins_header(open_table):
        headers = [header for header in headers if header.first]  # the rest of its own
    ends = [*(header.first for header in headers), len(lines)]
    items: list[Line | Fragment | Table] = []
    index = 0
    if rest := _going_on(open_table, lines[: ends[0]], page):
        items.append(rest[0])
        index = rest[1]
    for header, end in zip(headers, ends[1:], strict=True):
        items.extend(lines[index : header.first])
        fragment, index = _fragment(header, lines[header.end : end], page, stops, open_table)
        items.append(fragment)
        index += header.end
    items.extend(lines[index:])
    if following and (begun := header_begun(lines[index:], following.lines, patterns)):
        pattern, first = begun
        items[first - len(lines[index:]) :] = [_header_alone(pattern, lines[index + first :], page, stops)]
    return unknown_tables(items, page)


def _begins_header(table: Fragment) -> bool:
    """Is it the beginning of a header row alone, without all the columns that make its kind known?"""
    return not table.rows and not names_all(table.header_lines, table.layout.pattern)


def _going_on(table: Fragment | None, lines: Sequence[Line], page: Page) -> tuple[Fragment, int] | None:
    """The part of the table before that goes on with the first lines of a page, and how many it takes."""
    if table is None or not lines:
        return None
    return _continuation(table, lines, page) if table.rows else _resumption(table, lines, page)


def _header_alone(pattern: TablePattern, lines: Sequence[Line], page: Page, stops: Stops) -> Fragment:
    """The first lines of a header row that goes on on the next page: there the table's columns are told."""
    box = Box.around([line.box for line in lines if line.box])
    layout = Layout(pattern, page, Columns(box.x0, (), box.x1, ruled=False), (0,), stops)
    return Fragment(layout, tuple(lines), cells_of(lines, layout.columns), [], page.number, box.top, lines[-1])


def _columns(header: Header, following: Sequence[Line], page: Page, open_table: Fragment | None) -> Columns:
    """The columns below a header.

    Where blank space tells them and the header is that of a table on the page before, columns that are empty on this
    page are told by that one.
    """
    ruled = ruled_columns(page, header.lines)
    if ruled:
        return ruled
    spaced = columns_by_space(header, following)
    before = open_table.layout.columns if open_table else None
    if open_table is None or before is None or before.ruled or len(before) <= len(spaced):
        return spaced
    repeated = _squeezed(cells_of(header.lines, before)) == _squeezed(open_table.header)
    return before if repeated and not any(before.crossed_by(line) for line in header.lines) else spaced


def _fragment(
    header: Header, following: Sequence[Line], page: Page, stops: Stops, open_table: Fragment | None
) -> tuple[Fragment, int]:
    """The table below a header, and how many of the following lines it takes; `open_table` is the one before it."""
    columns = _columns(header, following, page, open_table)
    cells = cells_of(header.lines, columns)
    layout = Layout(header.pattern, page, columns, anchor_columns(header.pattern, cells), stops)
    box, last = header.lines[0].box, header.lines[-1]
    table = Fragment(layout, header.lines, cells, [], page.number, box.top if box else 0.0, last)
    return _with_rows(table, body_parts(following, layout, last), following, _bottom(header.lines))


def _with_rows(
    table: Fragment, parts: Sequence[Part], following: Sequence[Line], top: float = 0.0
) -> tuple[Fragment, int]:
    """The table with its rows on a page, and how many of the lines that follow there they take; `top` is where its
    header ends."""
    body = [line for part in parts for lines in part for line in lines]
    rows, unruled, comments = _rows_of_parts(parts, table.layout, top)
    last, left = body[-1] if body else table.last, strays(following[len(body) :], body, table.layout)
    return replace(table, rows=rows, last=last, strays=left, unruled=unruled, comments=comments), len(body)


def _bottom(lines: Sequence[Line]) -> float:
    return max(line.box.bottom for line in lines if line.box)


class _Rows(NamedTuple):
    """The rows of a table on a page, the first lines of those that only their words part from the row above, and the
    comments by the number of the row they stand under."""

    rows: list[Cells]
    unruled: tuple[Line, ...]
    comments: dict[int, tuple[Line, ...]]


def _rows_of_parts(parts: Sequence[Part], layout: Layout, top: float) -> _Rows:
    """The rows of all parts of a table on a page."""
    found = _Rows([], (), {})
    for body, comment in parts:
        rows, unruled, _ = _rows(body, layout, top)
        found = _Rows([*found.rows, *rows], (*found.unruled, *unruled), found.comments)
        if comment:
            found.comments[len(found.rows) - 1] = comment
            top = _bottom(comment)
    return found


def _rows(body: Sequence[Line], layout: Layout, top: float = 0.0) -> _Rows:
    """The rows of the lines of a table that stand below `top` on a page."""
    pattern, page, columns = layout.pattern, layout.page, layout.columns
    standing = {id(line) for line, anchor in zip(body, anchored_lines(body, layout), strict=True) if anchor}
    rows = rows_of(
        body,
        layout.rulings,
        lambda line: id(line) in standing,
        lambda line: bool(pattern.own_row.match(fold(line.text))),
        layout.filled,
    )
    cells = with_merged([cells_of(row, columns) for row in rows], layout)
    return _Rows(with_struck(cells, page, columns, top), without_ruling(rows, crossing_rulings(page, columns)), {})


def _continuation(open_table: Fragment, lines: Sequence[Line], page: Page) -> tuple[Fragment, int] | None:
    """The part of a table that goes on at the top of a page without a repeated header, laid out as most lines fit."""
    layouts = [
        replace(open_table.layout, page=page, columns=columns) for columns in _columns_below(open_table, lines, page)
    ]
    fits = [(layout, body_parts(lines, layout, open_table.last)) for layout in layouts]
    layout, parts = max(fits, key=lambda fit: sum(len(held) for part in fit[1] for held in part))
    return _with_rows(replace(open_table, layout=layout, page=page.number), parts, lines) if parts else None


def _columns_below(open_table: Fragment, lines: Sequence[Line], page: Page) -> list[Columns]:
    """What the columns of a table may be on the next page, the likeliest first: those that rulings tell there, else
    those of the page before, or where blank space tells them, those that the header and this page's figures (which may
    be longer) tell together, or the rows of both pages."""
    pattern, before = open_table.layout.pattern, open_table.layout.columns
    ruled = ruled_columns(page, lines[:1])
    if ruled is not None and len(ruled) == len(before):
        return [ruled]
    if before.ruled or not pattern.figures:
        return [before]
    header = Header(pattern, 0, 0, open_table.header_lines)
    others = (columns_by_space(header, lines), fitted(open_table, lines))
    return [before, *(columns for columns in others if len(columns) == len(before))]


def _resumption(open_table: Fragment, lines: Sequence[Line], page: Page) -> tuple[Fragment, int] | None:
    """The table whose header row alone stands on the page before, whole or in part: it begins anew on this page."""
    pattern = open_table.layout.pattern
    rest = header_rest(lines, pattern)
    below = list(lines[rest:])
    header = Header(pattern, 0, rest, (*open_table.header_lines, *lines[:rest]))
    columns = ruled_columns(page, lines[: max(rest, 1)]) or columns_by_space(header, below)
    cells = cells_of(header.lines, columns)
    layout = Layout(pattern, page, columns, anchor_columns(pattern, cells), open_table.layout.stops)
    parts = body_parts(below, layout, lines[rest - 1] if rest else None)
    if not parts:
        return None
    table, taken = _with_rows(replace(open_table, layout=layout, header_lines=header.lines, header=cells), parts, below)
    return table, rest + taken


def _resumes(item: Fragment, before: Fragment) -> bool:
    return not before.rows and item.header_lines[: len(before.header_lines)] == before.header_lines


def _squeezed(header: Cells) -> str:
    return "|".join("".join(fold(line.text).replace(" ", "") for line in cell) for cell in header)


def _goes_on(before: Fragment, after: Fragment) -> bool:
    one, other = before.layout, after.layout
    same = one.pattern is other.pattern and len(one.columns) == len(other.columns)
    return same and before.page != after.page and _squeezed(before.header) == _squeezed(after.header)


def _anchor_first(fragment: Fragment, row: Cells) -> bool:
    """Does the row begin with the line of its anchor?"""
    anchors = fragment.anchor_lines(row)
    tops = [line.box.top for cell in row for line in cell if line.box]
    return not anchors or not tops or any(line.box and line.box.top < min(tops) + 2 for line in anchors)
