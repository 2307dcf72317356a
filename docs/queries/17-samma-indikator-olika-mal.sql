-- Var skiljer sig nämndernas mål för samma indikator?
--
-- Indikatorer med samma nyckel, samma enhet och olika årsmål i nämndernas planer för det senaste året; störst spridning, i
-- förhållande till målet, först.
SELECT
    min(name) AS indikator, any_value(kf_target_text) AS "KF:s mål",
    string_agg(board || ' ' || target_text, '; ' ORDER BY board_key, ordinal) AS nämndernas
FROM indicator_by_year
WHERE plan_year = (SELECT max(plan_year) FROM indicator_by_year) AND target_value IS NOT NULL
GROUP BY series_key
HAVING count(DISTINCT board_key) > 1 AND count(DISTINCT target_value) > 1
    AND count(DISTINCT coalesce(target_unit, '')) = 1
ORDER BY (max(target_value) - min(target_value)) / max(abs(target_value)) DESC, indikator;
