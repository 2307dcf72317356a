"""Budget tables and the table of Omslutningsförändringar → tables `budget_line`, `turnover_change`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.document import Cell, Line, Table
from pipeline.parse.notation import MONTH
from pipeline.parse.overview import overview_of
from pipeline.parse.plan import Plan, Section, record
from pipeline.parse.printed_tables import TURNOVER
from pipeline.parse.tables import cell, columns_by_name, is_struck, squeezed
from pipeline.parse.units import column_scale, less_in_brackets
from pipeline.parse.words import TURNOVER as TURNOVER_HEADING
from pipeline.parse.words import is_total
from pipeline.record import Record
from pipeline.swedish import figure
from pipeline.tables.pattern import with_whole_years

OF_WHICH = re.compile(r"varav\b", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d{2}")
# A two-digit number further than this from the plan's year is not a year.
FURTHEST_YEAR = 8
# The part of a year that an outcome is of.
PART_OF_YEAR = re.compile(rf"\bT[123]\b|\btertial|\b{MONTH}", re.IGNORECASE)
# Words in the header of a column of amounts, and in that of a column with something else.
AMOUNT_COLUMN = re.compile(r"kostnad|intäkt|netto|vp|budget|bokslut|utfall|prognos|verksamhetsplan|förslag")
NO_AMOUNT_COLUMN = re.compile(
    r"%|procent|förändring|avvikelse|skillnad|differens|\bdiff|andel|antal|index|jmf|jfr|jämf"
)


def amount_tables(plan: Plan) -> list[tuple[Section, Table]]:
    """The tables with columns of amounts, each with the section it is in."""
    return [(section, table) for section in plan.sections for table in section.tables if table.kind == "budget"]


def is_turnover(section: Section, table: Table) -> bool:
    """Whether it is the table of Omslutningsförändringar: its first column is headed `Ökade kostnader/intäkter`."""
    return bool(re.match(r"ökade|omslutning", squeezed(table.header[0].text))) or bool(
        TURNOVER_HEADING.fullmatch(section.heading.text)
    )


def budget_lines(plan: Plan, plan_year: int) -> list[Record]:
    """One record for each figure of each budget table."""
    records: list[Record] = []
    tables = budget_tables(plan)
    overview = overview_of(tables)
    for ordinal, (section, table) in enumerate(tables, start=1):
        records.extend(_table_lines(plan, table, ordinal, section, plan_year, is_overview=table is overview))
    return records


def budget_tables(plan: Plan) -> list[tuple[Section, Table]]:
    """The tables of amounts except that of Omslutningsförändringar, each with the section it is in."""
    return [(section, table) for section, table in amount_tables(plan) if not is_turnover(section, table)]


def _table_lines(
    plan: Plan, table: Table, ordinal: int, section: Section, plan_year: int, *, is_overview: bool
) -> list[Record]:
    records: list[Record] = []
    known = budget_columns(section, table, plan_year)
    scales = {column: column_scale(plan, section, table, column) for column in known}
    bracketed = less_in_brackets(plan)
    parents = parent_labels([row[0].text for row in table.rows])
    for row_ordinal, (row, parent) in enumerate(zip(table.rows, parents, strict=True), start=1):
        label = row[0]
        for column, meaning in known.items():
            amount = figure(row[column].text, less_in_brackets=bracketed)
            if amount is None:
                continue
            header = table.header[column]
            records.append(
                record(
                    "budget_line",
                    {
                        "table_ordinal": (ordinal, ()),
                        "table_title": (section.heading.text, section.heading.lines),
                        "is_overview": (is_overview, ()),
                        "row_ordinal": (row_ordinal, ()),
                        "label": (label.text, label.lines),
                        "parent_label": (parent, ()),
                        "is_total": (is_total(label.text), label.lines),
                        "column_ordinal": (column, ()),
                        "column_text": (header.text, header.lines),
                        "measure": (meaning.measure, header.lines),
                        "basis": (meaning.basis, header.lines),
                        "fiscal_year": (meaning.fiscal_year, header.lines),
                        "amount_mnkr": (amount * scales[column], row[column].lines),
                    },
                )
            )
    return records


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What a column of figures means: `measure`, `basis` and `fiscal_year` of its budget lines."""

    measure: str
    basis: str
    fiscal_year: int


def budget_columns(section: Section, table: Table, plan_year: int) -> dict[int, ColumnMeaning]:
    """The columns of a budget table that a rule knows, each with its meaning.

    A header without any known word, or of a change or a share, heads no amount, nor one of a part of a year; nor can
    two columns mean the same: the second one's own year or basis stands where no rule looks.
    """
    # A footnote is the last row of its table, or a paragraph after it.
    below = (row[0].text for row in table.rows), (paragraph.text for paragraph in section.paragraphs)
    notes = " ".join(text for texts in below for text in texts if text.startswith("*"))
    known: dict[int, ColumnMeaning] = {}
    for column in range(1, len(table.header)):
        header = table.header[column].text
        if not AMOUNT_COLUMN.search(squeezed(header)) or NO_AMOUNT_COLUMN.search(squeezed(header)):
            continue
        meaning = ColumnMeaning(_measure(header), _basis(header, notes), _year(header, plan_year))
        in_part = meaning.basis == "utfall" and PART_OF_YEAR.search(header)
        if meaning not in known.values() and not in_part:
            known[column] = meaning
    return known


def parent_labels(labels: Sequence[str]) -> list[str | None]:
    """For each `varav` row, the label of the row it is part of: the nearest row above that is not a `varav` row."""
    parents: list[str | None] = []
    above: str | None = None
    for label in labels:
        of_which = bool(OF_WHICH.match(label))
        parents.append(above if of_which else None)
        if not of_which and label and not label.startswith("*"):
            above = label
    return parents


def _measure(column: str) -> str:
    """Costs or income if the header names only one of them; `VP 2026 Kostnader` too."""
    text = squeezed(column)
    named = [word for word in ("kostnad", "intäkt", "netto") if word in text]
    measure = next((word for word in named if text.startswith(word)), named[0] if len(named) == 1 else "netto")
    return {"kostnad": "kostnader", "intäkt": "intäkter", "netto": "netto"}[measure]


def _basis(column: str, notes: str) -> str:
    """What kind of figure a column holds. A starred column is what the footnote says: a forecast of the budget."""
    text = squeezed(column)
    if "utfall" in text or "bokslut" in text:
        return "prognos_utfall" if "prognos" in text else "utfall"
    starred = "*" in column and "prognos" in notes.lower()
    if "budget" in text and ("prognos" in text or starred or "slutlig" in text or "justera" in text):
        return "prognos_slutlig_budget"
    return "prognos_utfall" if "prognos" in text else "verksamhetsplan"


def _year(column: str, plan_year: int) -> int:
    """The year in the column's header; the plan's if none is printed (document.md, `What makes it hard`)."""
    years = [int(year) for year in YEAR.findall(squeezed(column))]
    short = [int(year) for year in YEAR.findall(with_whole_years(column))]
    return next(iter(years or [year for year in short if abs(year - plan_year) <= FURTHEST_YEAR]), plan_year)


def turnover_changes(plan: Plan) -> list[Record]:
    """One record for each row of the table of Omslutningsförändringar."""
    records: list[Record] = []
    ordinal, bracketed = 0, less_in_brackets(plan)
    for section, table in amount_tables(plan):
        if not is_turnover(section, table):
            continue
        columns = columns_by_name(table, TURNOVER.by_header)
        parents = parent_labels([row[0].text for row in table.rows])
        for row, parent in zip(table.rows, parents, strict=True):
            figures = {
                declared.name: _figure(cell(row, column), column_scale(plan, section, table, column or 0), bracketed)
                for declared in TURNOVER.cells
                for column in [columns.get(declared.name)]
            }
            printed = any(value is not None for value, _ in figures.values())
            ordinal += printed or is_struck(row)
            if printed:
                records.append(
                    record(
                        "turnover_change",
                        {
                            "ordinal": (ordinal, ()),
                            "label": (row[0].text, row[0].lines),
                            "parent_label": (parent, ()),
                            "is_total": (is_total(row[0].text), row[0].lines),
                            **figures,
                        },
                    )
                )
    return records


def _figure(one: Cell, scale: Decimal, bracketed: bool) -> tuple[Decimal | None, Sequence[Line]]:
    amount = figure(one.text, less_in_brackets=bracketed)
    return (None if amount is None else amount * scale), one.lines
