"""En tabell som ingen regel tolkar helt, som den står: table `unmapped_table`."""

from contracts.common import DOCUMENT_ID, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID
from contracts.model import Column, Contract

UNMAPPED_TABLE = Contract(
    table="unmapped_table",
    most_rows=50_000,
    term="Otolkad tabell",
    row="En tabell som ingen regel tolkar helt, som den står.",
    natural_key=("ordinal",),
    references=OF_DOCUMENT,
    ascending=(("x0", "x1"), ("top", "bottom")),
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        ORDINAL,
        Column(
            "x0",
            "points",
            "Vänster",
            "Tabellens vänstra kant på sin första sida.",
            "68.0",
            unit="punkter",
            nullable=True,
        ),
        Column(
            "top",
            "points",
            "Överkant",
            "Tabellens övre kant, från sidans överkant.",
            "124.7",
            unit="punkter",
            nullable=True,
        ),
        Column("x1", "points", "Höger", "Tabellens högra kant.", "521.8", unit="punkter", nullable=True),
        Column("bottom", "points", "Underkant", "Tabellens nedre kant.", "391.0", unit="punkter", nullable=True),
        Column(
            "cells",
            "text",
            "Celler",
            "Alla rader och celler som JSON, rubrikraden först.",
            '[["Indikator", "Utfall 2025"]]',
        ),
        Column("reason", "text", "Skäl", "Varför tabellen inte tolkades.", "Okänd kolumn"),
        PAGE,
    ),
)
