"""The table `followed_row`: which rows of two plans the views of indicators, activities and goals put side by side.

It follows from the matches and is filled anew by each publishing, so that no view has to find it out.
"""

from __future__ import annotations

import duckdb

PAIRS = """
    WITH item AS (
        SELECT 'indicator' AS kind, document_id, row_id FROM base.indicator
        UNION ALL SELECT 'activity', document_id, row_id FROM base.activity
        UNION ALL SELECT 'goal', document_id, row_id FROM base.goal
    ),
    compared AS (
        SELECT comparison.*, plan_year AS previous_plan_year
        FROM base.comparison JOIN base.document ON document.document_id = previous_document_id
    )
    SELECT
        item.kind, compared.document_id, item.row_id, compared.previous_document_id, match.previous_row_id,
        score, method, item.row_id AS thing, previous_plan_year, NULL AS part, NULL AS reason
    FROM compared JOIN item USING (document_id) LEFT JOIN base.match ON match.row_id = item.row_id
    UNION ALL
    SELECT
        item.kind, compared.document_id, NULL, compared.previous_document_id, item.row_id,
        NULL, NULL, item.row_id, previous_plan_year, NULL, NULL
    FROM compared JOIN item ON item.document_id = previous_document_id
    ANTI JOIN base.match ON match.previous_row_id = item.row_id
"""
# Where no board is merged, `merged_row` would cost more than all the rest.
OF_PARTS = """
    UNION ALL
    SELECT
        kind, line.document_id, row_id, part_document_id, previous_row_id,
        score, method, thing, line.previous_plan_year, line.part, line.reason
    FROM base.merged_row AS line JOIN base.merged_part USING (document_id, part)
"""


def follow(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills the table for the present comparisons."""
    is_merged = connection.execute("SELECT 1 FROM base.merged_part LIMIT 1").fetchone()
    connection.execute(f"""
        INSERT INTO base.followed_row BY NAME
        SELECT *, row_number() OVER (ORDER BY kind, document_id, thing, part, previous_row_id) AS ordinal
        FROM ({PAIRS}{OF_PARTS if is_merged else ""})
    """)


def forget_followed(connection: duckdb.DuckDBPyConnection) -> None:
    """Empties the table, before documents that it names are deleted."""
    connection.execute("DELETE FROM base.followed_row")
