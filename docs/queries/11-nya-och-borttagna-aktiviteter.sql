-- Vilka aktiviteter är nya eller borttagna, och under vilket mål?
--
-- En borttagen aktivitet kan vara genomförd: planen säger inte vilket. Målet är det som aktiviteten står under i den plan
-- där den finns.
SELECT
    change.status AS läge, goal.goal_code AS nummer, goal.title AS mål,
    coalesce(change.name, change.previous_name) AS aktivitet
FROM activity_year_over_year AS change
LEFT JOIN base.goal
    ON goal.document_id = CASE WHEN change.status = 'new' THEN change.document_id ELSE change.previous_document_id END
    AND goal.goal_code = coalesce(change.goal_code, change.previous_goal_code)
WHERE change.board_key = 'solvanda' AND change.plan_year = 2026 AND change.status IN ('new', 'dropped')
ORDER BY läge DESC, string_split(nummer, '.')::INTEGER[], aktivitet;
