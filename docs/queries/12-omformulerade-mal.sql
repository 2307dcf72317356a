-- Vilka mål har nämnden formulerat om, lagt till eller tagit bort?
--
-- Bara mål på samma nivå jämförs. Ett mål kan ha bytt nummer utan att ha ändrats; då står båda numren men läget är
-- carried_over och målet är inte med här.
SELECT
    board AS nämnd, plan_year AS år, status AS läge, level AS nivå, goal_code AS nummer, title AS mål,
    previous_title AS "hette förut"
FROM goal_year_over_year
WHERE status <> 'carried_over'
ORDER BY board_key, plan_year DESC, status, string_split(coalesce(goal_code, previous_goal_code), '.')::INTEGER[];
