"""Headers and rows of a text file that look like those of an unknown table: they are stored as prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.document import Line
from pipeline.parse.notation import PERIODICITY
from pipeline.parse.plan import Plan
from pipeline.swedish import fold

_FIGURE = r"(?!(?:19|20)\d\d\b)[-\u2013+]?\(?\d{1,3}(?: \d{3})*(?:[,.]\d+)?\)?(?: ?%)?"
# A name, which may stand on the lines before, and figures after it, of which one at least has decimals or is a
# percentage; or three at least.
_ROW = re.compile(rf"(?:\D*[^\W\d_]\D*? )?(?P<figures>{_FIGURE}(?: {_FIGURE})+)(?: {PERIODICITY})?")
_NO_INTEGER = re.compile(r"\d[,.]\d|%")
_FEWEST_INTEGERS = 3
# The end of a row whose name is on the lines before.
_END_OF_ROW = re.compile(rf"(?:{_FIGURE} )?{PERIODICITY}")

# An activity with one of its dates; its name may be on the lines before.
_ACTIVITY = re.compile(r"(?:[A-ZÅÄÖ]\D+ )?\d{4}-\d\d-\d\d")
# A header that names its first column, and one more.
_HEADER = re.compile(
    r"(?:(?:KF:?s|Kommunfullmäktiges|Nämndens) )?(?:Indikator|Aktivitet)(?:er|en|erna)?"
    r" (?=.*\b(?:(?:KF:?s )?(?:[Åå]rs)?mål|Utfall|Prognos|Period|Start|Slut|Klar)).*(?<!\.)",
    re.IGNORECASE,
)


def unread_rows(plan: Plan) -> Iterator[tuple[str, Sequence[Line]]]:
    """What must be reported of them, and their lines: of rows once for all that follow each other. They may have been
    taken for headlines, too."""
    lines = [line for line in plan.text_lines if line.box is None]
    kinds = {table.kind for section in plan.sections for table in section.tables}
    for line in lines:
        text = fold(line.text)
        if text[:1].isupper() and _HEADER.fullmatch(text):
            yield f"Raden kan vara rubrikerna i en tabell som inte är läst: ”{text}”.", [line]
        elif "activity" in kinds and _ACTIVITY.fullmatch(text):
            yield f"Raden kan vara en aktivitet med ett datum: ”{text}”.", [line]
        elif "indicator" in kinds and _END_OF_ROW.fullmatch(text):
            yield f"Raden kan vara slutet på en indikators rad: ”{text}”.", [line]
    for is_row, held in groupby(lines, lambda line: _is_row(fold(line.text))):
        rows = list(held)
        if is_row:
            number = f"{len(rows)} rader" if len(rows) > 1 else "En rad"
            yield f"{number} kan vara ur en tabell som inte är läst: ”{fold(rows[0].text)}”.", rows


def _is_row(text: str) -> bool:
    match = _ROW.fullmatch(text)
    if match is None:
        return False
    return bool(_NO_INTEGER.search(match["figures"])) or len(match["figures"].split()) >= _FEWEST_INTEGERS
