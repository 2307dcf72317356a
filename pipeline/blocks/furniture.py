"""Page headers and footers: recognised by place and repetition, and kept out of the text.

Their page numbers are kept, to see whether pages are missing, duplicated or out of order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.document import Line, Page
from pipeline.swedish import fold

# The share of a page's height, at the top and at the bottom, in which headers and footers are.
MARGIN = 0.17
# A line in the margin that is repeated on this share of the pages (and on at least three) is furniture.
COMES_BACK = 0.4
PAGE_NUMBER = re.compile(
    r"\b(?:(?:[Ss]id(?:a|an)?|SID(?:A|AN)?)\.?\s*)?(\d{1,4})\s*(?:\((\d{1,4})\)|av\s+(\d{1,4})\b|/\s*(\d{1,4})\b)"
)
# The same without the number of pages, where it comes back page after page; before `Sid` may stand more.
NUMBER_ALONE = re.compile(r"(?:(?:.*\s)?[Ss]id(?:a|an)?\.?\s*|[-–]\s*)?(\d{1,4})(?:\s*[-–])?")
DOCUMENT_KIND = re.compile(r"Tjänsteutlåtande", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """`Sid 17 (71)`: the number printed on a page, and the number of pages if it is printed too."""

    number: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Stripped:
    """The pages without headers and footers, what was removed, and the number printed on each page of the file."""

    pages: tuple[Page, ...]
    furniture: tuple[Line, ...]
    numbers: dict[int, PrintedNumber]


def strip(pages: Sequence[Page], keep: Callable[[Line], bool]) -> Stripped:
    """`pages` without headers and footers. `keep` says which lines come back for another reason (table headers)."""
    repeated = _repeated(pages, keep)
    bare, furniture, numbers = [], [], {}
    for page in pages:
        kept: list[Line] = []
        for line in page.lines:
            place = _place(line, page)
            returns = (place, _shape(line)) in repeated
            printed = _printed_number(line, bare=returns) if place != "body" or line is page.lines[-1] else None
            if printed and page.number not in numbers:
                numbers[page.number] = printed
            if printed or (place != "body" and (_is_kind(line) or returns)):
                furniture.append(line)
            else:
                kept.append(line)
        bare.append(replace(page, lines=tuple(kept)))
    return Stripped(tuple(bare), tuple(furniture), numbers)


def without_blank_ends(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages of a text file without blank lines at their ends, so that a paragraph continues over the break."""
    trimmed = []
    for page in pages:
        printed = [index for index, line in enumerate(page.lines) if line.text.strip()]
        lines = page.lines[printed[0] : printed[-1] + 1] if printed else ()
        trimmed.append(replace(page, lines=lines))
    return tuple(trimmed)


def _place(line: Line, page: Page) -> str:
    """`top`, `bottom`, or `body`; a line of a text file may be either margin."""
    if line.box is None:
        return "text"
    if line.box.top < MARGIN * page.height:
        return "top"
    return "bottom" if line.box.bottom > (1 - MARGIN / 2) * page.height else "body"


def _printed_number(line: Line, *, bare: bool) -> PrintedNumber | None:
    """The page number that a line in the margin prints; `bare` says that the line comes back with other numbers."""
    text = fold(line.text)
    if bare and (alone := NUMBER_ALONE.fullmatch(text)) and not YEAR.fullmatch(text):
        return PrintedNumber(int(alone.group(1)), None)
    match = PAGE_NUMBER.search(text)
    if not match or len(text) > 90:
        return None
    rest = (text[: match.start()] + text[match.end() :]).strip()
    named = match.group(0)[:3].title() == "Sid"
    if (line.number is not None and not named) or (rest and not named and not DOCUMENT_KIND.search(rest)):
        return None
    if line.number is not None and rest and not DOCUMENT_KIND.fullmatch(rest):
        return None
    total = next((int(group) for group in match.groups()[1:] if group), None)
    return PrintedNumber(int(match.group(1)), total)


def _is_kind(line: Line) -> bool:
    return bool(DOCUMENT_KIND.fullmatch(fold(line.text)))


def _shape(line: Line) -> str:
    """What is repeated page after page, whatever its numbers. A year alone is the header of a table column."""
    text = fold(line.text)
    return text if YEAR.fullmatch(text) else re.sub(r"\d+", "#", text)


def _repeated(pages: Sequence[Page], keep: Callable[[Line], bool]) -> set[tuple[str, str]]:
    seen: Counter[tuple[str, str]] = Counter()
    for page in pages:
        margins = {
            (place, _shape(line))
            for line in page.lines
            if (place := _place(line, page)) in ("top", "bottom") and not keep(line)
        }
        seen.update(margins)
    return {key for key, count in seen.items() if count >= max(3, COMES_BACK * len(pages))}
