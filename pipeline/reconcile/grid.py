"""Tables of figures as a rule sees them: rows with a name, and in each column a figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import groupby

from pipeline.names import Name, same, without_of_which
from pipeline.parse.overview import TURNOVER_ROW
from pipeline.reconcile.equation import Figure, finest
from pipeline.reconcile.rule import Row, Tables

# (measure, basis, fiscal year) of a budget column; the other tables have columns of their own.
Column = tuple[str, str, int]
_MEASURES = {"costs_mnkr": "kostnader", "income_mnkr": "intäkter", "net_mnkr": "netto"}


@dataclass
class GridRow:
    """A row: `parent` is the label of the row that a `varav` row is part of."""

    label: str
    parent: str | None
    is_total: bool
    figures: dict[Column, Figure] = field(default_factory=dict)
    column_texts: dict[Column, str] = field(default_factory=dict)

    @cached_property
    def name(self) -> Name:
        return same(without_of_which(self.label))

    @cached_property
    def is_turnover(self) -> bool:
        """Is it `varav omslutningsförändring`?"""
        return bool(TURNOVER_ROW.match(self.label))

    @property
    def is_summand(self) -> bool:
        """Does the row count in the sum below it?"""
        return not self.is_total and self.parent is None

    @property
    def page(self) -> int | None:
        return next((figure.page for figure in self.figures.values()), None)


@dataclass
class Grid:
    """A table: its kind (the public table that holds it), the heading it stands under, and its rows in order."""

    kind: str
    title: str
    rows: list[GridRow]
    is_overview: bool = False

    @property
    def columns(self) -> list[Column]:
        return list(dict.fromkeys(column for row in self.rows for column in row.figures))

    @property
    def total(self) -> GridRow | None:
        """The last row of sums."""
        return next((row for row in reversed(self.rows) if row.is_total), None)

    def parts_of(self, whole: GridRow) -> list[GridRow]:
        """The `varav` rows of a row."""
        start = self.rows.index(whole) + 1
        parts = []
        for row in self.rows[start:]:
            if row.parent != whole.label:
                break
            parts.append(row)
        return parts


@lru_cache(maxsize=1)
def budget_grids(tables: Tables) -> list[Grid]:
    """The budget tables in printed order."""
    lines = sorted(
        tables.get("budget_line", []), key=lambda row: (row["table_ordinal"], row["row_ordinal"], row["column_ordinal"])
    )
    grids = []
    for _, of_table in groupby(lines, key=lambda row: row["table_ordinal"]):
        held = list(of_table)
        decimals = finest([row["amount_mnkr"] for row in held if row["amount_mnkr"] is not None])
        title = str(held[0]["table_title"] or "")
        rows = [_budget_row(list(cells), title, decimals) for _, cells in groupby(held, key=lambda r: r["row_ordinal"])]
        grids.append(Grid("budget_line", title, rows, bool(held[0]["is_overview"])))
    return grids


def _budget_row(cells: list[Row], title: str, decimals: int) -> GridRow:
    first = cells[0]
    row = GridRow(str(first["label"] or ""), first["parent_label"], bool(first["is_total"]))
    for cell in cells:
        column = (str(cell["measure"]), str(cell["basis"]), int(cell["fiscal_year"] or 0))
        if cell["amount_mnkr"] is not None and column not in row.figures:
            name = f"”{row.label}” under ”{title}”, {cell['column_text']}"
            row.figures[column] = _figure(cell, "amount_mnkr", "budget_line", name, decimals)
            row.column_texts[column] = str(cell["column_text"] or "")
    return row


@lru_cache(maxsize=1)
def turnover_grid(tables: Tables) -> Grid:
    """The table of Omslutningsförändringar (without rows where a plan has none)."""
    held = sorted(tables.get("turnover_change", []), key=lambda row: row["ordinal"])
    decimals = finest([row[name] for row in held for name in _MEASURES if row[name] is not None])
    grid = Grid("turnover_change", "Omslutningsförändringar", [])
    for line in held:
        row = GridRow(str(line["label"] or ""), line["parent_label"], bool(line["is_total"]))
        for name, measure in _MEASURES.items():
            if line[name] is not None:
                told = f"”{row.label}” i tabellen Omslutningsförändringar, {measure}"
                row.figures[(measure, "omslutning", 0)] = _figure(line, name, "turnover_change", told, decimals)
        grid.rows.append(row)
    return grid


@lru_cache(maxsize=1)
def adjustment_grids(tables: Tables) -> dict[str | None, Grid]:
    """The tables of applications by kind (`drift`, `investering`)."""
    grids: dict[str | None, Grid] = {}
    held = sorted(tables.get("budget_adjustment", []), key=lambda row: row["ordinal"])
    decimals = finest([row["amount_mnkr"] for row in held if row["amount_mnkr"] is not None])
    for line in held:
        kind = line["budget_kind"]
        row = GridRow(str(line["category"] or ""), None, bool(line["is_total"]))
        told = f"”{row.label}” i tabellen över ansökningar ({kind})"
        if line["amount_mnkr"] is not None:
            row.figures[("mnkr", "", 0)] = _figure(line, "amount_mnkr", "budget_adjustment", told, decimals)
        if line["application_count"] is not None:
            count = {**line, "application_count": Decimal(line["application_count"])}
            told += ", antal inom parentes"
            row.figures[("antal", "", 0)] = _figure(count, "application_count", "budget_adjustment", told, 0)
        grids.setdefault(kind, Grid("budget_adjustment", str(kind), [])).rows.append(row)
    return grids


def all_grids(tables: Tables) -> Iterator[Grid]:
    """Every table of sums."""
    yield from budget_grids(tables)
    yield turnover_grid(tables)
    yield from adjustment_grids(tables).values()


def _figure(row: Row, column: str, table: str, name: str, decimals: int) -> Figure:
    return Figure(row[column], name, table, str(row["row_id"]), column, row.get("page"), decimals)
