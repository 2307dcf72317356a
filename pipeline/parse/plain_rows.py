"""The rows of a text file's tables: which words of a line form which cell, judged by what cells can contain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.parse.notation import AMOUNT, PERIODICITY
from pipeline.swedish import is_date

# No unit goes on into the next target.
_NO_UNIT = r"(?!Tas |tas fram|Ökning|Minskning|Öka|Minska|[Mm]ax|[Mm]in|[Uu]ppfyll)"
_TARGET = re.compile(
    r"(?:(?:\+\s?/\s?-|±|[<>≥≤]|[Mm]ax|[Mm]in|[Hh]ögst|[Mm]inst"
    r"|(?:[Ff]ler|[Ff]ärre|[Mm]er|[Mm]indre|[Hh]ögre|[Ll]ägre) än)\s*)?"
    rf"-?\d{{1,3}}(?: \d{{3}})*(?:[,.]\d+)?\s*(?:%|{_NO_UNIT}[^\W\d]\S*(?: {_NO_UNIT}(?:CO2|[^\W\d]\S*))*)?"
    r"(?:\s?[*†‡¹²³]{1,3}|\s(?:\d|[a-z])\))?"
    r"|\d+ av \d+|—|[Nn]/[Aa]|[Uu]ppfyll(?:s|ts|d|t)(?: (?:helt|delvis|ej|inte))?"
    r"|(?:[Ss]ka )?[Tt]as fram(?: av (?:nämnd|styrelse)(?:en)?(?:\s?/\s?styrelse)?)?(?: under \w+)?"
    r"|[Öö]kning|[Mm]inskning|(?:[Ss]ka )?(?:[Öö]ka[rs]?|[Mm]inska[rs]?)|[Oo]förändra[dt]"
)


_FIGURES = re.compile(r"[-\u2212\u2013(]?\d+(?:,\d+\)?)?")
_DASH = re.compile(r"[-\u2013\u2014]")
_MINUS = re.compile(r"\bminus (?=\d)", re.IGNORECASE)
# Words that never end a row's name; and what may be two adjacent amounts.
_NO_NAME = re.compile(r"^[-\u2212\u2013]\d|,\d")
_SEVERAL = re.compile(r"[-\u2212\u2013]?\d{1,3}(?: \d{3}){2,}(?:,\d+)?")
_ONE_AMOUNT = re.compile(r"[-\u2212\u2013]?(?:[1-9]\d{0,2}(?: \d{3})*|0)(?:,\d+)?")
_AMOUNTS = re.compile(rf"(?:(?<=\s)|^){AMOUNT}(?=\s|$)")


def indicator_cells(chunks: Sequence[str], columns: int) -> list[str] | None:
    """The cells of an indicator's row in a text file: name, targets as far as printed, periodicity."""
    whole = "\x1f".join(chunks)
    end = re.search(rf"(?:^|[\s\x1f])({PERIODICITY})$", whole)
    if not end or columns < 3:
        return None
    rest = whole[: end.start()].rstrip(" \x1f")
    targets: list[str] = []
    while len(targets) < columns - 2 and (found := _last_target(rest)):
        targets.insert(0, found[1])
        rest = found[0].rstrip(" \x1f")
    # A row without any target (from 2003 to 2017) is a name on one line, and its periodicity.
    if not rest or not (targets or (len(chunks) == 1 and rest[0].isupper() and "\x1f" not in rest)):
        return None
    return [rest.replace("\x1f", " "), *targets, *[""] * (columns - 2 - len(targets)), end.group(1)]


def _last_target(text: str) -> tuple[str, str] | None:
    """The longest target at the end of the text, and what comes before it."""
    for start in re.finditer(r"(?:^|(?<=[\s\x1f]))(?=\S)", text):
        candidate = text[start.start() :].replace("\x1f", " ")
        if start.start() and len(candidate) < 40 and _TARGET.fullmatch(candidate):
            return text[: start.start()], candidate
    return None


def activity_cells(chunks: Sequence[str], columns: int) -> list[str] | None:
    """The cells of an activity's row in a text file: name and two dates, of which one may be left out with a dash."""
    tokens = " ".join(chunks).split()
    ends = _last_date(tokens)
    starts = _last_date(tokens[: len(tokens) - ends])
    name = " ".join(tokens[: len(tokens) - ends - starts])
    if not (name and starts and ends) or columns != 3:
        return None
    cells = [name, " ".join(tokens[-ends - starts : -ends]), " ".join(tokens[-ends:])]
    return cells if any(map(is_date, cells[1:])) else None


def _last_date(tokens: Sequence[str]) -> int:
    """How many words at the end are a date (`2026-01-01`, `1 mars 2026`) or the dash for one; 0 where none are."""
    if tokens and _DASH.fullmatch(tokens[-1]):
        return 1
    return next((count for count in (1, 2, 3) if is_date(" ".join(tokens[-count:]))), 0)


def amount_cells(chunks: Sequence[str], columns: int) -> list[str] | None:
    """The cells of a row of amounts in a text file: label, then amounts from the left; what is left out is empty."""
    tokens = _MINUS.sub("-", " ".join(chunks)).split()
    start = len(tokens)
    while start and _FIGURES.fullmatch(tokens[start - 1]):
        start -= 1
    label, least = " ".join(tokens[:start]), 2 if columns > 2 else 1
    if not re.search(r"[^\W\d_]", label) or re.search(r"[.!?] [A-ZÅÄÖ]", label):
        return None
    for first in range(start, len(tokens)):
        if any(_NO_NAME.search(token) for token in tokens[:first]):
            return None  # more figures than columns in the header
        amounts = [match.group(0) for match in _AMOUNTS.finditer(" ".join(tokens[first:]))]
        if len(amounts) < columns - 1 and any(map(_SEVERAL.fullmatch, amounts)):
            parted = _parted(tokens[first:], columns - 1)
            if len(parted) != 1:
                return None  # `20 000 280 000` may be one amount, or two
            amounts = parted[0]
        if least <= len(amounts) <= columns - 1:
            label = " ".join(tokens[:first])
            return [label, *amounts, *[""] * (columns - 1 - len(amounts))]
    return None


def _parted(tokens: Sequence[str], count: int) -> list[list[str]]:
    """All ways to form this number of amounts from separate groups of digits."""
    if count == 1:
        whole = " ".join(tokens)
        return [[whole]] if _ONE_AMOUNT.fullmatch(whole) else []
    ways: list[list[str]] = []
    for end in range(1, len(tokens) - count + 2):
        if _ONE_AMOUNT.fullmatch(first := " ".join(tokens[:end])):
            ways += [[first, *rest] for rest in _parted(tokens[end:], count - 1)]
    return ways
