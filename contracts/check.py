"""Rows against contracts: every failure of every table, listed at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts import CONTRACTS

if TYPE_CHECKING:
    import pyarrow

# pandera obeys these; a contract that is switched off unseen is worse than none.
SWITCHES = {"PANDERA_VALIDATION_ENABLED": "True", "PANDERA_VALIDATION_DEPTH": "SCHEMA_AND_DATA"}


@dataclass(frozen=True, slots=True)
class Failure:
    """A value, or a whole table, that breaks a contract."""

    table: str
    column: str
    check: str
    value: str
    row: str = ""

    def __str__(self) -> str:
        place = f"{self.table}.{self.column}" + (f" of {self.row}" if self.row else "")
        return f"{place}: {self.check} fails for {self.value!r}"


class ContractsSwitchedOff(RuntimeError):
    """An environment variable keeps pandera from checking."""


def assert_contracts_are_on() -> None:
    """Raise ContractsSwitchedOff when pandera's environment variables switch checks off."""
    for name, value in SWITCHES.items():
        if os.environ.get(name, value).lower() != value.lower():
            raise ContractsSwitchedOff(f"{name}={os.environ[name]} switches the contracts off: unset it")


def failures(tables: Mapping[str, pyarrow.Table]) -> list[Failure]:
    """All failures in the tables of one document; none for tables that keep their contracts."""
    import pandas
    from pandera.errors import SchemaErrors

    assert_contracts_are_on()
    found: list[Failure] = []
    for name, table in tables.items():
        if table.num_rows == 0:
            continue
        frame = table.to_pandas(types_mapper=pandas.ArrowDtype)
        try:
            CONTRACTS[name].model().validate(frame, lazy=True)
        except SchemaErrors as errors:
            found.extend(_failures(name, frame, errors))
    return found


def _failures(table: str, frame: object, errors: object) -> list[Failure]:
    cases = errors.failure_cases  # type: ignore[attr-defined]
    rows = frame.get("row_id")  # type: ignore[attr-defined]
    listed = []
    for case in cases.to_dict("records"):
        index = case["index"]
        row = str(rows[index]) if rows is not None and isinstance(index, int) and index in rows.index else ""
        listed.append(Failure(table, str(case["column"]), str(case["check"]), str(case["failure_case"]), row))
    return listed
