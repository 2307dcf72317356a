-- Vilka nämndmål saknar både indikatorer och aktiviteter?
--
-- Sådana mål går inte att följa upp med planen. Förväntade resultat räknas i en egen kolumn: de är löpande text utan tal.
WITH newest AS (
    SELECT document_id, board, board_key, plan_year
    FROM base.plan
    QUALIFY plan_year = max(plan_year) OVER (PARTITION BY board_key)
),
result AS (
    SELECT document_id, goal_code, count(*) AS result_count FROM base.expected_result GROUP BY ALL
)
SELECT
    newest.board AS nämnd, newest.plan_year AS år, goal.goal_code AS nummer, goal.title AS nämndmål,
    coalesce(result.result_count, 0) AS "förväntade resultat"
FROM newest
JOIN base.goal USING (document_id)
LEFT JOIN result USING (document_id, goal_code)
ANTI JOIN base.indicator USING (document_id, goal_code)
ANTI JOIN base.activity USING (document_id, goal_code)
WHERE goal.level = 'nämndmål'
ORDER BY newest.board_key, string_split(nummer, '.')::INTEGER[];
