"""Conservation of text: each printed line is in a stored value, ignored for a stated reason, or reported as lost.

A line counts as stored when a value has it among its sources and its letters in the value; a row of a table, whose
cells are values of their own, when the cells of its page hold all of its words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.account.ignored import Ignored
from pipeline.account.stored import TABLES
from pipeline.document import Document, Line, Page
from pipeline.record import Extraction, Source, Value
from pipeline.swedish import fold

# The number of characters reported of a lost line, and the number of lines per page.
SHOWN = 60
NAMED = 3
# What holds all that is printed outside of tables: goals, decisions and the like are taken from headings and sections.
TEXTS = frozenset({"document", "section"})

_LETTERLESS = re.compile(r"[\W_]+")


@dataclass(slots=True)
class _Held:
    """What values hold of a page: lines of text as printed, and the places of cells."""

    lines: set[str] = field(default_factory=set)
    cells: dict[int, Source] = field(default_factory=dict)

    def words(self) -> Counter[str]:
        """The words of the cells, with the number of times they are printed."""
        boxes = {cell.box: cell.text for cell in self.cells.values() if cell.box}
        lines: dict[int | None, Counter[str]] = defaultdict(Counter)
        for cell in self.cells.values():  # in a text file the cells of a row name the same lines, all of them or some
            if cell.box is None:
                lines[cell.line] |= Counter(cell.text.split())
        return sum(lines.values(), Counter(word for text in boxes.values() for word in text.split()))


def lost_lines(document: Document, extraction: Extraction, ignored: Ignored) -> Iterator[tuple[str, str, str, int]]:
    """A finding (rule, severity, message, page) for each page with lines that no value holds. Those of the cover are
    not asked for: of it a few values are read, and no prose."""
    held = _held_by_page(extraction)
    for page in document.pages:
        lost = [line.text for line in _not_held(page, held[page.number], ignored)]
        if lost:
            named = ", ".join(f"”{fold(text)[:SHOWN]}”" for text in lost[:NAMED]) + (" …" if len(lost) > NAMED else "")
            rows = "rad" if len(lost) == 1 else "rader"
            message = f"{len(lost)} {rows} på sida {page.number} finns inte i något lagrat värde: {named}."
            yield "unaccounted", "warning", message, page.number


def _held_by_page(extraction: Extraction) -> dict[int, _Held]:
    """What of each page is in values."""
    pages: dict[int, _Held] = defaultdict(_Held)
    for record in (extraction.document, *extraction.records):
        for column, sources in record.sources.items():
            if record.table in TABLES:
                for source in sources:
                    pages[source.page].cells[id(source)] = source  # many records name the same one
            elif record.table in TEXTS:
                for source, lines in _lines_in(record.values.get(column), sources):
                    pages[source.page].lines.update(lines)
    return pages


def _lines_in(value: Value, sources: Sequence[Source]) -> Iterator[tuple[Source, Iterable[str]]]:
    """The lines of each source that a text holds, as far as letters and digits tell; all of them for other values."""
    if value is None:
        return
    whole = not isinstance(value, str) or _closed(value) == "".join([_closed(source.text) for source in sources])
    letters, reached = "" if whole else _LETTERLESS.sub("", str(value)), 0
    for source in sources:
        lines = source.text.split("\n")
        if not whole:
            lines, reached = _in_order(lines, letters, reached)
        yield source, lines


def _in_order(lines: Sequence[str], letters: str, reached: int) -> tuple[list[str], int]:
    """The lines whose letters come in the text after those of the line before, and how far they reach."""
    found = []
    for line in lines:
        wanted = _LETTERLESS.sub("", fold(line))
        place = letters.find(wanted, reached)
        if place >= 0:
            found.append(line)
            reached = place + len(wanted)
    return found, reached


def _closed(text: str) -> str:
    """A text without spaces, bullets and hyphens, which joining lines may change."""
    return "".join(text.replace("•", "").replace("-", "").split())


def _not_held(page: Page, held: _Held, ignored: Ignored) -> Iterator[Line]:
    """The lines of a page that no value holds and that are not ignored. Each word of a cell is asked for once."""
    others = [line for line in page.lines if line.text not in held.lines and not ignored.has(line, page)]
    words = held.words() if others else Counter()
    for line in others:
        printed = line.text.split()
        if all(words[word] >= count for word, count in Counter(printed).items()):
            words.subtract(printed)
        elif _LETTERLESS.sub("", line.text):
            yield line
