-- Vilka siffror har en senare plan räknat om mest?
--
-- Två planer säger något om samma år: den tidigare angav en budget, den senare anger vad den slutligen blev. Skillnaden är
-- pengar som kom till eller togs bort under året, eller en rättelse. Samma underlag i båda kolumnerna betyder en rättelse.
SELECT
    board AS nämnd, area AS område, fiscal_year AS år,
    plan_year AS "plan", basis AS "angav", amount_mnkr AS mnkr,
    restated_plan_year AS "senare plan", restated_basis AS "anger", restated_amount_mnkr AS "mnkr nu",
    difference_mnkr AS "skillnad, mnkr"
FROM restatement
WHERE measure = 'netto' AND NOT is_total AND parent_area IS NULL
    AND basis = 'verksamhetsplan' AND restated_basis = 'prognos_slutlig_budget' AND difference_mnkr <> 0
ORDER BY abs(difference_mnkr) DESC, board_key, fiscal_year, område
LIMIT 10;
