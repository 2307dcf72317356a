-- Hur fördelar nämnderna sina pengar?
--
-- Varje områdes andel, i procent, av nämndens nettobudget det senaste året som någon plan gäller. Områden som heter olika men är samma sak
-- har samma serie och står på samma rad; tomt betyder att nämnden inte har området i sin översikt.
WITH newest AS (
    SELECT board, board_key, area, series_key, amount_mnkr
    FROM budget_by_year
    WHERE measure = 'netto' AND basis = 'verksamhetsplan' AND NOT is_total AND NOT is_part
    QUALIFY fiscal_year = max(fiscal_year) OVER ()
)
PIVOT (
    SELECT
        min(area) OVER (PARTITION BY series_key) AS område, board,
        round(100 * amount_mnkr / sum(amount_mnkr) OVER (PARTITION BY board_key), 1) AS percent
    FROM newest
)
ON board
USING max(percent)
ORDER BY område;
