-- The figures of the overview (the first budget table of a plan), one for each area, year, basis and measure.
-- The newest plan that states a figure is taken: a later plan restates the year before.
CREATE VIEW budget_by_year AS
WITH stated AS (
    SELECT
        document.board, document.board_key, line.label AS area, line.parent_label AS parent_area, line.is_total,
        line.fiscal_year, line.basis, line.measure, line.amount_mnkr, document.plan_year AS stated_in_plan_year,
        line.document_id, line.row_id, line.page, line.row_ordinal
    FROM budget_line AS line
    JOIN document USING (document_id)
    WHERE document.is_current AND line.table_ordinal = 1
)
SELECT board, board_key, area, parent_area, is_total, fiscal_year, basis, measure, amount_mnkr,
       stated_in_plan_year, document_id, row_id, page
FROM stated
QUALIFY row_number() OVER (
    PARTITION BY board_key, area, coalesce(parent_area, ''), fiscal_year, basis, measure
    ORDER BY stated_in_plan_year DESC, row_ordinal
) = 1
ORDER BY board_key, fiscal_year, basis, measure, document_id, row_id;
COMMENT ON VIEW budget_by_year IS 'Budget per år: en rad för varje nämnd, område, budgetår, underlag och mått, ur den nyaste planen som anger det. Områden är raderna i översiktstabellen; varav-rader har parent_area och ska inte läggas till en gång till.';
COMMENT ON COLUMN budget_by_year.board IS 'Nämnd, som den är tryckt. Exempel: Farsta stadsdelsnämnd.';
COMMENT ON COLUMN budget_by_year.board_key IS 'Nämndnyckel. Exempel: farsta.';
COMMENT ON COLUMN budget_by_year.area IS 'Område: radens rubrik i översikten. Exempel: Äldreomsorg.';
COMMENT ON COLUMN budget_by_year.parent_area IS 'För en varav-rad området som den är en del av. Exempel: Individ- och familjeomsorg.';
COMMENT ON COLUMN budget_by_year.is_total IS 'Sant för summaraden. Exempel: false.';
COMMENT ON COLUMN budget_by_year.fiscal_year IS 'Budgetår som siffran gäller. Exempel: 2026.';
COMMENT ON COLUMN budget_by_year.basis IS 'Underlag: verksamhetsplan, prognos_slutlig_budget, prognos_utfall eller utfall.';
COMMENT ON COLUMN budget_by_year.measure IS 'Mått: kostnader, intäkter eller netto.';
COMMENT ON COLUMN budget_by_year.amount_mnkr IS 'Belopp. Enhet: mnkr. Exempel: 801.300000.';
COMMENT ON COLUMN budget_by_year.stated_in_plan_year IS 'Planen som anger siffran. Exempel: 2026.';
COMMENT ON COLUMN budget_by_year.document_id IS 'Dokumentet som anger siffran.';
COMMENT ON COLUMN budget_by_year.row_id IS 'Raden i budget_line; dess ruta står i provenance.';
COMMENT ON COLUMN budget_by_year.page IS 'Sidan i filen.';
