"""En rad i en tabell över ansökningar om budgetjustering: table `budget_adjustment`."""

from contracts.common import BUDGET_KIND, CATEGORY_KEY, DOCUMENT_ID, IS_TOTAL, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID
from contracts.model import Column, Contract

BUDGET_ADJUSTMENT = Contract(
    table="budget_adjustment",
    term="Budgetjustering",
    row="En rad i en tabell över ansökningar om budgetjustering; summarader ska inte läggas till en gång till.",
    natural_key=("ordinal",),
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        ORDINAL,
        BUDGET_KIND,
        Column("category", "text", "Kategori", "Radens rubrik utan antalet inom parentes.", "Klimatinvesteringar"),
        CATEGORY_KEY,
        Column(
            "application_count", "integer", "Antal ansökningar", "Talet inom parentes.", "3", least=0, nullable=True
        ),
        Column("amount_mnkr", "mnkr", "Belopp", "Sökt belopp.", "4.4", unit="mnkr"),
        IS_TOTAL,
        PAGE,
    ),
)
