"""Checks rows against contracts and lists every failure in every table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow
import pyarrow.compute

from contracts.model import PRINTED
from contracts.proof import keeps
from contracts.switches import assert_contracts_are_on
from contracts.tables import CONTRACTS


@dataclass(frozen=True, slots=True)
class Failure:
    """A value, a column or a whole table that breaks a contract; `row_id` is None if no single row is to blame."""

    table: str
    row_id: str | None
    column: str
    check: str
    value: str

    def __str__(self) -> str:
        place = f"{self.table}.{self.column}" + (f" of {self.row_id}" if self.row_id else "")
        return f"{place}: {self.check} fails for {self.value!r}"


def validate(tables: Mapping[str, pyarrow.Table]) -> list[Failure]:
    """All failures in the tables of one document (or of the ledger); empty if they fulfil their contracts.

    Raises ContractsSwitchedOff.
    """
    assert_contracts_are_on()
    broken = {name: table for name, table in tables.items() if not keeps(CONTRACTS[name], table)}
    found = [failure for name, table in broken.items() for failure in _broken_columns(name, table)]
    if not found:  # only complete rows can be compared with each other
        for name, table in tables.items():
            found += _descending(name, table)
            found += _dangling(name, table, tables)
        found += _cited_nowhere(tables)
    return found


def _broken_columns(name: str, table: pyarrow.Table) -> Iterator[Failure]:
    """What pandera finds: columns, types, NULLs, closed lists, bounds, patterns, doubled keys. At least one failure."""
    import pandas
    from pandera.errors import SchemaErrors

    from contracts.frame import model

    frame = table.to_pandas(types_mapper=pandas.ArrowDtype)
    try:
        model(name).validate(frame, lazy=True)
    except SchemaErrors as errors:
        key = CONTRACTS[name].name_column
        keys = frame[key].to_list() if key in frame else []
        for case in errors.failure_cases.to_dict("records"):
            row_id = str(keys[int(case["index"])]) if keys and not pandas.isna(case["index"]) else None
            # For a missing or extra column, pandera has the table's name here and the column's as the value.
            column = str(case["failure_case"] if case["column"] == name else case["column"])
            check = "text without blanks at its ends" if PRINTED in str(case["check"]) else str(case["check"])
            yield Failure(name, row_id, column, check, str(case["failure_case"]))
    else:  # a key that pandera's model, which takes one of several columns, leaves out
        yield Failure(name, None, " or ".join(map(", ".join, CONTRACTS[name].unique_keys)), "names one row", "")


def _descending(name: str, table: pyarrow.Table) -> Iterator[Failure]:
    key = CONTRACTS[name].name_column
    for low, high in CONTRACTS[name].ascending:
        above = pyarrow.compute.fill_null(pyarrow.compute.greater(table[low], table[high]), False)
        for row in table.filter(above).select([key, low, high]).to_pylist():
            yield Failure(name, str(row[key]), low, f"not above {high}", f"{row[low]} > {row[high]}")


def _dangling(name: str, table: pyarrow.Table, tables: Mapping[str, pyarrow.Table]) -> Iterator[Failure]:
    """Rows of no document; what a row refers to beside it is made when it is published."""
    for column, parent in CONTRACTS[name].references.items():
        if not CONTRACTS[parent].staged:
            continue
        known = set(_values(tables, parent, CONTRACTS[parent].key[0]))
        for value in sorted(set(table[column].to_pylist()) - known):
            yield Failure(name, None, column, f"in {parent}", str(value))


def _cited_nowhere(tables: Mapping[str, pyarrow.Table]) -> Iterator[Failure]:
    """Provenance of rows or columns that do not exist."""
    cited = tables.get("provenance")
    if cited is None:
        return
    for name in pyarrow.compute.unique(cited["table_name"]).to_pylist():
        of_table = cited.filter(pyarrow.compute.equal(cited["table_name"], name))
        columns = tables[name].column_names if name in tables else []
        keys = _values(tables, name, CONTRACTS[name].name_column) if name in tables else []
        known = pyarrow.array(keys, pyarrow.string())
        stored = pyarrow.compute.is_in(of_table["row_id"], value_set=known)
        named = pyarrow.compute.is_in(of_table["column_name"], value_set=pyarrow.array(columns, pyarrow.string()))
        nowhere = of_table.filter(pyarrow.compute.invert(pyarrow.compute.and_(stored, named)))
        for row_id, column in dict.fromkeys(
            zip(*nowhere.select(["row_id", "column_name"]).to_pydict().values(), strict=True)
        ):
            yield Failure("provenance", row_id, "column_name", "cites a stored value", f"{name}.{column}")


def _values(tables: Mapping[str, pyarrow.Table], table: str, column: str) -> list[Any]:
    values: list[Any] = tables[table][column].to_pylist() if table in tables else []
    return values
