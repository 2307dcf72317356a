"""Två planer i följd av samma nämnd: table `comparison`."""

from contracts.common import DOCUMENT_ID, OF_TWO_DOCUMENTS, PREVIOUS_DOCUMENT_ID
from contracts.model import Contract

COMPARISON = Contract(
    table="comparison",
    term="Jämförelse",
    row="En gällande plan och nämndens närmast tidigare gällande plan; den första planen har ingen rad.",
    key=("document_id",),
    references=OF_TWO_DOCUMENTS,
    staged=False,
    columns=(DOCUMENT_ID, PREVIOUS_DOCUMENT_ID),
)
