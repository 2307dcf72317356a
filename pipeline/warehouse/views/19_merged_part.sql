-- The first plan of a board that others were merged into goes with all of their plans for the year before: no view
-- compares it with one of them alone.
CREATE VIEW base.merged_part AS
WITH first_plan AS (
    SELECT plan.document_id, plan.board_key, plan.plan_year, max(earlier.plan_year) AS previous_plan_year
    FROM base.plan
    JOIN base.board AS part ON part.successor_key = plan.board_key
    JOIN base.plan AS earlier ON earlier.board_key = part.board_key AND earlier.plan_year < plan.plan_year
    ANTI JOIN base.comparison ON comparison.document_id = plan.document_id
    GROUP BY ALL
),
part AS (
    SELECT
        first_plan.document_id, first_plan.previous_plan_year, board.board_key AS part_key, board.name AS part,
        earlier.document_id AS part_document_id
    FROM first_plan
    JOIN base.board ON board.successor_key = first_plan.board_key
    LEFT JOIN base.plan AS earlier
        ON earlier.board_key = board.board_key AND earlier.plan_year = first_plan.previous_plan_year
),
named AS (
    SELECT
        document_id, string_agg(part, ' och ' ORDER BY part) AS parts,
        string_agg(part, ' och ' ORDER BY part) FILTER (part_document_id IS NULL) AS missing
    FROM part GROUP BY document_id
)
SELECT
    document_id, previous_plan_year, part_key, part, part_document_id, parts,
    'nämnden är sammanslagen av ' || parts || ': planen för ' || previous_plan_year || ' saknas för ' || missing AS reason
FROM part JOIN named USING (document_id);

COMMENT ON VIEW base.merged_part IS
'Delar: för en sammanslagen nämnds första plan varje nämnd som den slogs samman av, och dess plan för året före, om den finns.';
COMMENT ON COLUMN base.merged_part.document_id IS 'Dokument-id: den sammanslagna nämndens första plan. Exempel: norra-innerstaden-2025-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN base.merged_part.previous_plan_year IS 'Föregående planår: det senaste som någon av delarna har en plan för. Exempel: 2024';
COMMENT ON COLUMN base.merged_part.part_key IS 'Delens nämndnyckel. Exempel: norrmalm';
COMMENT ON COLUMN base.merged_part.part IS 'Delen: nämndens namn i registret. Exempel: Norrmalms stadsdelsnämnd';
COMMENT ON COLUMN base.merged_part.part_document_id IS 'Delens dokument-id: dess plan för året; NULL där den saknas. Exempel: norrmalm-2024-1c8d0f6be2aa99b8c7d6e5f403122130';
COMMENT ON COLUMN base.merged_part.parts IS 'Delarna: alla, med och emellan. Exempel: Norrmalms stadsdelsnämnd och Östermalms stadsdelsnämnd';
COMMENT ON COLUMN base.merged_part.reason IS 'Skäl: varför inget kan jämföras, där en dels plan saknas; annars NULL. Exempel: nämnden är sammanslagen av … : planen för 2024 saknas för Östermalms stadsdelsnämnd';
