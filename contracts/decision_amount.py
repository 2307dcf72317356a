"""Ett belopp i en beslutspunkts text: table `decision_amount`."""

from contracts.common import DOCUMENT_ID, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID
from contracts.model import Column, Contract

DECISION_AMOUNT = Contract(
    table="decision_amount",
    term="Belopp i beslut",
    row="Ett belopp i en beslutspunkts text; en punkt kan ha flera.",
    natural_key=("number", "ordinal"),
    counted=False,
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        Column("number", "integer", "Punkt", "Beslutspunktens nummer.", "4", least=1),
        ORDINAL,
        Column("amount_sek", "sek", "Belopp", "Beloppet, med minus där det är tryckt.", "200000.00", unit="kronor"),
        Column("text", "text", "Tryckt belopp", "Beloppet som det är tryckt.", "0,2 mnkr"),
        PAGE,
    ),
)
