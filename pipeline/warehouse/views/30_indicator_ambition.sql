-- The board's target beside kommunfullmäktige's. Which way is stricter is told by the indicator's words; where they
-- do not tell, only equal targets can be compared.
CREATE VIEW indicator_ambition AS
WITH directed AS (
    SELECT
        document.board, document.board_key, document.plan_year, indicator.*,
        CASE
            WHEN target_kind = 'tolerance' OR kf_target_kind = 'maximum' THEN 'lägre'
            WHEN regexp_matches(lower(name), 'sjukfrånvaro|vräkning|avhysning.*verkställ|ekonomiskt bistånd|klimatpåverkan|förbrukningsartiklar|köpt energi|åter blir föremål|timavlönad|barn per (anställd|grupp|legitimerad)|hemtjänsttagare .*möter|tillfälligt boende')
                THEN 'lägre'
            WHEN regexp_matches(lower(name), 'nöjd|trygg|förtroende|delaktig|påverka|index|ekologisk|krav|elektroniska inköp|uppföljning|deltar|når målen|väl bemötta|inte upplever diskriminering|förbättrad situation|legitimerade förskollärare|inskrivningsgrad|heltidsanställ|budgetföljsamhet|cirkularitet|platser|feriejobb|vet vart|avvärjas|genomgått|får det stöd')
                THEN 'högre'
        END AS stricter_is
    FROM indicator
    JOIN document USING (document_id)
    WHERE document.is_current
)
SELECT
    board, board_key, plan_year, goal_code, name, target_text, kf_target_text, target_value, kf_target_value, target_unit,
    stricter_is,
    CASE
        WHEN target_value IS NULL OR kf_target_value IS NULL OR target_unit IS DISTINCT FROM kf_target_unit
            THEN 'ej jämförbar'
        WHEN target_value = kf_target_value THEN 'lika'
        WHEN stricter_is IS NULL THEN 'ej jämförbar'
        WHEN (target_value > kf_target_value) = (stricter_is = 'högre') THEN 'skarpare'
        ELSE 'svagare'
    END AS ambition,
    CASE
        WHEN kf_target_text IS NULL THEN 'fullmäktige har inget årsmål'
        WHEN kf_target_kind = 'set_by_board' THEN 'nämnden sätter årsmålet'
        WHEN target_value IS NULL OR kf_target_value IS NULL THEN 'årsmålet är inget tal'
        WHEN target_unit IS DISTINCT FROM kf_target_unit THEN 'olika enheter'
        WHEN target_value <> kf_target_value AND stricter_is IS NULL
            THEN 'orden säger inte om högre eller lägre är skarpare'
    END AS reason,
    document_id, row_id, page
FROM directed
ORDER BY board_key, plan_year, document_id, row_id;
COMMENT ON VIEW indicator_ambition IS 'Ambition: nämndens årsmål bredvid fullmäktiges.';
COMMENT ON COLUMN indicator_ambition.board IS 'Nämnd, som den är tryckt.';
COMMENT ON COLUMN indicator_ambition.board_key IS 'Nämndnyckel. Exempel: farsta.';
COMMENT ON COLUMN indicator_ambition.plan_year IS 'Planår. Exempel: 2026.';
COMMENT ON COLUMN indicator_ambition.goal_code IS 'Målnummer. Exempel: 1.1.';
COMMENT ON COLUMN indicator_ambition.name IS 'Indikatorns namn.';
COMMENT ON COLUMN indicator_ambition.target_text IS 'Nämndens årsmål som det är tryckt. Exempel: 80 %.';
COMMENT ON COLUMN indicator_ambition.kf_target_text IS 'Fullmäktiges årsmål som det är tryckt. Exempel: 77 %.';
COMMENT ON COLUMN indicator_ambition.target_value IS 'Talet i nämndens årsmål.';
COMMENT ON COLUMN indicator_ambition.kf_target_value IS 'Talet i fullmäktiges årsmål.';
COMMENT ON COLUMN indicator_ambition.target_unit IS 'Enhet. Exempel: %.';
COMMENT ON COLUMN indicator_ambition.stricter_is IS 'Vilket håll som är skarpare: högre eller lägre; NULL där indikatorns ord inte säger det.';
COMMENT ON COLUMN indicator_ambition.ambition IS 'skarpare, lika, svagare eller ej jämförbar.';
COMMENT ON COLUMN indicator_ambition.reason IS 'Skälet när årsmålen inte kan jämföras.';
COMMENT ON COLUMN indicator_ambition.document_id IS 'Dokumentet.';
COMMENT ON COLUMN indicator_ambition.row_id IS 'Raden i indicator.';
COMMENT ON COLUMN indicator_ambition.page IS 'Sidan i filen.';
