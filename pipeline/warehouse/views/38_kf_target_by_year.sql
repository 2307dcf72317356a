-- KF's targets are the same for all boards: where boards print different ones for a year, each has a row of its own.
CREATE VIEW kf_target_by_year AS
WITH stated AS (
    SELECT
        naming.series_key, arg_min(naming.key, plan.board_key || indicator.row_id) AS indicator_key, plan.plan_year, indicator.kf_target_text,
        any_value(indicator.kf_target_kind) AS kf_target_kind, any_value(indicator.kf_target_value) AS kf_target_value,
        any_value(indicator.kf_target_unit) AS kf_target_unit, min(indicator.name) AS name,
        count(DISTINCT plan.board_key) AS board_count,
        string_agg(DISTINCT plan.board_key, ', ' ORDER BY plan.board_key) AS board_keys,
        arg_min(indicator.row_id, plan.board_key || indicator.row_id) AS row_id,
        list(DISTINCT indicator.trust) AS trusts
    FROM base.reviewed_indicator AS indicator
    JOIN base.plan USING (document_id)
    JOIN base.naming ON naming.kind = 'indicator' AND naming.name = indicator.name
    WHERE indicator.kf_target_text IS NOT NULL
    GROUP BY naming.series_key, plan.plan_year, indicator.kf_target_text
),
-- A board may state two targets itself, for two groups: that is no disagreement between boards.
boards AS (
    SELECT naming.series_key, plan.plan_year, count(DISTINCT plan.board_key) AS boards
    FROM base.reviewed_indicator AS indicator
    JOIN base.plan USING (document_id)
    JOIN base.naming ON naming.kind = 'indicator' AND naming.name = indicator.name
    WHERE indicator.kf_target_text IS NOT NULL
    GROUP BY ALL
),
agreed AS (
    SELECT
        stated.*, board_count = boards AS is_agreed,
        count(*) OVER (PARTITION BY stated.series_key, stated.plan_year) AS target_count
    FROM stated JOIN boards USING (series_key, plan_year)
),
years AS (
    SELECT
        series_key, plan_year, lag(plan_year) OVER (PARTITION BY series_key ORDER BY plan_year) AS previous_plan_year
    FROM (SELECT DISTINCT series_key, plan_year FROM stated)
),
sides AS (
    SELECT
        now.*, years.previous_plan_year, before.kf_target_text AS previous_kf_target_text,
        before.kf_target_value AS previous_kf_target_value, before.kf_target_unit AS previous_kf_target_unit,
        CASE
            WHEN years.previous_plan_year IS NULL THEN 'inget tidigare årsmål'
            WHEN before.series_key IS NULL THEN 'flera årsmål anges för det tidigare året'
            WHEN now.kf_target_value IS NULL OR before.kf_target_value IS NULL THEN 'ett av årsmålen är inget tal'
            WHEN now.kf_target_kind IS DISTINCT FROM before.kf_target_kind THEN 'årsmålen är av olika slag'
            WHEN regexp_replace(lower(coalesce(now.kf_target_unit, 'st')), '^(st|stycken|antal|personer|barn)\b.*', 'antal')
                <> regexp_replace(lower(coalesce(before.kf_target_unit, 'st')), '^(st|stycken|antal|personer|barn)\b.*', 'antal')
                THEN 'årsmålen har olika enheter'
        END AS reason
    FROM agreed AS now
    JOIN years ON years.series_key = now.series_key AND years.plan_year = now.plan_year
    LEFT JOIN agreed AS before
        ON before.series_key = now.series_key AND before.plan_year = years.previous_plan_year AND before.target_count = 1
)
SELECT
    indicator_key, name, plan_year, previous_plan_year,
    kf_target_text, kf_target_value, kf_target_unit,
    previous_kf_target_text, previous_kf_target_value, previous_kf_target_unit,
    CAST(CASE WHEN reason IS NULL THEN kf_target_value - previous_kf_target_value END AS DECIMAL(18, 8)) AS kf_change,
    reason, is_agreed, target_count, board_count, board_keys,
    -- That of the best of them: one board that prints it beyond doubt is enough.
    CASE
        WHEN list_contains(trusts, 'confirmed') THEN 'confirmed'
        WHEN list_contains(trusts, 'printed') THEN 'printed'
        WHEN list_contains(trusts, 'corrected') THEN 'corrected'
        ELSE 'suspect'
    END AS trust, row_id
FROM sides
ORDER BY series_key, plan_year DESC, board_count DESC, kf_target_text;

COMMENT ON VIEW kf_target_by_year IS
'KF:s årsmål per år: kommunfullmäktiges årsmål för hela staden, som nämndernas gällande planer anger dem, bredvid årsmålet '
'för det närmast tidigare året. Anger nämnderna olika årsmål har varje årsmål en rad.';
COMMENT ON COLUMN kf_target_by_year.indicator_key IS 'Indikatornyckel: samma för alla nämnder och år; den följer av lydelsen ensam. Exempel: andel-nöjd-omsorgstag';
COMMENT ON COLUMN kf_target_by_year.name IS 'Indikator: en av de lydelser som är tryckta det året. Exempel: Andel nöjda omsorgstagare';
COMMENT ON COLUMN kf_target_by_year.plan_year IS 'Planår: året som årsmålet gäller. Exempel: 2026';
COMMENT ON COLUMN kf_target_by_year.previous_plan_year IS 'Föregående planår: närmast tidigare år med ett årsmål i någon plan. Exempel: 2025';
COMMENT ON COLUMN kf_target_by_year.kf_target_text IS 'KF:s årsmål: kommunfullmäktiges, som det är tryckt. Exempel: 92 %';
COMMENT ON COLUMN kf_target_by_year.kf_target_value IS 'Tal i KF:s årsmål. Enhet: se kf_target_unit. Exempel: 92';
COMMENT ON COLUMN kf_target_by_year.kf_target_unit IS 'Enhet i KF:s årsmål: som den är tryckt. Exempel: %';
COMMENT ON COLUMN kf_target_by_year.previous_kf_target_text IS 'KF:s föregående årsmål: som det är tryckt. Exempel: 91 %';
COMMENT ON COLUMN kf_target_by_year.previous_kf_target_value IS 'Tal i KF:s föregående årsmål. Enhet: se previous_kf_target_unit. Exempel: 91';
COMMENT ON COLUMN kf_target_by_year.previous_kf_target_unit IS 'Enhet i KF:s föregående årsmål: som den är tryckt. Exempel: %';
COMMENT ON COLUMN kf_target_by_year.kf_change IS 'Förändring av KF:s årsmål: för procent i procentenheter. Enhet: se kf_target_unit. Exempel: 1';
COMMENT ON COLUMN kf_target_by_year.reason IS 'Skäl: varför ingen förändring kan anges; annars NULL. Exempel: inget tidigare årsmål';
COMMENT ON COLUMN kf_target_by_year.is_agreed IS 'Eniga: sant där alla nämnder som har indikatorn anger detta årsmål det året; en nämnd kan ange flera själv, se target_count. Exempel: true';
COMMENT ON COLUMN kf_target_by_year.target_count IS 'Antal årsmål: så många olika årsmål anges för indikatorn det året. Exempel: 1';
COMMENT ON COLUMN kf_target_by_year.board_count IS 'Antal nämnder: som anger årsmålet. Exempel: 11';
COMMENT ON COLUMN kf_target_by_year.board_keys IS 'Nämnder: nycklarna till dem som anger årsmålet. Exempel: bromma, farsta';
COMMENT ON COLUMN kf_target_by_year.trust IS 'Tilltro: printed (som tryckt), suspect (en iakttagelse pekar ut värdet som troligen fel, eller dokumentet är ofullständigt läst), corrected (en granskning har rättat det) eller confirmed (en granskning säger att det stämmer). Exempel: printed';
COMMENT ON COLUMN kf_target_by_year.row_id IS 'Rad-id: en rad i indicator som anger årsmålet, den första nämndens; i provenance står var den är tryckt.';
