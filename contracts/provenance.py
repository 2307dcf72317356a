"""Var ett lagrat värde är tryckt; ett värde över en sidbrytning har en rad för varje sida: table `provenance`."""

from contracts.common import DOCUMENT_ID, OF_DOCUMENT
from contracts.model import Column, Contract

PROVENANCE = Contract(
    table="provenance",
    most_rows=250_000,
    term="Härkomst",
    row="Var ett lagrat värde är tryckt; ett värde över en sidbrytning har en rad för varje sida.",
    key=("document_id", "ordinal"),
    natural_key=("row_id", "column_name", "part"),
    references=OF_DOCUMENT,
    ascending=(("x0", "x1"), ("top", "bottom")),
    columns=(
        DOCUMENT_ID,
        Column("ordinal", "integer", "Löpnummer", "Radens plats i dokumentets lista över ställen.", "1874", least=1),
        Column("table_name", "text", "Tabell", "Tabellen som värdet finns i.", "indicator"),
        Column(
            "row_id",
            "text",
            "Rad-id",
            "Raden som värdet finns i.",
            "farsta-2026-0574426b…/indicator/1.1/3",
        ),
        Column("column_name", "text", "Kolumn", "Kolumnen som värdet finns i.", "target_value"),
        Column("part", "integer", "Del", "1, eller delens nummer för ett värde över flera sidor.", "1", least=1),
        Column("page", "integer", "Sida", "Sidan i filen, från 1.", "17", least=1),
        Column(
            "x0",
            "points",
            "Vänster",
            "Rutans vänstra kant; NULL för en textfil.",
            "88.0",
            unit="punkter",
            nullable=True,
        ),
        Column(
            "top",
            "points",
            "Överkant",
            "Rutans övre kant, från sidans överkant; NULL för en textfil.",
            "144.9",
            unit="punkter",
            nullable=True,
        ),
        Column(
            "x1", "points", "Höger", "Rutans högra kant; NULL för en textfil.", "178.4", unit="punkter", nullable=True
        ),
        Column(
            "bottom",
            "points",
            "Underkant",
            "Rutans nedre kant; NULL för en textfil.",
            "166.4",
            unit="punkter",
            nullable=True,
        ),
        Column("line", "integer", "Rad", "Raden i en textfil, från 1; NULL för en PDF.", "412", least=1, nullable=True),
        Column("text", "text", "Tryckt text", "Tecknen som de står på sidan.", "90  %", raw=True),
        Column(
            "footnote_mark",
            "text",
            "Fotnotsmärke",
            "Märket bakom värdet, där det bär ett; noten står i footnote.",
            "1",
            nullable=True,
        ),
    ),
)
