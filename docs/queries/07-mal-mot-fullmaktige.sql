-- Vilka indikatorer har ett svagare mål än kommunfullmäktiges?
--
-- Nämndens årsmål bredvid fullmäktiges (KF:s) i varje nämnds nyaste plan. Svagare är lägre där högre är bättre, och högre där
-- lägre är bättre; vilket det är står i kolumnen bättre. Mål som inte går att jämföra är inte med: se nästa fråga.
SELECT
    board AS nämnd, goal_code AS mål, name AS indikator,
    target_text AS nämndens, kf_target_text AS "KF:s", stricter_is AS bättre, page AS sida
FROM indicator_ambition
WHERE ambition = 'svagare'
QUALIFY plan_year = max(plan_year) OVER (PARTITION BY board_key)
ORDER BY board_key, string_split(goal_code, '.')::INTEGER[], name;
