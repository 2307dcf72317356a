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
# A name, and figures after it, of which one at least has decimals or is a percentage; or three at least.
_ROW = re.compile(rf"(?P<name>\D*[^\W\d_]\D*?)(?P<figures>(?: {_FIGURE}){{2,}})(?: {PERIODICITY})?")
_NO_INTEGER = re.compile(r"\d[,.]\d|%")
_FEWEST_INTEGERS = 3


# An activity with one of its dates.
_ACTIVITY = re.compile(r"[A-ZÅÄÖ]\D+ \d{4}-\d\d-\d\d")
# A header that names its first column, and one more.
_HEADER = re.compile(
    r"(?:Indikator|Aktivitet)(?:er)? (?=.*\b(?:[Åå]rsmål|Mål|Utfall|Period|Start|Slut|Klar))[A-ZÅÄÖ].*(?<!\.)"
)


def unread_rows(plan: Plan) -> Iterator[tuple[str, Sequence[Line]]]:
    """What must be reported of them, and their lines: of rows once for all that follow each other. They may have been
    taken for headlines, too."""
    lines = [line for line in plan.text_lines if line.box is None]
    for line in lines:
        if _HEADER.fullmatch(text := fold(line.text)):
            yield f"Raden kan vara rubrikerna i en tabell som inte är läst: ”{text}”.", [line]
    if any(table.kind == "activity" for section in plan.sections for table in section.tables):
        for line in lines:
            if _ACTIVITY.fullmatch(text := fold(line.text)):
                yield f"Raden kan vara en aktivitet med ett datum: ”{text}”.", [line]
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
