"""En utgåva som är inläst men inte gäller förrän en människa har godtagit den: table `held_document`."""

from contracts.common import DOCUMENT_ID, OF_DOCUMENT
from contracts.model import Column, Contract

HELD_DOCUMENT = Contract(
    table="held_document",
    term="Hejdat dokument",
    row="En utgåva som är inläst men inte gäller förrän en människa har godtagit den (accepted i reviews.csv): mot den "
    "utgåva som gällde när den kom saknas mer än en tiondel, eller så är den utgåvan godkänd och denna inte.",
    key=("document_id",),
    references={**OF_DOCUMENT, "counting_document_id": "document"},
    staged=False,
    columns=(
        DOCUMENT_ID,
        Column(
            "counting_document_id",
            "text",
            "Utgåvan i dess ställe",
            "Dokument-id för utgåvan som den jämfördes med och inte ersätter.",
            "farsta-2026-1c8d0f6be2aa99b8c7d6e5f403122130",
        ),
        Column(
            "reason",
            "text",
            "Skäl",
            "rows: den har för få rader. coverage: för få av dess tal är redovisade. table: en hel tabell är tom. "
            "approval: en annan utgåva är godkänd.",
            "rows",
            allowed=("rows", "coverage", "table", "approval"),
        ),
        Column("table_name", "text", "Tabell", "Tabellen som är tom, för table.", "indicator", nullable=True),
        Column(
            "value_before",
            "number",
            "Förut",
            "Rader, eller för coverage andelen redovisade tal, i utgåvan som gäller.",
            "1200",
            nullable=True,
        ),
        Column("value_now", "number", "Nu", "Detsamma i denna utgåva.", "600", nullable=True),
    ),
)
