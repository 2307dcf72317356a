-- Hur fördelar nämnderna sina pengar?
--
-- Varje områdes andel, i procent, av nämndens nettobudget i dess nyaste plan. Områden som heter olika men är samma sak har
-- samma nyckel och står på samma rad; tomt betyder att nämnden inte har området i sin översikt.
WITH newest AS (
    SELECT board, board_key, area_key, area, amount_mnkr
    FROM base.budget_overview
    WHERE measure = 'netto' AND basis = 'verksamhetsplan' AND fiscal_year = plan_year
        AND NOT is_total AND parent_area IS NULL
    QUALIFY plan_year = max(plan_year) OVER (PARTITION BY board_key)
)
PIVOT (
    SELECT
        min(area) OVER (PARTITION BY area_key) AS område, board,
        round(100 * amount_mnkr / sum(amount_mnkr) OVER (PARTITION BY board_key), 1) AS percent
    FROM newest
)
ON board
USING max(percent)
ORDER BY område;
