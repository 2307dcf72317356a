-- Readings of one plan, oldest first: by the run they arrived in; of those that arrived together by the document's own
-- date, a text before a PDF, and at last by the name of the file. The newest is current.
CREATE VIEW document_version AS
WITH arrival AS (
    SELECT sha256, min(run_id) AS run_id FROM run_document WHERE outcome = 'published' GROUP BY sha256
)
SELECT
    document.document_key, CAST(row_number() OVER oldest_first AS INTEGER) AS version,
    lead(document_id) OVER oldest_first IS NULL AS is_newest,
    document_id, lag(document_id) OVER oldest_first AS earlier_document_id,
    document.file_name, document.sha256, arrival.run_id AS arrived_in_run
FROM document
LEFT JOIN arrival USING (sha256)
WINDOW oldest_first AS (
    PARTITION BY document_key
    ORDER BY run_id NULLS FIRST, issued_on NULLS FIRST, media_type DESC, file_name, document_id DESC
);

COMMENT ON VIEW document_version IS
'Versioner: varje läsning av en plan, numrerad från den äldsta. Vad som skiljer två versioner står i version_change.';
COMMENT ON COLUMN document_version.document_key IS 'Dokumentnyckel: nämnd, slag och år. Exempel: farsta/verksamhetsplan/2026';
COMMENT ON COLUMN document_version.version IS 'Version: 1 är den som kom först. Exempel: 2';
COMMENT ON COLUMN document_version.is_newest IS 'Nyast: sant för den senaste versionen, den som gäller. Exempel: true';
COMMENT ON COLUMN document_version.document_id IS 'Dokument-id: versionens. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN document_version.earlier_document_id IS 'Tidigare dokument-id: versionen före; NULL för den första. Exempel: farsta-2026-1c8d0f6be2aa99b8c7d6e5f403122130';
COMMENT ON COLUMN document_version.file_name IS 'Filnamn: filens namn när den lästes. Exempel: farsta-vp-2026.pdf';
COMMENT ON COLUMN document_version.sha256 IS 'Fingeravtryck: SHA-256 av filens bytes.';
COMMENT ON COLUMN document_version.arrived_in_run IS 'Körning: den första som publicerade filen; NULL om liggaren börjar senare. Exempel: 12';
