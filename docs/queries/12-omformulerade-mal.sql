-- Vilka mål har nämnden formulerat om, lagt till eller tagit bort?
--
-- Bara mål på samma nivå jämförs. Ett mål som bara har bytt nummer är inte med här.
SELECT
    plan_year AS år, status AS läge, level AS nivå, coalesce(goal_code, previous_goal_code) AS nummer,
    coalesce(title, previous_title) AS mål, CASE WHEN status = 'renamed' THEN previous_title END AS "hette förut"
FROM goal_year_over_year
WHERE board_key = 'solvanda' AND status <> 'carried_over'
ORDER BY år DESC, läge, string_split(nummer, '.')::INTEGER[];
