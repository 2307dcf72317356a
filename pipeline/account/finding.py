"""Findings of the account, numbered after the existing ones."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.record import Extraction, Record, Value


def findings(extraction: Extraction, found: Iterable[tuple[str, str, str, int]]) -> list[Record]:
    """A record for each (rule, severity, message in Swedish, page)."""
    first = sum(record.table == "finding" for record in extraction.records) + 1
    return [_finding(ordinal, *told) for ordinal, told in enumerate(found, start=first)]


def _finding(ordinal: int, rule: str, severity: str, message: str, page: int) -> Record:
    values: dict[str, Value] = {
        "ordinal": ordinal,
        "rule": rule,
        "severity": severity,
        "message": message,
        "page": page,
    }
    return Record("finding", values)
