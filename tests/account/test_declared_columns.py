"""A declared column is checked by every check: what is stored wrong, or at another row's place, or not at all, is told.

The tests go over `PRINTED_TABLES`, so that a column declared there is tried without being named here.
"""

from __future__ import annotations

import copy
import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from certificate.cells import grids
from contracts import CONTRACTS
from pipeline.account.coverage import coverage
from pipeline.account.second_reader import compare
from pipeline.document import Document
from pipeline.parse import parse
from pipeline.parse.printed_tables import PRINTED_TABLES, CellKind, PrintedColumn, PrintedTable
from pipeline.read import read
from pipeline.reconcile import reconcile
from pipeline.record import Extraction, Record, Value
from pipeline.stage import rows_of
from tests.press.plan import FurtherColumn
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style
from tests.press.variations import with_column

PAIRS = [(declared, column) for declared in PRINTED_TABLES for column in declared.columns]
COLUMNS = [pytest.param(declared, column, id=f"{declared.table} {column.name}") for declared, column in PAIRS]


# What stands in a column that the press does not print by itself.
CELLS = {
    CellKind.TARGET: ("82", "1,5 %", "73 %"),
    CellKind.WORDS: ("Helt", "Delvis"),
    CellKind.DATE: ("2027-05-31", "2027-09-30"),
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan whose tables have all columns that are declared: those it lacks (of a follow-up) are put behind the
    label, headed by their contract's term."""
    folder, plan = tmp_path_factory.mktemp("declared"), random_plan(3)
    style = Style(body="press", headings="press", tables="press", table_size=6.5)
    printed = parse(read(set_plan(plan, style, folder / "press.pdf")))
    for declared, column in PAIRS:
        if not holding(printed, declared, column):
            terms = {one.name: one.term for one in CONTRACTS[declared.table].columns}
            header = terms[column.becomes[0]].replace(",", "")
            further = FurtherColumn(declared.table, header, CELLS[column.kind], columns_behind=1, share=0.09)
            plan = with_column(plan, further)
    return set_plan(plan, style, folder / "plan.pdf")


@pytest.fixture(scope="module")
def document(path: Path) -> Document:
    return read(path)


@pytest.fixture(scope="module")
def parsed(document: Document) -> Extraction:
    return parse(document)


@pytest.fixture
def extraction(parsed: Extraction) -> Extraction:
    """What was parsed, for one test to change."""
    return copy.deepcopy(parsed)


def holding(extraction: Extraction, declared: PrintedTable, column: PrintedColumn) -> list[Record]:
    """The records of a table that hold something in a column."""
    name = column.becomes[0]
    return [one for one in extraction.records if one.table == declared.table and one.values.get(name) is not None]


def filled(extraction: Extraction, declared: PrintedTable, column: PrintedColumn) -> list[Record]:
    """The same, of which there are several."""
    held = holding(extraction, declared, column)
    assert len(held) > 1
    return held


def other(value: Value) -> Value:
    """A value that a misreading may make of another."""
    if isinstance(value, datetime.date):
        return value + datetime.timedelta(days=1)
    return value + Decimal("0.1") if isinstance(value, Decimal) else f"{value}x"


def messages(extraction: Extraction, rule: str) -> set[str]:
    return {str(one.values["message"]) for one in reconcile(rows_of(extraction)) if one.values["rule"] == rule}


@pytest.mark.parametrize(("declared", "column"), COLUMNS)
def test_another_value_is_not_what_its_place_says(
    declared: PrintedTable, column: PrintedColumn, extraction: Extraction
) -> None:
    rule = "cited_words" if column.text else "cited_number"
    before = messages(extraction, rule)
    record, name = filled(extraction, declared, column)[0], column.becomes[0]
    record.values[name] = other(record.values[name])
    assert [message for message in messages(extraction, rule) - before if f" i {name} " in message]


@pytest.mark.parametrize(("declared", "column"), COLUMNS)
def test_another_value_is_not_what_the_second_reader_reads(
    declared: PrintedTable, column: PrintedColumn, path: Path, document: Document, extraction: Extraction
) -> None:
    record, name = filled(extraction, declared, column)[0], column.becomes[0]
    record.values[name] = other(record.values[name])
    differing = compare(path, document, extraction).differing
    assert any((declared.table, name) == (table, own) for one in differing for table, own, _ in one.cell.values)


@pytest.mark.parametrize(("declared", "column"), COLUMNS)
def test_a_value_from_another_row_stands_at_another_place(
    declared: PrintedTable, column: PrintedColumn, extraction: Extraction
) -> None:
    before = messages(extraction, "row_places")
    records = filled(extraction, declared, column)
    first = records[0]
    last = next(r for r in reversed(records) if r.values[declared.label] != first.values[declared.label])
    for name in column.becomes:
        first.values[name], last.values[name] = last.values.get(name), first.values.get(name)
        first.sources[name], last.sources[name] = last.sources.get(name, ()), first.sources.get(name, ())
    assert messages(extraction, "row_places") - before


@pytest.mark.parametrize(("declared", "column"), COLUMNS)
def test_a_number_that_is_not_stored_is_unaccounted(
    declared: PrintedTable, column: PrintedColumn, document: Document, extraction: Extraction
) -> None:
    def lost(found: Extraction) -> int:
        return sum(one.table == "unaccounted_number" for one in coverage(document, found))

    without = copy.deepcopy(extraction)
    numbers = 0
    for record in filled(without, declared, column):
        for name in column.becomes:
            sources = record.sources.pop(name, ())
            numbers += any(char.isdigit() for source in sources for char in source.text)
            record.values[name] = None
    if not numbers:
        pytest.skip("no number is printed in the column")
    assert lost(without) > lost(extraction)


@pytest.mark.parametrize(("declared", "column"), COLUMNS)
def test_the_certificate_makes_mistakes_in_it(
    declared: PrintedTable, column: PrintedColumn, extraction: Extraction
) -> None:
    lines = [line for grid in grids(extraction, (declared.table,)) for line in grid.lines]
    if column is declared.columns[0]:
        assert {line.label for line in lines} == {column.becomes[0]}
    else:
        assert any(cell.columns == column.becomes for line in lines for cell in line.cells.values())
