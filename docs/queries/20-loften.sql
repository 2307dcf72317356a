-- Vad lovade nämnden, och hölls det?
--
-- Varje indikator i planen bredvid utfallet i nämndens verksamhetsberättelse för samma år. Där det inte går att säga om
-- löftet hölls står varför i stället.
SELECT
    board AS nämnd, plan_year AS år, name AS indikator, target_text AS årsmål, outcome_text AS utfall,
    CASE kept WHEN 'yes' THEN 'ja' WHEN 'no' THEN 'nej' ELSE reason END AS hölls
FROM promise
WHERE plan_year = (SELECT max(plan_year) FROM promise WHERE kept IN ('yes', 'no'))
    AND board_key IN (SELECT board_key FROM promise WHERE kept IN ('yes', 'no'))
ORDER BY board_key, page, name
LIMIT 12;
