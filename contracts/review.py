"""Vad en människa har avgjort: table `review`."""

from contracts.model import Column, Contract

VERDICTS = ("misread", "document_wrong", "confirmed", "dismissed", "same", "not_same", "accepted", "pinned")
STATUSES = ("applied", "stale", "unmatched")

REVIEW = Contract(
    table="review",
    term="Granskning",
    row="Vad en människa har avgjort: en rad i reviews.csv. Rättelser syns i vyerna, aldrig i tabellerna i base.",
    key=("review_id",),
    staged=False,
    columns=(
        Column("review_id", "text", "Gransknings-id", "Ett fingeravtryck av vad som avgörs.", "3f9c0a1b2c4d5e6f"),
        Column("line", "integer", "Rad i filen", "Radens nummer i reviews.csv.", "2", least=1),
        Column(
            "document_key",
            "text",
            "Dokumentnyckel",
            "Dokumentet som det gäller; NULL för ett par av namn, som gäller alla.",
            "farsta/verksamhetsplan/2026",
            nullable=True,
        ),
        Column(
            "sha256",
            "text",
            "Fingeravtryck",
            "Filen som granskades; NULL när det gäller alla läsningar av dokumentet.",
            "0574426b0bb7…",
            nullable=True,
        ),
        Column(
            "table_name",
            "text",
            "Tabell",
            "Där värdet står; för ett par av namn vad som heter så; NULL för ett dokument.",
            "indicator",
            nullable=True,
        ),
        Column(
            "row_id", "text", "Rad-id", "Raden, i utgåvan som gäller.", "farsta-2026-0574426b…/goal/1", nullable=True
        ),
        Column("column_name", "text", "Kolumn", "Värdets kolumn.", "target_text", nullable=True),
        Column(
            "printed",
            "text",
            "Läst",
            "Värdet som det var lagrat vid granskningen; det nya namnet i ett par.",
            "88 %",
            nullable=True,
        ),
        Column("corrected", "text", "Rätt", "Det rätta värdet; det tidigare namnet i ett par.", "90 %", nullable=True),
        Column(
            "verdict",
            "text",
            "Utslag",
            "misread: fel läst, corrected gäller. document_wrong: rätt läst, men dokumentet är fel. confirmed: rätt "
            "som det står. dismissed: iakttagelsen är ingen. same, not_same: två namn är eller är inte samma sak. "
            "accepted: utgåvan får gälla. pinned: utgåvan gäller före alla andra.",
            "misread",
            allowed=VERDICTS,
        ),
        Column("rule", "text", "Regel", "Iakttagelsens regel, för dismissed.", "total", nullable=True),
        Column("note", "text", "Anmärkning", "Varför.", "Sidan är skannad snett.", nullable=True),
        Column("reviewed_by", "text", "Granskad av", "Den som avgjorde.", "A. Berg"),
        Column("reviewed_on", "date", "Granskad", "Dagen då det avgjordes.", "2026-11-20"),
        Column(
            "status",
            "text",
            "Läge",
            "applied: den gäller. stale: filens bytes eller det lagrade värdet är ett annat nu, så den gäller inte. "
            "unmatched: det som den handlar om finns inte.",
            "applied",
            allowed=STATUSES,
        ),
    ),
)
