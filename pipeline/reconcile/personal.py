"""Rules on what has no place in a public plan: the identity numbers of people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.reconcile.rule import Finding, Tables, on_page, rule

# 19121212-1212, 121212-1212, 121212+1212: a date, a mark, four digits. Without a mark only with the century, since ten
# digits in a row may be anything.
_NUMBER = re.compile(
    r"(?<![\d-])(?:(?P<century>19|20)?(?P<short>\d{6})[-+]|(?P<plain>(?:19|20)\d{6}))(?P<last>\d{4})(?![\d-])"
)
# What each has, and hardly any text.
_SIX_DIGITS = re.compile(r"\d{6}")
# A day above this is one of a samordningsnummer: 60 is added to it.
_COORDINATION = 60
TEXTS = {"section": ("text", "heading"), "decision": ("text",), "unmapped_table": ("cells",)}


@rule("personnummer", "error")
def no_identity_number(tables: Tables) -> Iterator[Finding]:
    """Inget personnummer är tryckt.

    Jämför: Tio eller tolv siffror med ett möjligt datum och rätt kontrollsiffra, i alla texter.
    Exempel: Ett personnummer är tryckt på sida 12.
    """
    pages: set[int | None] = set()
    for row in tables.get("provenance", []):
        if identity_numbers(str(row["text"] or "")):
            pages.add(row["page"])
    for table, columns in TEXTS.items():
        for row in tables.get(table, []):
            if any(identity_numbers(str(row.get(column) or "")) for column in columns):
                pages.add(row.get("page"))
    for page in sorted(pages, key=lambda page: page or 0):
        yield Finding(
            f"Ett personnummer eller samordningsnummer står på {on_page(page)}: det hör inte hemma i dokumentet.", page
        )


def identity_numbers(text: str) -> list[str]:
    """The identity numbers in a text, as printed."""
    return [match[0] for match in _NUMBER.finditer(text) if _is_one(match)] if _SIX_DIGITS.search(text) else []


def _is_one(match: re.Match[str]) -> bool:
    digits = (match["short"] or match["plain"][2:]) + match["last"]
    century = match["century"] or (match["plain"] or "")[:2] or "20"
    day = int(digits[4:6])
    day -= _COORDINATION if day > _COORDINATION else 0
    try:
        date(int(century + digits[:2]), int(digits[2:4]), day)
    except ValueError:
        return False
    return _checks(digits)


def _checks(digits: str) -> bool:
    """Luhn's sum, as Skatteverket defines the check digit."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
