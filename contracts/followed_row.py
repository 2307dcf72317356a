"""Varje rad i två planer i följd och den rad den ställs mot: table `followed_row`."""

from dataclasses import replace

from contracts.common import (
    DOCUMENT_ID,
    MATCH_KIND,
    MATCH_SCORE,
    OF_TWO_DOCUMENTS,
    ORDINAL,
    PREVIOUS_DOCUMENT_ID,
    PREVIOUS_ROW_ID,
    ROW_ID,
)
from contracts.match import METHOD
from contracts.model import Column, Contract

FOLLOWED_ROW = Contract(
    table="followed_row",
    term="Följd rad",
    row="En indikator, en aktivitet eller ett mål i två planer i följd: raden i den senare planen, raden i den "
    "tidigare, eller båda. I en sammanslagen nämnds första plan har raden en rad för varje del.",
    key=("ordinal",),
    references=OF_TWO_DOCUMENTS,
    staged=False,
    columns=(
        ORDINAL,
        replace(MATCH_KIND, allowed=("indicator", "activity", "goal")),
        DOCUMENT_ID,
        replace(ROW_ID, nullable=True),
        replace(PREVIOUS_DOCUMENT_ID, nullable=True),
        replace(PREVIOUS_ROW_ID, nullable=True),
        replace(MATCH_SCORE, nullable=True),
        replace(METHOD, nullable=True),
        Column(
            "thing", "text", "Sak", "Samma för de rader som handlar om samma sak.", "farsta-2026-0574426b…/goal/1.1"
        ),
        Column(
            "previous_plan_year", "integer", "Föregående planår", "Den tidigare planens; för en sammanslagen nämnd "
            "det senaste som någon av delarna har en plan för.", "2025",
        ),
        Column(
            "part", "text", "Del", "Nämnden som den sammanslagna slogs samman av; annars NULL.",
            "Norrmalms stadsdelsnämnd", nullable=True,
        ),
        Column(
            "reason", "text", "Skäl", "Varför delarna inte kan följas; annars NULL.",
            "nämnden är sammanslagen av …: planen för 2024 saknas för Östermalms stadsdelsnämnd", nullable=True,
        ),
    ),
)  # fmt: skip
