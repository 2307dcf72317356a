-- Vilka är de största enskilda ansökningarna, och i vilken beslutspunkt står de?
--
-- Stycken som börjar ”Förvaltningen ansöker medel om …”. Beslutspunkten är numret i Förslag till beslut; tomt där ingen punkt
-- med samma belopp och samma sak har hittats.
SELECT
    plan_year AS år, budget_kind AS slag, amount_mnkr AS mnkr, decision_number AS beslutspunkt, text AS stycke
FROM application_by_year
WHERE board_key = 'hasselby-vallingby'
ORDER BY amount_mnkr DESC NULLS LAST, ordinal
LIMIT 6;
