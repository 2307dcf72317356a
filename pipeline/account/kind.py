"""The kind of a printed number, from its form and the words around it."""

from __future__ import annotations

import re

from pipeline.account.printed_numbers import Number
from pipeline.parse.notation import MONTH, YEAR
from pipeline.parse.printed_tables import PRINTED_TABLES, CellKind
from pipeline.swedish import MONTHS, fold

# How many characters before and after a number are considered.
AROUND = 40

_MONEY = r"mnkr|mkr|mdkr|tkr|kronor|kr|miljon(?:er)?|miljard(?:er)?|tusen kronor"
_MONTHS = "|".join(MONTHS)
# What has a number as its name.
_NUMBERED = (
    "[Bb]ilag(?:a|orna)|[Pp]unkt(?:en|erna)?|[Ss]id(?:a|an|or)|[Mm]ål(?:et)?|[Nn]ämndmål|[Ii]nriktningsmål"
    "|[Vv]erksamhetsområdet|[Tt]abell|[Kk]apitel|[Ff]as|[Nn]ivå|[Ss]teg|[Ee]tapp|[Tt]ertial|[Kk]vartal|[Dd]el"
    "|[Aa]rtikel|[Nn]r|[Nn]ummer|[Vv]ersion|[Kk]ategori|[Aa]genda|[Tt]yp"
)
# In this order: the first that fits names the kind. `before` ends at the number, `after` begins after it.
_KINDS: tuple[tuple[str, str | None, str | None, str | None], ...] = (
    # kind, the number itself, before, after
    ("datum", rf"{YEAR}-\d\d-?(?:\d\d)?", None, None),
    ("datum", r"\d{1,2}", None, rf" (?:{_MONTHS})\b"),
    ("datum", YEAR, rf"(?:{_MONTHS}) $", None),
    ("diarienummer", r"\S*\d[/:-]\d\S*", r"(?:\b[Dd]nr|[Dd]iarienummer|[Dd]iarienr|\b[A-ZÅÄÖ]{2,5})\b[.: ]*\S*$", None),
    ("lagrum", r"\d{4}:\d+", None, None),
    ("lagrum", None, r"§§? ?$|\bkap(?:itel|\.)? $", None),
    ("lagrum", r"\d+\w?", None, r" (?:§|kap\b)"),
    ("telefon", r"\+?\d[\d -]*", r"(?:[Tt]el\w*\.?|[Tt]fn|[Vv]äxel|[Ff]ax)\b[.: ]*(?:[\d+-]+ )*$", None),
    ("telefon", r"0\d{1,3}-\d.*", None, None),
    ("telefon", None, r"\b0\d{1,3}-\d[\d ]*$", None),
    ("adress", None, r"\bBox $|\b\w+(?:gatan|vägen|torget|plan|gränd|stigen|allén|backen|gången) $", None),
    ("adress", r"\d{3} \d\d|\d{5}", None, r" [A-ZÅÄÖ][a-zåäöA-ZÅÄÖ]+"),
    ("adress", r"\d{3}", r"^$|[, ]$", r" \d\d [A-ZÅÄÖ]"),
    ("adress", r"\d{2}", r"(?:^|[, ])\d{3} $", r" [A-ZÅÄÖ]"),
    ("klockslag", None, r"\b(?:kl|klockan)\.? $", None),
    ("procent", r".*%", None, None),
    ("procent", None, None, r" ?(?:%|procent)"),
    ("belopp", None, None, rf" ?(?:{_MONEY})\b"),
    ("belopp", None, None, rf" (?:till|och|respektive|eller|-|–) \d[\d ]*(?:,\d+)? (?:{_MONEY})\b"),
    ("numrering", r"\d+(?:\.\d+)+", None, None),
    ("numrering", r"\d+", r"^[•\s]*$", r"[.)]"),
    ("numrering", None, rf"\b(?:{_NUMBERED})\b:? (?:\d+(?:\.\d+)*(?:,| och| samt|-|–) )*$", None),
    ("år", rf"{YEAR}(?:[-/–](?:{YEAR}|\d\d))?", None, r"(?! ?(?:personer|platser|barn|elever)\b)"),
    ("år", YEAR, rf"\b(?:år|{MONTH}) $", None),
    ("beteckning", None, r"[^\W\d_][-/]?$", None),
    ("beteckning", None, None, r"-?[^\W\d_]{1,3}\b(?<!m2)"),
    ("antal", None, None, r"[-–/]? ?(?:\d[\d ]* )?[^\W\d_]"),
    ("antal", None, r"[^\W\d_][\w.]*:? ?[(]?$", r"[.,;:!?)]|$| \("),
)  # fmt: skip
_COMPILED = tuple(
    (
        kind,
        re.compile(form) if form else None,
        re.compile(before) if before else None,
        re.compile(after) if after else None,
    )
    for kind, form, before, after in _KINDS
)
KINDS = tuple(dict.fromkeys(kind for kind, *_ in _KINDS))
_OF_CELL = {CellKind.AMOUNT: "belopp", CellKind.DATE: "datum"}
_OF_COLUMN = {
    column.becomes[0]: _OF_CELL[column.kind]
    for declared in PRINTED_TABLES
    for column in declared.columns
    if column.kind in _OF_CELL
}
# A bare number in its own cell is a figure; elsewhere its kind is unknown.
FIGURE = "tal"
UNKNOWN = "okänt"


def kind_of(number: Number) -> str:
    """The kind of a number in running text, from the closed list KINDS; UNKNOWN if nothing decides it."""
    text = fold(number.text)
    before, after = _around(number)
    for kind, form, leads, follows in _COMPILED:
        if (
            (form is None or form.fullmatch(text))
            and (leads is None or leads.search(before))
            and (follows is None or follows.match(after))
        ):
            return kind
    return UNKNOWN


def kind_in_column(number: Number, column: str) -> str:
    """The kind of a number in a table's cell: the column tells an amount or a date, the printed text the rest."""
    kind = _OF_COLUMN.get(column) or kind_of(number)
    return FIGURE if kind == UNKNOWN else kind


def _around(number: Number) -> tuple[str, str]:
    """The text before and after the number; a line that begins or ends with it borrows from its neighbour."""
    lines, text = number.page.lines, number.line.text
    before, after = text[max(0, number.start - AROUND) : number.start], text[number.end : number.end + AROUND]
    listed = after.startswith((".", ")"))  # the number of a list's item takes nothing from the line above
    if not before.strip(" (") and not listed and number.index and not _ends(lines[number.index - 1].text):
        before = lines[number.index - 1].text[-AROUND:].rstrip() + " " + before
    if not after.strip(" .,)") and number.index + 1 < len(lines) and not _ends(text):
        after = after + " " + lines[number.index + 1].text[:AROUND]
    return _blanks(before), _blanks(after)


def _ends(text: str) -> bool:
    return text.rstrip().endswith((".", ":", "!", "?"))


def _blanks(text: str) -> str:
    return re.sub(r"\s+", " ", text)
