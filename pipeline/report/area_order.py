"""Where areas of several plans stand in one table: each where its own plan has it, a part below what it is part of."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.report.model import Cell
from pipeline.report.queries import Fetched

# The series of the area that a part belongs to, and the area's own.
Area = tuple[str | None, str]


class AreaOrder:
    """The order of all areas of some plans; a row has `area`, `area_series`, `parent_area`, `parent_area_series` and
    `is_total`.

    The rows of the first plan keep their order. One that only a later plan has stands behind what that plan has above
    it: a new area before the total, and not behind it among the total's parts.
    """

    def __init__(self, plans: Iterable[Iterable[Fetched]]) -> None:
        order: list[Area] = []
        for plan in plans:
            above: Area | None = None
            for area in map(area_of, plan):
                if area not in order:
                    order.insert(_place(order, area, above), area)
                above = area
        self._places = {area: place for place, area in enumerate(order)}

    def place(self, row: Fetched) -> int:
        """The place of a row, to sort by."""
        return self._places[area_of(row)]

    def kind(self, row: Fetched) -> str:
        """`total`, `part` of the row above it, or nothing."""
        return "total" if row["is_total"] else "part" if row["parent_area"] and self._has_whole(row) else ""

    def heading(self, row: Fetched) -> Cell:
        """What a row is called: a part says of what, where that has no row."""
        apart = row["parent_area"] and not self._has_whole(row)
        return Cell(row["area"], note=f"del av {row['parent_area']}" if apart else None)

    def _has_whole(self, row: Fetched) -> bool:
        return (None, row["parent_area_series"]) in self._places


def area_of(row: Fetched) -> Area:
    """Which area a row is about, however its plan words it."""
    return row["parent_area_series"], row["area_series"]


def _family(area: Area) -> str:
    """An area and its parts are one family."""
    return area[0] or area[1]


def _place(order: list[Area], area: Area, above: Area | None) -> int:
    """Where an area is put in: behind `above`, or behind the whole family of it."""
    own = [place for place, other in enumerate(order) if _family(other) == _family(area)]
    if own and area[0] is None:
        return own[0]
    if own:
        return order.index(above) + 1 if above is not None and _family(above) == _family(area) else own[-1] + 1
    if above is None:
        return 0
    return max(place for place, other in enumerate(order) if _family(other) == _family(above)) + 1
