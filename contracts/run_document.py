"""Vad som blev av en fil i en körning; oförändrade filer räknas bara i run: table `run_document`."""

from contracts.model import Column, Contract

RUN_DOCUMENT = Contract(
    table="run_document",
    term="Fil i körning",
    row="Vad som blev av en fil i en körning; oförändrade filer räknas bara i run.",
    key=("run_id", "file"),
    references={"run_id": "run"},
    staged=False,
    columns=(
        Column("run_id", "integer", "Körning", "Körningens nummer.", "12", least=1),
        Column("file", "text", "Fil", "Filens sökväg i raw.", "2026/farsta.pdf"),
        Column(
            "outcome",
            "text",
            "Utfall",
            "Vad som blev av filen.",
            "published",
            allowed=("published", "duplicate", "refused", "quarantined"),
        ),
        Column("sha256", "text", "Fingeravtryck", "SHA-256 av filens bytes.", "0574426b0bb7…", nullable=True),
        Column(
            "document_id",
            "text",
            "Dokument-id",
            "Dokumentet som filen blev.",
            "farsta-2026-0574426b0bb7c1d2e3f405162738495a",
            nullable=True,
        ),
        Column("reason", "text", "Skäl", "Skälet när filen inte publicerades.", "encrypted", nullable=True),
        Column("seen", "text", "Sett", "Vad som sågs i filen.", "the file is encrypted", nullable=True),
        Column("advice", "text", "Råd", "Vad man kan göra.", "Ask the publisher for an open copy.", nullable=True),
        Column("seconds", "points", "Tid", "Tiden som filen tog.", "1.3", unit="sekunder"),
    ),
)
