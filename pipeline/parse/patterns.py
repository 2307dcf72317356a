"""The tables of a verksamhetsplan, told by the words of their headers (document.md, `From front to back`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.tables.pattern import TablePattern

PERIODICITY = r"(?:År(?:svis|ligen)?|Tertial(?:vis)?|Halvår|Kvartal|Månad|Vecka|Delår|Vartannat år)"
ISO_DATE = r"\d{4}-\d{2}-\d{2}"
AMOUNT = r"[-\u2212\u2013]?\s?\d{1,3}(?:[ \u00a0\u2009\u202f]?\d{3})*(?:,\d+)?"
YEAR = r"(?:19|20)\d{2}"
MONTH = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?"
# What is left of a header word that a narrow column has broken: a few small letters.
REST = r"[a-zåäö]{1,4}"

_TARGET = re.compile(
    r"(?:(?:\+\s?/\s?-|±|[<>≥≤]|[Mm]ax|[Mm]in|[Hh]ögst|[Mm]inst)\s*)?"
    r"-?\d{1,3}(?: \d{3})*(?:,\d+)?\s*(?:%|(?!Tas |Ökning|Minskning|Öka|Minska|[Mm]ax|[Mm]in)[^\W\d]\S*(?: (?!Tas |Ökning|Minskning|Öka|Minska|[Mm]ax|[Mm]in)(?:CO2|[^\W\d]\S*))*)?"
    r"|Tas fram av nämnd(?:\s?/\s?styrelse)?|Ökning|Minskning|Öka|Minska|Oförändrat"
)


_FIGURES = re.compile(r"[-\u2212\u2013]?\d+(?:,\d+)?")
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
    if not rest or not targets:
        return None
    return [rest.replace("\x1f", " "), *targets, *[""] * (columns - 2 - len(targets)), end.group(1)]


def _last_target(text: str) -> tuple[str, str] | None:
    """The longest target at the end of the text, and what stands before it."""
    for start in re.finditer(r"(?:^|(?<=[\s\x1f]))(?=\S)", text):
        candidate = text[start.start() :].replace("\x1f", " ")
        if _TARGET.fullmatch(candidate) and start.start():
            if len(candidate) < 40:
                return text[: start.start()], candidate
    return None


def activity_cells(chunks: Sequence[str], columns: int) -> list[str] | None:
    """The cells of an activity's row in a text file: name and two dates."""
    row = re.fullmatch(rf"(.+?)\s+({ISO_DATE})\s+({ISO_DATE})", " ".join(chunks))
    return [row.group(1), row.group(2), row.group(3)] if row and columns == 3 else None


def amount_cells(chunks: Sequence[str], columns: int) -> list[str] | None:
    """The cells of a row of amounts in a text file: label, then amounts from the left; what is left out is empty."""
    tokens = " ".join(chunks).split()
    start = len(tokens)
    while start and _FIGURES.fullmatch(tokens[start - 1]):
        start -= 1
    label, least = " ".join(tokens[:start]), 2 if columns > 2 else 1
    if not re.search(r"[^\W\d_]", label) or re.search(r"[.!?] [A-ZÅÄÖ]", label):
        return None
    for first in range(start, len(tokens)):
        amounts = [match.group(0) for match in _AMOUNTS.finditer(" ".join(tokens[first:]))]
        if least <= len(amounts) <= columns - 1:
            label = " ".join(tokens[:first])
            return [label, *amounts, *[""] * (columns - 1 - len(amounts))]
    return None


def _whole(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


def _words(*alternatives: str) -> re.Pattern[str]:
    return _whole(*alternatives, REST)


_INDICATOR_HEADER = (
    r"Indikator(?:er)?", "årsmål", "KF:?s", "KF", "år", YEAR, r"Periodi\w*", "Utfall", "Prognos", r"T[123]", "mål", MONTH,
)  # fmt: skip
_ACTIVITY_HEADER = (r"Aktivitet(?:er)?", r"Start\w*", r"Slut\w*", "datum")
INDICATOR = TablePattern(
    kind="indicator",
    header=(re.compile(r"Indikat[a-z]*$"), re.compile(r"Årsm[a-zå]*$"), re.compile(r"Periodi[a-z]*$")),
    header_word=_words(*_INDICATOR_HEADER),
    whole_word=_whole(*_INDICATOR_HEADER),
    anchor=re.compile(PERIODICITY),
    plain_columns=re.compile(rf"\b(?:Årsmål|KF:?s årsmål|Periodicitet|Utfall(?= {YEAR})|Prognos)"),
    plain_cells=indicator_cells,
)
ACTIVITY = TablePattern(
    kind="activity",
    header=(re.compile(r"Aktivit[a-z]*$"), re.compile(r"Startd[a-z]*$"), re.compile(r"Slutd[a-z]*$")),
    header_word=_words(*_ACTIVITY_HEADER),
    whole_word=_whole(*_ACTIVITY_HEADER),
    # A narrow column breaks a date (`2026-01-` / `01`): its beginning is enough.
    anchor=re.compile(rf"{YEAR}-\d{{0,2}}-?\d{{0,2}}"),
    plain_columns=re.compile(r"\b(?:Startdatum|Slutdatum)"),
    plain_cells=activity_cells,
)
_AMOUNT_HEADER = (
    "Budget", YEAR, r"\(?(?:mnkr|tkr|kr|mkr)\)?", r"Kostnad\w*", r"Intäkt\w*", r"\*{0,3}Netto\w*\*?", "VP", r"Prognos\w*",
    "slutlig", r"justera\w*", r"\*?budget\w*", "utfall", "bokslut", MONTH, "ökade", r"kostnader/intäkter", "för", r"T[123]",
    "avvikelse", "förändring", "helår", r"\*+", "verksamhetsområde", r"KF:?s", "förslag",
)  # fmt: skip
BUDGET = TablePattern(
    kind="budget",
    header=(re.compile(r"Kostn[a-z]*$"), re.compile(r"Intäk[a-z]*$"), re.compile(r"(?:VP|\*?Netto?)$")),
    header_word=_words(*_AMOUNT_HEADER),
    whole_word=_whole(*_AMOUNT_HEADER),
    anchor=re.compile(AMOUNT),
    anchor_anywhere=True,
    own_row=re.compile(r"\*|varav\b|summa\b|total", re.IGNORECASE),
    plain_columns=re.compile(
        rf"(?:(?<=\s)|^)(?:Kostnader|Intäkter(?= |$)|VP(?= {YEAR})|\*?Netto(?= [Bb]udget| [Pp]rognos| [Uu]tfall)|Prognos"
        rf"|Bokslut|\*?Budget(?= {YEAR}$)|(?<=Intäkter )Netto|(?<!Netto )Utfall(?= {YEAR}$))"
    ),
    plain_cells=amount_cells,
)
_ADJUSTMENT_HEADER = (
    "Beskrivning", "av", "vilken", "BJ", r"budgetjustering\w*", "som", "avses", "samt", "inom", r"parentes", "antalet",
    "antal", r"ansök\w*", r"\(?(?:mnkr|tkr|mkr)\)?",
)  # fmt: skip
ADJUSTMENT = TablePattern(
    kind="adjustment",
    header=(re.compile(r"Beskriv[a-z]*$"), re.compile(r"\(?[Mm]nkr\)?$|\(?[Tt]kr\)?$")),
    header_word=_words(*_ADJUSTMENT_HEADER),
    whole_word=_whole(*_ADJUSTMENT_HEADER),
    anchor=re.compile(AMOUNT),
    own_row=re.compile(r"\*|total|summa", re.IGNORECASE),
    plain_columns=re.compile(r"(?<=\s)(?:Mnkr|Tkr)$"),
    plain_cells=amount_cells,
)
PATTERNS = (INDICATOR, ACTIVITY, ADJUSTMENT, BUDGET)
