-- Which row goes on which is decided when the warehouse is published (`match`); a plan without an earlier one has no
-- rows. Of a merged board the parts' plans are the earlier one: a target is the year before's where all parts have it and it
-- is the same for all. Both targets are printed values: a change is stated where they are of one kind and in one unit.
CREATE VIEW indicator_year_over_year AS
WITH followed AS (
    SELECT comparison.*, indicator.row_id, match.previous_row_id, match.score, match.method
    FROM base.comparison
    JOIN base.indicator USING (document_id)
    LEFT JOIN base.match ON match.row_id = indicator.row_id
    UNION ALL
    SELECT comparison.*, NULL, indicator.row_id, NULL, NULL
    FROM base.comparison
    JOIN base.indicator ON indicator.document_id = comparison.previous_document_id
    ANTI JOIN base.match ON match.previous_row_id = indicator.row_id
),
sides AS (
    SELECT
        document.board, document.board_key, document.plan_year, earlier.plan_year AS previous_plan_year, followed.*,
        coalesce(now.set_by, before.set_by) AS set_by, coalesce(now.name, before.name) AS some_name,
        now.name, before.name AS previous_name, now.goal_code, before.goal_code AS previous_goal_code,
        now.target_text, now.target_kind, now.target_value, now.target_unit,
        before.target_text AS previous_target_text, before.target_kind AS previous_target_kind,
        before.target_value AS previous_target_value, before.target_unit AS previous_target_unit,
        now.kf_target_text, now.kf_target_kind, now.kf_target_value, now.kf_target_unit,
        before.kf_target_text AS previous_kf_target_text, before.kf_target_kind AS previous_kf_target_kind,
        before.kf_target_value AS previous_kf_target_value, before.kf_target_unit AS previous_kf_target_unit,
        now.page, before.page AS previous_page,
        CASE
            WHEN now.row_id IS NULL THEN 'dropped'
            WHEN before.row_id IS NULL THEN 'new'
            WHEN followed.method = 'exact' OR now.name = before.name THEN 'carried_over'
            ELSE 'renamed'
        END AS status,
        CASE
        WHEN 'suspect' IN (now.trust, before.trust) THEN 'suspect'
        WHEN 'corrected' IN (now.trust, before.trust) THEN 'corrected'
        WHEN 'printed' IN (now.trust, before.trust) THEN 'printed'
        ELSE 'confirmed'
    END AS trust
    FROM followed
    JOIN base.document USING (document_id)
    JOIN base.document AS earlier ON earlier.document_id = followed.previous_document_id
    LEFT JOIN base.reviewed_indicator AS now ON now.row_id = followed.row_id
    LEFT JOIN base.reviewed_indicator AS before ON before.row_id = followed.previous_row_id
),
-- Of a board that others were merged into (`merged_row`).
merged AS (
    SELECT
        plan.board, plan.board_key, plan.plan_year, pair.previous_plan_year, pair.document_id, pair.row_id,
        any_value(coalesce(now.set_by, before.set_by)) AS set_by,
        any_value(now.name) AS name, string_agg(DISTINCT before.name, ' / ' ORDER BY before.name) AS previous_name,
        coalesce(any_value(now.name), min(before.name)) AS some_name,
        any_value(now.goal_code) AS goal_code, string_agg(DISTINCT before.goal_code, ' / ' ORDER BY before.goal_code) AS previous_goal_code,
        any_value(now.target_text) AS target_text, any_value(now.target_kind) AS target_kind,
        any_value(now.target_value) AS target_value, any_value(now.target_unit) AS target_unit,
        any_value(now.kf_target_text) AS kf_target_text, any_value(now.kf_target_kind) AS kf_target_kind,
        any_value(now.kf_target_value) AS kf_target_value, any_value(now.kf_target_unit) AS kf_target_unit,
        CASE WHEN count(before.row_id) = count(*) AND count(DISTINCT row(before.target_text, before.target_kind, before.target_value, before.target_unit)) = 1 THEN any_value(before.target_text) END AS previous_target_text,
        CASE WHEN count(before.row_id) = count(*) AND count(DISTINCT row(before.target_text, before.target_kind, before.target_value, before.target_unit)) = 1 THEN any_value(before.target_kind) END AS previous_target_kind,
        CASE WHEN count(before.row_id) = count(*) AND count(DISTINCT row(before.target_text, before.target_kind, before.target_value, before.target_unit)) = 1 THEN any_value(before.target_value) END AS previous_target_value,
        CASE WHEN count(before.row_id) = count(*) AND count(DISTINCT row(before.target_text, before.target_kind, before.target_value, before.target_unit)) = 1 THEN any_value(before.target_unit) END AS previous_target_unit,
        CASE WHEN count(before.row_id) = count(*) AND count(DISTINCT row(before.kf_target_text, before.kf_target_kind, before.kf_target_value, before.kf_target_unit)) = 1 THEN any_value(before.kf_target_text) END AS previous_kf_target_text,
        CASE WHEN count(before.row_id) = count(*) AND count(DISTINCT row(before.kf_target_text, before.kf_target_kind, before.kf_target_value, before.kf_target_unit)) = 1 THEN any_value(before.kf_target_kind) END AS previous_kf_target_kind,
        CASE WHEN count(before.row_id) = count(*) AND count(DISTINCT row(before.kf_target_text, before.kf_target_kind, before.kf_target_value, before.kf_target_unit)) = 1 THEN any_value(before.kf_target_value) END AS previous_kf_target_value,
        CASE WHEN count(before.row_id) = count(*) AND count(DISTINCT row(before.kf_target_text, before.kf_target_kind, before.kf_target_value, before.kf_target_unit)) = 1 THEN any_value(before.kf_target_unit) END AS previous_kf_target_unit,
        any_value(now.page) AS page,
        CASE
            WHEN any_value(pair.reason) IS NOT NULL THEN NULL
            WHEN pair.row_id IS NULL THEN 'dropped'
            WHEN count(before.row_id) = 0 THEN 'new'
            WHEN bool_and(pair.method = 'exact' OR now.name = before.name) THEN 'carried_over'
            ELSE 'renamed'
        END AS status,
        min(pair.score) AS score,
        arg_max(pair.method, list_position(['reviewed', 'exact', 'words', 'likeness'], pair.method)) AS method,
        CASE
            WHEN bool_or('suspect' IN (coalesce(now.trust, ''), coalesce(before.trust, ''))) THEN 'suspect'
            WHEN bool_or('corrected' IN (coalesce(now.trust, ''), coalesce(before.trust, ''))) THEN 'corrected'
            WHEN bool_or('printed' IN (coalesce(now.trust, ''), coalesce(before.trust, ''))) THEN 'printed'
            ELSE 'confirmed'
        END AS trust,
        CASE
            WHEN any_value(pair.reason) IS NOT NULL THEN any_value(pair.reason)
            WHEN count(before.row_id) = 0 OR pair.row_id IS NULL THEN NULL
            WHEN count(before.row_id) < count(*)
                THEN 'indikatorn finns bara i planen för ' || pair.previous_plan_year || ' för '
                || string_agg(pair.part, ' och ' ORDER BY pair.part) FILTER (before.row_id IS NOT NULL)
            WHEN count(DISTINCT row(before.target_text, before.target_value, before.target_unit)) > 1
                THEN 'delarna har olika årsmål: '
                || string_agg(pair.part || ' ' || coalesce(before.target_text, 'inget'), ', ' ORDER BY pair.part)
        END AS obstacle,
        CASE
            WHEN any_value(pair.reason) IS NOT NULL THEN any_value(pair.reason)
            WHEN count(before.row_id) = 0 OR pair.row_id IS NULL THEN NULL
            WHEN count(before.row_id) < count(*)
                THEN 'indikatorn finns bara i planen för ' || pair.previous_plan_year || ' för '
                || string_agg(pair.part, ' och ' ORDER BY pair.part) FILTER (before.row_id IS NOT NULL)
            WHEN count(DISTINCT row(before.kf_target_text, before.kf_target_value, before.kf_target_unit)) > 1
                THEN 'delarna har olika årsmål: '
                || string_agg(pair.part || ' ' || coalesce(before.kf_target_text, 'inget'), ', ' ORDER BY pair.part)
        END AS kf_obstacle,
        'det tidigare är ur planen för ' || pair.previous_plan_year || ' för '
            || string_agg(pair.part, ' och ' ORDER BY pair.part) FILTER (before.row_id IS NOT NULL) AS caveat
    FROM base.merged_row AS pair
    JOIN base.plan USING (document_id)
    LEFT JOIN base.reviewed_indicator AS now ON now.row_id = pair.row_id
    LEFT JOIN base.reviewed_indicator AS before ON before.row_id = pair.previous_row_id
    WHERE pair.kind = 'indicator'
    GROUP BY plan.board, plan.board_key, plan.plan_year, pair.previous_plan_year, pair.document_id, pair.row_id, pair.thing
),
compared AS (
    FROM sides UNION ALL BY NAME FROM merged
),
reasoned AS (
    SELECT
        *,
        CASE
            WHEN obstacle IS NOT NULL THEN obstacle
            WHEN status = 'new' THEN 'ny indikator'
            WHEN status = 'dropped' THEN 'indikatorn finns inte kvar'
            WHEN target_text IS NULL OR previous_target_text IS NULL THEN 'årsmål saknas'
            WHEN target_value IS NULL OR previous_target_value IS NULL THEN 'ett av årsmålen är inget tal'
            WHEN target_kind IS DISTINCT FROM previous_target_kind THEN 'årsmålen är av olika slag'
            WHEN regexp_replace(lower(coalesce(target_unit, 'st')), '^(st|stycken|antal|personer|barn)\b.*', 'antal') IS DISTINCT FROM regexp_replace(lower(coalesce(previous_target_unit, 'st')), '^(st|stycken|antal|personer|barn)\b.*', 'antal') THEN 'årsmålen har olika enheter'
        END AS reason,
        CASE
            WHEN kf_obstacle IS NOT NULL THEN kf_obstacle
            WHEN status = 'new' THEN 'ny indikator'
            WHEN status = 'dropped' THEN 'indikatorn finns inte kvar'
            WHEN kf_target_text IS NULL OR previous_kf_target_text IS NULL THEN 'årsmål saknas'
            WHEN kf_target_value IS NULL OR previous_kf_target_value IS NULL THEN 'ett av årsmålen är inget tal'
            WHEN kf_target_kind IS DISTINCT FROM previous_kf_target_kind THEN 'årsmålen är av olika slag'
            WHEN regexp_replace(lower(coalesce(kf_target_unit, 'st')), '^(st|stycken|antal|personer|barn)\b.*', 'antal') IS DISTINCT FROM regexp_replace(lower(coalesce(previous_kf_target_unit, 'st')), '^(st|stycken|antal|personer|barn)\b.*', 'antal') THEN 'årsmålen har olika enheter'
        END AS kf_reason
    FROM compared
)
SELECT
    board, board_key, plan_year, previous_plan_year, naming.key AS indicator_key, set_by, reasoned.name, previous_name,
    goal_code, previous_goal_code, target_text, previous_target_text, target_value, previous_target_value,
    target_unit, previous_target_unit,
    CAST(CASE WHEN reason IS NULL THEN target_value - previous_target_value END AS DECIMAL(18, 8)) AS change, reason,
    kf_target_text, previous_kf_target_text, kf_target_value, previous_kf_target_value,
    kf_target_unit, previous_kf_target_unit,
    CAST(CASE WHEN kf_reason IS NULL THEN kf_target_value - previous_kf_target_value END AS DECIMAL(18, 8)) AS kf_change,
    kf_reason, status, score AS match_score, method AS match_method,
    trust, document_id, row_id, previous_document_id, previous_row_id, page, previous_page, caveat
FROM reasoned
JOIN base.naming ON naming.kind = 'indicator' AND naming.name = some_name
ORDER BY board_key, plan_year DESC, page NULLS LAST, goal_code, row_id, previous_row_id, previous_name;

COMMENT ON VIEW indicator_year_over_year IS
'Indikatorer år mot år: samma indikator i två planer i följd av en nämnd, årsmålen bredvid varandra. '
'En nämnds första plan har inga rader, men en sammanslagen nämnds jämförs med delarnas planer; tveksamma par står i match_review.';
COMMENT ON COLUMN indicator_year_over_year.board IS 'Nämnd: som den är tryckt i den senare planen. Exempel: Farsta stadsdelsnämnd';
COMMENT ON COLUMN indicator_year_over_year.board_key IS 'Nämndnyckel: samma för alla sätt att trycka namnet. Exempel: farsta';
COMMENT ON COLUMN indicator_year_over_year.plan_year IS 'Planår: den senare planens. Exempel: 2026';
COMMENT ON COLUMN indicator_year_over_year.previous_plan_year IS 'Föregående planår: den närmast tidigare planens; mer än ett år före där en plan saknas. Exempel: 2025';
COMMENT ON COLUMN indicator_year_over_year.indicator_key IS 'Indikatornyckel: samma för alla nämnder och år; den följer av lydelsen ensam. Exempel: andel-nöjd-omsorgstag';
COMMENT ON COLUMN indicator_year_over_year.set_by IS 'Beslutad av: kommunfullmäktige eller nämnd. Exempel: nämnd';
COMMENT ON COLUMN indicator_year_over_year.name IS 'Indikator: lydelsen i den senare planen; NULL för dropped. Exempel: Andel nöjda omsorgstagare';
COMMENT ON COLUMN indicator_year_over_year.previous_name IS 'Föregående lydelse: i den tidigare planen; NULL för new. Exempel: Andelen nöjda omsorgstagare';
COMMENT ON COLUMN indicator_year_over_year.goal_code IS 'Målnummer: i den senare planen. Exempel: 1.2.1';
COMMENT ON COLUMN indicator_year_over_year.previous_goal_code IS 'Föregående målnummer: i den tidigare planen. Exempel: 1.1.2';
COMMENT ON COLUMN indicator_year_over_year.target_text IS 'Årsmål: nämndens, som det är tryckt. Exempel: 90 %';
COMMENT ON COLUMN indicator_year_over_year.previous_target_text IS 'Föregående årsmål: nämndens, som det är tryckt. Exempel: 88 %';
COMMENT ON COLUMN indicator_year_over_year.target_value IS 'Årsmålets tal: nämndens. Enhet: se target_unit. Exempel: 90';
COMMENT ON COLUMN indicator_year_over_year.previous_target_value IS 'Föregående årsmåls tal: nämndens. Enhet: se previous_target_unit. Exempel: 88';
COMMENT ON COLUMN indicator_year_over_year.target_unit IS 'Årsmålets enhet: nämndens, som den är tryckt. Exempel: %';
COMMENT ON COLUMN indicator_year_over_year.previous_target_unit IS 'Föregående årsmåls enhet: nämndens, som den är tryckt. Exempel: %';
COMMENT ON COLUMN indicator_year_over_year.change IS 'Förändring: nämndens årsmål minus det föregående; för procent i procentenheter. Enhet: se target_unit. Exempel: 2';
COMMENT ON COLUMN indicator_year_over_year.reason IS 'Skäl: varför ingen förändring av nämndens årsmål kan anges (enhet, slag, saknas, ny, borttagen); annars NULL. Exempel: årsmålen har olika enheter';
COMMENT ON COLUMN indicator_year_over_year.kf_target_text IS 'KF:s årsmål: kommunfullmäktiges, som det är tryckt. Exempel: 92 %';
COMMENT ON COLUMN indicator_year_over_year.previous_kf_target_text IS 'KF:s föregående årsmål: som det är tryckt. Exempel: 91 %';
COMMENT ON COLUMN indicator_year_over_year.kf_target_value IS 'Tal i KF:s årsmål. Enhet: se kf_target_unit. Exempel: 92';
COMMENT ON COLUMN indicator_year_over_year.previous_kf_target_value IS 'Tal i KF:s föregående årsmål. Enhet: se previous_kf_target_unit. Exempel: 91';
COMMENT ON COLUMN indicator_year_over_year.kf_target_unit IS 'Enhet i KF:s årsmål: som den är tryckt. Exempel: %';
COMMENT ON COLUMN indicator_year_over_year.previous_kf_target_unit IS 'Enhet i KF:s föregående årsmål: som den är tryckt. Exempel: %';
COMMENT ON COLUMN indicator_year_over_year.kf_change IS 'Förändring av KF:s årsmål: för procent i procentenheter. Enhet: se kf_target_unit. Exempel: 1';
COMMENT ON COLUMN indicator_year_over_year.kf_reason IS 'Skäl: varför ingen förändring av KF:s årsmål kan anges; annars NULL. Exempel: årsmål saknas';
COMMENT ON COLUMN indicator_year_over_year.status IS 'Läge: new, dropped, renamed (andra ord) eller carried_over (samma ord); NULL där planen för en av en sammanslagen nämnds delar saknas. Exempel: renamed';
COMMENT ON COLUMN indicator_year_over_year.match_score IS 'Likhet: hur lika raderna är, från 0 till 1; NULL för new och dropped. Exempel: 0.91';
COMMENT ON COLUMN indicator_year_over_year.match_method IS 'Metod: reviewed, exact, words eller likeness; NULL för new och dropped. Exempel: exact';
COMMENT ON COLUMN indicator_year_over_year.trust IS 'Tilltro: printed (som tryckt), suspect (en iakttagelse pekar ut värdet som troligen fel, eller dokumentet är ofullständigt läst), corrected (en granskning har rättat det) eller confirmed (en granskning säger att det stämmer). Exempel: printed';
COMMENT ON COLUMN indicator_year_over_year.document_id IS 'Dokument-id: den senare planens. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN indicator_year_over_year.row_id IS 'Rad-id: raden i den senare planen; NULL för dropped.';
COMMENT ON COLUMN indicator_year_over_year.previous_document_id IS 'Föregående dokument-id: den tidigare planens; NULL för en sammanslagen nämnd. Exempel: farsta-2025-1c8d0f6be2aa';
COMMENT ON COLUMN indicator_year_over_year.previous_row_id IS 'Föregående rad-id: raden i den tidigare planen; NULL för new; NULL för en sammanslagen nämnd.';
COMMENT ON COLUMN indicator_year_over_year.page IS 'Sida: i den senare planens fil, från 1. Exempel: 17';
COMMENT ON COLUMN indicator_year_over_year.previous_page IS 'Föregående sida: i den tidigare planens fil, från 1. Exempel: 16';
COMMENT ON COLUMN indicator_year_over_year.caveat IS 'Förbehåll: för en sammanslagen nämnd ur vilka delars planer det tidigare är; annars NULL. Exempel: det tidigare är ur planen för 2024 för Norrmalms stadsdelsnämnd och Östermalms stadsdelsnämnd';
