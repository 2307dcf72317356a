-- What a plan promises with each of its indicators, and what later documents of the same board and year report of it.
-- Which of their rows is about which of the plan's is decided when the warehouse is published (`base.follow_up`).
-- Which way is better is what `indicator_ambition` says of the plan's row.
CREATE VIEW promise AS
WITH said AS (
    SELECT follow_up.plan_row_id, follow_up.doubtful, document.document_type, document.period, indicator.*
    FROM base.follow_up
    JOIN base.document USING (document_id)
    JOIN base.reviewed_indicator AS indicator USING (row_id)
),
reported AS (
    SELECT
        plan.board, plan.board_key, plan.plan_year, promised.document_id, promised.row_id, promised.page,
        promised.goal_code, promised.ordinal, promised.trust, promised.name, naming.key AS indicator_key, promised.set_by,
        promised.target_text, promised.target_kind, promised.target_value, promised.target_unit,
        promised.kf_target_text,
        first_report.forecast_text AS forecast_t1_text, second_report.forecast_text AS forecast_t2_text,
        annual.document_id AS report_document_id, annual_row.row_id AS report_row_id, annual_row.trust AS report_trust,
        annual_row.doubtful,
        annual_row.outcome_text AS reported_text, annual_row.outcome_kind AS reported_kind,
        annual_row.outcome_value AS reported_value, annual_row.outcome_unit AS reported_unit
    FROM base.plan
    JOIN base.reviewed_indicator AS promised USING (document_id)
    JOIN base.naming ON naming.kind = 'indicator' AND naming.name = promised.name
    LEFT JOIN said AS first_report
        ON first_report.plan_row_id = promised.row_id
        AND first_report.document_type = 'tertialrapport' AND first_report.period = 'T1'
    LEFT JOIN said AS second_report
        ON second_report.plan_row_id = promised.row_id
        AND second_report.document_type = 'tertialrapport' AND second_report.period = 'T2'
    LEFT JOIN base.document AS annual
        ON annual.board_key = plan.board_key AND annual.plan_year = plan.plan_year
        AND annual.document_type = 'verksamhetsberättelse' AND annual.is_current
    LEFT JOIN said AS annual_row
        ON annual_row.plan_row_id = promised.row_id AND annual_row.document_id = annual.document_id
),
judged AS (
    SELECT
        reported.*, ambition.stricter_is AS better_is,
        CASE
            WHEN 'suspect' IN (reported.trust, report_trust) THEN 'suspect'
            WHEN 'corrected' IN (reported.trust, report_trust) THEN 'corrected'
            WHEN 'printed' IN (reported.trust, report_trust) THEN 'printed'
            ELSE 'confirmed'
        END AS trust,
        CASE
            WHEN report_document_id IS NULL THEN 'verksamhetsberättelsen för året finns inte'
            WHEN report_row_id IS NULL THEN 'indikatorn finns inte i verksamhetsberättelsen'
            WHEN reported_text IS NULL THEN 'verksamhetsberättelsen anger inget utfall'
        END AS silence,
        CASE
            WHEN reported.doubtful THEN 'tveksamt om det är samma indikator: se base.match_review'
            WHEN reported.target_text IS NULL THEN 'planen har inget årsmål'
            WHEN reported.target_kind IN ('increase', 'decrease')
                THEN 'årsmålet är en riktning: det säger inget tal att nå'
            WHEN reported.target_kind = 'set_by_board' THEN 'planen sätter inget årsmål'
            WHEN reported.target_value IS NULL OR reported_value IS NULL THEN 'årsmålet eller utfallet är inget tal'
            WHEN reported_kind <> 'value' THEN 'utfallet är inget enskilt värde'
            WHEN regexp_replace(lower(coalesce(reported.target_unit, 'st')), '^(st|stycken|antal|personer|barn)\b.*', 'antal')
                <> regexp_replace(lower(coalesce(reported_unit, 'st')), '^(st|stycken|antal|personer|barn)\b.*', 'antal')
                THEN 'årsmålet och utfallet har olika enheter'
            -- A deviation is small; a share of what was budgeted (`99,5 %`) is not.
            WHEN reported.target_kind = 'tolerance' AND abs(reported_value) > 20 * reported.target_value
                THEN 'utfallet är ingen avvikelse som årsmålet är'
            WHEN better_is IS NULL AND reported_value <> reported.target_value
                THEN 'namnet säger inte om ett högre eller lägre utfall är bättre'
        END AS obstacle
    FROM reported
    LEFT JOIN indicator_ambition AS ambition ON ambition.row_id = reported.row_id
)
SELECT
    board, board_key, plan_year, goal_code, name, indicator_key, set_by,
    target_text, target_kind, target_value, target_unit, kf_target_text,
    forecast_t1_text, forecast_t2_text, reported_text AS outcome_text, reported_value AS outcome_value,
    reported_unit AS outcome_unit, better_is,
    CASE
        WHEN silence IS NOT NULL THEN 'not_reported'
        WHEN obstacle IS NOT NULL THEN 'not_comparable'
        WHEN target_kind = 'tolerance' THEN CASE WHEN abs(reported_value) <= target_value THEN 'yes' ELSE 'no' END
        WHEN reported_value = target_value THEN 'yes'
        WHEN (reported_value > target_value) = (better_is = 'högre') THEN 'yes'
        ELSE 'no'
    END AS kept,
    coalesce(silence, obstacle) AS reason, trust, document_id, row_id, page, report_document_id, report_row_id
FROM judged
ORDER BY board_key, plan_year DESC, page, goal_code, ordinal;

COMMENT ON VIEW promise IS
'Löften: vad planen lovar med varje indikator, vad uppföljningarna för samma nämnd och år anger, och om det hölls.';
COMMENT ON COLUMN promise.board IS 'Nämnd: som den är tryckt. Exempel: Farsta stadsdelsnämnd';
COMMENT ON COLUMN promise.board_key IS 'Nämndnyckel: samma för alla sätt att trycka namnet. Exempel: farsta';
COMMENT ON COLUMN promise.plan_year IS 'Planår: planens år. Exempel: 2026';
COMMENT ON COLUMN promise.goal_code IS 'Målnummer: målet i planen som indikatorn står under. Exempel: 1.1';
COMMENT ON COLUMN promise.name IS 'Indikator: som den är tryckt i planen. Exempel: Andel nöjda omsorgstagare';
COMMENT ON COLUMN promise.indicator_key IS 'Indikatornyckel: samma för alla nämnder och år; den följer av lydelsen ensam. Exempel: andel-nöjd-omsorgstag';
COMMENT ON COLUMN promise.set_by IS 'Satt av: kommunfullmäktige eller nämnd. Exempel: nämnd';
COMMENT ON COLUMN promise.target_text IS 'Årsmål: planens, som det är tryckt. Exempel: 90 %';
COMMENT ON COLUMN promise.target_kind IS 'Årsmålets slag: value, maximum, tolerance, increase, decrease eller set_by_board. Exempel: value';
COMMENT ON COLUMN promise.target_value IS 'Årsmålets tal. Enhet: se target_unit. Exempel: 90';
COMMENT ON COLUMN promise.target_unit IS 'Årsmålets enhet: som den är tryckt. Exempel: %';
COMMENT ON COLUMN promise.kf_target_text IS 'KF:s årsmål: kommunfullmäktiges, som planen anger det. Exempel: 85 %';
COMMENT ON COLUMN promise.forecast_t1_text IS 'Prognos i tertialrapport 1: som den är tryckt. Exempel: 88 %';
COMMENT ON COLUMN promise.forecast_t2_text IS 'Prognos i tertialrapport 2: som den är tryckt. Exempel: 89 %';
COMMENT ON COLUMN promise.outcome_text IS 'Utfall i verksamhetsberättelsen: som det är tryckt. Exempel: 91 %';
COMMENT ON COLUMN promise.outcome_value IS 'Utfallets tal. Enhet: se outcome_unit. Exempel: 91';
COMMENT ON COLUMN promise.outcome_unit IS 'Utfallets enhet: som den är tryckt. Exempel: %';
COMMENT ON COLUMN promise.better_is IS 'Bättre håll: högre eller lägre; NULL där varken slaget eller namnet säger det. Exempel: högre';
COMMENT ON COLUMN promise.kept IS 'Hölls: yes, no, not_comparable eller not_reported. Exempel: yes';
COMMENT ON COLUMN promise.reason IS 'Skäl: varför det inte går att säga om löftet hölls; annars NULL. Exempel: verksamhetsberättelsen för året finns inte';
COMMENT ON COLUMN promise.trust IS 'Tilltro: printed (som tryckt), suspect (en iakttagelse pekar ut värdet som troligen fel, eller dokumentet är ofullständigt läst), corrected (en granskning har rättat det) eller confirmed (en granskning säger att det stämmer). Exempel: printed';
COMMENT ON COLUMN promise.document_id IS 'Dokument-id: planen. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN promise.row_id IS 'Rad-id: indikatorns rad i planen; i provenance står var den är tryckt.';
COMMENT ON COLUMN promise.page IS 'Sida: sidan i planen, från 1. Exempel: 12';
COMMENT ON COLUMN promise.report_document_id IS 'Verksamhetsberättelsens dokument-id: om den finns. Exempel: farsta-2026-1c8d0f6be2aa3b4c5d6e7f8091a2b3c4';
COMMENT ON COLUMN promise.report_row_id IS 'Verksamhetsberättelsens rad-id: indikatorns rad i den, om den har den.';
