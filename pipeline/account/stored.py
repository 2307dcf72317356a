"""Which printed numbers are in a stored value: its source holds the word, and the value holds the number.

Equal digits elsewhere do not count. A source of a PDF is a box with the lines in it as printed, so a number in the box
of a section's text that stands on no line of that text (a table between two paragraphs) is not in it.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.account.printed_numbers import DIGIT, Number
from pipeline.parse.printed_tables import PRINTED_TABLES
from pipeline.parse.tables import date_in
from pipeline.record import Extraction, Source, Value
from pipeline.swedish import fold

# The records that come from cells of tables.
TABLES = frozenset({*(declared.table for declared in PRINTED_TABLES), "unmapped_table"})
# Boxes are rounded to hundredths of a point.
ROUNDING = 0.05


@dataclass(frozen=True, slots=True)
class Place:
    """The table and the column that hold a number."""

    table: str
    column: str

    @property
    def in_table(self) -> bool:
        return self.table in TABLES


@dataclass(slots=True)
class _Held:
    """A printed place and the values that were read there."""

    source: Source
    values: list[tuple[Place, Value]]
    lines: frozenset[str]


def stored(numbers: Sequence[Number], extraction: Extraction) -> dict[Number, Place]:
    """Where each number is stored; numbers that no value holds are missing. Cells of tables go before running text."""
    by_page: dict[int, list[Number]] = defaultdict(list)
    for number in numbers:
        by_page[number.line.page].append(number)
    printed = {page: _Page(held) for page, held in by_page.items()}
    found: dict[Number, Place] = {}
    for held in _held(extraction):
        if held.source.page not in printed:
            continue
        within = printed[held.source.page].within(held)
        if held.source.box is None and any(place.in_table for place, _ in held.values):
            _one_by_one(within, held, found)
            continue
        for number in within:
            for place, value in held.values:
                if (number not in found or place.in_table) and holds(value, number.text):
                    found[number] = place
                    break
    return found


def _held(extraction: Extraction) -> list[_Held]:
    """Each printed place with a number in it once, with all values read there. A finding stores no figure."""
    places: dict[Source, _Held] = {}
    for record in (extraction.document, *extraction.records):
        if record.table == "finding":
            continue
        for column, sources in record.sources.items():
            value = record.values.get(column)
            if value is None:
                continue
            for source in sources:
                if source in places:
                    places[source].values.append((Place(record.table, column), value))
                elif DIGIT.search(source.text):
                    lines = frozenset(source.text.split("\n"))
                    places[source] = _Held(source, [(Place(record.table, column), value)], lines)
    return list(places.values())


class _Page:
    """The numbers of one page, ready to be asked for by place."""

    def __init__(self, numbers: Sequence[Number]) -> None:
        boxed = [(number.line.box.middle, number) for number in numbers if number.line.box]
        boxed.sort(key=lambda pair: pair[0])
        self._heights = [height for height, _ in boxed]
        self._boxed = [number for _, number in boxed]
        self._plain: dict[str, list[Number]] = defaultdict(list)
        for number in numbers:
            if number.line.box is None:
                self._plain[number.line.text].append(number)

    def within(self, held: _Held) -> list[Number]:
        """The numbers that stand in the place."""
        box = held.source.box
        if box is None:
            return self._on_lines(held.source)
        first = bisect_left(self._heights, box.top - ROUNDING)
        last = bisect_right(self._heights, box.bottom + ROUNDING)
        parts = any(place.table == "unmapped_table" for place, _ in held.values)
        return [number for number in self._boxed[first:last] if _inside(number, held, parts=parts)]

    def _on_lines(self, source: Source) -> list[Number]:
        """The numbers on the lines of a text file that the source names: its first line, and those that follow."""
        found: list[Number] = []
        line = source.line or 0
        for text in source.text.split("\n"):
            on_line = [number for number in self._plain.get(text, ()) if (number.line.number or 0) >= line]
            if on_line:
                first = on_line[0].line.number or 0
                found.extend(number for number in on_line if number.line.number == first)
                line = first + 1
        return found


def _inside(number: Number, held: _Held, *, parts: bool) -> bool:
    """Does the number stand in the box, on a line that the source prints? `parts`: its lines are cells of rows."""
    box, line, words = held.source.box, number.line, number.words
    if box is None or words[0].box.x0 < box.x0 - ROUNDING or words[-1].box.x1 > box.x1 + ROUNDING:
        return False
    if line.text in held.lines:
        return True
    inside = [word for word in line.words if word.box.x0 >= box.x0 - ROUNDING and word.box.x1 <= box.x1 + ROUNDING]
    if " ".join([word.text for word in inside]) in held.lines:
        return True
    return parts and any(
        " ".join([word.text for word in line.words[start:end]]) in held.lines
        for start in range(number.first + 1)
        for end in range(number.last + 1, len(line.words) + 1)
    )


def _one_by_one(numbers: Iterable[Number], held: _Held, found: dict[Number, Place]) -> None:
    """A row of a table in a text file: all its cells name the same lines, so each figure accounts for one number."""
    figures = [(place, value) for place, value in held.values if not isinstance(value, str)]
    for number in numbers:
        match = next((figure for figure in figures if _is(figure[1], number.text)), None)
        if match:
            figures.remove(match)
            found[number] = match[0]
        else:
            texts = (place for place, value in held.values if isinstance(value, str) and holds(value, number.text))
            if place := next(texts, None):
                found[number] = place


def holds(value: Value, printed: str) -> bool:
    """Does the value hold the printed number? A scaled amount (`238 000 kr` is 0.238 mnkr) has the same digits."""
    if isinstance(value, str):
        return fold(printed) in value
    return _is(value, printed) or _significant(_digits(printed)) in _digits(value)


def _is(value: Value, printed: str) -> bool:
    """Is the printed number the whole value? A date may be printed without its zeros (`2015-1-1`)."""
    if isinstance(value, datetime.date) and date_in(printed) == value:
        return True
    return _significant(_digits(printed)) == _significant(_digits(value))


def _digits(value: Value) -> str:
    """The digits of a number, a date or a text; none of anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, Decimal, int, datetime.date)):
        return ""
    return "".join(DIGIT.findall(format(value, "f") if isinstance(value, Decimal) else str(value)))


def _significant(digits: str) -> str:
    return digits.strip("0") or digits[:1]
