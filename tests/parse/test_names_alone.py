"""Rows of a printed table that have a name and nothing else: stored, or reported."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.parse import parse
from pipeline.read import read_bytes
from pipeline.record import Extraction
from tests.support.family import PLAN, USUAL, rows
from tests.support.print_pdf import print_pdf

HEADERS = {"activity": "|Aktivitet|Startdatum|Slutdatum", "indicator": "|Indikator|Årsmål|KF:s årsmål|Periodicitet"}
CELLS = {"activity": "2015-01-01|2015-12-31", "indicator": "82 %|85 %|År"}
NAMES = ("Utveckla förskolorna i hela området tillsammans", "Se över parkerna", "Bygga bad", "Stärka skolorna")


def _read(table: str, alone: Sequence[int], *, ruled: bool) -> Extraction:
    """A plan with a table of four rows, of which those numbered have no cells."""
    printed = [f"|{name}|{'' if at in alone else CELLS[table]}" for at, name in enumerate(NAMES)]
    filled = [row + "|" * (HEADERS[table].count("|") - row.count("|")) for row in printed]
    text = PLAN.replace("Indikator Årsmål KF:s årsmål Periodicitet\n{rows}", "\n".join((HEADERS[table], *filled)))
    for headline in ("Förslag till beslut", "KF:s", "Nämndmål"):
        text = text.replace(f"\n\n{headline}", f"\n\n# {headline}")
    return parse(read_bytes(print_pdf(text.format_map(USUAL), ruled=ruled), "plan.pdf"))


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
@pytest.mark.parametrize("table", HEADERS)
@pytest.mark.parametrize("alone", [(0,), (1,), (2,), (1, 2)], ids=str)
def test_a_name_alone_between_rows_is_one(table: str, alone: Sequence[int], ruled: bool) -> None:
    extraction = _read(table, alone, ruled=ruled)
    assert rows(extraction, table, "name") == [(name,) for name in NAMES]


@pytest.mark.parametrize("table", HEADERS)
def test_a_name_alone_below_all_rows_is_one_or_told(table: str) -> None:
    assert rows(_read(table, (3,), ruled=True), table, "name") == [(name,) for name in NAMES]
    told = [str(message) for (message,) in rows(_read(table, (3,), ruled=False), "finding", "message")]
    assert any(message.startswith("Rad utanför kolumnerna") and NAMES[3] in message for message in told)


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
@pytest.mark.parametrize("table", HEADERS)
def test_a_table_of_names_alone_is_told(table: str, ruled: bool) -> None:
    told = [str(message) for (message,) in rows(_read(table, range(4), ruled=ruled), "finding", "message")]
    assert any(message.startswith(("Tabell utan värden", "Tabell utan rader")) for message in told)
