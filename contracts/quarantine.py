"""En fil som inte är publicerad, med skälet: table `quarantine`."""

from contracts.model import Column, Contract

QUARANTINE = Contract(
    table="quarantine",
    term="Karantän",
    row="En fil i raw som inte är publicerad efter den senaste körningen, med skälet och vad man kan göra.",
    key=("file",),
    references={"since_run_id": "run"},
    staged=False,
    columns=(
        Column("file", "text", "Fil", "Filens sökväg i raw.", "2026/farsta.pdf"),
        Column(
            "outcome",
            "text",
            "Utfall",
            "refused: filen kunde inte läsas; quarantined: det som lästes bröt mot ett kontrakt.",
            "quarantined",
            allowed=("refused", "quarantined"),
        ),
        Column("reason", "text", "Skäl", "Skälet till att filen inte publicerades.", "encrypted"),
        Column("seen", "text", "Sett", "Vad som sågs i filen.", "the file is encrypted", nullable=True),
        Column("advice", "text", "Råd", "Vad man kan göra.", "Ask the publisher for an open copy.", nullable=True),
        Column(
            "failures",
            "text",
            "Brott",
            "Alla värden som bröt mot ett kontrakt, ett på varje rad.",
            "budget_line.amount_mnkr …",
            nullable=True,
        ),
        Column("sha256", "text", "Fingeravtryck", "SHA-256 av filens bytes.", "0574426b0bb7…", nullable=True),
        Column("since_run_id", "integer", "Sedan körning", "Körningen som först höll filen.", "12", least=1),
    ),
)
