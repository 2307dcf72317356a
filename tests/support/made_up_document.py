"""A small document as reading and parsing hand it to staging: each of its values is simple to break."""

from __future__ import annotations

import datetime
import hashlib
from decimal import Decimal

from pipeline.document import Box, Document
from pipeline.record import Extraction, Record, Source

BOX = Box(68.0, 124.5, 521.8, 136.25)


def made_up(
    name: str,
    *,
    board_key: str = "farsta",
    year: int = 2026,
    media_type: str = "application/pdf",
    issued_on: datetime.date | None = None,
    amounts: tuple[str, ...] = ("14.1", "0.00000250"),
) -> tuple[Document, Extraction]:
    """The document of the file `name`, whose bytes are its name, with an investment for each of `amounts`."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    document = Document(sha256, name, media_type, "pdf_oxide", ())
    board = f"{board_key.capitalize()} stadsdelsnämnd"
    values = {
        "document_key": f"{board_key}/verksamhetsplan/{year}",
        "sha256": sha256,
        "file_name": name,
        "media_type": media_type,
        "page_count": 3,
        "board": board,
        "board_key": board_key,
        "document_type": "verksamhetsplan",
        "plan_year": year,
        "title": f"Verksamhetsplan {year}",
        "issued_on": issued_on,
        "reader": "pdf_oxide",
    }
    cover = Record("document", values, {"board": (Source(1, BOX, "Farsta  stadsdelsnämnd"),)})
    goal = {"ordinal": 1, "goal_code": "1.1", "level": "områdesmål", "title": "Äldre är trygga", "description": "Å"}
    goal |= {"is_numbered": True}
    records = [Record("goal", goal, {"title": (Source(2, BOX, "Äldre är"), Source(3, BOX, "trygga"))})]
    records += [_investment(ordinal, amount) for ordinal, amount in enumerate(amounts, 1)]
    return document, Extraction(Record("document", cover.values, cover.sources), records)


def _investment(ordinal: int, amount: str) -> Record:
    values = {"ordinal": ordinal, "name": f"Lekplats {ordinal}", "amount_mnkr": Decimal(amount)}
    return Record("investment", values, {"amount_mnkr": (Source(3, BOX, f"{amount} mnkr"),)})
