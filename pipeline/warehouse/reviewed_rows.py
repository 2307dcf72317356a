"""The views that show a table's rows with corrections, made from the contracts: `base.reviewed_indicator`."""

from __future__ import annotations

from contracts import CONTRACTS
from contracts.sql import SQL_TYPES, address, quoted
from pipeline.reviews import REVIEWABLE, reviewable_columns

TRUST = """\
coalesce(trusted_row.trust, CASE WHEN document.reading = 'incomplete' THEN 'suspect' ELSE 'printed' END) AS trust"""
TRUST_COMMENT = (
    "Tilltro: printed (som tryckt), suspect (en iakttagelse pekar ut värdet som troligen fel, eller dokumentet är "
    "ofullständigt läst), corrected (en granskning har rättat det) eller confirmed (en granskning säger att det "
    "stämmer). Exempel: printed"
)


def reviewed_views() -> str:
    """The script that creates them; each row has its `trust`."""
    return "\n".join(_view(table) for table in REVIEWABLE)


def _view(table: str) -> str:
    contract = CONTRACTS[table]
    reviewable = {column.name for column in reviewable_columns(table)}
    listed = ", ".join(
        _shown(column.name, SQL_TYPES[column.type], column.name in reviewable) for column in contract.columns
    )
    view = address(f"reviewed_{table}")
    about = f"{contract.term}, granskade: raderna i {table}, med det som granskningar har rättat."
    told = [f"COMMENT ON VIEW {view} IS {quoted(about)};"]
    comments = {column.name: column.comment for column in contract.columns} | {"trust": TRUST_COMMENT}
    told += [f"COMMENT ON COLUMN {view}.{name} IS {quoted(comment)};" for name, comment in comments.items()]
    return "\n".join(
        [
            f"CREATE VIEW {view} AS SELECT {listed}, {TRUST}",
            f"FROM {address(table)} AS line JOIN base.document USING (document_id)",
            "LEFT JOIN base.trusted_row ON trusted_row.row_id = line.row_id",
            "LEFT JOIN (",
            "    SELECT row_id, map(list(column_name), list(value)) AS corrected FROM base.correction GROUP BY row_id",
            ") AS settled ON settled.row_id = line.row_id;",
            *told,
        ]
    )


def _shown(name: str, type_: str, can_be_corrected: bool) -> str:
    if not can_be_corrected:
        return f"line.{name}"
    right = f"CAST(map_extract_value(corrected, '{name}') AS {type_})"
    return f"CASE WHEN map_contains(corrected, '{name}') THEN {right} ELSE line.{name} END AS {name}"
