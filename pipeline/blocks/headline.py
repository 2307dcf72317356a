"""What a headline looks like by its words alone, if print does not distinguish it from the text."""

from __future__ import annotations

import re

SENTENCE_END = (".", "!", "?", ":", ";")
# A headline recognised by its words alone has at most this many characters; one with a sentence end has fewer.
LONGEST = 130
LONGEST_WITH_END = 40
# `1.1.1 Bad är öppna`: a headline with its number.
NUMBERED = re.compile(r"\d(?:\.\d{1,2}){1,2}\.? [A-ZÅÄÖ]")
# `Naturreservat (2,1 mnkr)`: the headline of applications, however it is printed.
AMOUNT_HEADLINE = re.compile(r"[A-ZÅÄÖ][^.:]{2,80} \(\d[\d ]*(?:,\d+)? mnkr\)")
AMOUNT = re.compile(r"\d\s*(?:mnkr|tkr|kr)\b")
BRACKETED_AMOUNT = re.compile(r"\([^)]*(?:mnkr|tkr)\)$|\bbudget \d+(?:,\d+)? mnkr$")


def looks_like_headline(text: str) -> bool:
    """Short, capitalised, without a sentence end, and without an amount in running text."""
    if len(text) > LONGEST or not (text[:1].isupper() or NUMBERED.match(text)):
        return False
    if text.endswith(SENTENCE_END) and len(text) > LONGEST_WITH_END:
        return False
    return not AMOUNT.search(text) or bool(BRACKETED_AMOUNT.search(text))


def level_by_words(text: str) -> int:
    """A headline with an amount in brackets is one below the others."""
    return 5 if BRACKETED_AMOUNT.search(text) else 4
