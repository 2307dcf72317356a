"""Formats the result of a query: for people as a table or vertically, for programs as Markdown, CSV or JSON."""

from __future__ import annotations

import csv
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, count, islice, zip_longest
from typing import Any

import duckdb

from pipeline.commands.printed import as_json, text

ROWS_AT_ONCE = 10_000
ROWS_SHOWN = 1_000
GAP = "  "
# No column of a table is cut to less than this: if the columns do not fit, rows are shown vertically.
LEAST = 12
# Document text must not control the terminal: control characters are shown as symbols.
VISIBLE = {code: 0x2400 + code for code in range(32)} | {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)


def rows_of(answer: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """All rows, in batches."""
    while rows := answer.fetchmany(ROWS_AT_ONCE):
        yield from rows


def read_by_people(
    names: Sequence[str], rows: Iterator[tuple[Any, ...]], form: str, width: int | None, fold: bool = False
) -> list[str]:
    """Lines of a `table`, `vertical`, or `auto`: a table if it fits into `width`; the first ROWS_SHOWN rows.

    Without a width nothing is cut. Text too long for its column is cut, or wrapped with `fold`.
    """
    shown = list(islice(rows, ROWS_SHOWN))
    more = next(rows, None) is not None
    lines = None if form == "vertical" else _table(names, shown, width, fold, may_turn=form == "auto")
    if lines is None:
        lines = _vertical(names, shown, width)
    counted = f"{len(shown)} row{'' if len(shown) == 1 else 's'}"
    return [*lines, f"the first {counted}; --format csv, json or markdown gives all" if more else counted]


def _table(
    names: Sequence[str], rows: Sequence[tuple[Any, ...]], width: int | None, fold: bool, may_turn: bool
) -> list[str] | None:
    """Head, rule and rows; None if even the narrowest columns do not fit and the table may be turned."""
    cells = [[text(value).translate(VISIBLE) for value in row] for row in rows]
    columns = [list(column) for column in zip(*cells, strict=True)] or [[] for _ in names]
    numeric = [any(map(_is_number, values)) for values in zip(*rows, strict=True)] or [False] * len(names)
    content = [max(map(len, column), default=0) for column in columns]
    full = [max(len(name), size) for name, size in zip(names, content, strict=True)]
    # A figure is never cut, but the name above it may be.
    least = [max(min(size, LEAST), n * c) for size, n, c in zip(full, numeric, content, strict=True)]
    widths = full if width is None else _fitted(full, least, width - len(GAP) * (len(full) - 1))
    if widths is None:
        if may_turn:
            return None
        widths = least
    lines = [_line(names, widths, numeric), GAP.join("─" * size for size in widths)]
    for row in cells:
        folded = [textwrap.wrap(cell, size) if fold else [cell] for cell, size in zip(row, widths, strict=True)]
        lines += [_line(parts, widths, numeric) for parts in zip_longest(*folded, fillvalue="")]
    return lines


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _fitted(full: Sequence[int], least: Sequence[int], room: int) -> list[int] | None:
    """Widths that fit together: the widest columns shrink first, none below its minimum."""
    for most in range(min(max(full), room), 0, -1):
        widths = [max(low, min(size, most)) for size, low in zip(full, least, strict=True)]
        if sum(widths) <= room:
            return widths
    return None


def _line(cells: Iterable[str], widths: Iterable[int], numeric: Iterable[bool]) -> str:
    placed = (
        _cut(cell, size).rjust(size) if right else _cut(cell, size).ljust(size)
        for cell, size, right in zip(cells, widths, numeric, strict=True)
    )
    return GAP.join(placed).rstrip()


def _cut(cell: str, size: int) -> str:
    return cell if len(cell) <= size else cell[: size - 1] + "…"


def _vertical(names: Sequence[str], rows: Sequence[tuple[Any, ...]], width: int | None) -> list[str]:
    """One line per value, below each other; long text is wrapped, never cut."""
    margin = max(map(len, names)) + len(GAP)
    lines = []
    for place, row in enumerate(rows, start=1):
        lines.append(f"── {place} ──")
        for name, value in zip(names, row, strict=True):
            paragraphs = text(value).splitlines()
            if width is not None:
                paragraphs = [line for part in paragraphs for line in textwrap.wrap(part, max(width - margin, LEAST))]
            first, *others = [part.translate(VISIBLE) for part in paragraphs] or [""]
            lines.append(f"{name.ljust(margin)}{first}".rstrip())
            lines += [" " * margin + other for other in others]
    return lines


def as_markdown(names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    """A table of GitHub's Markdown."""
    first = next(rows, None)
    rules = ["---:" if first and _is_number(value) else "---" for value in first or names]
    for line in (names, rules):
        yield f"| {' | '.join(line)} |"
    for row in chain([first] if first else [], rows):
        cells = (" ".join(text(value).split()).replace("\\", "\\\\").replace("|", "\\|") for value in row)
        yield f"| {' | '.join(cells)} |"


def as_csv(names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    """CSV with commas, a line for each row."""
    # The csv module quotes cells that contain characters of the terminator.
    writer = csv.writer(_Given(), lineterminator="\r\n")
    for row in chain([names], rows):
        yield str(writer.writerow(list(map(text, row)))).removesuffix("\r\n")


class _Given:
    """A file whose `write` returns what is written to it."""

    def write(self, line: str) -> str:
        return line


def as_objects(names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    """A list of JSON objects, one per line; if columns share a name, the later ones get a number."""
    keys: list[str] = []
    for name in names:
        numbered = (f"{name}_{n}" for n in count(1))
        keys.append(name if name not in keys else next(key for key in numbered if key not in (*keys, *names)))
    line = "["
    for place, row in enumerate(rows):
        if place:
            yield line + ","
            line = " "
        line += as_json(dict(zip(keys, row, strict=True)))
    yield line + "]"


STREAMED = {"markdown": as_markdown, "csv": as_csv, "json": as_objects}
FORMS = ("auto", "table", "vertical", *STREAMED)
