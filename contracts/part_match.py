"""Två rader i en sammanslagen nämnds första plan och en av delarnas som handlar om samma sak: table `part_match`."""

from contracts.common import (
    DOCUMENT_ID,
    MATCH_KIND,
    MATCH_SCORE,
    OF_TWO_DOCUMENTS,
    PREVIOUS_DOCUMENT_ID,
    PREVIOUS_ROW_ID,
    ROW_ID,
)
from contracts.match import METHOD
from contracts.model import Column, Contract

PART_MATCH = Contract(
    table="part_match",
    term="Samma sak i en del",
    row="En rad i en sammanslagen nämnds första plan och raden om samma sak i planen för året före av en nämnd som den "
    "slogs samman av. Tveksamma par står också i match_review.",
    key=("row_id", "previous_row_id"),
    references=OF_TWO_DOCUMENTS,
    staged=False,
    columns=(
        MATCH_KIND,
        DOCUMENT_ID,
        ROW_ID,
        PREVIOUS_DOCUMENT_ID,
        PREVIOUS_ROW_ID,
        MATCH_SCORE,
        METHOD,
        Column("doubtful", "boolean", "Tveksam", "Sant där paret bör granskas; det står då i match_review.", "false"),
        Column(
            "decided_by", "text", "Avgjord av", "Den som har granskat paret; annars NULL.", "A. Berg", nullable=True
        ),
    ),
)
