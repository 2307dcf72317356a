"""En rad i en indikatortabell: table `indicator`."""

from contracts.common import DOCUMENT_ID, GOAL_CODE, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID, SET_BY
from contracts.model import Column, Contract

TARGET_KINDS = ("value", "maximum", "tolerance", "increase", "decrease", "set_by_board")


def _followed(prefix: str, term: str, meaning: str) -> tuple[Column, ...]:
    """The four columns for a value that a follow-up prints beside the target: as printed, and as interpreted."""
    return (
        Column(f"{prefix}_text", "text", term, f"{meaning} som det är tryckt.", "87 %", nullable=True),
        Column(
            f"{prefix}_kind",
            "text",
            f"{term}: slag",
            "Som target_kind.",
            "value",
            allowed=TARGET_KINDS,
            nullable=True,
        ),
        Column(
            f"{prefix}_value", "number", f"{term}: tal", "Talet i det.", "87.0", unit=f"se {prefix}_unit", nullable=True
        ),
        Column(f"{prefix}_unit", "text", f"{term}: enhet", "Enheten som den är tryckt.", "%", nullable=True),
    )


INDICATOR = Contract(
    table="indicator",
    term="Indikator",
    row="En rad i en indikatortabell.",
    natural_key=("goal_code", "ordinal"),
    counted=False,
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        GOAL_CODE,
        ORDINAL,
        Column("name", "text", "Indikator", "Indikatorns namn.", "Andel nöjda omsorgstagare"),
        SET_BY,
        Column("target_text", "text", "Årsmål", "Nämndens årsmål som det är tryckt.", "90 %", nullable=True),
        Column(
            "target_kind",
            "text",
            "Årsmålets slag",
            "Vad årsmålet är: ett värde, ett tak, en tolerans, en riktning, eller att nämnden ska sätta det.",
            "value",
            allowed=TARGET_KINDS,
            nullable=True,
        ),
        Column(
            "target_value", "number", "Årsmålets tal", "Talet i årsmålet.", "90.0", unit="se target_unit", nullable=True
        ),
        Column("target_unit", "text", "Årsmålets enhet", "Enheten som den är tryckt.", "%", nullable=True),
        Column(
            "kf_target_text",
            "text",
            "KF:s årsmål",
            "Kommunfullmäktiges årsmål som det är tryckt.",
            "Tas fram av nämnd",
            nullable=True,
        ),
        Column(
            "kf_target_kind",
            "text",
            "Slag av KF:s årsmål",
            "Som target_kind, för fullmäktiges årsmål.",
            "set_by_board",
            allowed=TARGET_KINDS,
            nullable=True,
        ),
        Column(
            "kf_target_value",
            "number",
            "Tal i KF:s årsmål",
            "Talet i fullmäktiges årsmål.",
            "95.0",
            unit="se kf_target_unit",
            nullable=True,
        ),
        Column("kf_target_unit", "text", "Enhet i KF:s årsmål", "Enheten som den är tryckt.", "%", nullable=True),
        *_followed("outcome", "Utfall", "Utfallet i en uppföljning,"),
        *_followed("outcome_women", "Utfall, kvinnor", "Utfallet för kvinnor eller flickor, där det är delat,"),
        *_followed("outcome_men", "Utfall, män", "Utfallet för män eller pojkar, där det är delat,"),
        *_followed("forecast", "Prognos", "Prognosen i en uppföljning,"),
        Column(
            "fulfilment_text",
            "text",
            "Måluppfyllelse",
            "Om årsmålet är uppfyllt, som en uppföljning anger det i raden.",
            "Uppfylls delvis",
            nullable=True,
        ),
        Column("periodicity", "text", "Periodicitet", "Hur ofta indikatorn följs upp.", "Tertial", nullable=True),
        Column(
            "comment",
            "text",
            "Kommentar",
            "Stycket under raden, där en uppföljning har ett.",
            "Utfallet är högre än året innan.",
            nullable=True,
        ),
        PAGE,
    ),
)
