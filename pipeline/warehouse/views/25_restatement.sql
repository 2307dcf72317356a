-- All figures of an earlier plan against all of a later one for the same year: the earlier plan's budget for its own
-- year as the later one prints it (`prognos_slutlig_budget`, `utfall` …), and a forecast as the outcome it became.
CREATE VIEW restatement AS
SELECT
    early.board, early.board_key, early.area, early.area_key, early.parent_area, early.is_total, early.measure,
    early.basis, early.fiscal_year, early.plan_year, early.amount_mnkr,
    later.basis AS restated_basis, later.plan_year AS restated_plan_year, later.amount_mnkr AS restated_amount_mnkr,
    CAST(later.amount_mnkr - early.amount_mnkr AS DECIMAL(18, 8)) AS difference_mnkr,
    CASE
        WHEN 'suspect' IN (early.trust, later.trust) THEN 'suspect'
        WHEN 'corrected' IN (early.trust, later.trust) THEN 'corrected'
        WHEN 'printed' IN (early.trust, later.trust) THEN 'printed'
        ELSE 'confirmed'
    END AS trust,
    early.document_id, early.row_id, early.page,
    later.document_id AS restated_document_id, later.row_id AS restated_row_id, later.page AS restated_page
FROM base.budget_overview AS early
JOIN base.budget_overview AS later
    ON later.board_key = early.board_key
    AND later.area_series = early.area_series
    AND later.parent_area_series IS NOT DISTINCT FROM early.parent_area_series
    AND later.is_total = early.is_total
    AND later.namesake = early.namesake
    AND later.measure = early.measure
    AND later.fiscal_year = early.fiscal_year
    AND later.plan_year > early.plan_year
ORDER BY
    early.board_key, early.fiscal_year DESC, early.plan_year, later.plan_year, early.row_ordinal, early.measure,
    early.basis, later.basis;

COMMENT ON VIEW restatement IS
'Omräknade siffror: vad en plan anger för ett budgetår bredvid vad en senare plan av samma nämnd anger för samma år. '
'Underlagen står i basis och restated_basis: skiljer de sig är skillnaden inte en rättelse utan till exempel budget mot utfall. Varje siffra står mot alla senare planers: summan är inte nämndens budget. '
'Omfördelningar som löptexten nämner är inte borträknade, varken för områden eller för varav-rader: de står i base.reallocation.';
COMMENT ON COLUMN restatement.board IS 'Nämnd: som den är tryckt. Exempel: Farsta stadsdelsnämnd';
COMMENT ON COLUMN restatement.board_key IS 'Nämndnyckel: samma för alla sätt att trycka namnet. Exempel: farsta';
COMMENT ON COLUMN restatement.area IS 'Område: radens rubrik i den tidigare planens översikt. Exempel: Äldreomsorg';
COMMENT ON COLUMN restatement.area_key IS 'Områdesnyckel: samma för alla nämnder och år; den följer av lydelsen ensam. Exempel: äldreomsorg';
COMMENT ON COLUMN restatement.parent_area IS 'Överordnat område: för en varav-rad området som den är en del av. Exempel: Individ- och familjeomsorg';
COMMENT ON COLUMN restatement.is_total IS 'Summarad: sant för raden som summerar de andra. Exempel: false';
COMMENT ON COLUMN restatement.measure IS 'Mått: kostnader, intäkter eller netto; samma för båda siffrorna. Exempel: netto';
COMMENT ON COLUMN restatement.basis IS 'Underlag: den tidigare planens siffra, till exempel verksamhetsplan. Exempel: verksamhetsplan';
COMMENT ON COLUMN restatement.fiscal_year IS 'Budgetår: året som båda siffrorna gäller. Exempel: 2025';
COMMENT ON COLUMN restatement.plan_year IS 'Planår: den tidigare planens. Exempel: 2025';
COMMENT ON COLUMN restatement.amount_mnkr IS 'Belopp: som den tidigare planen anger det. Enhet: mnkr. Exempel: 761.3';
COMMENT ON COLUMN restatement.restated_basis IS 'Senare underlag: den senare siffrans, till exempel prognos_slutlig_budget. Exempel: prognos_slutlig_budget';
COMMENT ON COLUMN restatement.restated_plan_year IS 'Senare planår: planens som anger siffran igen. Exempel: 2026';
COMMENT ON COLUMN restatement.restated_amount_mnkr IS 'Senare belopp: som den senare planen anger det. Enhet: mnkr. Exempel: 761.5';
COMMENT ON COLUMN restatement.difference_mnkr IS 'Skillnad: det senare beloppet minus det tidigare. Enhet: mnkr. Exempel: 0.2';
COMMENT ON COLUMN restatement.trust IS 'Tilltro: printed (som tryckt), suspect (en iakttagelse pekar ut värdet som troligen fel, eller dokumentet är ofullständigt läst), corrected (en granskning har rättat det) eller confirmed (en granskning säger att det stämmer). Exempel: printed';
COMMENT ON COLUMN restatement.document_id IS 'Dokument-id: den tidigare planens. Exempel: farsta-2025-1c8d0f6be2aa';
COMMENT ON COLUMN restatement.row_id IS 'Rad-id: raden i budget_line i den tidigare planen.';
COMMENT ON COLUMN restatement.page IS 'Sida: i den tidigare planens fil, från 1. Exempel: 45';
COMMENT ON COLUMN restatement.restated_document_id IS 'Senare dokument-id: den senare planens. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN restatement.restated_row_id IS 'Senare rad-id: raden i budget_line i den senare planen.';
COMMENT ON COLUMN restatement.restated_page IS 'Senare sida: i den senare planens fil, från 1. Exempel: 45';
