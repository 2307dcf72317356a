-- Vad har hänt med budgeten sedan förra året?
--
-- Planens budget för varje område bredvid prognosen för förra årets slutliga budget, ur samma plan.
-- Båda siffrorna står i den nya planen och är därför uppställda på samma sätt; procenten räknas på förra årets belopp.
-- Varav-rader är delar av området ovanför och är utelämnade. Går något inte att jämföra står skälet i stället för ett tal.
SELECT
    board AS nämnd, area AS område, previous_amount_mnkr AS "förra året, mnkr", amount_mnkr AS "i år, mnkr",
    change_mnkr AS "förändring, mnkr", change_percent AS "förändring, %", reason AS skäl
FROM budget_year_over_year
WHERE board_key = 'hasselby-vallingby' AND fiscal_year = 2026
    AND measure = 'netto' AND previous_basis = 'prognos_slutlig_budget' AND parent_area IS NULL
ORDER BY is_total, amount_mnkr DESC;
