"""The view `version_change`: what differs between two versions of a document, made from the contracts.

A row that stands in both with the same content is unchanged, wherever it stands. What is left is paired by the name of
the row within its document: then values have changed; a row without such a partner was added or removed.
"""

from __future__ import annotations

from contracts import CONTRACTS, Column, Contract

# Where a row stands says nothing of what it says; provenance is nothing else.
PLACES = frozenset(("row_id", "document_id", "page", "page_first", "page_last", "x0", "top", "x1", "bottom"))
# What differs by nature between two files.
OF_THE_FILE = frozenset(("document_key", "sha256", "file_name", "media_type", "page_count", "reader"))
APART = frozenset(("provenance",))
COMMENTS = {
    "document_key": "Dokumentnyckel: samma för båda versionerna. Exempel: farsta/verksamhetsplan/2026",
    "earlier_document_id": "Tidigare dokument-id: den äldre versionen. Exempel: farsta-2026-1c8d0f6be2aa",
    "later_document_id": "Senare dokument-id: versionen närmast efter. Exempel: farsta-2026-0574426b0bb7",
    "table_name": "Tabell: där raden står. Exempel: indicator",
    "row_key": "Rad: radens namn i dokumentet; row_id är dokument-id, snedstreck och detta. Exempel: indicator/1.1/3",
    "column_name": "Kolumn: den som är ändrad; NULL för en rad som är tillagd eller borttagen. Exempel: target_text",
    "earlier_value": "Tidigare värde: som text; för en borttagen rad hela raden som JSON. Exempel: 88 %",
    "later_value": "Senare värde: som text; för en tillagd rad hela raden som JSON. Exempel: 90 %",
    "kind": "Slag: added, removed eller changed. Exempel: changed",
}
ABOUT = (
    "Ändringar mellan versioner: vad som skiljer två läsningar i följd av samma dokument, värde för värde. En rad som "
    "bara har bytt plats är inte ändrad."
)


def version_change() -> str:
    """The statements that create the view and its comments."""
    told = [f"COMMENT ON VIEW version_change IS '{ABOUT}';"]
    told += [f"COMMENT ON COLUMN version_change.{name} IS '{text}';" for name, text in COMMENTS.items()]
    tables = [contract for contract in CONTRACTS.values() if contract.staged and contract.table not in APART]
    parts = "\nUNION ALL\n".join(_changes(contract) for contract in tables)
    order = "document_key, later_document_id, table_name, row_key, column_name"
    return f"CREATE VIEW version_change AS\n{parts}\nORDER BY {order};\n" + "\n".join(told)


def _changes(contract: Contract) -> str:
    """The changes of one table."""
    columns = [column for column in contract.staged_columns if _is_content(column)]
    content = f"to_json({{{', '.join(f'{column.name}: {column.name}' for column in columns)}}})::VARCHAR"
    name = "'document'" if contract.table == "document" else "substr(row_id, length(document_id) + 2)"
    values = ", ".join(
        f"{{name: '{column.name}', earlier: earlier.{column.name}::VARCHAR, later: later.{column.name}::VARCHAR}}"
        for column in columns
    )
    return f"""\
SELECT
    document_key, earlier_document_id, later_document_id, '{contract.table}' AS table_name, row_key,
    value.name AS column_name, value.earlier AS earlier_value, value.later AS later_value,
    CASE WHEN value.name IS NOT NULL THEN 'changed' WHEN value.earlier IS NULL THEN 'added' ELSE 'removed' END AS kind
FROM (
    WITH pair AS (
        SELECT document_key, earlier_document_id, document_id AS later_document_id
        FROM document_version WHERE earlier_document_id IS NOT NULL
    ),
    earlier_row AS (
        SELECT pair.*, {contract.table}.*, {name} AS row_key, {content} AS content
        FROM pair JOIN {contract.table} ON document_id = earlier_document_id
    ),
    later_row AS (
        SELECT pair.*, {contract.table}.*, {name} AS row_key, {content} AS content
        FROM pair JOIN {contract.table} ON document_id = later_document_id
    ),
    counted_earlier AS (
        SELECT *, row_number() OVER (PARTITION BY later_document_id, content ORDER BY row_key) AS copy FROM earlier_row
    ),
    counted_later AS (
        SELECT *, row_number() OVER (PARTITION BY later_document_id, content ORDER BY row_key) AS copy FROM later_row
    ),
    earlier AS (FROM counted_earlier ANTI JOIN counted_later USING (later_document_id, content, copy)),
    later AS (FROM counted_later ANTI JOIN counted_earlier USING (later_document_id, content, copy))
    SELECT
        document_key, earlier_document_id, later_document_id, row_key,
        unnest(
            CASE WHEN earlier.content IS NULL OR later.content IS NULL
                THEN [{{name: NULL::VARCHAR, earlier: earlier.content, later: later.content}}]
                ELSE [{values}] END
        ) AS value
    FROM earlier FULL JOIN later USING (document_key, earlier_document_id, later_document_id, row_key)
)
WHERE value.earlier IS DISTINCT FROM value.later"""


def _is_content(column: Column) -> bool:
    return column.name not in PLACES | OF_THE_FILE and not column.name.endswith("ordinal")
