"""Figures of a document, and what must hold between them.

Tolerances follow from the printed precision: a figure printed as 801,3 stands for anything within half a unit of its
last place. Figures that are printed in the same places and repeat each other, or that a document has added up as
printed, must agree exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

Key = tuple[str, str, str]
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Figure:
    """One printed figure: its value, what it is (Swedish), where it is stored and printed, and its printed decimals."""

    value: Decimal
    name: str
    table: str
    row_id: str
    column: str
    page: int | None
    places: int
    page_last: int | None = None

    @property
    def key(self) -> Key:
        """What tells it from all others: its cell of the warehouse; in a text of several figures also its value."""
        return (self.table, self.row_id, f"{self.column} {self.value}" if self.column == "text" else self.column)

    @property
    def half(self) -> Decimal:
        """Half a unit of the last printed place."""
        return Decimal(5).scaleb(-self.places - 1)

    @property
    def pages(self) -> str:
        """Where it is printed, for a reader."""
        if self.page is None:
            return "okänd sida"
        return f"sida {self.page}" if self.page_last in (None, self.page) else f"sida {self.page}–{self.page_last}"


@dataclass(frozen=True)
class Check:
    """`actual` must equal the sum of `parts` (each with its sign), or with `within` not exceed it in size.

    `base` makes it a percentage: the sum of the parts in percent of the base. `wording` says in Swedish what the parts
    are. `repeated` says that the same figures are printed again, or decided amounts added, so that nothing is rounded.
    """

    actual: Figure
    parts: tuple[tuple[int, Figure], ...]
    wording: str
    unit: str = "mnkr"
    relation: Literal["equal", "within"] = "equal"
    base: Figure | None = None
    repeated: bool = False

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        return (self.actual, *(part for _, part in self.parts), *((self.base,) if self.base else ()))

    def expected(self, instead: Mapping[Key, Decimal] | None = None) -> Decimal:
        """What the parts make, with other values for some figures if asked."""
        known = instead or {}
        total = sum((sign * known.get(part.key, part.value) for sign, part in self.parts), Decimal(0))
        if self.base is None:
            return total
        return total * HUNDRED / known.get(self.base.key, self.base.value)

    def residual(self, instead: Mapping[Key, Decimal] | None = None) -> Decimal:
        """By how much the actual figure differs; for `within` by how much it exceeds."""
        actual = (instead or {}).get(self.actual.key, self.actual.value)
        expected = self.expected(instead)
        return max(abs(actual) - abs(expected), Decimal(0)) if self.relation == "within" else actual - expected

    def tolerance(self, additive: bool) -> Decimal:
        """How far the figures may be apart by rounding alone.

        `additive` says that the document adds up its figures as printed: then only a figure printed in fewer places
        than the others can have been rounded, and of decided amounts that are added (`3 mnkr` is 3,0) only the sum.
        """
        if self.base is not None:
            rounded = Decimal(0) if additive else sum((part.half for _, part in self.parts), self.base.half)
            return self.actual.half + rounded * HUNDRED / abs(self.base.value)
        if not (additive or self.repeated):
            return sum((one.half for one in self.figures), Decimal(0))
        finest = max(figure.places for figure in self.figures)
        rounded_ones = (self.actual,) if self.repeated and len(self.parts) > 1 else self.figures
        return sum((one.half for one in rounded_ones if one.places < finest), Decimal(0))

    def holds(self, additive: bool, instead: Mapping[Key, Decimal] | None = None) -> bool:
        """Do the figures agree within what rounding explains?"""
        return abs(self.residual(instead)) <= self.tolerance(additive)


def places(value: Decimal) -> int:
    """The decimals of a value without final zeros (a stored DECIMAL has more than were printed)."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def finest(values: Sequence[Decimal]) -> int:
    """The decimals that a table is printed in: `22` beside `22,5` is 22,0."""
    return max((places(value) for value in values), default=0)


def swedish(value: Decimal, least_places: int = 0) -> str:
    """A number as it is printed in Swedish, `2 459,6`."""
    text = f"{value:,.{max(places(value), least_places)}f}"
    return text.replace(",", " ").replace(".", ",")
