-- Hur skiljer sig årets plan från förra årets plan, och går de att jämföra?
--
-- Planens egen siffra mot den siffra som den förra planen angav för sitt år. Har ett område bytt omfattning, försvunnit
-- eller kommit till, eller saknas planen för året före, står skälet i stället för en förändring. Står det i löptexten att
-- pengar har flyttats mellan områden är det ett skäl att inte jämföra dem.
SELECT
    area AS område, previous_fiscal_year AS "förra planen", previous_amount_mnkr AS "då, mnkr",
    fiscal_year AS "nya planen", amount_mnkr AS "nu, mnkr", change_mnkr AS "förändring, mnkr", reason AS skäl
FROM budget_year_over_year
WHERE board_key = 'solvanda' AND fiscal_year = 2026 AND previous_plan_year < fiscal_year
    AND measure = 'netto' AND parent_area IS NULL
ORDER BY is_total, abs(change_mnkr) DESC NULLS LAST, område;
