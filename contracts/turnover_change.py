"""En rad i tabellen Omslutningsförändringar: table `turnover_change`."""

from contracts.common import DOCUMENT_ID, IS_TOTAL, LABEL, OF_DOCUMENT, ORDINAL, PAGE, PARENT_LABEL, ROW_ID
from contracts.model import Column, Contract

TURNOVER_CHANGE = Contract(
    table="turnover_change",
    term="Omslutningsförändring",
    row="En rad i tabellen Omslutningsförändringar.",
    natural_key=("ordinal",),
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        ORDINAL,
        LABEL,
        PARENT_LABEL,
        IS_TOTAL,
        Column("costs_mnkr", "mnkr", "Kostnader", "Ökade kostnader.", "76.3", unit="mnkr", nullable=True),
        Column(
            "income_mnkr",
            "mnkr",
            "Intäkter",
            "Ökade intäkter, med minustecken som i tabellen.",
            "-76.3",
            unit="mnkr",
            nullable=True,
        ),
        Column("net_mnkr", "mnkr", "Netto", "Nettot, som alltid ska vara noll.", "0.0", unit="mnkr", nullable=True),
        PAGE,
    ),
)
