"""Ett tryckt tal som inte finns i något lagrat värde: table `unaccounted_number`."""

from contracts.common import DOCUMENT_ID, NUMBER_PLACE, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID
from contracts.model import Column, Contract

UNACCOUNTED_NUMBER = Contract(
    table="unaccounted_number",
    most_rows=50_000,
    term="Oredovisat tal",
    row="Ett tryckt tal som varken finns i ett lagrat värde eller lämnas därhän av ett angivet skäl.",
    natural_key=("ordinal",),
    references=OF_DOCUMENT,
    ascending=(("x0", "x1"), ("top", "bottom")),
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        ORDINAL,
        NUMBER_PLACE,
        Column("kind", "text", "Slag", "Talets slag, efter form och sammanhang.", "belopp", pattern=r"[a-zåäö]+"),
        Column("text", "text", "Tryckt tal", "Talet som det är tryckt.", "1 234,5", raw=True),
        Column("context", "text", "Sammanhang", "Början av raden som talet står på.", "Summa 446,2 -22,0", raw=True),
        Column(
            "x0",
            "points",
            "Vänster",
            "Talets vänstra kant; NULL för en textfil.",
            "88.0",
            unit="punkter",
            nullable=True,
        ),
        Column("top", "points", "Överkant", "Från sidans överkant.", "144.9", unit="punkter", nullable=True),
        Column("x1", "points", "Höger", "Talets högra kant.", "178.4", unit="punkter", nullable=True),
        Column("bottom", "points", "Underkant", "Talets nedre kant.", "166.4", unit="punkter", nullable=True),
        Column("line", "integer", "Rad", "Raden i en textfil, från 1; NULL för en PDF.", "412", least=1, nullable=True),
        PAGE,
    ),
)
