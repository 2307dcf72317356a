"""En anmäld resultatenhet: table `result_unit`."""

from contracts.common import DOCUMENT_ID, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID
from contracts.model import Column, Contract

RESULT_UNIT = Contract(
    table="result_unit",
    term="Resultatenhet",
    row="En anmäld resultatenhet.",
    natural_key=("ordinal",),
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        ORDINAL,
        Column("area", "text", "Verksamhetsområde", "Rubriken som enheten står under.", "Förskola"),
        Column("name", "text", "Enhet", "Enhetens namn.", "Område 1"),
        PAGE,
    ),
)
