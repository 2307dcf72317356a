"""Pengar som enligt löptexten har omfördelats mellan områden: table `reallocation`."""

from contracts.common import DOCUMENT_ID, OF_DOCUMENT, ROW_ID
from contracts.model import Column, Contract

REALLOCATION = Contract(
    table="reallocation",
    term="Omfördelning",
    row="En mening i löptexten som anger ett belopp som har omfördelats, för varje område i översikten som den gäller.",
    key=("row_id", "area_key"),
    references=OF_DOCUMENT,
    staged=False,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        Column("area_key", "text", "Områdesnyckel", "Området som meningen står under eller nämner.", "äldreomsorg"),
        Column("amount_mnkr", "mnkr", "Belopp", "Beloppet som har omfördelats.", "6", unit="mnkr"),
        Column("text", "text", "Mening", "Som den är tryckt.", "Till vuxen har omfördelats 4 mnkr från …"),
        Column("section_row_id", "text", "Avsnitt", "Raden i section där meningen står.", "farsta-2026-…/section/71"),
    ),
)
