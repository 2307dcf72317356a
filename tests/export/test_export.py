"""`tjut export`: every value comes out as it is stored, in files that other programs open."""

from __future__ import annotations

import csv
import os
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import click
import duckdb
import openpyxl
import pandas
import pyarrow
import pyarrow.parquet
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import cli
from pipeline.commands.export import export
from pipeline.commands.export.csv_files import MARKED, PLAIN, Dialect, printed
from pipeline.commands.export.relation import relations
from pipeline.commands.export.workbook import CHARACTERS, write_workbook
from pipeline.commands.query import open_warehouse
from tests.support.awkward import LONG, ODD_TEXTS


def test_csv_is_what_swedish_excel_opens(
    warehouse: Path, tmp_path: Path, stored: dict[str, list[tuple[Any, ...]]]
) -> None:
    export(warehouse, "csv", tmp_path, (), Dialect(decimal_comma=True))
    assert {path.stem for path in tmp_path.iterdir()} == stored.keys() | {"dictionary", "datapackage"}
    for name, rows in stored.items():
        data = (tmp_path / f"{name}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\r\n") == len(rows) + 1
        head, *cells = csv.reader((tmp_path / f"{name}.csv").open(encoding="utf-8-sig", newline=""), delimiter=";")
        assert len(cells) == len(rows), name
        for row, line in zip(rows, cells, strict=True):
            assert [restored(cell, value) for cell, value in zip(line, row, strict=True)] == list(row), (name, head)


def restored(cell: str, like: Any) -> Any:
    """A cell read back: the documented way, which needs to know only whether its column has text."""
    if cell == "":
        return None
    if isinstance(like, str):
        return cell.removeprefix("'")
    if isinstance(like, bool):
        return {"ja": True, "nej": False}[cell]
    if isinstance(like, datetime | date):
        return type(like).fromisoformat(cell)
    return type(like)(cell.replace(",", "."))


@given(st.text())
def test_no_text_is_a_formula_and_none_is_lost(text: str) -> None:
    cell = printed(text, Dialect(decimal_comma=True))
    assert not cell.startswith(tuple(set(MARKED) - {"'"}))
    assert cell == text or cell == f"'{text}"
    assert (cell.removeprefix("'") if cell.startswith("'") else cell) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**9), max_value=10**9))
def test_amounts_keep_every_digit(amount: Decimal) -> None:
    assert Decimal(printed(amount, Dialect())) == amount
    assert printed(amount, Dialect(decimal_comma=True)) == printed(amount, Dialect()).replace(".", ",")
    assert "E" not in printed(amount, Dialect())


def test_parquet_keeps_types_and_comments(
    warehouse: Path, tmp_path: Path, stored: dict[str, list[tuple[Any, ...]]]
) -> None:
    export(warehouse, "parquet", tmp_path, (), Dialect())
    for name, rows in stored.items():
        table = pyarrow.parquet.read_table(tmp_path / f"{name}.parquet")
        assert [tuple(row.values()) for row in table.to_pylist()] == rows, name
        assert all(field.metadata[b"comment"] for field in table.schema), name
        assert table.schema.metadata[b"comment"], name
    line = pyarrow.parquet.read_schema(tmp_path / "base.budget_line.parquet")
    assert line.field("amount_mnkr").type == pyarrow.decimal128(18, 8)
    dictionary = list(csv.reader((tmp_path / "dictionary.csv").open(encoding="utf-8-sig"), delimiter=";"))
    described = {(row[0], row[2]) for row in dictionary[1:]}
    assert ("base.budget_line", "amount_mnkr") in described
    assert {name for name, column in described if not column} == stored.keys()


def test_the_workbook_has_every_value_as_what_it_is(
    warehouse: Path, tmp_path: Path, stored: dict[str, list[tuple[Any, ...]]]
) -> None:
    path = tmp_path / "plans.xlsx"
    done = export(warehouse, "xlsx", path, (), Dialect())
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["datalexikon", *stored]
    for name, rows in stored.items():
        sheet = book[name]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref is not None
        found = list(sheet.iter_rows(min_row=2, values_only=True))
        assert len(found) == len(rows), name
        for row, cells in zip(rows, found, strict=True):
            assert [as_stored(cell, value) for cell, value in zip(cells, row, strict=True)] == [
                cut(value) for value in row
            ], name
        assert not any(cell.data_type == "f" for cells in sheet.iter_rows() for cell in cells), name
    assert done.notes == [
        f"{name} goes beyond a limit of Excel: see `note` in the sheet datalexikon"
        for name in ("investment_by_year", "base.reviewed_investment", "base.investment", "base.provenance")
    ]
    notes = [row[-1] for row in book["datalexikon"].iter_rows(values_only=True) if row[0] == "base.investment"]
    assert "1 celler avkortade" in notes[0]


def as_stored(cell: Any, like: Any) -> Any:
    """What openpyxl gives, as the type of the stored value; a number must be a number in the sheet already."""
    if isinstance(like, Decimal | float):
        assert isinstance(cell, int | float)
        return type(like)(str(cell))
    if isinstance(like, date) and not isinstance(like, datetime):
        return cell.date()
    if isinstance(cell, str) and LONG[:1000] in cell:
        assert len(cell.encode("utf-16-le")) // 2 <= CHARACTERS
        assert "[avkortad: 3277" in cell
        return "cut"
    return openpyxl.utils.escape.unescape(cell) if isinstance(cell, str) else cell


def cut(value: Any) -> Any:
    return "cut" if isinstance(value, str) and LONG in value else value


def test_rows_beyond_the_last_of_a_sheet_go_on_in_another(warehouse: Path, tmp_path: Path) -> None:
    with open_warehouse(warehouse, threads=1) as connection:
        chosen = [found for found in relations(connection) if found.name in ("base.investment", "base.claim")]
        rows, notes = write_workbook(connection, chosen, tmp_path / "x.xlsx", rows_of_a_sheet=4)
        names = [row[4] for row in chosen[0].rows(connection)]
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    parts = [name for name in book.sheetnames if name.startswith("base.investment")]
    assert parts[:2] == ["base.investment", "base.investment (2)"]
    assert sum(book[part].max_row - 1 for part in parts) == len(names)
    assert all(book[part].max_row <= 4 for part in parts)
    assert len(notes) == 1
    assert rows == len(names) + 2


def test_the_same_warehouse_gives_the_same_bytes(warehouse: Path, tmp_path: Path) -> None:
    for form in ("csv", "parquet", "xlsx"):
        for folder in ("first", "second"):
            (tmp_path / folder).mkdir(exist_ok=True)
            export(warehouse, form, tmp_path / folder, (), Dialect())
    first = {path.name: path.read_bytes() for path in (tmp_path / "first").iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "second").iterdir()}
    with ZipFile(tmp_path / "first" / "warehouse.xlsx") as book:
        assert book.testzip() is None


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_a_failure_leaves_the_older_files_as_they_were(
    form: str, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    export(warehouse, form, out, (), Dialect())
    before = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}

    def full(*_: Any, **__: Any) -> None:
        raise OSError("No space left on device")

    for module in ("csv_files", "workbook"):
        monkeypatch.setattr(f"pipeline.commands.export.{module}.dictionary_rows", full)
    monkeypatch.setattr("pipeline.commands.export.csv_files._write", full)
    with pytest.raises(OSError, match="No space"):
        export(warehouse, form, out, (), Dialect())
    assert {path.name: path.stat().st_mtime_ns for path in out.iterdir()} == before


def call(*arguments: str | Path) -> tuple[int, str]:
    """Exit status and message of `tjut export`."""
    ended = CliRunner().invoke(cli, ["export", *map(str, arguments)], standalone_mode=True)
    return ended.exit_code, ended.output


def test_the_command_says_what_it_did(warehouse: Path, tmp_path: Path) -> None:
    asked = ("--format", "csv", "--table", "goal", "--table", "finding_summary", "--warehouse", warehouse)
    status, said = call(*asked, "--out", tmp_path / "a" / "b")
    assert (status, said) == (0, f"{tmp_path / 'a' / 'b'}: 2 tables and views, 4 rows\n")
    assert {path.name for path in (tmp_path / "a" / "b").iterdir()} == {
        "base.goal.csv", "finding_summary.csv", "dictionary.csv", "datapackage.json"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--format", "csv", "--out", "x", "--table", "goals"),
            "no table or view goals. It has activity_by_year,",
        ),
        (("--format", "csv", "--out", "x.csv"), "must be a folder: csv writes one file per table"),
        (("--format", "xlsx", "--out", "plans"), "a file whose name ends in .xlsx"),
        (("--format", "xlsx", "--out", "x.xlsx", "--decimal-comma"), "--decimal-comma only works with csv"),
        (("--format", "csv", "--out", "x", "--warehouse", "none.duckdb"), "there is no warehouse at none.duckdb"),
        (("--format", "csv"), "Missing option '--out'"),
    ],
)
def test_what_cannot_be_meant(
    arguments: tuple[str, ...], message: str, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = arguments if "--warehouse" in arguments else (*arguments, "--warehouse", str(warehouse))
    status, said = call(*asked)
    assert status == 2
    assert message in " ".join(said.split())
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_never_takes_the_place_of_the_warehouse(warehouse: Path, tmp_path: Path) -> None:
    disguised = tmp_path / "warehouse.xlsx"
    disguised.write_bytes(warehouse.read_bytes())
    with pytest.raises(click.UsageError):
        export(disguised, "xlsx", tmp_path, (), Dialect())
    assert disguised.read_bytes() == warehouse.read_bytes()


def test_a_folder_that_cannot_be_written(warehouse: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    status, said = call("--format", "csv", "--out", blocked / "folder", "--warehouse", warehouse)
    assert status == 3
    assert str(blocked) in said
    if os.geteuid():  # root may write everywhere
        (tmp_path / "closed").mkdir(mode=0o500)
        status, said = call("--format", "xlsx", "--out", tmp_path / "closed", "--warehouse", warehouse)
        assert status == 3
        assert "Permission denied" in said


def test_any_duckdb_file_can_be_exported(tmp_path: Path) -> None:
    """Tables without contracts, comments or runs; numbers and days that Excel cannot hold stand as text."""
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE Datalexikon AS SELECT 12345678901.12345678::DECIMAL(20,8) a, DATE '1850-01-01' b"
        )
    done = export(path, "xlsx", tmp_path / "x.xlsx", (), Dialect())
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["datalexikon", "Datalexikon (2)"]
    assert next(book["Datalexikon (2)"].iter_rows(min_row=2, values_only=True)) == (
        "12345678901.12345678", "1850-01-01"
    )  # fmt: skip
    assert len(done.notes) == 1


def test_plain_csv_is_what_programs_read(
    warehouse: Path, tmp_path: Path, stored: dict[str, list[tuple[Any, ...]]]
) -> None:
    export(warehouse, "csv", tmp_path, (), PLAIN)
    for name, rows in stored.items():
        path = tmp_path / f"{name}.csv"
        assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert b"\r\n" not in path.read_bytes()
        assert len(pandas.read_csv(path)) == len(rows), name
    with duckdb.connect() as connection:
        for name, rows in stored.items():
            told = connection.execute(f"FROM '{tmp_path / name}.csv'")  # DuckDB's sniffer, without a word of help
            assert len(told.fetchall()) == len(rows), name
    names = set(pandas.read_csv(tmp_path / "base.investment.csv")["name"])
    assert {*ODD_TEXTS, LONG} <= names


def test_headers_are_swedish_unless_names_are_wanted(warehouse: Path, tmp_path: Path) -> None:
    with open_warehouse(warehouse, threads=1) as connection:
        for relation in relations(connection):
            head = relation.head(column_names=False)
            assert len(set(head)) == len(head) == len(relation.columns), relation.name
    asked = ("--format", "csv", "--table", "investment", "--warehouse", warehouse)
    for extra, expected in (((), "Rad-id;"), (("--column-names",), "row_id;"), (("--plain",), "row_id,")):
        assert call(*asked, "--out", tmp_path, *extra)[0] == 0
        assert (tmp_path / "base.investment.csv").read_text("utf-8-sig").startswith(expected)
    assert call(*asked, "--out", tmp_path, "--plain", "--decimal-comma")[0] == 2
