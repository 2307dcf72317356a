"""En som undertecknar: table `signature`."""

from contracts.common import DOCUMENT_ID, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID
from contracts.model import Column, Contract

SIGNATURE = Contract(
    table="signature",
    term="Underskrift",
    row="En som undertecknar dokumentet; den första står också i document.",
    natural_key=("ordinal",),
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        ORDINAL,
        Column("name", "text", "Namn", "Namnet som det är tryckt.", "Anna Berg"),
        Column("title", "text", "Befattning", "Befattningen som den är tryckt.", "Ekonomichef"),
        PAGE,
    ),
)
