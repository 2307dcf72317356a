-- Hur mycket pengar ansöker nämnden om, och till vad?
--
-- Tabellerna över budgetjusteringar, utan summarader. Antalet ansökningar är talet inom parentes i tabellen; tomt där planen
-- inget anger. Kolumnen stycken är summan av styckena under samma rubrik: stämmer den inte är det värt att fråga varför.
WITH paragraphs AS (
    SELECT document_id, budget_kind, category_key, sum(amount_mnkr) AS amount_mnkr
    FROM base.adjustment_item
    GROUP BY ALL
)
SELECT
    plan.plan_year AS år, row.budget_kind AS slag, row.category AS kategori, row.application_count AS antal,
    row.amount_mnkr AS "tabellen, mnkr", paragraphs.amount_mnkr AS "stycken, mnkr"
FROM base.budget_adjustment AS row
JOIN base.plan USING (document_id)
LEFT JOIN paragraphs USING (document_id, budget_kind, category_key)
WHERE plan.board_key = 'hasselby-vallingby' AND NOT row.is_total
ORDER BY år DESC, slag, row.amount_mnkr DESC, kategori;
