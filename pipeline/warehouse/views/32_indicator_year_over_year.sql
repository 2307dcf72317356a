-- Which row goes on which is decided when the warehouse is published (`match`); a plan without an earlier one has no
-- rows. Of a merged board the parts' plans are the earlier one: a target is the year before's where all parts have it and it
-- is the same for all. Both targets are printed values: a change is stated where they are of one kind and in one unit.
CREATE VIEW indicator_year_over_year AS
WITH item AS MATERIALIZED (
    SELECT
        row_id, set_by, name, goal_code, page, trust,
        target_text, target_kind, target_value, target_unit,
        kf_target_text, kf_target_kind, kf_target_value, kf_target_unit
    FROM base.reviewed_indicator
),
followed AS (
    SELECT
        pair.*, document.board, document.board_key, document.plan_year,
        now.set_by, now.name, now.goal_code, now.page, now.trust,
        now.target_text, now.target_kind, now.target_value, now.target_unit,
        now.kf_target_text, now.kf_target_kind, now.kf_target_value, now.kf_target_unit,
        before.set_by AS previous_set_by, before.name AS previous_name, before.goal_code AS previous_goal_code,
        before.page AS previous_page, before.trust AS previous_trust,
        before.target_text AS previous_target_text, before.target_kind AS previous_target_kind,
        before.target_value AS previous_target_value, before.target_unit AS previous_target_unit,
        before.kf_target_text AS previous_kf_target_text, before.kf_target_kind AS previous_kf_target_kind,
        before.kf_target_value AS previous_kf_target_value, before.kf_target_unit AS previous_kf_target_unit
    FROM base.followed_row AS pair
    JOIN base.document USING (document_id)
    LEFT JOIN item AS now ON now.row_id = pair.row_id
    LEFT JOIN item AS before ON before.row_id = pair.previous_row_id
    WHERE pair.kind = 'indicator'
),
single AS (
    SELECT
        board, board_key, plan_year, previous_plan_year, document_id, row_id, previous_document_id, previous_row_id,
        coalesce(set_by, previous_set_by) AS set_by, coalesce(name, previous_name) AS some_name, name, previous_name,
        goal_code, previous_goal_code, page, previous_page, score, method,
        target_text, target_kind, target_value, target_unit,
        kf_target_text, kf_target_kind, kf_target_value, kf_target_unit,
        previous_target_text, previous_target_kind, previous_target_value, previous_target_unit,
        previous_kf_target_text, previous_kf_target_kind, previous_kf_target_value, previous_kf_target_unit,
        CASE
            WHEN row_id IS NULL THEN 'dropped'
            WHEN previous_row_id IS NULL THEN 'new'
            WHEN method = 'exact' OR name = previous_name THEN 'carried_over'
            ELSE 'renamed'
        END AS status,
        CASE
            WHEN 'suspect' IN (trust, previous_trust) THEN 'suspect'
            WHEN 'corrected' IN (trust, previous_trust) THEN 'corrected'
            WHEN 'printed' IN (trust, previous_trust) THEN 'printed'
            ELSE 'confirmed'
        END AS trust
    FROM followed
    WHERE part IS NULL
),
-- Of a board that others were merged into (`merged_row`): what the parts' rows say together.
together AS (
    SELECT
        board, board_key, plan_year, previous_plan_year, document_id, row_id, thing, name, goal_code, page, reason AS missing,
        target_text, target_kind, target_value, target_unit,
        kf_target_text, kf_target_kind, kf_target_value, kf_target_unit,
        any_value(coalesce(set_by, previous_set_by)) AS set_by,
        string_agg(DISTINCT previous_name, ' / ' ORDER BY previous_name) AS previous_name,
        coalesce(name, min(previous_name)) AS some_name,
        string_agg(DISTINCT previous_goal_code, ' / ' ORDER BY previous_goal_code) AS previous_goal_code,
        list(DISTINCT {
            'text': previous_target_text, 'kind': previous_target_kind,
            'value': previous_target_value, 'unit': previous_target_unit
        }) AS targets,
        count(DISTINCT row(previous_target_text, previous_target_value, previous_target_unit)) AS target_count,
        string_agg(part || ' ' || coalesce(previous_target_text, 'inget'), ', ' ORDER BY part) AS target_texts,
        list(DISTINCT {
            'text': previous_kf_target_text, 'kind': previous_kf_target_kind,
            'value': previous_kf_target_value, 'unit': previous_kf_target_unit
        }) AS kf_targets,
        count(DISTINCT row(previous_kf_target_text, previous_kf_target_value, previous_kf_target_unit)) AS kf_target_count,
        string_agg(part || ' ' || coalesce(previous_kf_target_text, 'inget'), ', ' ORDER BY part) AS kf_target_texts,
        count(*) = count(previous_row_id) AS all_have_it,
        count(previous_row_id) = 0 OR row_id IS NULL AS is_alone,
        string_agg(part, ' och ' ORDER BY part) FILTER (previous_row_id IS NOT NULL) AS parts,
        CASE
            WHEN reason IS NOT NULL THEN NULL
            WHEN row_id IS NULL THEN 'dropped'
            WHEN count(previous_row_id) = 0 THEN 'new'
            WHEN bool_and(method = 'exact' OR name = previous_name) THEN 'carried_over'
            ELSE 'renamed'
        END AS status,
        min(score) AS score,
        arg_max(method, list_position(['reviewed', 'exact', 'words', 'likeness'], method)) AS method,
        CASE
            WHEN bool_or('suspect' IN (coalesce(trust, ''), coalesce(previous_trust, ''))) THEN 'suspect'
            WHEN bool_or('corrected' IN (coalesce(trust, ''), coalesce(previous_trust, ''))) THEN 'corrected'
            WHEN bool_or('printed' IN (coalesce(trust, ''), coalesce(previous_trust, ''))) THEN 'printed'
            ELSE 'confirmed'
        END AS trust
    FROM followed
    WHERE part IS NOT NULL
    GROUP BY
        board, board_key, plan_year, previous_plan_year, document_id, row_id, thing, name, goal_code, page, reason,
        target_text, target_kind, target_value, target_unit,
        kf_target_text, kf_target_kind, kf_target_value, kf_target_unit
),
merged AS (
    SELECT
        together.*,
        CASE WHEN all_have_it AND len(targets) = 1 THEN targets[1].text END AS previous_target_text,
        CASE WHEN all_have_it AND len(targets) = 1 THEN targets[1].kind END AS previous_target_kind,
        CASE WHEN all_have_it AND len(targets) = 1 THEN targets[1].value END AS previous_target_value,
        CASE WHEN all_have_it AND len(targets) = 1 THEN targets[1].unit END AS previous_target_unit,
        CASE WHEN all_have_it AND len(kf_targets) = 1 THEN kf_targets[1].text END AS previous_kf_target_text,
        CASE WHEN all_have_it AND len(kf_targets) = 1 THEN kf_targets[1].kind END AS previous_kf_target_kind,
        CASE WHEN all_have_it AND len(kf_targets) = 1 THEN kf_targets[1].value END AS previous_kf_target_value,
        CASE WHEN all_have_it AND len(kf_targets) = 1 THEN kf_targets[1].unit END AS previous_kf_target_unit,
        CASE
            WHEN missing IS NOT NULL THEN missing
            WHEN is_alone THEN NULL
            WHEN NOT all_have_it THEN 'indikatorn finns bara i planen för ' || previous_plan_year || ' för ' || parts
            WHEN target_count > 1 THEN 'delarna har olika årsmål: ' || target_texts
        END AS obstacle,
        CASE
            WHEN missing IS NOT NULL THEN missing
            WHEN is_alone THEN NULL
            WHEN NOT all_have_it THEN 'indikatorn finns bara i planen för ' || previous_plan_year || ' för ' || parts
            WHEN kf_target_count > 1 THEN 'delarna har olika årsmål: ' || kf_target_texts
        END AS kf_obstacle,
        'det tidigare är ur planen för ' || previous_plan_year || ' för ' || parts AS caveat
    FROM together
),
compared AS (
    FROM single UNION ALL BY NAME FROM merged
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
