-- The tables of the sections repeat the figures of the overview, so they are left out.
-- Where two columns of a row are about the same thing, the first counts.
CREATE VIEW base.budget_overview AS
SELECT
    plan.board, plan.board_key, plan.plan_year,
    line.label AS area, own.key AS area_key, line.parent_label AS parent_area, parent.key AS parent_area_key,
    own.series_key AS area_series, parent.series_key AS parent_area_series,
    line.is_total, line.fiscal_year, line.basis, line.measure, line.amount_mnkr,
    CAST(dense_rank() OVER (
        PARTITION BY line.document_id, own.series_key, parent.series_key, line.is_total ORDER BY line.row_ordinal
    ) AS INTEGER) AS namesake,
    line.row_ordinal,
    line.trust,
    line.document_id, line.row_id, line.page
FROM base.reviewed_budget_line AS line
JOIN base.plan USING (document_id)
JOIN base.naming AS own ON own.kind = 'area' AND own.name = line.label
LEFT JOIN base.naming AS parent ON parent.kind = 'area' AND parent.name = line.parent_label
WHERE line.is_overview
QUALIFY row_number() OVER (
    PARTITION BY line.document_id, line.row_ordinal, line.fiscal_year, line.basis, line.measure
    ORDER BY line.column_ordinal
) = 1;

COMMENT ON VIEW base.budget_overview IS
'Översikten: varje siffra i gällande planers översiktstabell, med områdets nyckel och serie.';
COMMENT ON COLUMN base.budget_overview.board IS 'Nämnd: som den är tryckt. Exempel: Farsta stadsdelsnämnd';
COMMENT ON COLUMN base.budget_overview.board_key IS 'Nämndnyckel: samma för alla sätt att trycka namnet. Exempel: farsta';
COMMENT ON COLUMN base.budget_overview.plan_year IS 'Planår: året för planen som anger siffran. Exempel: 2026';
COMMENT ON COLUMN base.budget_overview.area IS 'Område: radens rubrik, som den är tryckt. Exempel: Äldreomsorg';
COMMENT ON COLUMN base.budget_overview.area_key IS 'Områdesnyckel: samma för alla nämnder och år; den följer av lydelsen ensam. Exempel: äldreomsorg';
COMMENT ON COLUMN base.budget_overview.parent_area IS 'Överordnat område: för en varav-rad området som den är en del av. Exempel: Individ- och familjeomsorg';
COMMENT ON COLUMN base.budget_overview.parent_area_key IS 'Överordnat områdes nyckel: området som detta är en del av. Exempel: individ-familjeomsorg';
COMMENT ON COLUMN base.budget_overview.area_series IS 'Områdets serie: samma för lydelser som är omskrivningar av varandra. Exempel: äldreomsorg';
COMMENT ON COLUMN base.budget_overview.parent_area_series IS 'Det överordnade områdets serie. Exempel: individ-familjeomsorg';
COMMENT ON COLUMN base.budget_overview.is_total IS 'Summarad: sant för raden som summerar de andra. Exempel: false';
COMMENT ON COLUMN base.budget_overview.fiscal_year IS 'Budgetår: året som siffran gäller. Exempel: 2026';
COMMENT ON COLUMN base.budget_overview.basis IS 'Underlag: verksamhetsplan, prognos_slutlig_budget, prognos_utfall eller utfall. Exempel: verksamhetsplan';
COMMENT ON COLUMN base.budget_overview.measure IS 'Mått: kostnader, intäkter eller netto. Exempel: netto';
COMMENT ON COLUMN base.budget_overview.amount_mnkr IS 'Belopp: som det är tryckt. Enhet: mnkr. Exempel: 801.3';
COMMENT ON COLUMN base.budget_overview.namesake IS 'Namne: 1 för den första raden i planen med nyckeln, 2 för en rad till med samma nyckel. Exempel: 1';
COMMENT ON COLUMN base.budget_overview.row_ordinal IS 'Rad: radens plats i tabellen, från 1. Exempel: 2';
COMMENT ON COLUMN base.budget_overview.trust IS 'Tilltro: printed (som tryckt), suspect (en iakttagelse pekar ut värdet som troligen fel, eller dokumentet är ofullständigt läst), corrected (en granskning har rättat det) eller confirmed (en granskning säger att det stämmer). Exempel: printed';
COMMENT ON COLUMN base.budget_overview.document_id IS 'Dokument-id: dokumentet som anger siffran. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN base.budget_overview.row_id IS 'Rad-id: raden i budget_line; i provenance står var den är tryckt.';
COMMENT ON COLUMN base.budget_overview.page IS 'Sida: sidan i filen, från 1. Exempel: 45';
