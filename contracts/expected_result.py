"""En punkt under Förväntat resultat: table `expected_result`."""

from contracts.common import DOCUMENT_ID, GOAL_CODE, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID
from contracts.model import Column, Contract

EXPECTED_RESULT = Contract(
    table="expected_result",
    term="Förväntat resultat",
    row="En punkt under Förväntat resultat.",
    natural_key=("goal_code", "ordinal"),
    counted=False,
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        GOAL_CODE,
        ORDINAL,
        Column("text", "text", "Resultat", "Punktens text.", "Andelen äldre som är trygga ökar."),
        PAGE,
    ),
)
