-- Editions of one document, oldest first. What a review has pinned counts before all others; then one that is approved
-- before one that is open, and that before one that is held; then the later one, as `edition` says.
CREATE VIEW base.document_version AS
WITH ordered AS (
    SELECT
        edition.*, file_name, sha256, issued_on, arrived_at, approval,
        row_number() OVER oldest_first AS version,
        lead(document_id) OVER oldest_first IS NULL AS is_newest,
        lag(document_id) OVER oldest_first AS earlier_document_id,
        lag(is_pinned) OVER oldest_first AS earlier_is_pinned,
        lag(approval) OVER oldest_first AS earlier_approval,
        lag(is_complete) OVER oldest_first AS earlier_is_complete,
        lag(issued_on) OVER oldest_first AS earlier_issued_on,
        lag(is_revised) OVER oldest_first AS earlier_is_revised,
        lag(arrived_at) OVER oldest_first AS earlier_arrived_at
    FROM base.edition AS edition JOIN base.document USING (document_id, document_key)
    WINDOW oldest_first AS (
        PARTITION BY document_key ORDER BY is_pinned, approval = 'approved', approval <> 'held', place
    )
)
SELECT
    document_key, CAST(version AS INTEGER) AS version, is_newest, document_id, earlier_document_id, file_name, sha256,
    issued_on, arrived_at, approval,
    CASE
        WHEN earlier_document_id IS NULL THEN NULL
        WHEN is_pinned <> earlier_is_pinned THEN 'pinned'
        WHEN approval <> earlier_approval THEN 'approval'
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
COMMENT ON COLUMN base.document_version.approval IS 'Godkännande: approved, open eller held. Exempel: open';
COMMENT ON COLUMN base.document_version.decided_by IS 'Avgörs av: vad som gör versionen senare än den före: pinned (en granskning säger att den gäller), approval (den är godkänd, eller den före är hejdad), reading (den är läst i sin helhet, den före är det inte), issued_on (dess datum), revision (dess titel säger det), arrival (ankomsten, som inget i dokumentet bekräftar) eller file (slag och namn); NULL för den första. Exempel: issued_on';
