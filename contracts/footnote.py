"""En fotnot och dess märke: table `footnote`."""

from contracts.common import DOCUMENT_ID, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID
from contracts.model import Column, Contract

FOOTNOTE = Contract(
    table="footnote",
    term="Fotnot",
    row="En fotnot under en tabell eller en text. Värdena som bär märket har det i provenance.footnote_mark.",
    natural_key=("ordinal",),
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        ORDINAL,
        Column("mark", "text", "Märke", "Tecknet som hör ihop noten med ett värde.", "*"),
        Column("text", "text", "Not", "Notens text utan märket.", "Prognos justerad budget 2025"),
        PAGE,
    ),
)
