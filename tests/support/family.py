"""A plan as a text file in which each part can be printed in another way."""

from __future__ import annotations

from pipeline.parse import parse
from pipeline.read import read_bytes
from pipeline.record import Extraction

PLAN = """{board}
Tjänsteutlåtande
Dnr: {number}
2014-12-04

Till
{board}

{title}

{heading}

{points}

Eva Ek
stadsdelsdirektör

KF:s inriktningsmål: 1. Staden håller ihop

KF:s mål för verksamhetsområdet: 1.1 Alla barn lär sig simma

{goal}

Indikator Årsmål KF:s årsmål Periodicitet
{rows}
"""
USUAL = {
    "board": "Farsta stadsdelsnämnd",
    "number": "12-2014-1.1.",
    "title": "Verksamhetsplan 2015",
    "heading": "Förslag till beslut",
    "points": "1. Nämnden fastställer planen.",
    "goal": "Nämndmål: 1.1.1 Bad är öppna",
    "rows": "Andel simkunniga 90 % 85 % År",
}


def read(**other: str) -> Extraction:
    return parse(read_bytes(PLAN.format_map(USUAL | other).encode(), "plan.txt"))


def rows(extraction: Extraction, table: str, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(r.values[c] for c in columns) for r in extraction.records if r.table == table]
