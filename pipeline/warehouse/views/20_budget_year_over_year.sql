-- A plan's own figure for each area against each figure that it prints for an earlier year itself (the plan's own
-- comparison), and against the earlier plan's figure for its own year. Where two figures cannot be compared there is a
-- reason instead of a number, and both amounts stand for who wants to reckon all the same.
-- Computed columns are cast, since versions of DuckDB differ in the type of a difference and check it when they read.
CREATE VIEW budget_year_over_year AS
WITH overview AS MATERIALIZED (
    FROM base.budget_overview
),
planned AS (
    SELECT * FROM overview WHERE basis = 'verksamhetsplan' AND fiscal_year = plan_year
),
earlier_column AS (
    SELECT DISTINCT document_id, measure, fiscal_year, basis FROM overview WHERE fiscal_year < plan_year
),
-- Which rows of two overviews are about the same area; `match` names a row by its first figure.
area_row AS (
    SELECT document_id, row_ordinal, arg_min(row_id, column_ordinal) AS row_id
    FROM base.budget_line WHERE is_overview GROUP BY document_id, row_ordinal
),
same_area AS (
    SELECT
        now.document_id, now.row_ordinal, before.document_id AS previous_document_id,
        before.row_ordinal AS previous_row_ordinal, match.doubtful
    FROM base.match
    JOIN area_row AS now USING (row_id)
    JOIN area_row AS before ON before.row_id = match.previous_row_id
    WHERE match.kind = 'area'
),
-- Totals that differ a thousandfold are not in one unit.
scale AS (
    SELECT document_id, max(abs(amount_mnkr)) AS total FROM planned WHERE is_total GROUP BY document_id
),
-- Money that was moved to or from an area concerns the area's row, the row that it is part of and its own parts alike;
-- but what is moved between two parts of a row leaves that row as it is.
area_of AS (
    SELECT DISTINCT document_id, row_ordinal, area_key, parent_area_key FROM overview WHERE NOT is_total
),
concerned AS (
    SELECT area_of.document_id, area_of.row_ordinal, moved.row_id
    FROM area_of
    JOIN base.reallocation_area AS moved
        ON moved.document_id = area_of.document_id AND moved.area_key IN (area_of.area_key, area_of.parent_area_key)
    UNION
    SELECT part.document_id, whole.row_ordinal, moved.row_id
    FROM area_of AS part
    JOIN base.reallocation_area AS moved USING (document_id, area_key)
    JOIN area_of AS whole ON whole.document_id = part.document_id AND whole.area_key = part.parent_area_key
    ANTI JOIN (
        SELECT row_id, one.parent_area_key
        FROM base.reallocation
        JOIN area_of AS one ON one.document_id = reallocation.document_id AND one.area_key = from_area_key
        JOIN area_of AS other ON other.document_id = reallocation.document_id AND other.area_key = to_area_key
        WHERE one.parent_area_key = other.parent_area_key
    ) AS inner_one ON inner_one.row_id = moved.row_id AND inner_one.parent_area_key = whole.area_key
),
moved AS (
    SELECT concerned.document_id, row_ordinal, string_agg(text, ' ' ORDER BY row_id) AS texts
    FROM concerned JOIN base.reallocation USING (row_id) GROUP BY ALL
),
within AS (
    SELECT
        planned.*, earlier_column.fiscal_year AS previous_fiscal_year, earlier_column.basis AS previous_basis,
        planned.plan_year AS previous_plan_year, planned.document_id AS previous_document_id,
        earlier.row_id AS previous_row_id, earlier.amount_mnkr AS previous_amount_mnkr,
        earlier.trust AS previous_trust,
        CASE WHEN earlier.row_id IS NULL THEN 'planen anger ingen siffra för året' END AS obstacle
    FROM planned
    JOIN earlier_column USING (document_id, measure)
    LEFT JOIN overview AS earlier
        ON earlier.document_id = planned.document_id
        AND earlier.row_ordinal = planned.row_ordinal
        AND earlier.measure = planned.measure
        AND earlier.fiscal_year = earlier_column.fiscal_year
        AND earlier.basis = earlier_column.basis
),
paired AS (
    SELECT
        planned.*, comparison.previous_document_id, earlier.row_id AS previous_row_id,
        earlier.amount_mnkr AS previous_amount_mnkr, earlier.area AS previous_area, earlier.trust AS previous_trust,
        same_area.row_ordinal IS NULL AS is_alone, same_area.doubtful
    FROM planned
    JOIN base.comparison USING (document_id)
    LEFT JOIN same_area USING (document_id, row_ordinal)
    LEFT JOIN planned AS earlier
        ON earlier.document_id = same_area.previous_document_id
        AND earlier.row_ordinal = same_area.previous_row_ordinal
        AND earlier.measure = planned.measure
    UNION ALL BY NAME
    SELECT
        document.board, document.board_key, document.plan_year, earlier.area, earlier.area_key, earlier.parent_area,
        earlier.is_total, document.plan_year AS fiscal_year, earlier.basis, earlier.measure, earlier.row_ordinal,
        comparison.document_id, comparison.previous_document_id, earlier.row_id AS previous_row_id,
        earlier.amount_mnkr AS previous_amount_mnkr, earlier.area AS previous_area, earlier.trust AS previous_trust,
        same_area.row_ordinal IS NULL AS is_alone, same_area.doubtful
    FROM base.comparison
    JOIN base.document USING (document_id)
    JOIN planned AS earlier ON earlier.document_id = comparison.previous_document_id
    LEFT JOIN same_area
        ON same_area.previous_document_id = earlier.document_id
        AND same_area.previous_row_ordinal = earlier.row_ordinal
    ANTI JOIN planned
        ON planned.document_id = same_area.document_id
        AND planned.row_ordinal = same_area.row_ordinal
        AND planned.measure = earlier.measure
),
across AS (
    SELECT
        paired.*, before.plan_year AS previous_fiscal_year, 'verksamhetsplan' AS previous_basis,
        before.plan_year AS previous_plan_year,
        CASE
            WHEN paired.amount_mnkr IS NULL AND is_alone THEN 'området finns inte i planen'
            WHEN paired.amount_mnkr IS NULL THEN 'planen anger ingen siffra'
            WHEN previous_amount_mnkr IS NULL AND is_alone THEN 'området finns inte i planen för ' || before.plan_year
            WHEN previous_amount_mnkr IS NULL THEN 'planen för ' || before.plan_year || ' anger ingen siffra'
            WHEN before.plan_year < paired.plan_year - 1 THEN 'planen för ' || (paired.plan_year - 1) || ' saknas'
            WHEN scale.total > 500 * previous_scale.total OR previous_scale.total > 500 * scale.total
                THEN 'summorna skiljer sig tusenfalt: olika enheter'
            WHEN regexp_extract(lower(paired.area), '\b(inkl|exkl).*') <> regexp_extract(lower(previous_area), '\b(inkl|exkl).*')
                THEN 'ändrad omfattning: ”' || previous_area || '” blev ”' || paired.area || '”'
            WHEN moved.texts IS NOT NULL THEN 'omfördelning: ' || moved.texts
        END AS obstacle,
        CASE WHEN doubtful THEN 'tveksamt om det är samma område: se match_review' END AS caveat
    FROM paired
    JOIN base.document AS before ON before.document_id = paired.previous_document_id
    LEFT JOIN scale ON scale.document_id = paired.document_id
    LEFT JOIN scale AS previous_scale ON previous_scale.document_id = paired.previous_document_id
    LEFT JOIN moved ON moved.document_id = paired.document_id AND moved.row_ordinal = paired.row_ordinal
),
-- The first plan of a board that others were merged into is compared with the sum of their plans for the year before.
merged_plan AS (
    SELECT document_id, any_value(previous_plan_year) AS previous_plan_year, any_value(parts) AS names,
        any_value(reason) AS missing
    FROM base.merged_part GROUP BY document_id
),
summed AS (
    SELECT
        part.document_id, area_key, coalesce(parent_area_key, '') AS parent_key, is_total, namesake, measure,
        sum(amount_mnkr) AS amount_mnkr, string_agg(part.part, ' och ' ORDER BY part.part) AS names,
        min(area) AS area, min(parent_area) AS parent_area, min(row_ordinal) AS row_ordinal,
        CASE
            WHEN bool_or(trust = 'suspect') THEN 'suspect'
            WHEN bool_or(trust = 'corrected') THEN 'corrected'
            ELSE max(trust)
        END AS trust
    FROM base.merged_part AS part JOIN planned ON planned.document_id = part.part_document_id
    GROUP BY ALL
),
merged_row AS (
    SELECT planned.* FROM planned SEMI JOIN merged_plan USING (document_id)
),
merged AS (
    SELECT
        plan.board, plan.board_key, plan.plan_year, coalesce(now.area, summed.area) AS area,
        coalesce(now.area_key, summed.area_key) AS area_key, coalesce(now.parent_area, summed.parent_area) AS parent_area,
        coalesce(now.is_total, summed.is_total) AS is_total, coalesce(now.measure, summed.measure) AS measure,
        plan.plan_year AS fiscal_year, 'verksamhetsplan' AS basis, now.amount_mnkr,
        merged_plan.previous_plan_year AS previous_fiscal_year, 'verksamhetsplan' AS previous_basis,
        merged_plan.previous_plan_year,
        CASE WHEN merged_plan.missing IS NULL AND summed.names = merged_plan.names THEN summed.amount_mnkr END
            AS previous_amount_mnkr,
        now.trust, summed.trust AS previous_trust, plan.document_id, now.row_id, now.page,
        coalesce(now.row_ordinal, summed.row_ordinal) AS row_ordinal,
        CASE
            WHEN merged_plan.missing IS NOT NULL THEN merged_plan.missing
            WHEN now.row_id IS NULL THEN 'området finns inte i planen'
            WHEN summed.names IS NULL THEN 'området finns inte i planerna för ' || previous_plan_year
            WHEN summed.names <> merged_plan.names
                THEN 'området finns bara i planen för ' || previous_plan_year || ' för ' || summed.names
            WHEN previous_plan_year < plan.plan_year - 1 THEN 'planen för ' || (plan.plan_year - 1) || ' saknas'
            WHEN abs(now.amount_mnkr) > 500 * abs(summed.amount_mnkr) OR abs(summed.amount_mnkr) > 500 * abs(now.amount_mnkr)
                THEN 'beloppen skiljer sig tusenfalt: olika enheter'
        END AS obstacle,
        CASE WHEN merged_plan.missing IS NULL AND summed.names = merged_plan.names
            THEN 'det föregående beloppet är summan av ' || merged_plan.names END AS caveat
    FROM merged_row AS now
    FULL JOIN summed
        ON summed.document_id = now.document_id AND summed.area_key = now.area_key
        AND summed.parent_key = coalesce(now.parent_area_key, '') AND summed.is_total = now.is_total
        AND summed.namesake = now.namesake AND summed.measure = now.measure
    JOIN base.plan ON plan.document_id = coalesce(now.document_id, summed.document_id)
    JOIN merged_plan ON merged_plan.document_id = plan.document_id
),
compared AS (
    SELECT within.*, 'omfördelning: ' || moved.texts AS caveat
    FROM within
    LEFT JOIN moved USING (document_id, row_ordinal)
    UNION ALL BY NAME
    SELECT * FROM across
    UNION ALL BY NAME
    SELECT * FROM merged
)
SELECT
    board, board_key, area, area_key, parent_area, is_total, parent_area IS NOT NULL AS is_part,
    measure, fiscal_year, basis, amount_mnkr,
    previous_fiscal_year, previous_basis, previous_plan_year, previous_amount_mnkr,
    CAST(CASE WHEN obstacle IS NULL THEN amount_mnkr - previous_amount_mnkr END AS DECIMAL(18, 8)) AS change_mnkr,
    TRY_CAST(
        CASE WHEN obstacle IS NULL
            THEN 100 * (amount_mnkr - previous_amount_mnkr) / nullif(abs(previous_amount_mnkr), 0) END
        AS DECIMAL(18, 1)
    ) AS change_percent,
    coalesce(obstacle, CASE WHEN previous_amount_mnkr = 0 THEN 'föregående belopp är noll' END) AS reason, caveat,
    CASE
        WHEN 'suspect' IN (trust, previous_trust) THEN 'suspect'
        WHEN 'corrected' IN (trust, previous_trust) THEN 'corrected'
        WHEN 'printed' IN (trust, previous_trust) THEN 'printed'
        ELSE 'confirmed'
    END AS trust,
    document_id, row_id, previous_document_id, previous_row_id, page
FROM compared
ORDER BY
    board_key, fiscal_year DESC, previous_plan_year DESC, measure, row_ordinal, previous_fiscal_year DESC, previous_basis;

COMMENT ON VIEW budget_year_over_year IS
'Budget mot tidigare år: planens siffra för varje område mot varje siffra som samma plan anger för ett tidigare år, och mot '
'den närmast tidigare planens egen siffra; en sammanslagen nämnds första plan mot summan av delarnas. Vad som jämförs med vad står i basis, previous_basis och previous_plan_year; '
'filtrera på en previous_basis för en rad per område, till exempel prognos_slutlig_budget. '
'Omfördelningar behandlas lika för områden och varav-rader: gäller en omfördelning ett område gäller den också raden det är en del av och dess egna delar. Mot en annan plan ges då skälet i stället för en förändring, mot planens egen siffra ett förbehåll. En omfördelning mellan två delar av samma rad rör inte den raden.';
COMMENT ON COLUMN budget_year_over_year.board IS 'Nämnd: som den är tryckt. Exempel: Farsta stadsdelsnämnd';
COMMENT ON COLUMN budget_year_over_year.board_key IS 'Nämndnyckel: samma för alla sätt att trycka namnet. Exempel: farsta';
COMMENT ON COLUMN budget_year_over_year.area IS 'Område: radens rubrik i översikten, som den är tryckt. Exempel: Äldreomsorg';
COMMENT ON COLUMN budget_year_over_year.area_key IS 'Områdesnyckel: samma för alla nämnder och år; den följer av lydelsen ensam. Exempel: äldreomsorg';
COMMENT ON COLUMN budget_year_over_year.parent_area IS 'Överordnat område: för en varav-rad området som den är en del av. Exempel: Individ- och familjeomsorg';
COMMENT ON COLUMN budget_year_over_year.is_total IS 'Summarad: sant för raden som summerar de andra. Exempel: false';
COMMENT ON COLUMN budget_year_over_year.is_part IS 'Del: sant för en varav-rad, som ingår i raden parent_area. Exempel: false';
COMMENT ON COLUMN budget_year_over_year.measure IS 'Mått: kostnader, intäkter eller netto; samma för båda siffrorna. Exempel: netto';
COMMENT ON COLUMN budget_year_over_year.fiscal_year IS 'Budgetår: planens år. Exempel: 2026';
COMMENT ON COLUMN budget_year_over_year.basis IS 'Underlag för årets siffra: alltid verksamhetsplan. Exempel: verksamhetsplan';
COMMENT ON COLUMN budget_year_over_year.amount_mnkr IS 'Belopp: årets siffra; NULL där området inte finns kvar. Enhet: mnkr. Exempel: 801.3';
COMMENT ON COLUMN budget_year_over_year.previous_fiscal_year IS 'Föregående år: året som det jämförs med. Exempel: 2025';
COMMENT ON COLUMN budget_year_over_year.previous_basis IS 'Föregående underlag: den föregående siffrans, verksamhetsplan, prognos_slutlig_budget, prognos_utfall eller utfall. Exempel: prognos_slutlig_budget';
COMMENT ON COLUMN budget_year_over_year.previous_plan_year IS 'Föregående siffrans planår: planens eget där den själv anger den, annars den närmast tidigare planens. Exempel: 2026';
COMMENT ON COLUMN budget_year_over_year.previous_amount_mnkr IS 'Föregående belopp: siffran som det jämförs med. Enhet: mnkr. Exempel: 761.5';
COMMENT ON COLUMN budget_year_over_year.change_mnkr IS 'Förändring: årets belopp minus det föregående. Enhet: mnkr. Exempel: 39.8';
COMMENT ON COLUMN budget_year_over_year.change_percent IS 'Förändring i procent: av det föregående beloppets storlek, med en decimal. Enhet: procent. Exempel: 5.2';
COMMENT ON COLUMN budget_year_over_year.reason IS 'Skäl: varför förändring eller procent inte kan anges (omfördelning, ändrad omfattning, saknat år eller område, en sammanslagen nämnds del som saknas, enhet, noll); annars NULL. Exempel: föregående belopp är noll';
COMMENT ON COLUMN budget_year_over_year.caveat IS 'Förbehåll: omfördelning mellan områden som planen anger i löptexten, där förändringen ändå är planens egen jämförelse, en tveksam jämförelse, eller att det föregående beloppet är summan av de nämnder som slogs samman; annars NULL. Exempel: omfördelning: Till vuxen har omfördelats 4 mnkr …';
COMMENT ON COLUMN budget_year_over_year.trust IS 'Tilltro: printed (som tryckt), suspect (en iakttagelse pekar ut värdet som troligen fel, eller dokumentet är ofullständigt läst), corrected (en granskning har rättat det) eller confirmed (en granskning säger att det stämmer). Exempel: printed';
COMMENT ON COLUMN budget_year_over_year.document_id IS 'Dokument-id: dokumentet som anger siffran. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN budget_year_over_year.row_id IS 'Rad-id: årets rad i budget_line; i provenance står var den är tryckt.';
COMMENT ON COLUMN budget_year_over_year.previous_document_id IS 'Föregående dokument-id: dokumentet som anger den föregående siffran. Exempel: farsta-2025-1c8d0f6be2aa';
COMMENT ON COLUMN budget_year_over_year.previous_row_id IS 'Föregående rad-id: raden i budget_line som det jämförs med.';
COMMENT ON COLUMN budget_year_over_year.page IS 'Sida: sidan i filen, från 1. Exempel: 45';
