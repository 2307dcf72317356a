-- Vilka nämndmål saknar både indikatorer och aktiviteter?
--
-- Sådana mål går inte att följa upp med planen. Förväntade resultat räknas i en egen kolumn: de är löpande text utan tal.
WITH newest AS (
    SELECT *
    FROM goal_by_year
    WHERE level = 'nämndmål'
    QUALIFY plan_year = max(plan_year) OVER (PARTITION BY board_key)
),
result AS (
    SELECT document_id, goal_code, count(*) AS result_count FROM base.expected_result GROUP BY ALL
)
SELECT
    newest.board AS nämnd, newest.plan_year AS år, newest.goal_code AS nummer, newest.title AS nämndmål,
    coalesce(result.result_count, 0) AS "förväntade resultat"
FROM newest
LEFT JOIN result USING (document_id, goal_code)
ANTI JOIN indicator_by_year USING (document_id, goal_code)
ANTI JOIN activity_by_year USING (document_id, goal_code)
ORDER BY newest.board_key, string_split(nummer, '.')::INTEGER[];
