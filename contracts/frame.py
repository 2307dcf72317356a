"""Contracts as pandera models: one strict DataFrameModel for each table."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

import pandas

from contracts.lean import without
from contracts.model import Column, arrow_types
from contracts.tables import CONTRACTS

# For other frames than pandas' and for making data up, pandera loads whatever it finds: 60 MB and half a second.
with without("dask", "hypothesis"):
    import pandera.backends.pandas.builtin_checks
    import pandera.pandas as pa
    import pandera.typing.dask  # noqa: F401 (says whether dask is there)

# Empty is NULL, never an empty text, and no blank stands at an end (schema.md). Arrow matches the patterns:
# its `\s` knows ASCII blanks alone.
_BLANK = "\\s\u00a0\u2009\u202f"
PRINTED = f"(?s:[^{_BLANK}](?:.*[^{_BLANK}])?)"


@cache
def model(table: str) -> type[pa.DataFrameModel]:
    """The model that the rows of `table` are checked with: its columns and no others, in their order, all checks."""
    contract = CONTRACTS[table]
    types = arrow_types()
    natural = contract.natural_key if contract.counted else ()
    together = next((list(key) for key in (natural, contract.key) if len(key) > 1), None)
    alone = {key[0] for key in (natural, contract.key) if len(key) == 1}

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
    pattern = column.pattern or (PRINTED if column.type == "text" and not column.raw else None)
    return pa.Field(
        nullable=column.nullable,
        unique=unique,
        isin=list(column.allowed) or None,
        str_matches=rf"^(?:{pattern})$" if pattern and not column.allowed else None,
        ge=column.least,
        le=column.most,
        description=column.meaning,
    )
