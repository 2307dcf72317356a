-- Vilka indikatorer är nya, borttagna eller omformulerade sedan förra planen?
--
-- Lägena är new (ny), dropped (borttagen) och renamed (samma indikator i andra ord). För en omformulerad står likheten, från
-- 0 till 1. Tveksamma par står i match_review och bör granskas innan man säger att något är nytt.
SELECT
    status AS läge, coalesce(goal_code, previous_goal_code) AS mål, coalesce(name, previous_name) AS indikator,
    CASE WHEN status = 'renamed' THEN previous_name END AS "hette förut",
    CASE WHEN status = 'renamed' THEN round(match_score, 2) END AS likhet
FROM indicator_year_over_year
WHERE board_key = 'solvanda' AND plan_year = 2026 AND status <> 'carried_over'
ORDER BY läge, string_split(mål, '.')::INTEGER[], indikator;
