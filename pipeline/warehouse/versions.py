"""The view `version_change`: what differs between two versions of a document, made from the contracts.

A row that is in both with the same content is unchanged, wherever it is. The rest are paired by what the row is called
in the document (a name, a label with its column), and then by place: values of such a pair have changed. A row without
a partner was added or removed.
"""

from __future__ import annotations

from typing import Any

import duckdb

from contracts import CONTRACTS, Column, Contract
from contracts.sql import address

# Where a row is printed is not part of its content; provenance has nothing else.
PLACES = frozenset(("row_id", "document_id", "page", "page_first", "page_last", "x0", "top", "x1", "bottom"))
# Columns that always differ between two files.
OF_THE_FILE = frozenset(("document_key", "short_id", "sha256", "file_name", "media_type", "page_count", "reader"))
APART = frozenset(("provenance",))
# The columns with what a row is called, in tables that have them.
NAMES = ("name", "title", "path", "category", "rule", "table_title", "label", "parent_label", "column_text")
COMMENTS = {
    "document_key": "Dokumentnyckel: samma för båda versionerna. Exempel: farsta/verksamhetsplan/2026",
    "earlier_document_id": "Tidigare dokument-id: den äldre versionen. Exempel: farsta-2026-1c8d0f6b…",
    "later_document_id": "Senare dokument-id: versionen närmast efter. Exempel: farsta-2026-0574426b…",
    "table_name": "Tabell: där raden står. Exempel: indicator",
    "row_key": "Rad: radens plats i den senare versionen, i den tidigare för en borttagen rad; row_id är dokument-id, "
    "snedstreck och detta. Exempel: indicator/1.1/3",
    "earlier_row_key": "Tidigare rad: radens plats i den tidigare versionen; NULL för en tillagd rad. "
    "Exempel: indicator/1.1/2",
    "column_name": "Kolumn: den som är ändrad; NULL för en rad som är tillagd eller borttagen. Exempel: target_text",
    "earlier_value": "Tidigare värde: som text; för en borttagen rad hela raden som JSON. Exempel: 88 %",
    "later_value": "Senare värde: som text; för en tillagd rad hela raden som JSON. Exempel: 90 %",
    "kind": "Slag: added, removed eller changed. Exempel: changed",
}
ABOUT = (
    "Ändringar mellan versioner: vad som skiljer två läsningar i följd av samma dokument, värde för värde. En rad som "
    "bara har bytt plats är inte ändrad."
)


SUCCESSIVE = """\
SELECT document_key, earlier_document_id, document_id AS later_document_id
    FROM base.document_version WHERE earlier_document_id IS NOT NULL"""
ONE_PAIR = "SELECT '' AS document_key, $earlier AS earlier_document_id, $later AS later_document_id"
QUERY = """\
WITH pair AS (
    {pairs}
),
versioned AS (
    SELECT earlier_document_id AS document_id FROM pair UNION SELECT later_document_id FROM pair
),
stored AS (
{tables}
),
-- Of rows with the same content, the first stands for the first.
earlier_row AS (
    SELECT pair.*, table_name, row_key, said, content,
        row_number() OVER (PARTITION BY later_document_id, table_name, content ORDER BY row_key) AS copy
    FROM pair JOIN stored ON document_id = earlier_document_id
),
later_row AS (
    SELECT pair.*, table_name, row_key, said, content,
        row_number() OVER (PARTITION BY later_document_id, table_name, content ORDER BY row_key) AS copy
    FROM pair JOIN stored ON document_id = later_document_id
),
earlier AS (
    SELECT *, row_number() OVER (PARTITION BY later_document_id, table_name, said ORDER BY row_key) AS nth
    FROM earlier_row ANTI JOIN later_row USING (later_document_id, table_name, content, copy)
),
later AS (
    SELECT *, row_number() OVER (PARTITION BY later_document_id, table_name, said ORDER BY row_key) AS nth
    FROM later_row ANTI JOIN earlier_row USING (later_document_id, table_name, content, copy)
),
pairs AS (
    SELECT document_key, earlier_document_id, later_document_id, table_name,
        earlier.row_key AS earlier_row_key, later.row_key AS later_row_key,
        earlier.content AS earlier_content, later.content AS later_content
    FROM earlier
    JOIN later USING (document_key, earlier_document_id, later_document_id, table_name, said, nth)
    UNION ALL
    SELECT document_key, earlier_document_id, later_document_id, table_name, earlier.row_key, later.row_key,
        earlier.content, later.content
    FROM (FROM earlier ANTI JOIN later USING (later_document_id, table_name, said, nth)) AS earlier
    FULL JOIN (FROM later ANTI JOIN earlier USING (later_document_id, table_name, said, nth)) AS later
        USING (document_key, earlier_document_id, later_document_id, table_name, row_key)
),
cells AS (
    SELECT *, unnest(json_keys(later_content)) AS column_name
    FROM pairs WHERE earlier_content IS NOT NULL AND later_content IS NOT NULL
)
SELECT
    document_key, earlier_document_id, later_document_id, table_name, later_row_key AS row_key, earlier_row_key,
    column_name, earlier_content ->> column_name AS earlier_value, later_content ->> column_name AS later_value,
    'changed' AS kind
FROM cells
WHERE earlier_value IS DISTINCT FROM later_value
UNION ALL
SELECT
    document_key, earlier_document_id, later_document_id, table_name, coalesce(later_row_key, earlier_row_key),
    earlier_row_key, NULL, earlier_content, later_content,
    CASE WHEN earlier_content IS NULL THEN 'added' ELSE 'removed' END
FROM pairs WHERE earlier_content IS NULL OR later_content IS NULL
ORDER BY document_key, later_document_id, table_name, row_key, column_name
"""


def version_change() -> str:
    """The statements that create the view and its comments."""
    told = [f"COMMENT ON VIEW base.version_change IS '{ABOUT}';"]
    told += [f"COMMENT ON COLUMN base.version_change.{name} IS '{text}';" for name, text in COMMENTS.items()]
    return "\n".join([f"CREATE VIEW base.version_change AS\n{_query(SUCCESSIVE)};", *told])


def changes(connection: duckdb.DuckDBPyConnection, earlier: str, later: str) -> list[tuple[Any, ...]]:
    """The differences between any two editions: table, row of the later one, column, value then and now, kind."""
    columns = "table_name, row_key, column_name, earlier_value, later_value, kind"
    found = connection.execute(f"SELECT {columns} FROM ({_query(ONE_PAIR)})", {"earlier": earlier, "later": later})
    return found.fetchall()


def _query(pairs: str) -> str:
    tables = [contract for contract in CONTRACTS.values() if contract.staged and contract.table not in APART]
    return QUERY.format(pairs=pairs, tables="\n    UNION ALL\n".join(map(_stored, tables)))


def _stored(contract: Contract) -> str:
    """The rows of one table in versions of a document: each its place, what it is called, and its content as JSON."""
    columns = [column.name for column in contract.staged_columns if _is_content(column)]
    # As text, since a number read back from JSON becomes a float.
    content = ", ".join(f"{name}: CAST({name} AS VARCHAR)" for name in columns)
    place = "'document'" if contract.table == "document" else "substr(row_id, length(document_id) + 2)"
    called = [name for name in NAMES if name in columns and contract.table != "document"]
    return f"""\
    SELECT document_id, '{contract.table}' AS table_name, {place} AS row_key,
        {f"concat_ws(' / ', {', '.join(called)})" if called else "row_key"} AS said,
        CAST(to_json({{{content}}}) AS VARCHAR) AS content
    FROM {address(contract.table)} SEMI JOIN versioned USING (document_id)"""


def _is_content(column: Column) -> bool:
    return column.name not in PLACES | OF_THE_FILE and not column.name.endswith("ordinal")
