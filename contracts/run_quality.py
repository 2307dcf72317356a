"""Hur väl ett dokument lästes i en körning: table `run_quality`."""

from contracts.common import DOCUMENT_ID
from contracts.model import Column, Contract


def _findings(severity: str, term: str) -> Column:
    meaning = f"Antal iakttagelser av allvaret {severity}; NULL för en körning av en tidigare version."
    return Column(f"{severity}_count", "integer", term, meaning, "2", least=0, nullable=True)


RUN_QUALITY = Contract(
    table="run_quality",
    term="Läsningens kvalitet",
    row="Hur väl ett dokument lästes i en körning som läste det; en körning där det var oförändrat har ingen rad.",
    key=("run_id", "document_id"),
    references={"run_id": "run"},
    staged=False,
    columns=(
        Column("run_id", "integer", "Körning", "Körningens nummer.", "12", least=1),
        DOCUMENT_ID,
        Column(
            "document_key",
            "text",
            "Dokumentnyckel",
            "Nämnd, slag och år; NULL för en körning av en tidigare version.",
            "farsta/verksamhetsplan/2026",
            nullable=True,
        ),
        Column("file", "text", "Fil", "Filens sökväg i raw.", "2026/farsta.pdf"),
        Column(
            "row_count",
            "integer",
            "Rader",
            "Rader av dokumentets innehåll, i alla tabeller tillsammans.",
            "812",
            least=0,
        ),
        Column("rows_by_table", "text", "Rader i varje tabell", "Som JSON.", '{"indicator": 40}'),
        _findings("error", "Fel"),
        _findings("warning", "Varningar"),
        _findings("note", "Upplysningar"),
        Column(
            "coverage",
            "number",
            "Täckning",
            "Andelen tryckta tal i tabeller och löptext som är redovisade; NULL där inget tal är tryckt.",
            "0.998",
            least=0,
            most=1,
            nullable=True,
        ),
        Column(
            "reading",
            "text",
            "Läsningens omfång",
            "Om allt är läst.",
            "complete",
            allowed=("complete", "incomplete"),
        ),
    ),
)
