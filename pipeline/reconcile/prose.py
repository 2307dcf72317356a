"""Amounts that the prose names, as figures that can be held against the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from pipeline.reconcile.equation import Figure, places
from pipeline.reconcile.rule import Row
from pipeline.swedish import Amount, amounts, in_mnkr

# No amount is printed with more characters, its unit included.
LONGEST_AMOUNT = 80
# An amount belongs to the words before it when no more than this stands between (`cirka`, `netto`, `totalt`).
_GAP = re.compile(r"\s*(?:(?:cirka|ca|drygt|knappt|netto|totalt)\s*)*")


def stated(
    tables: Mapping[str, list[Row]], words: re.Pattern[str], name: str, heading: re.Pattern[str] | None = None
) -> Iterator[Figure]:
    """The amounts in mnkr that stand right after `words`, in sections whose heading path fits `heading`."""
    for section in tables.get("section", []):
        text = str(section["text"] or "")
        if _speaks_of_money(text) and (heading is None or heading.search(str(section["path"] or ""))):
            for match in words.finditer(text):
                amount = _amount_at(text, match.end())
                if amount is not None:
                    yield figure(section, amount, name)


@lru_cache(maxsize=1024)
def _speaks_of_money(text: str) -> bool:
    """Whether any amount stands in it. Many rules ask, of every section."""
    return "kr" in text.lower() and bool(amounts(text))


def _amount_at(text: str, start: int) -> Amount | None:
    gap = _GAP.match(text, start)
    begin = gap.end() if gap else start
    return next((found for found in amounts(text[begin : begin + LONGEST_AMOUNT]) if found.start == 0), None)


def figure(section: Row, amount: Amount, name: str) -> Figure:
    """An amount of a section's text as a figure in mnkr. Its place is known by section only."""
    first, last = section.get("page_first") or section.get("page"), section.get("page_last")
    exponent = amount.value.as_tuple().exponent
    unit = in_mnkr(Amount(Decimal(1), amount.unit, 0, 0)).adjusted()  # 0 for mnkr, -3 for tkr, -6 for kr
    decimals = max(0, -int(exponent) - unit)
    return Figure(in_mnkr(amount), name, "section", str(section["row_id"]), "text", first, decimals, last)


def heading_amount(section: Row) -> Amount | None:
    """The amount in a headline (`Klimatinvesteringar (4,4 mnkr)`)."""
    return next(iter(amounts(str(section["heading"] or ""))), None)


def printed_places(value: Decimal, text: str) -> int:
    """The decimals that `value` is printed with in `text`; those of the value where the text does not show it."""
    for match in re.finditer(r"(?<![\d,])\d{1,3}(?: \d{3})+(?:,\d+)?|(?<![\d,])\d+(?:,\d+)?", text):
        if Decimal(match[0].replace(" ", "").replace(",", ".")) == abs(value):
            return len(match[0].partition(",")[2])
    return places(value)
