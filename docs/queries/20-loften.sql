-- Vad lovade nämnden, och hölls det?
--
-- Varje indikator i planen bredvid utfallet i nämndens verksamhetsberättelse för samma år. Där det inte går att säga om
-- löftet hölls står varför i stället.
SELECT
    board AS nämnd, plan_year AS år, name AS indikator, target_text AS årsmål, outcome_text AS utfall,
    CASE kept WHEN 'yes' THEN 'ja' WHEN 'no' THEN 'nej' ELSE reason END AS hölls
FROM promise
QUALIFY
    plan_year = max(plan_year) FILTER (kept IN ('yes', 'no')) OVER ()
    AND bool_or(kept IN ('yes', 'no')) OVER (PARTITION BY board_key)
ORDER BY board_key, page, name
LIMIT 12;
