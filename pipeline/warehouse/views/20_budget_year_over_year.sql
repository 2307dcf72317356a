-- Within one plan: its own figure for each row of the overview against each figure that it prints for an earlier year.
-- Computed columns are cast, since versions of DuckDB differ in the type of a difference and check it when they read.
CREATE VIEW budget_year_over_year AS
WITH overview AS (
    SELECT document.board, document.board_key, document.plan_year, line.*
    FROM budget_line AS line
    JOIN document USING (document_id)
    WHERE document.is_current AND line.table_ordinal = 1
    QUALIFY row_number() OVER (
        PARTITION BY line.document_id, line.row_ordinal, line.fiscal_year, line.basis, line.measure
        ORDER BY line.column_ordinal
    ) = 1
)
SELECT
    planned.board, planned.board_key, planned.label AS area, planned.parent_label AS parent_area, planned.is_total,
    planned.measure, planned.fiscal_year, planned.basis, planned.amount_mnkr,
    earlier.fiscal_year AS previous_fiscal_year, earlier.basis AS previous_basis,
    earlier.amount_mnkr AS previous_amount_mnkr,
    CAST(planned.amount_mnkr - earlier.amount_mnkr AS DECIMAL(18, 8)) AS change_mnkr,
    TRY_CAST(
        100 * (planned.amount_mnkr - earlier.amount_mnkr) / nullif(abs(earlier.amount_mnkr), 0) AS DECIMAL(18, 1)
    ) AS change_percent,
    CASE WHEN earlier.amount_mnkr = 0 THEN 'föregående belopp är noll' END AS reason,
    planned.document_id, planned.row_id, earlier.row_id AS previous_row_id, planned.page
FROM overview AS planned
JOIN overview AS earlier
    ON earlier.document_id = planned.document_id
    AND earlier.row_ordinal = planned.row_ordinal
    AND earlier.measure = planned.measure
    AND earlier.fiscal_year < planned.fiscal_year
WHERE planned.basis = 'verksamhetsplan' AND planned.fiscal_year = planned.plan_year
ORDER BY
    planned.board_key, planned.fiscal_year DESC, planned.measure, planned.row_ordinal,
    previous_fiscal_year DESC, previous_basis;

COMMENT ON VIEW budget_year_over_year IS
'Budget mot tidigare år: planens siffra för varje område mot varje siffra som samma plan anger för ett tidigare år. '
'Vad som jämförs med vad står i basis och previous_basis; filtrera på en previous_basis för en rad per område.';
COMMENT ON COLUMN budget_year_over_year.board IS 'Nämnd: som den är tryckt. Exempel: Farsta stadsdelsnämnd';
COMMENT ON COLUMN budget_year_over_year.board_key IS 'Nämndnyckel: samma för alla sätt att trycka namnet. Exempel: farsta';
COMMENT ON COLUMN budget_year_over_year.area IS 'Område: radens rubrik i översikten, som den är tryckt. Exempel: Äldreomsorg';
COMMENT ON COLUMN budget_year_over_year.parent_area IS 'Överordnat område: för en varav-rad området som den är en del av. Exempel: Individ- och familjeomsorg';
COMMENT ON COLUMN budget_year_over_year.is_total IS 'Summarad: sant för raden som summerar de andra. Exempel: false';
COMMENT ON COLUMN budget_year_over_year.measure IS 'Mått: kostnader, intäkter eller netto; samma för båda siffrorna. Exempel: netto';
COMMENT ON COLUMN budget_year_over_year.fiscal_year IS 'Budgetår: planens år. Exempel: 2026';
COMMENT ON COLUMN budget_year_over_year.basis IS 'Underlag för årets siffra: alltid verksamhetsplan. Exempel: verksamhetsplan';
COMMENT ON COLUMN budget_year_over_year.amount_mnkr IS 'Belopp: årets siffra. Enhet: mnkr. Exempel: 801.3';
COMMENT ON COLUMN budget_year_over_year.previous_fiscal_year IS 'Föregående år: året som det jämförs med. Exempel: 2025';
COMMENT ON COLUMN budget_year_over_year.previous_basis IS 'Underlag för den föregående siffran: verksamhetsplan, prognos_slutlig_budget, prognos_utfall eller utfall. Exempel: prognos_slutlig_budget';
COMMENT ON COLUMN budget_year_over_year.previous_amount_mnkr IS 'Föregående belopp: siffran som det jämförs med. Enhet: mnkr. Exempel: 761.5';
COMMENT ON COLUMN budget_year_over_year.change_mnkr IS 'Förändring: årets belopp minus det föregående. Enhet: mnkr. Exempel: 39.8';
COMMENT ON COLUMN budget_year_over_year.change_percent IS 'Förändring i procent av det föregående beloppets storlek, med en decimal. Enhet: procent. Exempel: 5.2';
COMMENT ON COLUMN budget_year_over_year.reason IS 'Skäl: varför procent inte kan anges; annars NULL. Exempel: föregående belopp är noll';
COMMENT ON COLUMN budget_year_over_year.document_id IS 'Dokument-id: dokumentet som anger siffran. Exempel: farsta-2026-0574426b0bb7';
COMMENT ON COLUMN budget_year_over_year.row_id IS 'Rad-id: årets rad i budget_line; i provenance står var den är tryckt.';
COMMENT ON COLUMN budget_year_over_year.previous_row_id IS 'Föregående rad-id: raden i budget_line som det jämförs med.';
COMMENT ON COLUMN budget_year_over_year.page IS 'Sida: sidan i filen, från 1. Exempel: 45';
