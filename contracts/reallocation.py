"""Pengar som enligt löptexten har omfördelats mellan områden: tables `reallocation`, `reallocation_area`."""

from contracts.common import DOCUMENT_ID, OF_DOCUMENT, ROW_ID
from contracts.model import Column, Contract

_AREA = "barn-kultur-fritid"

REALLOCATION = Contract(
    table="reallocation",
    term="Omfördelning",
    row="En mening i löptexten om ett belopp som har omfördelats; varje mening är en rad, så att summan är summan.",
    references=OF_DOCUMENT,
    staged=False,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        Column(
            "from_area_key",
            "text",
            "Från område",
            "Området i översikten som pengarna kommer från; NULL där meningen inte säger det, eller nämner flera.",
            _AREA,
            nullable=True,
        ),
        Column(
            "to_area_key",
            "text",
            "Till område",
            "Området i översikten som pengarna går till; NULL där meningen inte säger det, eller nämner flera.",
            "vux",
            nullable=True,
        ),
        Column(
            "amount_mnkr",
            "mnkr",
            "Belopp",
            "Beloppet som har omfördelats; NULL där meningen anger flera belopp.",
            "6",
            unit="mnkr",
            nullable=True,
        ),
        Column("text", "text", "Mening", "Som den är tryckt.", "Till vuxen har omfördelats 4 mnkr från …"),
        Column("section_row_id", "text", "Avsnitt", "Raden i section där meningen står.", "farsta-2026-…/section/71"),
    ),
)
REALLOCATION_AREA = Contract(
    table="reallocation_area",
    term="Omfördelningens områden",
    row="Ett område i översikten som en omfördelning gäller: meningen nämner det eller står under det.",
    key=("row_id", "area_key"),
    references={"row_id": "reallocation", **OF_DOCUMENT},
    staged=False,
    columns=(
        Column("row_id", "text", "Rad-id", "Raden i reallocation.", "farsta-2026-0574426b…/reallocation/1"),
        DOCUMENT_ID,
        Column("area_key", "text", "Områdesnyckel", "Området.", _AREA),
        Column(
            "side",
            "text",
            "Håll",
            "Om pengarna kommer från området eller går till det; okänd där meningen inte säger det.",
            "från",
            allowed=("från", "till", "okänd"),
        ),
    ),
)
