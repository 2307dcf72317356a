-- Hur har budgeten för äldreomsorgen utvecklats?
--
-- Varje siffra som planerna anger, ur den nyaste planen som anger den. Underlaget säger vad siffran är: planens budget,
-- en prognos eller ett utfall. Jämför bara siffror med samma underlag; tomt betyder att ingen plan anger siffran. Serien är
-- densamma också där området har fått ett annat namn.
SELECT
    board AS nämnd, fiscal_year AS år,
    max(amount_mnkr) FILTER (basis = 'verksamhetsplan') AS "plan, mnkr",
    max(amount_mnkr) FILTER (basis = 'prognos_slutlig_budget') AS "slutlig budget, mnkr",
    max(amount_mnkr) FILTER (basis = 'utfall') AS "utfall, mnkr"
FROM budget_by_year
WHERE series_key = 'äldreomsorg' AND parent_area IS NULL AND measure = 'netto'
GROUP BY board, board_key, fiscal_year
ORDER BY board_key, fiscal_year;
