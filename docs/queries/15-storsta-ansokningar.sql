-- Vilka är de största enskilda ansökningarna, och i vilken beslutspunkt står de?
--
-- Stycken som börjar ”Förvaltningen ansöker medel om …”. Beslutspunkten är numret i Förslag till beslut; tomt där ingen punkt
-- med samma belopp och samma sak har hittats.
SELECT
    plan.plan_year AS år, item.budget_kind AS slag, item.amount_mnkr AS mnkr, item.decision_number AS beslutspunkt,
    item.text AS stycke
FROM base.adjustment_item AS item
JOIN base.plan USING (document_id)
WHERE plan.board_key = 'hasselby-vallingby'
ORDER BY item.amount_mnkr DESC NULLS LAST, item.ordinal
LIMIT 6;
