"""The view `tjut`: what a warehouse is and where to start, for people who get the file without its documentation."""

from __future__ import annotations

from contracts.sql import quoted
from pipeline.warehouse.schema_version import SCHEMA_VERSION

ABOUT = (
    "Tjänsteutlåtanden från Stockholms nämnder (verksamhetsplaner och deras uppföljning), lästa ur filer av Tjut. "
    "Det som är tryckt är lagrat som det är tryckt."
)
BEGIN = (
    "Vyerna i main har de utgåvor som gäller: budget_by_year, indicator_by_year, goal_by_year; "
    "finding_by_year har det som är tveksamt. Tabellerna bakom står i base."
)
EXPLAINED = "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
COMMENTS = {
    "about": "Innehåll: Vad databasen är. Exempel: Tjänsteutlåtanden från Stockholms nämnder",
    "begin_with": "Början: Vyerna att börja med. Exempel: budget_by_year",
    "explained_by": "Förklaring: Frågan som ger varje kolumns betydelse. Exempel: SELECT comment FROM duckdb_columns()",
    "schema_version": "Schemaversion: Version av tabeller, vyer och kolumner; första talet höjs när en fråga som "
    f"gick att ställa kan sluta fungera. Exempel: {SCHEMA_VERSION}",
    "run_id": "Körning: Körningen som gjorde databasen; NULL för en som ingen körning har gjort. Exempel: 12",
    "published_at": "Publicerad: När den körningen hade läst klart och började publicera, UTC. "
    "Exempel: 2026-11-23 03:00:07",
    "code_version": "Kodversion: Tjuts version och källkodens fingeravtryck. Exempel: 0.1.0+3f9c0a1b2c4d",
    "document_count": "Dokument: Antal dokument som gäller. Exempel: 14",
}


def about_view() -> str:
    """The script that creates the view and its comments."""
    told = ["COMMENT ON VIEW tjut IS 'Om databasen: vad den är, vilken körning som gjorde den och var man börjar.';"]
    told += [f"COMMENT ON COLUMN tjut.{name} IS {quoted(text)};" for name, text in COMMENTS.items()]
    query = f"""
CREATE VIEW tjut AS
SELECT
    {quoted(ABOUT)} AS about,
    {quoted(BEGIN)} AS begin_with,
    {quoted(EXPLAINED)} AS explained_by,
    {quoted(SCHEMA_VERSION)} AS schema_version,
    max(run_id) AS run_id,
    arg_max(ended_at, run_id) AS published_at,
    arg_max(code_version, run_id) AS code_version,
    (SELECT count(*) FROM base.document WHERE is_current) AS document_count
FROM base.run;"""
    return "\n".join([query, *told])
