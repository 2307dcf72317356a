-- As `indicator_year_over_year`: a plan without an earlier one has no rows; of a merged board the parts' are the earlier.
CREATE VIEW goal_year_over_year AS
WITH followed AS (
    SELECT comparison.*, goal.row_id, match.previous_row_id, match.score, match.method
    FROM base.comparison
    JOIN base.reviewed_goal AS goal USING (document_id)
    LEFT JOIN base.match ON match.row_id = goal.row_id
    UNION ALL
    SELECT comparison.*, NULL, goal.row_id, NULL, NULL
    FROM base.comparison
    JOIN base.reviewed_goal AS goal ON goal.document_id = comparison.previous_document_id
    ANTI JOIN base.match ON match.previous_row_id = goal.row_id
),
single AS (
    SELECT
        document.board, document.board_key, document.plan_year, earlier.plan_year AS previous_plan_year,
        coalesce(now.level, before.level) AS level, now.goal_code, before.goal_code AS previous_goal_code,
        now.title, before.title AS previous_title,
        CASE
            WHEN now.row_id IS NULL THEN 'dropped'
            WHEN before.row_id IS NULL THEN 'new'
            WHEN followed.method = 'exact' OR now.title = before.title THEN 'carried_over'
            ELSE 'renamed'
        END AS status,
        followed.score AS match_score, followed.method AS match_method,
        CASE
            WHEN 'suspect' IN (now.trust, before.trust) THEN 'suspect'
            WHEN 'corrected' IN (now.trust, before.trust) THEN 'corrected'
            WHEN 'printed' IN (now.trust, before.trust) THEN 'printed'
            ELSE 'confirmed'
        END AS trust,
        followed.document_id, followed.row_id, followed.previous_document_id, followed.previous_row_id,
        now.page, before.page AS previous_page, NULL AS reason, NULL AS caveat
    FROM followed
    JOIN base.document USING (document_id)
    JOIN base.document AS earlier ON earlier.document_id = followed.previous_document_id
    LEFT JOIN base.reviewed_goal AS now ON now.row_id = followed.row_id
    LEFT JOIN base.reviewed_goal AS before ON before.row_id = followed.previous_row_id
),
-- Of a board that others were merged into (`merged_row`).
merged AS (
    SELECT
        plan.board, plan.board_key, plan.plan_year, pair.previous_plan_year,
        any_value(coalesce(now.level, before.level)) AS level,
        any_value(now.goal_code) AS goal_code, string_agg(DISTINCT before.goal_code, ' / ' ORDER BY before.goal_code) AS previous_goal_code,
        any_value(now.title) AS title, string_agg(DISTINCT before.title, ' / ' ORDER BY before.title) AS previous_title,
        CASE
            WHEN any_value(pair.reason) IS NOT NULL THEN NULL
            WHEN pair.row_id IS NULL THEN 'dropped'
            WHEN count(before.row_id) = 0 THEN 'new'
            WHEN bool_and(pair.method = 'exact' OR now.title = before.title) THEN 'carried_over'
            ELSE 'renamed'
        END AS status,
        min(pair.score) AS match_score,
        arg_max(pair.method, list_position(['reviewed', 'exact', 'words', 'likeness'], pair.method)) AS match_method,
        CASE
            WHEN bool_or('suspect' IN (coalesce(now.trust, ''), coalesce(before.trust, ''))) THEN 'suspect'
            WHEN bool_or('corrected' IN (coalesce(now.trust, ''), coalesce(before.trust, ''))) THEN 'corrected'
            WHEN bool_or('printed' IN (coalesce(now.trust, ''), coalesce(before.trust, ''))) THEN 'printed'
            ELSE 'confirmed'
        END AS trust,
        pair.document_id, pair.row_id, any_value(now.page) AS page,
        any_value(pair.reason) AS reason,
        'det tidigare är ur planen för ' || pair.previous_plan_year || ' för '
            || string_agg(pair.part, ' och ' ORDER BY pair.part) FILTER (before.row_id IS NOT NULL) AS caveat
    FROM base.merged_row AS pair
    JOIN base.plan USING (document_id)
    LEFT JOIN base.reviewed_goal AS now ON now.row_id = pair.row_id
    LEFT JOIN base.reviewed_goal AS before ON before.row_id = pair.previous_row_id
    WHERE pair.kind = 'goal'
    GROUP BY plan.board, plan.board_key, plan.plan_year, pair.previous_plan_year, pair.document_id, pair.row_id, pair.thing
)
FROM single UNION ALL BY NAME FROM merged
ORDER BY board_key, plan_year DESC, page NULLS LAST, goal_code, row_id, previous_row_id, previous_title;

COMMENT ON VIEW goal_year_over_year IS
'Mål år mot år: vad som är nytt, borttaget, omformulerat eller kvar i två planer i följd av en nämnd; bara mål på samma nivå '
'jämförs. En nämnds första plan har inga rader, men en sammanslagen nämnds jämförs med delarnas planer; tveksamma par står i match_review.';
COMMENT ON COLUMN goal_year_over_year.board IS 'Nämnd: som den är tryckt i den senare planen. Exempel: Farsta stadsdelsnämnd';
COMMENT ON COLUMN goal_year_over_year.board_key IS 'Nämndnyckel: samma för alla sätt att trycka namnet. Exempel: farsta';
COMMENT ON COLUMN goal_year_over_year.plan_year IS 'Planår: den senare planens. Exempel: 2026';
COMMENT ON COLUMN goal_year_over_year.previous_plan_year IS 'Föregående planår: den närmast tidigare planens; mer än ett år före där en plan saknas. Exempel: 2025';
COMMENT ON COLUMN goal_year_over_year.level IS 'Målnivå: inriktningsmål, områdesmål eller nämndmål. Exempel: nämndmål';
COMMENT ON COLUMN goal_year_over_year.goal_code IS 'Målnummer: i den senare planen. Exempel: 1.2.1';
COMMENT ON COLUMN goal_year_over_year.previous_goal_code IS 'Föregående målnummer: i den tidigare planen. Exempel: 1.1.2';
COMMENT ON COLUMN goal_year_over_year.title IS 'Mål: lydelsen i den senare planen; NULL för dropped. Exempel: Äldre är trygga';
COMMENT ON COLUMN goal_year_over_year.previous_title IS 'Föregående lydelse: i den tidigare planen; NULL för new. Exempel: Äldre känner sig trygga';
COMMENT ON COLUMN goal_year_over_year.status IS 'Läge: new, dropped, renamed (andra ord) eller carried_over (samma ord); NULL där planen för en av en sammanslagen nämnds delar saknas. Exempel: renamed';
COMMENT ON COLUMN goal_year_over_year.match_score IS 'Likhet: hur lika raderna är, från 0 till 1; NULL för new och dropped. Exempel: 0.91';
COMMENT ON COLUMN goal_year_over_year.match_method IS 'Metod: reviewed, exact, words eller likeness; NULL för new och dropped. Exempel: exact';
COMMENT ON COLUMN goal_year_over_year.trust IS 'Tilltro: printed (som tryckt), suspect (en iakttagelse pekar ut värdet som troligen fel, eller dokumentet är ofullständigt läst), corrected (en granskning har rättat det) eller confirmed (en granskning säger att det stämmer). Exempel: printed';
COMMENT ON COLUMN goal_year_over_year.document_id IS 'Dokument-id: den senare planens. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN goal_year_over_year.row_id IS 'Rad-id: raden i den senare planen; NULL för dropped.';
COMMENT ON COLUMN goal_year_over_year.previous_document_id IS 'Föregående dokument-id: den tidigare planens; NULL för en sammanslagen nämnd. Exempel: farsta-2025-1c8d0f6be2aa';
COMMENT ON COLUMN goal_year_over_year.previous_row_id IS 'Föregående rad-id: raden i den tidigare planen; NULL för new; NULL för en sammanslagen nämnd.';
COMMENT ON COLUMN goal_year_over_year.page IS 'Sida: i den senare planens fil, från 1. Exempel: 17';
COMMENT ON COLUMN goal_year_over_year.previous_page IS 'Föregående sida: i den tidigare planens fil, från 1. Exempel: 16';
COMMENT ON COLUMN goal_year_over_year.reason IS 'Skäl: varför läget inte kan anges, där planen för en av en sammanslagen nämnds delar saknas; annars NULL. Exempel: nämnden är sammanslagen av … : planen för 2024 saknas för Östermalms stadsdelsnämnd';
COMMENT ON COLUMN goal_year_over_year.caveat IS 'Förbehåll: för en sammanslagen nämnd ur vilka delars planer det tidigare är; annars NULL. Exempel: det tidigare är ur planen för 2024 för Norrmalms stadsdelsnämnd och Östermalms stadsdelsnämnd';
