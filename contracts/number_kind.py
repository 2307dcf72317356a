"""De tryckta talen efter plats, öde och slag: table `number_kind`."""

from contracts.common import DOCUMENT_ID, NUMBER_PLACE, OF_DOCUMENT, PAGE, ROW_ID
from contracts.model import Column, Contract

NUMBER_KIND = Contract(
    table="number_kind",
    term="Talslag",
    row="Hur många tryckta tal av ett slag som står på ett slags plats, och vad som blev av dem.",
    natural_key=("place", "fate", "kind"),
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        NUMBER_PLACE,
        Column(
            "fate",
            "text",
            "Öde",
            "Vad som blev av talen: i ett lagrat värde, bortsedda av det skäl som kind anger, eller oredovisade.",
            "lagrat",
            allowed=("lagrat", "bortsett", "oredovisat"),
        ),
        Column(
            "kind",
            "text",
            "Slag",
            "Talens slag, eller skälet till att de lämnas därhän.",
            "belopp",
            pattern=r"[a-zåäö]+",
        ),
        Column("number_count", "integer", "Antal", "Så många tal.", "294", least=1),
        PAGE,
    ),
)
