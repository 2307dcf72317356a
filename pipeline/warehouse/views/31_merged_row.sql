-- Each indicator, activity and goal of a merged board's first plan beside each part: with the row of the part's plan that
-- is about the same thing (`part_match`), or none; and what a part's plan has that the merged board's has no more. Where a
-- part's plan is missing nothing is followed.
CREATE VIEW base.merged_row AS
WITH item AS (
    SELECT 'indicator' AS kind, document_id, row_id, name, '' AS level FROM base.reviewed_indicator
    UNION ALL
    SELECT 'activity', document_id, row_id, name, '' FROM base.reviewed_activity
    UNION ALL
    SELECT 'goal', document_id, row_id, title, level FROM base.reviewed_goal
)
SELECT
    now.kind, part.document_id, now.row_id, now.row_id AS thing, part.previous_plan_year, part.part, part.parts, part.reason,
    match.previous_row_id, match.score, match.method
FROM base.merged_part AS part
JOIN item AS now USING (document_id)
LEFT JOIN base.part_match AS match
    ON match.row_id = now.row_id AND match.previous_document_id = part.part_document_id
UNION ALL
-- What two parts print in the same words is one thing; what one of them prints twice is two.
SELECT
    before.kind, part.document_id, NULL,
    concat_ws('/', before.level, lower(before.name), row_number() OVER (
        PARTITION BY part.part_document_id, before.kind, before.level, lower(before.name) ORDER BY before.row_id
    )),
    part.previous_plan_year, part.part, part.parts, part.reason, before.row_id, NULL, NULL
FROM base.merged_part AS part
JOIN item AS before ON before.document_id = part.part_document_id
ANTI JOIN base.part_match AS match ON match.previous_row_id = before.row_id
WHERE part.reason IS NULL;

COMMENT ON VIEW base.merged_row IS
'Rader i en sammanslagen nämnds första plan: varje indikator, aktivitet och mål bredvid varje del, med raden om samma sak i delens plan för året före; och vad delarna hade som inte finns kvar.';
COMMENT ON COLUMN base.merged_row.kind IS 'Slag: indicator, activity eller goal. Exempel: indicator';
COMMENT ON COLUMN base.merged_row.document_id IS 'Dokument-id: den sammanslagna nämndens plan. Exempel: norra-innerstaden-2025-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN base.merged_row.row_id IS 'Rad-id: raden i den; NULL för det som inte finns kvar.';
COMMENT ON COLUMN base.merged_row.thing IS 'Sak: samma för de rader som handlar om samma sak. Exempel: /andel nöjda omsorgstagare/1';
COMMENT ON COLUMN base.merged_row.previous_plan_year IS 'Föregående planår: delarnas. Exempel: 2024';
COMMENT ON COLUMN base.merged_row.part IS 'Delen: nämndens namn i registret. Exempel: Norrmalms stadsdelsnämnd';
COMMENT ON COLUMN base.merged_row.parts IS 'Delarna: alla, med och emellan. Exempel: Norrmalms stadsdelsnämnd och Östermalms stadsdelsnämnd';
COMMENT ON COLUMN base.merged_row.reason IS 'Skäl: varför inget kan jämföras, där en dels plan saknas; annars NULL. Exempel: nämnden är sammanslagen av … : planen för 2024 saknas för Östermalms stadsdelsnämnd';
COMMENT ON COLUMN base.merged_row.previous_row_id IS 'Föregående rad-id: raden i delens plan; NULL där den saknas.';
COMMENT ON COLUMN base.merged_row.score IS 'Likhet: hur lika raderna är, från 0 till 1. Exempel: 0.91';
COMMENT ON COLUMN base.merged_row.method IS 'Metod: reviewed, exact, words eller likeness. Exempel: exact';
