-- Editions of one plan, oldest first. What a review has pinned counts before all others; then one that is read completely
-- before one that is not; then the later: by the date it bears; then by what it says of itself; then by its arrival, which is kept with the staged document; of those that came together a PDF before a text, and at last by the
-- name of the file. An edition without a date is older than one with a date.
CREATE VIEW base.document_version AS
WITH edition AS (
    SELECT *, coalesce(regexp_matches(title, '(?i)revider|rättad|version [2-9]'), false) AS is_revised,
        reading IS DISTINCT FROM 'incomplete' AS is_complete,
        EXISTS (
            FROM base.review
            WHERE verdict = 'pinned' AND review.document_key = document.document_key AND review.sha256 = document.sha256
        ) AS is_pinned
    FROM base.document
),
ordered AS (
    SELECT
        *,
        row_number() OVER oldest_first AS version,
        lead(document_id) OVER oldest_first IS NULL AS is_newest,
        lag(document_id) OVER oldest_first AS earlier_document_id,
        lag(is_pinned) OVER oldest_first AS earlier_is_pinned,
        lag(is_complete) OVER oldest_first AS earlier_is_complete,
        lag(issued_on) OVER oldest_first AS earlier_issued_on,
        lag(is_revised) OVER oldest_first AS earlier_is_revised,
        lag(arrived_at) OVER oldest_first AS earlier_arrived_at
    FROM edition
    WINDOW oldest_first AS (
        PARTITION BY document_key
        ORDER BY is_pinned, is_complete, issued_on NULLS FIRST, is_revised, arrived_at NULLS FIRST, media_type DESC, file_name, document_id DESC
    )
)
SELECT
    document_key, CAST(version AS INTEGER) AS version, is_newest, document_id, earlier_document_id, file_name, sha256,
    issued_on, arrived_at,
    CASE
        WHEN earlier_document_id IS NULL THEN NULL
        WHEN is_pinned <> earlier_is_pinned THEN 'pinned'
        WHEN is_complete <> earlier_is_complete THEN 'reading'
        WHEN issued_on IS DISTINCT FROM earlier_issued_on THEN 'issued_on'
        WHEN is_revised <> earlier_is_revised THEN 'revision'
        WHEN arrived_at IS DISTINCT FROM earlier_arrived_at THEN 'arrival'
        ELSE 'file'
    END AS decided_by
FROM ordered;

COMMENT ON VIEW base.document_version IS
'Versioner: varje utgåva av en plan, numrerad från den äldsta. Vad som skiljer två versioner står i version_change.';
COMMENT ON COLUMN base.document_version.document_key IS 'Dokumentnyckel: nämnd, slag och år. Exempel: farsta/verksamhetsplan/2026';
COMMENT ON COLUMN base.document_version.version IS 'Version: 1 är den äldsta. Exempel: 2';
COMMENT ON COLUMN base.document_version.is_newest IS 'Nyast: sant för den senaste versionen, den som gäller. Exempel: true';
COMMENT ON COLUMN base.document_version.document_id IS 'Dokument-id: versionens. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN base.document_version.earlier_document_id IS 'Tidigare dokument-id: versionen före; NULL för den första. Exempel: farsta-2026-1c8d0f6be2aa99b8c7d6e5f403122130';
COMMENT ON COLUMN base.document_version.file_name IS 'Filnamn: filens namn när den lästes. Exempel: farsta-vp-2026.pdf';
COMMENT ON COLUMN base.document_version.sha256 IS 'Fingeravtryck: SHA-256 av filens bytes.';
COMMENT ON COLUMN base.document_version.issued_on IS 'Datum: tjänsteutlåtandets eget. Exempel: 2025-12-01';
COMMENT ON COLUMN base.document_version.arrived_at IS 'Ankomst: när en körning först hade filen, UTC. Exempel: 2026-11-23 03:00:00';
COMMENT ON COLUMN base.document_version.decided_by IS 'Avgörs av: vad som gör versionen senare än den före: pinned (en granskning säger att den gäller), reading (den är läst i sin helhet, den före är det inte), issued_on (dess datum), revision (dess titel säger det), arrival (ankomsten, som inget i dokumentet bekräftar) eller file (slag och namn); NULL för den första. Exempel: issued_on';
