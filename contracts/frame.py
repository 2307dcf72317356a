"""Contracts as pandera models: one strict DataFrameModel for each table."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

import pandas
import pandera.pandas as pa

from contracts.model import Column, arrow_types
from contracts.tables import CONTRACTS


@cache
def model(table: str) -> type[pa.DataFrameModel]:
    """The model that checks the rows of `table`: exactly its columns, in order, with all checks."""
    contract = CONTRACTS[table]
    types = arrow_types()
    together = next((list(key) for key in contract.unique_keys if len(key) > 1), None)
    alone = {key[0] for key in contract.unique_keys if len(key) == 1}

    class Config:
        name = table
        strict = True
        ordered = True
        unique = together

    members: dict[str, Any] = {
        "__annotations__": {c.name: Annotated[pandas.ArrowDtype, types[c.type]] for c in contract.staged_columns},
        "__doc__": contract.comment,
        "Config": Config,
        **{c.name: _field(c, c.name in alone) for c in contract.staged_columns},
    }
    return type(table, (pa.DataFrameModel,), members)


def _field(column: Column, unique: bool) -> Any:
    return pa.Field(
        nullable=column.nullable,
        unique=unique,
        isin=list(column.allowed) or None,
        str_matches=column.form,
        ge=column.least,
        le=column.most,
        description=column.meaning,
    )
