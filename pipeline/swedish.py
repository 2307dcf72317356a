"""Numbers, amounts, dates and targets as printed in Swedish. Knows nothing about documents.

The writing rules are those of document.md, `What makes it hard`: decimal comma, a space (also no-break or thin) between
groups of three digits, minus as hyphen or U+2212.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
        "\u00ad": None,
        "\u200b": None,
        "\ufeff": None,
        "\u2212": "-",
        "\u2011": "-",
    }
)
_TYPOGRAPHY = re.compile(f"[{''.join(map(chr, _LIGATURES))}]")
_UNSIGNED = r"(?:[1-9]\d{0,2}(?: \d{3})+|0|[1-9]\d*)(?:,\d+)?"
# An en dash may be printed as a minus; before a number alone in its cell it can be nothing else.
_NUMBER = re.compile(rf"([-\u2013])? ?({_UNSIGNED})", re.ASCII)
_POINTED_THOUSANDS = re.compile(r"[-\u2013]?\d{1,3}(?:\.\d{3})+")
_KRONOR = {
    "mnkr": 1_000_000,
    "mkr": 1_000_000,
    "msek": 1_000_000,
    **dict.fromkeys(("milj. kr", "milj kr", "milj. kronor", "milj kronor", "mn kr", "m kr"), 1_000_000),
    **dict.fromkeys(("miljoner kronor", "miljoner kr", "miljon kronor", "miljon kr"), 1_000_000),
    **dict.fromkeys(("miljarder kronor", "miljarder kr", "miljard kronor", "mdr kr", "mdkr"), 1_000_000_000),
    "tkr": 1_000,
    "kkr": 1_000,
    "tsek": 1_000,
    "ksek": 1_000,
    "tusen kronor": 1_000,
    "tusen kr": 1_000,
    "kronor": 1,
    "krona": 1,
    "sek": 1,
    "kr": 1,
    ":-": 1,
    ",-": 1,
}
# Digits before the number would make it another number (`12 34 kr`, `3-5 mnkr`); a year does not (`år 2026 238 000
# kr`).
_AMOUNT = re.compile(
    r"(?=[-\u2013\d])"  # first, for speed: what comes before is looked at only where a number begins
    r"(?<![\d,.-])(?<!\d\u2013)(?<!\d [-\u2013] )(?:(?<!\d )|(?<=\b(?:19|20)\d\d ))"
    r"(?P<number>[-\u2013]?(?:\d{1,3}(?:\.\d{3})+(?= ?(?:(?:tkr|kr|kronor|sek)\b|[:,]-))|\d+\.\d{1,2}(?!\d)|"
    rf"{_UNSIGNED})) ?"
    rf"(?P<unit>{'|'.join(map(re.escape, _KRONOR))})(?!\w)",
    re.IGNORECASE,
)
_COUNTS = r"ett?|en|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|hundra|tusen|halv"
# A number, in digits or words, beside a word for money; and a number in thousands without a unit.
_MONEY = re.compile(
    rf"(?:(?<=[\d½¼¾]) ?|\b(?:{_COUNTS}) )(?:{'|'.join(map(re.escape, _KRONOR))})(?!\w)"
    r"|\b(?:sek|kr\.?|mnkr|mkr|tkr|msek)\)?:? ?\d(?:[\d ,.]*\d)?|\d av (?=\d)"
    r"|(?<=\d) ?(?:miljoner|miljon|miljarder|miljard)\b"
    r"|\b(?:om|på|med|begär|avsätter|äskar) \d{1,3}(?: \d{3})+(?=[.;]|$| (?:för|till|avseende|inom|ur|från)\b)",
    re.IGNORECASE,
)
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli",
    "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
_MONTH_NAMES = "|".join(MONTHS)
# A month by its name, or by its first three letters (`dec.`, `sept`).
_MONTH_NAME = rf"(?P<name>{_MONTH_NAMES}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?)"
_DATES = tuple(
    re.compile(rf"(?<![\d.,/-]){form}(?![\d/]|[.,-]\d)", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<by>[-\u2013./]|(?: ?[-\u2013] ?))(?P<month>\d{1,2})(?P=by)(?P<day>\d{1,2})",
        r"(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)",
        r"(?P<day>\d{1,2})(?P<by>[-\u2013.])(?P<month>\d{1,2})(?P=by)(?P<year>\d{4})",
        r"(?P<day>\d{1,2})/(?P<month>\d{1,2})[ -](?P<year>\d{4})",
        # In `4/12/2014` the day may come before or after the month, unless only one of them can be a month.
        r"(?P<day>1[3-9]|2\d|3[01])/(?P<month>\d{1,2})/(?P<year>\d{4})",
        rf"(?P<day>\d{{1,2}})(?::?[ea])? {_MONTH_NAME},? (?P<year>\d{{4}})",
    )
)
_MONTH = re.compile(rf"\b({_MONTH_NAMES}) (\d{{4}})(?!\d)", re.IGNORECASE)


@lru_cache(maxsize=10_000)  # the lines and words of a plan, each of which is folded several times
def fold(text: str) -> str:
    """The text with typographic variants folded (schema.md): ligatures to letters, every kind of blank to one blank,
    soft hyphens gone, U+2212 to a hyphen; otherwise exactly as printed.
    """
    if text.isascii():
        return " ".join(text.split())
    if _TYPOGRAPHY.search(text):  # checking is about thirty times cheaper than translating
        text = text.translate(_LIGATURES)
    return " ".join(unicodedata.normalize("NFC", text).split())


def number(text: str) -> Decimal | None:
    """The number if the whole text is one, with the decimals as printed (`22` and `22,0` differ); else None.

    A group of thousands has exactly three digits: `12 34` is not a number, nor is `3-5`, `1.1` or `007`. An en dash
    before the number is a minus.
    """
    match = _NUMBER.fullmatch(fold(text))
    if not match:
        return None
    value = Decimal(match.group(2).replace(" ", "").replace(",", "."))
    return value.copy_negate() if match.group(1) and value else value


def unmarked(text: str) -> str:
    """The folded text without the marks of footnotes around its figures (`82*`, `90 % 1)`, `82\u00b9`, `*82`)."""
    return _FOOTNOTE_MARK.sub("", _RAISED_MARK.sub("", fold(text)))


# Numbers that are written in other ways and can be nothing else in a cell: `1.234,5`, `1'234,5`, `1,234.5`, `1234.5`,
# `210,3-`, `\u2012210,3`.
_POINTED_SWEDISH = re.compile(r"[-\u2013]?\d{1,3}(?:[.'\u2019]\d{3})+,\d+|[-\u2013]?\d{1,3}(?:['\u2019]\d{3})+")
_ENGLISH = re.compile(r"[-\u2013]?\d{1,3}(?:,\d{3})+\.\d+|[-\u2013]?\d+\.\d{1,2}")
_MINUS_BEHIND = re.compile(r"(\d[\d ]*(?:,\d+)?) ?[-\u2013]")
_MINUS_IN_WORDS = re.compile(r"^minus (?=\d)", re.IGNORECASE)
_BRACKETED = re.compile(r"\( ?(\d[\d ]*(?:,\d+)?) ?\)")
_DASHES = str.maketrans({"\u2012": "-", "\u2014": "-", "\u2015": "-"})


def figure(text: str, *, less_in_brackets: bool = False) -> Decimal | None:
    """The number of a cell, which may have the mark of a footnote, and be written in a way that prose is not.

    `(210,3)` is a negative one where the document says so (`less_in_brackets`), else none that anybody can be sure of.
    """
    bare = _MINUS_IN_WORDS.sub("-", unmarked(text).translate(_DASHES))
    if less_in_brackets and (bracketed := _BRACKETED.fullmatch(bare)):
        bare = f"-{bracketed[1]}"
    if _POINTED_SWEDISH.fullmatch(bare):
        bare = re.sub(r"[.'\u2019]", "", bare)
    elif _ENGLISH.fullmatch(bare):
        bare = bare.replace(",", "").replace(".", ",")
    elif behind := _MINUS_BEHIND.fullmatch(bare):
        bare = f"-{behind[1]}"
    return number(bare)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money as printed: the number, its unit (`mnkr`, `tkr`, `kr` …), and its place in the text."""

    value: Decimal
    unit: str
    start: int
    end: int


def amounts(text: str) -> list[Amount]:
    """The sums of money named in a text, in the order of the text; places are those of the folded text.

    A number that may be part of another one (`3-5 mnkr`, `12 34 kr`) is left out; a year before it is none.
    """
    found = []
    for match in _AMOUNT.finditer(fold(text)):
        printed = match["number"]
        parted = _POINTED_THOUSANDS.fullmatch(printed)  # `2.400 tkr`; `16.4 mnkr` in some documents until 2015
        value = number(printed.replace(".", "") if parted else printed.replace(".", ","))
        if value is not None:
            found.append(Amount(value, match["unit"].lower(), match.start(), match.end()))
    return found


# `om 1,5 respektive 2,4 mnkr`: numbers that share the unit of the last one, after any word that counts nothing.
_LEADS = (
    r"(?<![\w.,-])(?!(?:bilag|punkt|mål|nr|nummer|år|tertial|del|kap|avsnitt|beslut|tabell|vecka|klass|dag|sid)\w*\b)"
    r"[^\W\d]+ "
)
_SHARED = re.compile(
    rf"{_LEADS}(?P<numbers>(?:[-\u2013+]?(?:{_UNSIGNED}|\d+\.\d{{1,2}}),? "
    r"(?:(?:och|samt|respektive|resp\.?|till|eller) )?)+)\+?$",
    re.IGNORECASE,
)
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_SHARING = re.compile(rf"[-\u2013]?(?:\d+\.\d{{1,2}}(?!\d)|{_UNSIGNED})")


def all_amounts(text: str) -> list[Amount]:
    """The sums of money named in a text, including those that share the unit of a later one."""
    folded = fold(text)
    found: list[Amount] = []
    for amount in amounts(text):
        if sharing := _SHARED.search(folded[: amount.start]):
            start = sharing.start("numbers")
            for match in _SHARING.finditer(sharing["numbers"]):
                value = number(match.group(0).replace(".", ","))
                if value is not None and not _A_YEAR.fullmatch(match.group(0)):
                    found.append(Amount(value, amount.unit, start + match.start(), start + match.end()))
        is_less = folded[: amount.start].lower().endswith("minus ")
        found.append(replace(amount, value=-amount.value) if is_less else amount)
    return found


def unread_money(text: str, found: Sequence[Amount]) -> list[str]:
    """What a text seems to say about money besides the amounts `found` in it, with the word before: `2,5-3 mnkr`,
    `två miljoner kronor`, `SEK 500 000`, `om 500 000 för parken`."""
    folded = fold(text)
    return [
        f"{folded[: match.start()].split(' ')[-1]}{match[0]}"
        for match in _MONEY.finditer(folded)
        if not any(one.start < match.end() and match.start() < one.end for one in found)
    ]


def in_sek(amount: Amount) -> Decimal:
    """The amount in kronor, exactly."""
    return amount.value * _KRONOR[amount.unit]


def in_mnkr(amount: Amount) -> Decimal:
    """The amount in millions of kronor, exactly, with the decimals that are printed where the unit is mnkr."""
    return amount.value if _KRONOR[amount.unit] == 1_000_000 else in_sek(amount) / 1_000_000


def first_date(text: str) -> datetime.date | None:
    """The first date in a text; None if there is none, or if it does not exist.

    Year, month and day (`2025-12-18`, `2025.12.18`, `20251218`), day, month and year (`18.12.2025`, `18/12 2025`), or
    the month in words (`18 december 2025`, `18 dec. 2025`). A year of two digits is never certain, so it is not read.
    """
    folded = fold(text)
    found = [match for form in _DATES if (match := form.search(folded))]
    if not found:
        return None
    first = min(found, key=re.Match.start)
    try:
        return datetime.date(int(first["year"]), _month_of(first), int(first["day"]))
    except ValueError:
        return None


def _month_of(date: re.Match[str]) -> int:
    parts = date.groupdict()
    if parts.get("month"):
        return int(parts["month"])
    return next(number for number, name in enumerate(MONTHS, 1) if name.startswith(parts["name"].lower()[:3]))


def is_date(text: str) -> bool:
    """Is the whole text a date, in one of the forms of `first_date`?"""
    return any(form.fullmatch(fold(text)) for form in _DATES)


def months(text: str) -> list[datetime.date]:
    """The first day of each month that a text names with its year (`oktober 2026`), in text order."""
    named = (match for match in _MONTH.finditer(fold(text)) if int(match[2]) > 0)
    return [datetime.date(int(match[2]), MONTHS.index(match[1].lower()) + 1, 1) for match in named]


Kind = Literal["value", "maximum", "tolerance", "increase", "decrease", "set_by_board"]


@dataclass(frozen=True, slots=True)
class Target:
    """A target as meant: its kind, number and unit; all None if the text is empty or not understood."""

    kind: Kind | None = None
    value: Decimal | None = None
    unit: str | None = None


_WORDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"(?:tas|ska tas) fram av .*", re.IGNORECASE), "set_by_board"),
    (re.compile(r"(?:ska )?(?:öka(?:s|r|nde)?|ökning)", re.IGNORECASE), "increase"),
    (re.compile(r"(?:ska )?(?:minska(?:s|r|nde)?|minskning)", re.IGNORECASE), "decrease"),
)
_TARGET = re.compile(
    r"(?:(?P<tolerance>\+ ?/ ?-|±)|(?P<maximum>max(?:imalt|\.)?|högst|(?:färre|mindre|lägre) än|≤|<=?)"
    r"|minst|min\.?|lägst|(?:fler|mer|högre) än|≥|>=?)? ?"
    rf"(?P<number>[-\u2013]?{_UNSIGNED}) ?(?P<unit>(?:[^\W\d_¼½¾]|[%‰°]).*)?",
    re.IGNORECASE,
)
# Swedish decimals, or English thousands? For things that are counted, nothing decides.
_THREE_DECIMALS = re.compile(r"-?[1-9]\d{0,2},\d{3}")
_COUNTED = re.compile(r"(?:st|stycken|personer|platser|besök)\b.*", re.IGNORECASE)
_FOOTNOTE_MARK = re.compile(
    r"(?<=[\w%])(?:\s?[*\u2020\u2021#]+|\s?\[(?:\d|[a-z])\]|(?:\s|(?<=%))(?:\d|[a-z])\)|(?<=\d)[a-z]\)|(?<=%)\s?\((?:\d|[a-z])\))$"
    r"|^\*{1,3}(?=[-\u2013]?\d)"
)
# After a figure; after ten it may be a power (`10\u00b3`), and after a letter (`m\u00b2`) it is one.
_RAISED_MARK = re.compile(
    r"(?:(?<=\d)(?<![\u00b7\u00d7x]10)|(?<=[%)])) ?[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]{1,2}[)\u207e]?"
)
_POINTED = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{3})+(?![\d.])")
_DECIMAL_POINT = re.compile(r"(?<![\d.])(\d+)\.(\d+)(?![\d.])")
# Words that make a number larger; what they count is the unit.
_MULTIPLES = {
    **dict.fromkeys(("tusen", "tusental"), 1_000),
    **dict.fromkeys(("miljon", "miljoner", "milj.", "milj"), 1_000_000),
    **dict.fromkeys(("miljard", "miljarder"), 1_000_000_000),
}
_MULTIPLE = re.compile(rf"({'|'.join(map(re.escape, _MULTIPLES))})(?!\w) ?(.*)", re.IGNORECASE)
# A letter right after the number may be the mark of a footnote (`82a`), a multiple (`82k`) or an exponent (`8E1`); one
# alone is no unit either, but for hours, litres, metres, grams and tons.
_LETTER = re.compile(r"(?<![^\W\d_])\d[^\W\d_](?![^\W\d_])|\d [^\W\d_hlmgt]$")
# What units are written with; a bracket in one is closed. No unit says what else may be reached (`% eller mer`), and
# none has its sign of percent after a letter (`9O %`).
_UNIT = re.compile(
    r"(?!.*\b(?:eller|och|till)\b)(?![^%]+%)(?:[\w\s%\u2030\u00b0/.,:;+&'\u2019\u2013\u00b2\u00b3-]|\([^()]*\))*"
)
# A unit may hold a number only inside a word (`CO2`) or after `per` (`per 1 000 invånare`): else there are two targets.
_SECOND_NUMBER = re.compile(r"(?<!\bper )(?<![^\W\d_])(?<!\d)(?<!\d )\d", re.IGNORECASE)


def _without_points(number: re.Match[str]) -> str:
    return number.group(0).replace(".", "")


def target(text: str) -> Target:
    """An indicator's target as meant (document.md: `70 %`, `+/-1 %`, `Max 10 personer`, `Ökning`, `Tas fram av nämnd`).

    A minimum (`Minst 80 %`) has no kind of its own in the schema: as the target to reach it is a `value`. Marks of
    footnotes after it (`82*`, `90 % 1)`) are no part of it. A point separates thousands where three digits follow it
    (`15.000 st`), else decimals (`6.5 %`). `15 tusen st` are 15 000 st.
    """
    folded = _DECIMAL_POINT.sub(r"\1,\2", _POINTED.sub(_without_points, unmarked(text)))
    for pattern, kind in _WORDS:
        if pattern.fullmatch(folded):
            return Target(kind)
    match = None if _LETTER.search(folded) else _TARGET.fullmatch(folded)
    if not match or _SECOND_NUMBER.search(match["unit"] or "") or not _UNIT.fullmatch(match["unit"] or ""):
        return Target()
    if _THREE_DECIMALS.fullmatch(match["number"]) and _COUNTED.fullmatch(match["unit"] or ""):
        return Target()
    value, unit = number(match["number"]), "%" if match["unit"] == "%." else match["unit"]
    if value is not None and (multiple := _MULTIPLE.fullmatch(unit or "")):
        value, unit = value * _MULTIPLES[multiple[1].lower()], multiple[2] or None
    meant: Kind = "tolerance" if match["tolerance"] else "maximum" if match["maximum"] else "value"
    return Target(meant, value, unit)
