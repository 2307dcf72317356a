"""En motsägelse inom ett dokument, eller något som inte kunde tolkas: table `finding`."""

from contracts.common import DOCUMENT_ID, OF_DOCUMENT, ORDINAL, ROW_ID
from contracts.model import Column, Contract

FINDING = Contract(
    table="finding",
    most_rows=50_000,
    term="Iakttagelse",
    row="En motsägelse inom ett dokument, eller något som inte kunde tolkas.",
    natural_key=("ordinal",),
    references={**OF_DOCUMENT, "rule": "rule"},
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        ORDINAL,
        Column("rule", "text", "Regel", "Regelns namn.", "net"),
        Column(
            "severity",
            "text",
            "Allvar",
            "Fel, varning eller upplysning.",
            "error",
            allowed=("error", "warning", "note"),
        ),
        Column(
            "message",
            "text",
            "Meddelande",
            "Vad som inte stämmer, med båda siffrorna.",
            "Summan är tryckt 446,2 men raderna blir 446,0.",
        ),
        Column(
            "expected",
            "number",
            "Väntat",
            "Siffran som de andra ger, i den enhet som meddelandet anger.",
            "446.0",
            nullable=True,
        ),
        Column("actual", "number", "Tryckt", "Siffran som är tryckt, i samma enhet.", "446.2", nullable=True),
        Column("difference", "number", "Skillnad", "Tryckt minus väntat, i samma enhet.", "0.2", nullable=True),
        Column(
            "suspect_row_id",
            "text",
            "Misstänkt rad",
            "Raden som troligast är fel, där siffror korsar varandra.",
            "farsta-2026-…/budget_line/1/2/1",
            nullable=True,
        ),
        Column("suspect_column", "text", "Misstänkt kolumn", "Kolumnen i den raden.", "amount_mnkr", nullable=True),
        Column("page", "integer", "Sida", "Sidan det gäller.", "58", least=1, nullable=True),
    ),
)
