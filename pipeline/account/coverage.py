"""Conservation of numbers: each printed number is in a stored value, ignored for a stated reason, or unaccounted.

What is not reported for a number is reported for its line (`pipeline.account.lines`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from contracts.common import AROUND
from pipeline.account.finding import findings
from pipeline.account.ignored import Ignored
from pipeline.account.kind import UNKNOWN, kind_in_column, kind_of
from pipeline.account.lines import lost_lines
from pipeline.account.printed_numbers import Number, evenly_spaced, numbers_of
from pipeline.account.stored import Place, stored
from pipeline.document import Document
from pipeline.record import Extraction, Record, Source, Value

TABLE, PROSE = "tabell", "löptext"
STORED, IGNORED, UNACCOUNTED = "lagrat", "bortsett", "oredovisat"
# A number in a cell of its own has at least this share of the font size of space on either side.
CELL_GAP = 1.0
# A figure after a label has at least this many font sizes of space before it; words of justified text have less.
FAR_BEHIND = 3.0
# The number of characters of a line reported with an unaccounted number.
CONTEXT = 200
# The number of numbers named in one finding.
NAMED = 8


@dataclass(frozen=True, slots=True)
class Accounted:
    """What became of a number: where it stands, its fate, and its kind (or the reason for which it is ignored)."""

    number: Number
    place: str
    fate: str
    kind: str


def coverage(document: Document, extraction: Extraction) -> list[Record]:
    """The account of a document: `document_coverage`, `number_kind`, `unaccounted_number`, and findings.

    Asks the pages and the sources of the records, not the parser. A finding `unaccounted` (warning) tells of the
    numbers of each page and place that got lost, and of the lines; its ordinals go on after the findings of the
    extraction.
    """
    accounted, ignored = _account(document, extraction)
    lost = [one for one in accounted if one.fate == UNACCOUNTED]
    return [
        *_totals(accounted),
        *_kinds(accounted),
        *(_unaccounted(ordinal, one) for ordinal, one in enumerate(lost, start=1)),
        *findings(extraction, [*_told(lost), *lost_lines(document, extraction, ignored)]),
    ]


def account(document: Document, extraction: Extraction) -> list[Accounted]:
    """The fate of each number, in the order of the file."""
    return _account(document, extraction)[0]


def _account(document: Document, extraction: Extraction) -> tuple[list[Accounted], Ignored]:
    numbers = numbers_of(document)
    places = stored(numbers, extraction)
    ignored = Ignored(document, places, _first_headline(extraction))
    return list(_fates(numbers, places, ignored)), ignored


def _fates(numbers: Sequence[Number], places: dict[Number, Place], ignored: Ignored) -> Iterator[Accounted]:
    cells = _rows_of_cells(numbers)
    for number in numbers:
        place = places.get(number)
        if place and place.in_table:
            yield Accounted(number, TABLE, STORED, kind_in_column(number, place.column))
        elif place and not (place.table == "section" and id(number.line) in cells):
            yield Accounted(number, _place(place), STORED, kind_of(number))
        elif place is None and (reason := ignored.reason(number)):
            yield Accounted(number, AROUND, IGNORED, reason)
        else:
            in_table = id(number.line) in cells or _framed(number)
            yield Accounted(number, TABLE if in_table else PROSE, UNACCOUNTED, kind_of(number))


def _place(place: Place) -> str:
    return AROUND if place.table == "document" else PROSE


def _first_headline(extraction: Extraction) -> Source | None:
    """Where the first headline is printed: the cover is before it."""
    sections = (record for record in extraction.records if record.table == "section")
    return next((record.sources["heading"][0] for record in sections if record.sources.get("heading")), None)


def _rows_of_cells(numbers: Iterable[Number]) -> set[int]:
    """The lines with two numbers or more in cells of their own, or with one far after a label: rows of a table,
    whatever reading took them for."""
    alone: Counter[int] = Counter()
    for number in numbers:
        alone[id(number.line)] += 2 if _far_behind(number) else _in_own_cell(number)
    return {line for line, count in alone.items() if count > 1}


def _far_behind(number: Number) -> bool:
    """Does the number end its line, with so much blank before it that it is no running text?"""
    words = number.line.words
    if number.last + 1 < len(words) or number.first < 1 or evenly_spaced(number.line):
        return False
    return words[number.first].box.x0 - words[number.first - 1].box.x1 > FAR_BEHIND * words[number.first].size


def _in_own_cell(number: Number) -> bool:
    words = number.line.words
    if not words or evenly_spaced(number.line):
        return False
    first = words[number.first]
    gap = CELL_GAP * first.size
    left = number.first == 0 or first.box.x0 - words[number.first - 1].box.x1 > gap
    behind = words[number.last : number.last + 3]  # it may have a unit
    return left and (
        len(words) <= number.last + 2 or any(other.box.x0 - one.box.x1 > gap for one, other in pairwise(behind))
    )


def _framed(number: Number) -> bool:
    """Does the number stand between vertical rulings?"""
    box = number.words[0].box if number.words else None
    if box is None:
        return False
    beside = [
        rule.box.x0
        for rule in number.page.rules
        if not rule.horizontal and rule.box.top <= box.middle <= rule.box.bottom
    ]
    return any(x <= box.x0 + 1 for x in beside) and any(x >= box.x1 - 1 for x in beside)


def _totals(accounted: Sequence[Accounted]) -> Iterator[Record]:
    """One record for each place: how many numbers are printed there, and what became of them."""
    for place in (TABLE, PROSE, AROUND):
        fates = Counter(one.fate for one in accounted if one.place == place)
        printed = fates.total()
        known = sum(one.place == place and one.kind != UNKNOWN for one in accounted)
        values: dict[str, Value] = {
            "place": place,
            "printed_count": printed,
            "stored_count": fates[STORED],
            "ignored_count": fates[IGNORED],
            "unaccounted_count": fates[UNACCOUNTED],
            "accounted_percent": _percent(printed - fates[UNACCOUNTED], printed),
            "classified_percent": _percent(known, printed),
            "page": 1,
        }
        yield Record("document_coverage", values)


def _percent(part: int, whole: int) -> Decimal | None:
    return round(Decimal(100 * part) / whole, 2) if whole else None


def _kinds(accounted: Iterable[Accounted]) -> Iterator[Record]:
    counted = Counter((one.place, one.fate, one.kind) for one in accounted)
    for (place, fate, kind), count in sorted(counted.items()):
        yield Record("number_kind", {"place": place, "fate": fate, "kind": kind, "number_count": count, "page": 1})


def _unaccounted(ordinal: int, lost: Accounted) -> Record:
    number, boxes = lost.number, [word.box for word in lost.number.words]
    values: dict[str, Value] = {
        "ordinal": ordinal,
        "place": lost.place,
        "kind": lost.kind,
        "text": number.text,
        "context": number.line.text[:CONTEXT],
        "line": number.line.number,
        "page": number.page.number,
    }
    if boxes:
        values |= {"x0": boxes[0].x0, "top": boxes[0].top, "x1": boxes[-1].x1, "bottom": boxes[0].bottom}
    return Record("unaccounted_number", values)


def _told(lost: Iterable[Accounted]) -> Iterator[tuple[str, str, str, int]]:
    """One finding for each page and place with unaccounted numbers."""
    groups: dict[tuple[int, str], list[Number]] = defaultdict(list)
    for one in lost:
        groups[one.number.page.number, one.place].append(one.number)
    for (page, place), numbers in groups.items():
        where = "i en tabell" if place == TABLE else "i löptexten"
        named = ", ".join(number.text for number in numbers[:NAMED]) + (" …" if len(numbers) > NAMED else "")
        message = f"{len(numbers)} tal {where} på sida {page} finns inte i något lagrat värde: {named}."
        yield "unaccounted", "warning", message, page
