-- Each reading beside the one before it: of the same file, or where that was never read before, of the edition that was
-- read last.
CREATE VIEW run_quality AS
WITH reading AS (
    SELECT *, coalesce(document_key, document_id) AS series FROM base.run_quality
),
before AS (
    SELECT
        now.run_id, now.document_id, earlier.run_id AS earlier_run_id, earlier.document_id AS earlier_document_id,
        earlier.row_count, earlier.rows_by_table, earlier.error_count, earlier.warning_count, earlier.note_count,
        earlier.coverage, earlier.reading
    FROM reading AS now
    JOIN reading AS earlier ON earlier.series = now.series AND earlier.run_id < now.run_id
    QUALIFY row_number() OVER (
        PARTITION BY now.run_id, now.document_id
        ORDER BY earlier.document_id = now.document_id DESC, earlier.run_id DESC, earlier.document_id
    ) = 1
),
counted AS (
    SELECT run_id, document_id, unnest(json_keys(rows_by_table)) AS table_name, rows_by_table FROM base.run_quality
),
table_change AS (
    SELECT
        now.run_id, now.document_id, now.table_name,
        coalesce(CAST(before.rows_by_table ->> now.table_name AS INTEGER), 0) AS rows_before,
        CAST(now.rows_by_table ->> now.table_name AS INTEGER) AS rows_now
    FROM counted AS now
    JOIN before ON before.run_id = now.run_id AND before.document_id = now.document_id
    WHERE rows_before <> rows_now
),
changed AS (
    SELECT
        run_id, document_id,
        string_agg(table_name || ' ' || rows_before || ' → ' || rows_now, ', ' ORDER BY table_name) AS tables_changed
    FROM table_change
    GROUP BY ALL
)
SELECT
    now.run_id, now.document_id, now.document_key, now.file, now.row_count, now.rows_by_table,
    now.error_count, now.warning_count, now.note_count, now.coverage, now.reading,
    before.earlier_run_id AS previous_run_id, before.earlier_document_id AS previous_document_id,
    now.row_count - before.row_count AS row_count_change,
    now.error_count - before.error_count AS error_count_change,
    now.warning_count - before.warning_count AS warning_count_change,
    now.note_count - before.note_count AS note_count_change,
    CAST(now.coverage - before.coverage AS DECIMAL(18,8)) AS coverage_change,
    before.reading AS previous_reading, changed.tables_changed
FROM base.run_quality AS now
LEFT JOIN before ON before.run_id = now.run_id AND before.document_id = now.document_id
LEFT JOIN changed ON changed.run_id = now.run_id AND changed.document_id = now.document_id
ORDER BY now.run_id DESC, now.document_key, now.document_id;

COMMENT ON VIEW run_quality IS
'Kvalitet över tid: hur väl ett dokument lästes i en körning, bredvid läsningen före: av samma fil, annars av dokumentets förra utgåva.';
COMMENT ON COLUMN run_quality.run_id IS 'Körning: körningens nummer. Exempel: 12';
COMMENT ON COLUMN run_quality.document_id IS 'Dokument-id: dokumentet. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN run_quality.document_key IS 'Dokumentnyckel: nämnd, slag och år. Exempel: farsta/verksamhetsplan/2026';
COMMENT ON COLUMN run_quality.file IS 'Fil: filens sökväg i raw. Exempel: 2026/farsta.pdf';
COMMENT ON COLUMN run_quality.row_count IS 'Rader: rader av dokumentets innehåll, i alla tabeller tillsammans. Exempel: 812';
COMMENT ON COLUMN run_quality.rows_by_table IS 'Rader i varje tabell: som JSON. Exempel: {"indicator": 40}';
COMMENT ON COLUMN run_quality.error_count IS 'Fel: iakttagelser av allvaret error. Exempel: 9';
COMMENT ON COLUMN run_quality.warning_count IS 'Varningar: iakttagelser av allvaret warning. Exempel: 2';
COMMENT ON COLUMN run_quality.note_count IS 'Upplysningar: iakttagelser av allvaret note. Exempel: 5';
COMMENT ON COLUMN run_quality.coverage IS 'Täckning: andelen tryckta tal i tabeller och löptext som är redovisade, från 0 till 1. Exempel: 0.998';
COMMENT ON COLUMN run_quality.reading IS 'Läsningens omfång: complete eller incomplete. Exempel: complete';
COMMENT ON COLUMN run_quality.previous_run_id IS 'Föregående körning: den som senast läste dokumentet; NULL för den första. Exempel: 9';
COMMENT ON COLUMN run_quality.previous_document_id IS 'Föregående dokument-id: ett annat om det är en ny utgåva. Exempel: farsta-2026-1c8d0f6be2aa99b8c7d6e5f403122130';
COMMENT ON COLUMN run_quality.row_count_change IS 'Ändring i rader: mot föregående läsning. Exempel: -3';
COMMENT ON COLUMN run_quality.error_count_change IS 'Ändring i fel: mot föregående läsning. Exempel: 1';
COMMENT ON COLUMN run_quality.warning_count_change IS 'Ändring i varningar: mot föregående läsning. Exempel: 0';
COMMENT ON COLUMN run_quality.note_count_change IS 'Ändring i upplysningar: mot föregående läsning. Exempel: 0';
COMMENT ON COLUMN run_quality.coverage_change IS 'Ändring i täckning: mot föregående läsning. Exempel: -0.002';
COMMENT ON COLUMN run_quality.previous_reading IS 'Föregående läsnings omfång: complete eller incomplete. Exempel: complete';
COMMENT ON COLUMN run_quality.tables_changed IS 'Ändrade tabeller: antal rader förut och nu, där de är olika. Exempel: indicator 40 → 38';
