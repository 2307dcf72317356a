"""Två rader i planer i följd som handlar om samma sak: table `match`."""

from contracts.common import (
    DOCUMENT_ID,
    MATCH_KIND,
    MATCH_SCORE,
    OF_TWO_DOCUMENTS,
    PREVIOUS_DOCUMENT_ID,
    PREVIOUS_ROW_ID,
    ROW_ID,
)
from contracts.model import Column, Contract

METHOD = Column(
    "method",
    "text",
    "Metod",
    "Hur raderna funnit varandra: granskade, samma bokstäver, samma ord, eller den bästa fördelningen efter likhet.",
    "exact",
    allowed=("reviewed", "exact", "words", "likeness"),
)
MATCH = Contract(
    table="match",
    term="Samma sak",
    row="En rad i en plan och raden om samma sak i nämndens närmast tidigare plan; ingen rad är med två gånger.",
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
