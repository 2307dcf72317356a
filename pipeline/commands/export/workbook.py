"""One workbook: a sheet with the data dictionary, then a sheet for each table and view, written row by row.

Excel's limits are reported, never silently exceeded: extra rows continue on another sheet, text too long for a cell
ends with a mark, and a number with more digits than Excel keeps is stored as text.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipeline.commands.export.dictionary import HEAD, dictionary_rows
from pipeline.commands.export.relation import Relation

# https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
ROWS = 1_048_576
CHARACTERS = 32_767  # of UTF-16
NAME = 31
DIGITS = 15
FIRST_YEAR = 1900
DICTIONARY = "datalexikon"
CUT = " … [avkortad: {} tecken; hela texten finns i CSV, Parquet och warehouse.duckdb]"
SAMPLE, NARROW, WIDE = 200, 8, 60


@dataclass(slots=True)
class Limits:
    """What did not fit into the cells of one table."""

    cut_texts: int = 0
    texts_for_numbers: int = 0
    sheets: list[str] = field(default_factory=list)

    def told(self) -> str:
        """In Swedish, for those who open the workbook; empty if all fitted."""
        parts = [f"fortsätter på bladen {', '.join(self.sheets[1:])}"] if len(self.sheets) > 1 else []
        if self.cut_texts:
            parts.append(f"{self.cut_texts} celler avkortade till {CHARACTERS} tecken")
        if self.texts_for_numbers:
            parts.append(f"{self.texts_for_numbers} tal eller datum står som text")
        return "; ".join(parts)


def write_workbook(
    connection: duckdb.DuckDBPyConnection,
    chosen: Sequence[Relation],
    path: Path,
    rows_of_a_sheet: int = ROWS,
    column_names: bool = False,
) -> tuple[int, list[str]]:
    """The workbook at `path`; gives back the number of rows, and notes on tables that go beyond Excel's limits.

    The same warehouse gives the same bytes: the workbook bears the time of the last run.
    """
    book = _Book(path, _last_run(connection), rows_of_a_sheet)
    lexicon = book.add(DICTIONARY)
    entries: list[tuple[Any, ...]] = []
    notes: list[str] = []
    total = 0
    for relation in chosen:
        limits, row_count = book.write(relation, relation.rows(connection), column_names)
        if told := limits.told():
            notes.append(f"{relation.name} goes beyond a limit of Excel: see `note` in the sheet {DICTIONARY}")
        first, *others = dictionary_rows(relation, row_count, chosen)
        entries += [(*first, limits.sheets[0], told or None), *((*entry, None, None) for entry in others)]
        total += row_count
    book.fill(lexicon, (*HEAD, "sheet", "note"), entries, Limits())
    book.close()
    return total, notes


def _last_run(connection: duckdb.DuckDBPyConnection) -> datetime.datetime:
    """When the last run ended; a fixed date for a warehouse without runs."""
    try:
        found = connection.execute("SELECT max(ended_at) FROM base.run").fetchone()
    except duckdb.CatalogException:  # not made by Tjut
        found = None
    return (found and found[0]) or datetime.datetime(2000, 1, 1)


class _Book:
    """An open workbook. Rows lie in temporary files beside it until it is closed: where they fit it fits, too."""

    def __init__(self, path: Path, created: datetime.datetime, rows_of_a_sheet: int) -> None:
        self._book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})
        self._book.set_properties({"created": created})
        self._rows = rows_of_a_sheet
        self._head = self._book.add_format({"bold": True, "bottom": 1})
        self._formats = {
            Decimal: self._book.add_format({"num_format": "#,##0.0#######"}),
            datetime.date: self._book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime.datetime: self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        self._plain = self._book.add_format()

    def close(self) -> None:
        self._book.close()

    def add(self, name: str) -> Worksheet:
        """A sheet with this name, cut and numbered where it is too long or taken."""
        taken = {sheet.name.lower() for sheet in self._book.worksheets()}
        endings = chain([""], (f" ({number})" for number in count(2)))
        return self._book.add_worksheet(
            next(made for end in endings if (made := name[: NAME - len(end)] + end).lower() not in taken)
        )

    def write(self, relation: Relation, rows: Iterator[tuple[Any, ...]], column_names: bool) -> tuple[Limits, int]:
        """The sheets of a relation, at least one; gives back what did not fit, and the number of rows."""
        limits, written = Limits(), 0
        head = relation.head(column_names)
        while (first := next(rows, None)) is not None or not limits.sheets:
            sheet = self.add(relation.name)
            limits.sheets.append(sheet.name)
            others = islice(rows, self._rows - 2)  # the head is a row, too
            written += self.fill(sheet, head, chain([first], others) if first else (), limits)
        return limits, written

    def fill(self, sheet: Worksheet, head: Sequence[str], rows: Iterable[Sequence[Any]], limits: Limits) -> int:
        """Head and rows, with widths after the first of them; gives back the number of rows."""
        widths = [len(name) + 4 for name in head]  # room for the arrow of the filter
        sheet.write_row(0, 0, head, self._head)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if value is not None:
                    self._write(sheet, last, column, value, limits)
                    if last <= SAMPLE:
                        widths[column] = max(widths[column], len(str(value)))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, max(NARROW, min(WIDE, width)))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(head) - 1)
        return last

    def _write(self, sheet: Worksheet, row: int, column: int, value: Any, limits: Limits) -> None:
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, str):
            self._write_text(sheet, row, column, value, limits)
        elif not _is_exact(value):
            limits.texts_for_numbers += 1
            sheet.write_string(row, column, str(value))
        elif isinstance(value, datetime.date):
            sheet.write_datetime(row, column, value, self._formats[type(value)])
        else:
            sheet.write_number(row, column, value, self._formats.get(type(value)))

    def _write_text(self, sheet: Worksheet, row: int, column: int, text: str, limits: Limits) -> None:
        """Always text, whatever it begins with: never a formula, a number or a link."""
        size = len(text.encode("utf-16-le")) // 2
        if size > CHARACTERS:
            limits.cut_texts += 1
            mark = CUT.format(size)
            kept = text.encode("utf-16-le")[: 2 * (CHARACTERS - len(mark))]
            text = kept.decode("utf-16-le", errors="ignore") + mark
        if text.startswith("<r>") and text.endswith("</r>"):  # xlsxwriter would take it for XML and not escape it
            sheet.write_rich_string(row, column, text[0], self._plain, text[1:])
        else:
            sheet.write_string(row, column, text)


def _is_exact(value: Any) -> bool:
    """Whether Excel shows a number or a day as it is: it keeps 15 digits and begins in 1900."""
    if isinstance(value, datetime.date):
        return value.year >= FIRST_YEAR
    return isinstance(value, float) or len(Decimal(value).normalize().as_tuple().digits) <= DIGITS
