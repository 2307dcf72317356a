"""Hur många tryckta tal som är redovisade: table `document_coverage`."""

from contracts.common import DOCUMENT_ID, NUMBER_PLACE, OF_DOCUMENT, PAGE, ROW_ID
from contracts.model import Column, Contract

DOCUMENT_COVERAGE = Contract(
    table="document_coverage",
    term="Redovisade tal",
    row="Hur många av de tal som är tryckta på ett slags plats som är redovisade.",
    natural_key=("place",),
    references=OF_DOCUMENT,
    ascending=(("unaccounted_count", "printed_count"),),
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        NUMBER_PLACE,
        Column("printed_count", "integer", "Tryckta tal", "Antal tal som är tryckta där.", "574", least=0),
        Column("stored_count", "integer", "Lagrade", "Antal som står i ett lagrat värde.", "574", least=0),
        Column("ignored_count", "integer", "Bortsedda", "Antal som lämnas därhän av ett angivet skäl.", "0", least=0),
        Column("unaccounted_count", "integer", "Oredovisade", "Antal som är varken eller.", "0", least=0),
        Column(
            "accounted_percent",
            "number",
            "Redovisad andel",
            "Lagrade och bortsedda av de tryckta; NULL där inget tal är tryckt.",
            "100.00",
            unit="procent",
            nullable=True,
            least=0,
            most=100,
        ),
        Column(
            "classified_percent",
            "number",
            "Andel av känt slag",
            "De tryckta talen vars slag (år, belopp, procent …) är känt; NULL där inget tal är tryckt.",
            "99.70",
            unit="procent",
            nullable=True,
            least=0,
            most=100,
        ),
        PAGE,
    ),
)
