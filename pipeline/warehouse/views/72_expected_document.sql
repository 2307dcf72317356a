-- What should be there: what sources.toml lists; without a list a plan of each district board in its time, for each year of
-- which there is any plan. Only a listed day makes a document late: nothing else says when it is due.
CREATE VIEW expected_document AS
WITH expected AS (
    SELECT board, board_key, plan_year, document_type, period, due_on, list_value(sha256, fetched_sha256) AS files
    FROM base.source
    UNION ALL
    SELECT name, board_key, CAST(year AS INTEGER), 'verksamhetsplan', NULL, NULL, []
    FROM base.board, (SELECT unnest(range(min(plan_year), max(plan_year) + 1)) AS year FROM base.plan)
    WHERE kind = 'stadsdelsnämnd'
        AND coalesce(valid_from, DATE '1900-01-01') <= make_date(CAST(year AS INTEGER), 1, 1)
        AND coalesce(valid_to, DATE '9999-12-31') >= make_date(CAST(year AS INTEGER), 1, 1)
        AND NOT EXISTS (FROM base.source)
),
found AS (
    SELECT
        expected.*, document.document_id, document.file_name, held.file_name AS held_file_name,
        refused.file AS refused_file, refused.reason AS refused_reason
    FROM expected
    LEFT JOIN base.document
        ON document.is_current AND document.board_key = expected.board_key AND document.plan_year = expected.plan_year
        AND document.document_type = expected.document_type
        AND (expected.period IS NULL OR expected.period = document.period)
    LEFT JOIN base.document AS held ON held.approval = 'held' AND held.document_key = document.document_key
    LEFT JOIN base.quarantine AS refused
        ON list_contains(expected.files, refused.sha256) OR refused.sha256 = document.sha256
)
SELECT
    board, board_key, plan_year, document_type, period,
    CASE
        WHEN held_file_name IS NOT NULL OR (document_id IS NOT NULL AND refused_file IS NOT NULL) THEN 'held'
        WHEN document_id IS NOT NULL THEN 'published'
        WHEN refused_file IS NOT NULL THEN 'refused'
        WHEN due_on < current_date THEN 'late'
        ELSE 'absent'
    END AS state,
    due_on, document_id, coalesce(held_file_name, refused_file, file_name) AS file, refused_reason AS reason
FROM found
QUALIFY row_number() OVER (
    PARTITION BY board_key, plan_year, document_type, period
    ORDER BY held_file_name IS NULL, document_id, refused_file
) = 1
ORDER BY plan_year DESC, board_key, document_type, period;

COMMENT ON VIEW expected_document IS
'Väntade dokument: vad som finns och vad som saknas, för varje nämnd, år och slag. De står i sources.toml; utan den är de en verksamhetsplan för varje stadsdelsnämnd och år då den fanns.';
COMMENT ON COLUMN expected_document.board IS 'Nämnd: som den står i listan, eller i registret. Exempel: Farsta stadsdelsnämnd';
COMMENT ON COLUMN expected_document.board_key IS 'Nämndnyckel: samma som i document. Exempel: farsta';
COMMENT ON COLUMN expected_document.plan_year IS 'Planår: året som dokumentet gäller. Exempel: 2026';
COMMENT ON COLUMN expected_document.document_type IS 'Dokumentslag: vad som väntas. Exempel: verksamhetsplan';
COMMENT ON COLUMN expected_document.period IS 'Del av året: tertial, månad eller del; NULL för hela året. Exempel: T1';
COMMENT ON COLUMN expected_document.state IS 'Läge: published (det finns), held (en senare utgåva eller läsning är hejdad, den tidigare gäller), refused (filen är avvisad), late (dagen då det väntas har gått) eller absent (det saknas). Exempel: absent';
COMMENT ON COLUMN expected_document.due_on IS 'Väntas senast: dagen enligt sources.toml. Exempel: 2025-12-20';
COMMENT ON COLUMN expected_document.document_id IS 'Dokument-id: det som gäller. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN expected_document.file IS 'Fil: den som är hejdad eller avvisad, annars den som gäller. Exempel: farsta-vp-2026.pdf';
COMMENT ON COLUMN expected_document.reason IS 'Skäl: varför filen är avvisad. Exempel: encrypted';
