-- Files that are other documents, by their covers, than the list says of them.
CREATE VIEW base.source_mismatch AS
SELECT
    document.document_id, source.ordinal,
    'Filen står i sources.toml som ' || concat_ws(' ', source.board_key, source.document_type, source.period, source.plan_year)
        || ', men omslaget säger '
        || concat_ws(' ', document.board_key, document.document_type, document.period, document.plan_year) || '.' AS message
FROM base.document
JOIN base.source
    ON document.sha256 IN (source.sha256, source.fetched_sha256)
    AND (
        document.board_key <> source.board_key OR document.plan_year <> source.plan_year
        OR document.document_type <> source.document_type
        OR coalesce(document.period <> source.period, document.period IS NULL AND source.period IS NOT NULL)
    );

COMMENT ON VIEW base.source_mismatch IS
'Förväxlade filer: filer som enligt sina omslag är andra dokument än sources.toml säger.';
COMMENT ON COLUMN base.source_mismatch.document_id IS 'Dokument-id: filen. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN base.source_mismatch.ordinal IS 'Löpnummer: raden i base.source. Exempel: 3';
COMMENT ON COLUMN base.source_mismatch.message IS 'Meddelande: vad listan säger och vad omslaget säger. Exempel: Filen står i sources.toml som farsta verksamhetsplan 2026, men omslaget säger farsta verksamhetsplan 2025.';
