"""En namngiven investering med sin kostnad: table `investment`."""

from contracts.common import DOCUMENT_ID, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID
from contracts.model import Column, Contract

INVESTMENT = Contract(
    table="investment",
    term="Investering",
    row="En namngiven investering med sin kostnad.",
    natural_key=("ordinal",),
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        ORDINAL,
        Column("name", "text", "Investering", "Rubriken utan belopp.", "Nycklade medel"),
        Column("amount_mnkr", "mnkr", "Belopp", "Kostnaden.", "14.1", unit="mnkr", nullable=True),
        Column("text", "text", "Text", "Styckena under rubriken.", "Budgeterad kostnad …", nullable=True),
        PAGE,
    ),
)
