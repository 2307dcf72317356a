-- Vilka områden växer mest?
--
-- Nettobudgeten i varje nämnds nyaste plan mot prognosen för förra årets slutliga budget; högst procent först.
-- Ett litet område kan växa mycket i procent: läs beloppet bredvid. Rader utan jämförbara siffror är utelämnade.
SELECT
    board AS nämnd, area AS område, fiscal_year AS år,
    change_percent AS "förändring, %", change_mnkr AS "förändring, mnkr", caveat AS förbehåll
FROM budget_year_over_year
WHERE measure = 'netto' AND previous_basis = 'prognos_slutlig_budget'
    AND NOT is_total AND parent_area IS NULL AND change_percent IS NOT NULL
QUALIFY fiscal_year = max(fiscal_year) OVER (PARTITION BY board_key)
ORDER BY change_percent DESC, change_mnkr DESC, board_key, område
LIMIT 10;
