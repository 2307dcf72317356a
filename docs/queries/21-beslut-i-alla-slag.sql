-- Vad beslutar nämnden om under ett år, i alla slags dokument?
--
-- Varje slag av tjänsteutlåtande för sig: hur många beslutspunkter det har av varje slag, och summan av beloppen i dem. En
-- punkt med flera belopp räknas utan belopp här; de står i base.decision_amount. Samma pengar kan stå i flera dokument:
-- lägg inte ihop summorna.
SELECT
    document.board AS nämnd, document.plan_year AS år, document.document_type AS slag, document.period AS del,
    decision.action AS åtgärd, count(*) AS punkter, sum(decision.amount_sek) AS "belopp, kr"
FROM base.reviewed_decision AS decision
JOIN base.document USING (document_id)
WHERE document.is_current AND document.plan_year = 2025
GROUP BY ALL
ORDER BY nämnd, år DESC, slag, del, punkter DESC, åtgärd
LIMIT 20;
