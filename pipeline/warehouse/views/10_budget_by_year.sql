-- A later plan restates the year before: the newest that states a figure is taken; `restatement` has them all.
CREATE VIEW budget_by_year AS
SELECT
    board, board_key, area, area_key, area_series AS series_key, parent_area, is_total, parent_area IS NOT NULL AS is_part,
    fiscal_year, basis, measure, amount_mnkr, plan_year AS stated_in_plan_year, trust,
    document_id, row_id, page
FROM base.budget_overview
QUALIFY row_number() OVER (
    PARTITION BY
        board_key, area_series, coalesce(parent_area_series, ''), is_total, namesake, fiscal_year, basis, measure
    ORDER BY plan_year DESC, row_ordinal
) = 1
ORDER BY board_key, fiscal_year DESC, basis, measure, row_ordinal;

COMMENT ON VIEW budget_by_year IS
'Budget per år: en rad för varje nämnd, område, budgetår, underlag och mått, ur den nyaste planen som anger siffran. '
'Områden är raderna i planens översiktstabell; summera bara rader där varken is_total eller is_part är sant, av ett underlag och ett mått. '
'Omfördelningar som löptexten nämner ändrar inget belopp, varken för områden eller för varav-rader: de står i base.reallocation.';
COMMENT ON COLUMN budget_by_year.board IS 'Nämnd: som den är tryckt. Exempel: Farsta stadsdelsnämnd';
COMMENT ON COLUMN budget_by_year.board_key IS 'Nämndnyckel: samma för alla sätt att trycka namnet. Exempel: farsta';
COMMENT ON COLUMN budget_by_year.area IS 'Område: radens rubrik i översikten, som den är tryckt. Exempel: Äldreomsorg';
COMMENT ON COLUMN budget_by_year.area_key IS 'Områdesnyckel: samma för alla nämnder och år; den följer av lydelsen ensam. Exempel: äldreomsorg';
COMMENT ON COLUMN budget_by_year.series_key IS 'Serie: samma för lydelser som är omskrivningar av varandra, så att ett område kan följas över åren. Exempel: äldreomsorg';
COMMENT ON COLUMN budget_by_year.parent_area IS 'Överordnat område: för en varav-rad området som den är en del av. Exempel: Individ- och familjeomsorg';
COMMENT ON COLUMN budget_by_year.is_total IS 'Summarad: sant för raden som summerar de andra. Exempel: false';
COMMENT ON COLUMN budget_by_year.is_part IS 'Del: sant för en varav-rad, som ingår i raden parent_area. Exempel: false';
COMMENT ON COLUMN budget_by_year.fiscal_year IS 'Budgetår: året som siffran gäller. Exempel: 2026';
COMMENT ON COLUMN budget_by_year.basis IS 'Underlag: verksamhetsplan, prognos_slutlig_budget, prognos_utfall eller utfall. Exempel: verksamhetsplan';
COMMENT ON COLUMN budget_by_year.measure IS 'Mått: kostnader, intäkter eller netto. Exempel: netto';
COMMENT ON COLUMN budget_by_year.amount_mnkr IS 'Belopp: som det är tryckt. Enhet: mnkr. Exempel: 801.3';
COMMENT ON COLUMN budget_by_year.stated_in_plan_year IS 'Planår: året för planen som anger siffran. Exempel: 2026';
COMMENT ON COLUMN budget_by_year.trust IS 'Tilltro: printed (som tryckt), suspect (en iakttagelse pekar ut värdet som troligen fel, eller dokumentet är ofullständigt läst), corrected (en granskning har rättat det) eller confirmed (en granskning säger att det stämmer). Exempel: printed';
COMMENT ON COLUMN budget_by_year.document_id IS 'Dokument-id: dokumentet som anger siffran. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN budget_by_year.row_id IS 'Rad-id: raden i budget_line; i provenance står var den är tryckt.';
COMMENT ON COLUMN budget_by_year.page IS 'Sida: sidan i filen, från 1. Exempel: 45';
