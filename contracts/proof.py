"""Checks the rows of a table against its contract with Arrow, a column at a time.

These are the same checks as in the pandera model of the table (`contracts.frame`), from the same definitions; a test
makes sure that the two never differ. pandera names each failing value, and is only loaded if there is one: its half
second and 70 MB in every process would exceed all other work on a document's rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow
import pyarrow.compute as pc

from contracts.model import Column, Contract


def keeps(contract: Contract, table: pyarrow.Table) -> bool:
    """Whether the table has the columns of its contract, in their order and types, and each value passes."""
    columns = contract.staged_columns
    if not table.schema.equals(contract.arrow_schema(), check_metadata=False):
        return False
    whole = all(column.nullable or not table[column.name].null_count for column in columns)
    return whole and all(_passes(column, table) for column in columns) and all(_keys(contract, table))


def _passes(column: Column, table: pyarrow.Table) -> bool:
    values = table[column.name].drop_null()
    return all(pc.all(passed, min_count=0).as_py() for passed in _checks(column, values))


def _checks(column: Column, values: pyarrow.ChunkedArray) -> Iterator[Any]:
    if column.allowed:
        yield pc.is_in(values, value_set=pyarrow.array(column.allowed, values.type))
    if column.form:
        yield pc.match_substring_regex(values, column.form)
    if column.least is not None:
        yield pc.greater_equal(values, column.least)
    if column.most is not None:
        yield pc.less_equal(values, column.most)


def _keys(contract: Contract, table: pyarrow.Table) -> Iterator[bool]:
    """Whether each key identifies only one row."""
    for key in contract.unique_keys:
        yield table.select(key).group_by(list(key), use_threads=False).aggregate([]).num_rows == table.num_rows
