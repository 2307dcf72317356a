"""Characters as a style prints them: numbers, blanks, minus, ligatures, soft hyphens, bullets."""

from __future__ import annotations

import re
from decimal import Decimal

from tests.press.style import SOFT_HYPHEN, Style

LIGATURES = (("ff", "\ufb00"), ("fi", "\ufb01"), ("fl", "\ufb02"))
GROUPED = re.compile(r"(?<![\d,.])(\d{1,3}(?: \d{3})+)(?![\d])")
NEGATIVE = re.compile(r"(?<![\w-])-(?=\d)")
LONG_WORD = re.compile(r"[a-zåäö]{14,}")


def amount(value: Decimal | None) -> str:
    """A number with decimal comma and blanks between thousands, with its own number of decimals: `-2 751,0`."""
    return "" if value is None else f"{value:,f}".replace(",", " ").replace(".", ",")


def typeset(text: str, style: Style) -> str:
    """`text` with the typographic variants of `style`; folding them gives `text` again."""
    text = GROUPED.sub(lambda match: match[1].replace(" ", style.thousands), text)
    text = NEGATIVE.sub(style.minus, text)
    if style.soft_hyphens:
        text = LONG_WORD.sub(_hyphenate, text)
    if style.ligatures:
        for letters, ligature in LIGATURES:
            text = text.replace(letters, ligature)
    return text


def _hyphenate(match: re.Match[str]) -> str:
    """A long word with two places where it may be broken."""
    word = match[0]
    third = len(word) // 3
    return SOFT_HYPHEN.join((word[:third], word[third : -third - 1], word[-third - 1 :]))
