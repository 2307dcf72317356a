"""The tables of a verksamhetsplan, told by the words of their headers (document.md, `From front to back`)."""

from __future__ import annotations

import re

from pipeline.parse.notation import AMOUNT, MONTH, PERIODICITY, YEAR
from pipeline.parse.plain_rows import activity_cells, amount_cells, indicator_cells
from pipeline.tables.pattern import TablePattern

# What is left of a header word that a narrow column has broken: a few small letters.
REST = r"(?-i:[a-zåäö]{1,4})"


def _whole(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


def _words(*alternatives: str) -> re.Pattern[str]:
    return _whole(*alternatives, REST)


_INDICATOR_HEADER = (
    r"Indikator(?:er)?", "årsmål", "KF:?s", "KF", "år", YEAR, r"Periodi\w*", "Utfall", "Prognos", r"T[123]", "mål",
    MONTH,
)  # fmt: skip
_ACTIVITY_HEADER = (r"Aktivitet(?:er)?", r"Start\w*", r"Slut\w*", "datum")
INDICATOR = TablePattern(
    kind="indicator",
    header=(re.compile(r"Indikat[a-z]*$"), re.compile(r"Årsm[a-zå]*$"), re.compile(r"Periodi[a-z]*$")),
    header_word=_words(*_INDICATOR_HEADER),
    whole_word=_whole(*_INDICATOR_HEADER),
    # A row may lack its periodicity; then its target stands for it.
    anchor=re.compile(rf"{PERIODICITY}|{AMOUNT} ?(?:%|st)?"),
    anchor_anywhere=True,
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
    "Budget", YEAR, r"\(?(?:mnkr|tkr|kr|mkr)\)?", r"Kostnad\w*", r"Intäkt\w*", r"\*{0,3}Netto\w*\*?", "VP",
    r"Prognos\w*", "slutlig", r"justera\w*", r"\*?budget\w*", "utfall", "bokslut", MONTH, "ökade",
    r"kostnader/(?:intäkter)?", "för", r"T[123]", "avvikelse", "förändring", "helår", r"\*+", "verksamhetsområde",
    r"KF:?s", "förslag",
)  # fmt: skip
BUDGET = TablePattern(
    kind="budget",
    header=(re.compile(r"Kostn[a-z]*$"), re.compile(r"Intäk[a-z]*$"), re.compile(r"(?:VP|\*?Netto?)$")),
    header_word=_words(*_AMOUNT_HEADER),
    whole_word=_whole(*_AMOUNT_HEADER),
    anchor=re.compile(AMOUNT),
    anchor_anywhere=True,
    figures=True,
    own_row=re.compile(r"\*|varav\b|summa\b|total", re.IGNORECASE),
    plain_columns=re.compile(
        rf"(?:(?<=\s)|^)(?:Kostnader|Intäkter(?= |$)|VP(?= {YEAR})"
        # `VP 2027 Netto` is one column, `Netto prognos 2026` another.
        rf"|(?<!VP \d\d\d\d )(?<!budget \d\d\d\d )\*?Netto(?= [Bb]udget| [Pp]rognos| [Uu]tfall)"
        rf"|Prognos|Bokslut|\*?Budget(?= {YEAR}$)|(?<=Intäkter )Netto|(?<!Netto )Utfall(?= {YEAR}$))"
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
