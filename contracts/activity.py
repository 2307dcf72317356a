"""En rad i en aktivitetstabell: table `activity`."""

from contracts.common import DOCUMENT_ID, GOAL_CODE, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID, SET_BY
from contracts.model import Column, Contract

ACTIVITY = Contract(
    table="activity",
    term="Aktivitet",
    row="En rad i en aktivitetstabell.",
    natural_key=("goal_code", "ordinal"),
    counted=False,
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        GOAL_CODE,
        ORDINAL,
        Column("name", "text", "Aktivitet", "Aktivitetens lydelse.", "Revidera rutinen för tjänsteutlåtanden"),
        SET_BY,
        Column("starts_on", "date", "Startdatum", "Dagen aktiviteten börjar.", "2026-01-01", nullable=True),
        Column("ends_on", "date", "Slutdatum", "Dagen aktiviteten slutar.", "2026-12-31", nullable=True),
        PAGE,
    ),
)
