"""En post i listan Bilagor: table `attachment`."""

from contracts.common import DOCUMENT_ID, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID
from contracts.model import Column, Contract

ATTACHMENT = Contract(
    table="attachment",
    term="Bilaga",
    row="En post i listan Bilagor.",
    natural_key=("ordinal",),
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        ORDINAL,
        Column("number", "text", "Nummer", "Bilagans nummer; NULL där inget är tryckt.", "2", nullable=True),
        Column(
            "title",
            "text",
            "Titel",
            "Bilagans titel; NULL där bara numret är tryckt.",
            "Resultatenheter",
            nullable=True,
        ),
        PAGE,
    ),
)
