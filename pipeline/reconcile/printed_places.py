"""Where the values of a document were printed, as rules see it (table `provenance`)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from pipeline.reconcile.rule import Tables

Row = tuple[str, str]  # table, row_id


@dataclass(frozen=True)
class Place:
    """One printed place: page, box in points, and the characters there."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    def beside(self, other: Place) -> bool:
        """Do both stand at the same height of a page?"""
        return self.top < other.bottom and other.top < self.bottom

    @property
    def middle(self) -> float:
        """The horizontal middle."""
        return (self.x0 + self.x1) / 2


@lru_cache(maxsize=1)
def places(tables: Tables) -> dict[Row, dict[str, list[Place]]]:
    """The places of each row's columns, in printed order. Text files have none."""
    found: dict[Row, dict[str, list[Place]]] = defaultdict(dict)
    for cited in tables.get("provenance", []):
        if cited["x0"] is not None:
            place = Place(cited["page"], cited["x0"], cited["top"], cited["x1"], cited["bottom"])
            found[(cited["table_name"], cited["row_id"])].setdefault(cited["column_name"], []).append(place)
    return found


@lru_cache(maxsize=1)
def texts(tables: Tables) -> dict[Row, dict[str, str]]:
    """The characters that each row's columns were read from; lines and pages are parted by line ends."""
    found: dict[Row, dict[str, list[str]]] = defaultdict(dict)
    for cited in tables.get("provenance", []):
        row = (cited["table_name"], cited["row_id"])
        found[row].setdefault(cited["column_name"], []).append(str(cited["text"]))
    return {row: {column: "\n".join(parts) for column, parts in columns.items()} for row, columns in found.items()}
