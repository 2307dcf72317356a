"""What a mutation is, and the register of all kinds: one small function a kind."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from certificate.sample import Reading
from pipeline.document import Document
from pipeline.parse import parse
from pipeline.record import Extraction
from pipeline.refusal import Refused

Of = Literal["reader", "parser"]


class Refusal(Exception):
    """The pipeline refused the mutated document: the mistake cannot go unnoticed."""


@dataclass(frozen=True)
class Kind:
    """A kind of mistake of the reader (made in the pages) or of the parser (made in the records)."""

    name: str
    of: Of
    mutate: Callable[[Reading, Random], Reading | None]


KINDS: dict[str, Kind] = {}
InPages = Callable[[Document, Random], Document | None]
InRecords = Callable[[Extraction, Random], bool]


def reader(name: str) -> Callable[[InPages], InPages]:
    """Register a mistake of the reader: it returns a changed document, or None if there is no place for it."""

    def register(change: InPages) -> InPages:
        def mutate(reading: Reading, random: Random) -> Reading | None:
            document = change(reading.document, random)
            if document is None:
                return None
            try:
                return Reading(document, parse(document))
            except Refused as refused:
                raise Refusal from refused

        KINDS[name] = Kind(name, "reader", mutate)
        return change

    return register


def parser(name: str) -> Callable[[InRecords], InRecords]:
    """Register a mistake of the parser: it changes the records it is given, and returns whether it found a place."""

    def register(change: InRecords) -> InRecords:
        def mutate(reading: Reading, random: Random) -> Reading | None:
            extraction = copy.deepcopy(reading.extraction)
            return replace(reading, extraction=extraction) if change(extraction, random) else None

        KINDS[name] = Kind(name, "parser", mutate)
        return change

    return register


def changed_tables(one: Extraction, other: Extraction) -> list[str]:
    """The tables whose stored values differ; none if nothing wrong would be published."""
    tables = dict.fromkeys(record.table for record in (*other.records, other.document) if record.table != "finding")
    return [table for table in tables if _values(one, table) != _values(other, table)]


def _values(extraction: Extraction, table: str) -> list[object]:
    records = (extraction.document, *extraction.records)
    return [record.values for record in records if record.table == table]
