-- Vilka nämndmål saknar både indikatorer och aktiviteter?
--
-- Sådana mål går inte att följa upp med planen. Förväntade resultat räknas i en egen kolumn: de är löpande text utan tal.
WITH newest AS (
    SELECT document_id, board, board_key, plan_year
    FROM document
    WHERE is_current
    QUALIFY plan_year = max(plan_year) OVER (PARTITION BY board_key)
)
SELECT
    newest.board AS nämnd, newest.plan_year AS år, goal.goal_code AS nummer, goal.title AS nämndmål,
    count(result.row_id) AS "förväntade resultat"
FROM newest
JOIN goal USING (document_id)
ANTI JOIN indicator USING (document_id, goal_code)
ANTI JOIN activity USING (document_id, goal_code)
LEFT JOIN expected_result AS result USING (document_id, goal_code)
WHERE goal.level = 'nämndmål'
GROUP BY ALL
ORDER BY min(newest.board_key), string_split(nummer, '.')::INTEGER[];
