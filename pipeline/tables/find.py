"""Pages of lines → the flow of a document: its lines and its tables, in reading order, tables made whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.document import Cell, Line, Page, Table
from pipeline.swedish import fold
from pipeline.tables.columns import Columns, ruled_columns, spaced_columns
from pipeline.tables.header import Header, find_headers
from pipeline.tables.pattern import TablePattern
from pipeline.tables.region import anchored, body_lines, horizontal_rulings
from pipeline.tables.rows import Cells, cells_of, rows_of
from pipeline.tables.unknown import unknown_tables
from pipeline.tables.unwrap import Unwrapper

Item = Line | Table


@dataclass(slots=True)
class Fragment:
    """The part of a table that stands on one page. `rows` grows when the table goes on on the next page."""

    pattern: TablePattern
    columns: Columns
    anchor_column: int
    header: Cells
    rows: list[Cells]
    page: int
    top: float
    last: Line

    def has_anchor(self, row: Cells) -> bool:
        wanted = row[1:] if self.pattern.anchor_anywhere else (row[self.anchor_column],)
        return any(self.pattern.anchor.fullmatch(fold(line.text)) for cell in wanted for line in cell)

    def owns(self, row: Cells) -> bool:
        """Is it a row that never continues another?"""
        first = next((cell[0].text for cell in row if cell), "")
        return bool(self.pattern.own_row.match(fold(first)))


def flow(pages: Sequence[Page], patterns: Sequence[TablePattern], unwrapper: Unwrapper) -> list[Item]:
    """The lines and tables of a document in reading order.

    `pages` hold no page headers and footers any more. A table that goes on on the next page, under a repeated header
    or without one, is one table; a row that a page break splits is one row.
    """
    items: list[Line | Fragment | Table] = []
    for page in pages:
        open_table = items[-1] if items and isinstance(items[-1], Fragment) else None
        for item in _page_items(page, patterns, open_table):
            if isinstance(item, Fragment) and isinstance(before := items[-1] if items else None, Fragment):
                if _goes_on(before, item):
                    _join(before, item)
                    continue
            items.append(item)
    return [_table(item, unwrapper) if isinstance(item, Fragment) else item for item in items]


def _page_items(
    page: Page, patterns: Sequence[TablePattern], open_table: Fragment | None
) -> list[Line | Fragment | Table]:
    lines = list(page.lines)
    headers = find_headers(lines, page, patterns)
    items: list[Line | Fragment | Table] = []
    index = 0
    if open_table and not (headers and headers[0].first == 0):
        limit = headers[0].first if headers else len(lines)
        rest = _continuation(open_table, lines[:limit], page)
        if rest:
            items.append(rest[0])
            index = rest[1]
    for number, header in enumerate(headers):
        items.extend(lines[index : header.first])
        limit = headers[number + 1].first if number + 1 < len(headers) else len(lines)
        fragment, index = _fragment(header, lines[header.end : limit], page)
        items.append(fragment)
        index += header.end
    items.extend(lines[index:])
    return unknown_tables(items, page)


def _fragment(header: Header, following: Sequence[Line], page: Page) -> tuple[Fragment, int]:
    """The table below a header, and how many of the following lines it takes."""
    columns = ruled_columns(page, header.lines) or spaced_columns(header.lines, _likely_body(header, following))
    cells = cells_of(header.lines, columns)
    anchor_column = max((index for index, cell in enumerate(cells) if cell), default=0)
    body = body_lines(following, page, columns, header.pattern, anchor_column, header.lines[-1])
    box = header.lines[0].box
    fragment = Fragment(
        pattern=header.pattern,
        columns=columns,
        anchor_column=anchor_column,
        header=cells,
        rows=_rows(body, page, columns, header.pattern, anchor_column),
        page=page.number,
        top=box.top if box else 0.0,
        last=body[-1] if body else header.lines[-1],
    )
    return fragment, len(body)


def _rows(
    body: Sequence[Line], page: Page, columns: Columns, pattern: TablePattern, anchor_column: int
) -> list[Cells]:
    rulings = horizontal_rulings(page, columns)
    rows = rows_of(
        body,
        rulings,
        lambda line: anchored(line, columns, pattern, anchor_column),
        lambda line: bool(pattern.own_row.match(fold(line.text))),
    )
    return [cells_of(row, columns) for row in rows]


def _likely_body(header: Header, following: Sequence[Line]) -> Sequence[Line]:
    """The lines down to the last one that ends like a row of this kind: enough to see the blank strips."""
    last = 0
    for index, line in enumerate(following):
        above = following[index - 1] if index else header.lines[-1]
        if above.box and line.box and line.box.top - above.box.bottom > 3.5 * line.words[0].size:
            break
        ends = [" ".join(word.text for word in line.words[-count:]) for count in (1, 2, 3)]
        if any(header.pattern.anchor.fullmatch(fold(end)) for end in ends) and _has_cells(line):
            last = index + 1
    return [line for line in following[:last] if _has_cells(line)]


def _has_cells(line: Line) -> bool:
    """Are there words on the line with more than a blank between them?"""
    return any(other.box.x0 - one.box.x1 > 0.75 * one.size for one, other in pairwise(line.words))


def _continuation(open_table: Fragment, lines: Sequence[Line], page: Page) -> tuple[Fragment, int] | None:
    """The part of a table that goes on at the top of a page without a repeated header."""
    columns = ruled_columns(page, lines[:1]) if lines else None
    if columns is None or len(columns) != len(open_table.columns):
        columns = open_table.columns
    body = body_lines(lines, page, columns, open_table.pattern, open_table.anchor_column, open_table.last)
    if not body:
        return None
    rows = _rows(body, page, columns, open_table.pattern, open_table.anchor_column)
    fragment = Fragment(
        open_table.pattern, columns, open_table.anchor_column, open_table.header, rows, page.number, 0.0, body[-1]
    )
    return fragment, len(body)


def _squeezed(header: Cells) -> str:
    return "|".join("".join(fold(line.text).replace(" ", "") for line in cell) for cell in header)


def _goes_on(before: Fragment, after: Fragment) -> bool:
    same = before.pattern is after.pattern and len(before.columns) == len(after.columns)
    return same and before.page < after.page and _squeezed(before.header) == _squeezed(after.header)


def _join(before: Fragment, after: Fragment) -> None:
    rows = _leading_parted(before, after)
    if before.rows and rows and not after.owns(rows[0]):
        halves = (before.has_anchor(before.rows[-1]), after.has_anchor(rows[0]))
        if halves in ((True, False), (False, True), (False, False)):
            first = rows.pop(0)
            before.rows[-1] = tuple((*one, *other) for one, other in zip(before.rows[-1], first, strict=True))
    before.rows.extend(rows)
    before.page, before.last = before.page, after.last


def _leading_parted(before: Fragment, after: Fragment) -> list[Cells]:
    """The rows of the continuation; where text is set at the top of its cell, lines above the first anchor are a row
    of their own, because they go on from the page before."""
    rows = list(after.rows)
    if not rows or not all(_anchor_first(before, row) for row in before.rows):
        return rows
    lead = tuple(tuple(line for line in cell if _above_anchor(after, rows[0], line)) for cell in rows[0])
    if not any(lead):
        return rows
    tail = tuple(
        tuple(line for line in cell if line not in above) for cell, above in zip(rows[0], lead, strict=True)
    )
    return [lead, tail, *rows[1:]] if any(tail) else rows


def _anchor_lines(fragment: Fragment, row: Cells) -> list[Line]:
    wanted = row[1:] if fragment.pattern.anchor_anywhere else (row[fragment.anchor_column],)
    return [line for cell in wanted for line in cell if fragment.pattern.anchor.fullmatch(fold(line.text))]


def _anchor_first(fragment: Fragment, row: Cells) -> bool:
    """Does the row begin with the line of its anchor?"""
    anchors = _anchor_lines(fragment, row)
    tops = [line.box.top for cell in row for line in cell if line.box]
    return not anchors or not tops or any(line.box and line.box.top < min(tops) + 2 for line in anchors)


def _above_anchor(fragment: Fragment, row: Cells, line: Line) -> bool:
    anchors = _anchor_lines(fragment, row)
    return bool(
        anchors and line.box and anchors[0].box and line.box.top < anchors[0].box.top - 2
    )


def _table(fragment: Fragment, unwrapper: Unwrapper) -> Table:
    rights = _right_edges(fragment)
    header = tuple(Cell(unwrapper.text(cell, right), cell) for cell, right in zip(fragment.header, rights, strict=True))
    rows = [
        tuple(Cell(unwrapper.text(cell, right), cell) for cell, right in zip(row, rights, strict=True))
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
    )


def _right_edges(fragment: Fragment) -> list[float]:
    """The edge that no character passes, for each column: its ruling less the padding that its left side shows, or
    without rulings the furthest that any of its lines reaches."""
    edges = []
    for column in range(len(fragment.columns)):
        words = [line.words for row in (fragment.header, *fragment.rows) for line in row[column]]
        reach = max((line[-1].box.x1 for line in words), default=0.0)
        if fragment.columns.ruled and words:
            left = fragment.columns.left if column == 0 else fragment.columns.boundaries[column - 1]
            padding = max(min(line[0].box.x0 for line in words) - left, 0.0)
            reach = max(reach, fragment.columns.edge(column) - min(padding, 8.0))
        edges.append(reach)
    return edges
