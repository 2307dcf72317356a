-- An area under one name for all boards and years: the printed label that most plans have, of equals the newest.
CREATE VIEW area AS
WITH printed AS (
    SELECT
        area_key, area, parent_area_key, is_total, count(DISTINCT document_id) AS plan_count, max(plan_year) AS newest_year
    FROM base.budget_overview
    GROUP BY ALL
)
SELECT area_key, area AS name, parent_area_key AS parent_key, is_total
FROM printed
QUALIFY row_number() OVER (
    PARTITION BY area_key ORDER BY plan_count DESC, newest_year DESC, area, parent_area_key NULLS FIRST, is_total
) = 1
ORDER BY is_total, area_key;

COMMENT ON VIEW area IS
'Områden: budgetens områden, vart och ett med ett namn för alla nämnder och år.';
COMMENT ON COLUMN area.area_key IS 'Områdesnyckel: samma för alla nämnder och år; den följer av lydelsen ensam. Exempel: äldreomsorg';
COMMENT ON COLUMN area.name IS 'Område: som flest planer trycker det, av lika många den nyaste. Exempel: Äldreomsorg';
COMMENT ON COLUMN area.parent_key IS 'Överordnat område: nyckeln till området som det är en del av; NULL för ett som inte är det. Exempel: individ-familjeomsorg';
COMMENT ON COLUMN area.is_total IS 'Summarad: sant för raden som summerar de andra. Exempel: false';
