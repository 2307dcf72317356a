"""Notes and their marks → table `footnote`, and the mark that a value has → `provenance.footnote_mark`.

A note stands in the last row of its table or in a paragraph of its own, and begins with its mark. The mark after a
value is a sign of its text (`82*`), or a raised one that reading took out of the text (`Page.marks`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.document import Document, Line, Word
from pipeline.parse.plan import Plan, record
from pipeline.record import Record, Source
from pipeline.swedish import fold

_SIGNS = r"\*{1,3}|†|‡|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,2}"
_NOTE = re.compile(rf"(?P<mark>{_SIGNS})\s*(?P<text>[^\s*].*)")
# A note whose number is printed small, alone or at its first word.
_SMALL_NOTE = re.compile(r"(?P<mark>\d{1,2}|[a-f])\)?\s*(?P<text>[^\s\d].*)")
_NUMBERED_NOTE = re.compile(r"(?P<mark>\d{1,2})\)\s+(?P<text>\S.*)")
_BORNE = re.compile(rf"(?<=[\w%)])\s?(?P<mark>{_SIGNS})$|^(?P<before>\*{{1,3}})(?=\w)|\s(?P<number>\d{{1,2}})\)$")
# Few texts end or begin like this, and looking for a mark in all the others would take ten times as long.
_LAST, _FIRST = frozenset("*†‡¹²³⁴⁵⁶⁷⁸⁹⁰)"), "*"
# A number this much smaller than the text after it is a mark.
SMALL = 0.85
# A raised mark stands this near to the word that it belongs to, in sizes of its letters.
NEAR = 0.3


def footnotes(plan: Plan) -> list[Record]:
    """One record for each note, in printed order."""
    numbers = {match["number"] for cell in _cells(plan) if (match := _borne(cell)) and match["number"]}
    raised = {page.number: page.marks for page in plan.document.pages if page.marks}
    notes = [note for lines in _candidates(plan) for note in _notes(plan, lines, numbers, raised)]
    return [
        record("footnote", {"ordinal": (ordinal, ()), "mark": (mark, lines), "text": (text, lines)})
        for ordinal, (mark, text, lines) in enumerate(notes, start=1)
    ]


def _cells(plan: Plan) -> Iterator[str]:
    tables = (table for section in plan.sections for table in section.tables)
    return (cell.text for table in tables for row in (table.header, *table.rows) for cell in row)


def _candidates(plan: Plan) -> Iterator[Sequence[Line]]:
    """The lines of each heading (a short note looks like one), each paragraph, and each row that has a label alone."""
    for section in plan.sections:
        yield section.heading.lines
        for block in section.blocks:
            if hasattr(block, "rows"):
                yield from (row[0].lines for row in block.rows if row[0].text and not any(c.text for c in row[1:]))
            else:
                yield block.lines


def _notes(
    plan: Plan, lines: Sequence[Line], numbers: set[str], raised: Mapping[int, Sequence[Word]]
) -> Iterator[tuple[str, str, Sequence[Line]]]:
    """The notes that lines hold; none where the first begins without a mark."""
    begun: list[tuple[str, list[Line]]] = []
    for line in lines:
        if mark := _begins(line, numbers, raised.get(line.page, ())):
            begun.append((mark, []))
        if not begun:
            return
        begun[-1][1].append(line)
    for mark, held in begun:
        yield mark, plan.unwrapper.text(held).removeprefix(mark).lstrip(") "), held


def _begins(line: Line, numbers: set[str], raised: Sequence[Word]) -> str | None:
    """The mark that a line begins with, or that was taken out of its beginning."""
    text = fold(line.text)
    if mark := next((mark for mark in raised if _before(mark, line)), None):
        return mark.text
    if match := _NOTE.match(text):
        return match["mark"]
    if (match := _NUMBERED_NOTE.match(text)) and match["mark"] in numbers:
        return match["mark"]
    small = len(line.words) > 1 and line.words[0].size < SMALL * line.words[1].size
    return match["mark"] if small and (match := _SMALL_NOTE.match(text)) else None


def _before(mark: Word, line: Line) -> bool:
    """Whether there is a raised mark before the first word of a line."""
    first = next(iter(line.words), None)
    return (
        first is not None
        and -NEAR < (first.box.x0 - mark.box.x1) / first.size < 1
        and first.box.top - first.size / 2 < mark.box.middle < first.box.middle
    )


def with_marks(records: Iterable[Record], document: Document) -> None:
    """Sets, on each source of the records, the mark of its value."""
    raised = {page.number: _hosts(page.lines, page.marks) for page in document.pages if page.marks}
    known: dict[Source, Source] = {}
    for one in records:
        if one.table in ("footnote", "finding"):
            continue
        for column, sources in one.sources.items():
            if any(_mark(source, raised) for source in sources[-1:]):
                last = known.setdefault(sources[-1], replace(sources[-1], mark=_mark(sources[-1], raised)))
                one.sources[column] = (*sources[:-1], last)


def _mark(source: Source, raised: Mapping[int, Sequence[tuple[Word, str]]]) -> str | None:
    """The mark after a printed text; one that stands before its first word belongs to it as well."""
    if match := _borne(source.text.strip()):
        return match["mark"] or match["before"] or match["number"]
    box = source.box
    if box is None:
        return None
    inside = (
        mark
        for host, mark in raised.get(source.page, ())
        if box.x0 - 0.05 <= host.box.x0 and host.box.x1 <= box.x1 + 0.05 and abs(host.box.bottom - box.bottom) < 0.05
        if source.text.endswith(host.text)
    )
    return next(inside, None)


def _borne(text: str) -> re.Match[str] | None:
    """The mark that a text has as signs of its own."""
    return _BORNE.search(text) if text[-1:] in _LAST or text[:1] == _FIRST else None


def _hosts(lines: Sequence[Line], marks: Sequence[Word]) -> list[tuple[Word, str]]:
    """Each raised mark with the word that it stands after."""
    by_level: dict[int, list[Word]] = defaultdict(list)
    for line in lines:
        for word in line.words:
            for level in range(int(word.box.top) // 10, int(word.box.bottom) // 10 + 1):
                by_level[level].append(word)
    found = []
    for mark in marks:
        near = [
            word
            for word in by_level[int(mark.box.middle) // 10]
            if abs(mark.box.x0 - word.box.x1) < NEAR * word.size
            and word.box.top - word.size / 2 < mark.box.middle < word.box.bottom
        ]
        if near:
            found.append((min(near, key=lambda word: abs(mark.box.x0 - word.box.x1)), mark.text))
    return found
