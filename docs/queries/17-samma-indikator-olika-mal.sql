-- Var skiljer sig nämndernas mål för samma indikator?
--
-- Indikatorer med samma nyckel, samma enhet och olika årsmål i nämndernas planer för det senaste året; störst spridning, i
-- förhållande till målet, först.
SELECT
    min(indicator.name) AS indikator, any_value(indicator.kf_target_text) AS "KF:s mål",
    string_agg(plan.board || ' ' || indicator.target_text, '; ' ORDER BY plan.board_key, indicator.ordinal)
        AS nämndernas
FROM base.plan
JOIN base.indicator USING (document_id)
JOIN base.naming ON naming.kind = 'indicator' AND naming.name = indicator.name
WHERE plan.plan_year = (SELECT max(plan_year) FROM base.plan)
    AND indicator.target_value IS NOT NULL
GROUP BY naming.series_key
HAVING count(DISTINCT plan.board_key) > 1 AND count(DISTINCT indicator.target_value) > 1
    AND count(DISTINCT coalesce(indicator.target_unit, '')) = 1
ORDER BY (max(indicator.target_value) - min(indicator.target_value)) / max(abs(indicator.target_value)) DESC, indikator;
