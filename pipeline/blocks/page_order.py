"""Checks by the printed page numbers that all pages are there, once each and in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.blocks.furniture import PrintedNumber
from pipeline.document import Page
from pipeline.refusal import Reason, Refused

# Below this share of numbered pages, the numbers say nothing about the rest.
NUMBERED = 0.8


@dataclass(frozen=True, slots=True)
class Ordered:
    """Pages in printed order, and what had to be corrected (in Swedish, for readers of the document)."""

    pages: tuple[Page, ...]
    mended: tuple[str, ...] = ()


def in_order(pages: Sequence[Page], numbers: dict[int, PrintedNumber]) -> Ordered:
    """The pages as their printed numbers order them.

    Swapped pages are corrected and duplicated ones dropped, both reported; raises Refused (`pages_missing`) when a
    page is missing, or when two different pages have the same number.
    """
    if len(numbers) < NUMBERED * len(pages):
        return Ordered(tuple(pages))
    mended: list[str] = []
    kept: dict[int, Page] = {}
    last = 0
    for page in pages:
        printed = numbers.get(page.number)
        number = printed.number if printed else last + 1
        last = number
        if number in kept:
            if _text(kept[number]) != _text(page):
                raise Refused(Reason.PAGES_MISSING, f"two different pages are numbered {number}")
            mended.append(f"Sidan {number} finns två gånger i filen (blad {page.number} är en kopia).")
            continue
        kept[number] = page
    ordered = sorted(kept)
    _refuse_gaps(ordered, numbers)
    if ordered != list(kept):
        moved = [number for number, place in zip(kept, ordered, strict=True) if number != place]
        mended.append(
            f"Sidorna ligger i fel ordning i filen ({', '.join(map(str, moved))}); de är lästa i nummerordning."
        )
    return Ordered(tuple(kept[number] for number in ordered), tuple(mended))


def _text(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def _refuse_gaps(ordered: Sequence[int], numbers: dict[int, PrintedNumber]) -> None:
    missing = sorted(set(range(ordered[0], ordered[-1] + 1)) - set(ordered))
    if missing:
        raise Refused(Reason.PAGES_MISSING, f"no page is numbered {', '.join(map(str, missing[:10]))}")
    totals = Counter(printed.total for printed in numbers.values() if printed.total)
    total = totals.most_common(1)[0][0] if totals else None
    if total and ordered[-1] != total:
        raise Refused(
            Reason.PAGES_MISSING, f"the pages say there are {total} in all, but the last one is numbered {ordered[-1]}"
        )
    if total and ordered[0] != 1 and len(ordered) < total:
        raise Refused(
            Reason.PAGES_MISSING, f"the pages say there are {total} in all, but the first one is numbered {ordered[0]}"
        )
