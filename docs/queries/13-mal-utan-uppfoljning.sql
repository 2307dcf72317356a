-- Vilka nämndmål saknar både indikatorer och aktiviteter?
--
-- Sådana mål går inte att följa upp med planen. Förväntade resultat räknas i en egen kolumn: de är löpande text utan tal.
SELECT
    document.board AS nämnd, document.plan_year AS år, goal.goal_code AS nummer, goal.title AS nämndmål,
    (SELECT count(*) FROM expected_result AS result WHERE result.document_id = goal.document_id
        AND result.goal_code = goal.goal_code) AS "förväntade resultat"
FROM goal
JOIN document USING (document_id)
ANTI JOIN indicator USING (document_id, goal_code)
ANTI JOIN activity USING (document_id, goal_code)
WHERE document.is_current AND goal.level = 'nämndmål'
QUALIFY document.plan_year = max(document.plan_year) OVER (PARTITION BY document.board_key)
ORDER BY document.board_key, string_split(goal.goal_code, '.')::INTEGER[];
