"""Ett tveksamt par som bör granskas: table `match_review`."""

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

MATCH_REVIEW = Contract(
    table="match_review",
    term="Att granska",
    row="Ett tveksamt par, taget som samma sak eller inte: likhet 0,40 till 0,85, eller en annan rad som är nästan "
    "lika lik. Det avgörs för gott med en rad i reviews.csv (utslaget same eller not_same).",
    key=("row_id", "previous_row_id"),
    references=OF_TWO_DOCUMENTS,
    staged=False,
    columns=(
        MATCH_KIND,
        DOCUMENT_ID,
        ROW_ID,
        Column("name", "text", "Lydelse", "Radens lydelse.", "Andel nöjda omsorgstagare"),
        PREVIOUS_DOCUMENT_ID,
        PREVIOUS_ROW_ID,
        Column(
            "previous_name", "text", "Föregående lydelse", "Den tidigare radens lydelse.", "Andelen nöjda vårdtagare"
        ),
        MATCH_SCORE,
        Column(
            "taken",
            "boolean",
            "Taget",
            "Sant där paret tas som samma sak (likhet minst 0,68) och står i match.",
            "false",
        ),
        Column("reason", "text", "Skäl", "Varför paret är tveksamt.", "likheten ligger nära gränsen"),
    ),
)
