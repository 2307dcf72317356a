-- The plan's net against each figure that the same plan prints for an earlier year.
CREATE VIEW budget_year_over_year AS
WITH overview AS (
    SELECT document.board, document.board_key, document.plan_year, line.*
    FROM budget_line AS line
    JOIN document USING (document_id)
    WHERE document.is_current AND line.table_ordinal = 1 AND line.measure = 'netto'
),
planned AS (SELECT * FROM overview WHERE basis = 'verksamhetsplan' AND fiscal_year = plan_year),
earlier AS (SELECT * FROM overview WHERE fiscal_year < plan_year)
SELECT
    planned.board, planned.board_key, planned.label AS area, planned.parent_label AS parent_area, planned.is_total,
    planned.plan_year AS fiscal_year, planned.basis, planned.amount_mnkr,
    earlier.fiscal_year AS previous_fiscal_year, earlier.basis AS previous_basis,
    earlier.amount_mnkr AS previous_amount_mnkr,
    planned.amount_mnkr - earlier.amount_mnkr AS change_mnkr,
    CAST(100 * (planned.amount_mnkr - earlier.amount_mnkr) / nullif(abs(earlier.amount_mnkr), 0) AS DECIMAL(9, 1))
        AS change_percent,
    CASE WHEN earlier.amount_mnkr = 0 THEN 'föregående belopp är noll: procent saknar mening' END AS reason,
    planned.document_id, planned.row_id, earlier.row_id AS previous_row_id, planned.page
FROM planned
JOIN earlier ON earlier.document_id = planned.document_id AND earlier.row_ordinal = planned.row_ordinal
ORDER BY planned.board_key, fiscal_year, planned.row_ordinal, previous_fiscal_year DESC, previous_basis;
COMMENT ON VIEW budget_year_over_year IS 'Budget mot tidigare år: planens netto för varje område mot varje siffra som samma plan anger för ett tidigare år. Vad som jämförs står i basis och previous_basis.';
COMMENT ON COLUMN budget_year_over_year.board IS 'Nämnd, som den är tryckt.';
COMMENT ON COLUMN budget_year_over_year.board_key IS 'Nämndnyckel. Exempel: farsta.';
COMMENT ON COLUMN budget_year_over_year.area IS 'Område: radens rubrik i översikten. Exempel: Äldreomsorg.';
COMMENT ON COLUMN budget_year_over_year.parent_area IS 'För en varav-rad området som den är en del av.';
COMMENT ON COLUMN budget_year_over_year.is_total IS 'Sant för summaraden.';
COMMENT ON COLUMN budget_year_over_year.fiscal_year IS 'Planens år. Exempel: 2026.';
COMMENT ON COLUMN budget_year_over_year.basis IS 'Underlag för årets siffra: verksamhetsplan.';
COMMENT ON COLUMN budget_year_over_year.amount_mnkr IS 'Årets netto. Enhet: mnkr. Exempel: 801.300000.';
COMMENT ON COLUMN budget_year_over_year.previous_fiscal_year IS 'Året som det jämförs med. Exempel: 2025.';
COMMENT ON COLUMN budget_year_over_year.previous_basis IS 'Underlag för siffran som det jämförs med. Exempel: prognos_slutlig_budget.';
COMMENT ON COLUMN budget_year_over_year.previous_amount_mnkr IS 'Nettot som det jämförs med. Enhet: mnkr. Exempel: 761.500000.';
COMMENT ON COLUMN budget_year_over_year.change_mnkr IS 'Förändring. Enhet: mnkr. Exempel: 39.800000.';
COMMENT ON COLUMN budget_year_over_year.change_percent IS 'Förändring i procent av beloppet som det jämförs med. Exempel: 5.2.';
COMMENT ON COLUMN budget_year_over_year.reason IS 'Skälet när procent inte kan anges.';
COMMENT ON COLUMN budget_year_over_year.document_id IS 'Dokumentet som anger båda siffrorna.';
COMMENT ON COLUMN budget_year_over_year.row_id IS 'Årets rad i budget_line.';
COMMENT ON COLUMN budget_year_over_year.previous_row_id IS 'Raden i budget_line som det jämförs med.';
COMMENT ON COLUMN budget_year_over_year.page IS 'Sidan i filen.';
