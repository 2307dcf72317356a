-- One wrong figure breaks several sums: findings that point at the same cell have one cause. A finding that points at none
-- is a cause of its own.
CREATE VIEW finding_cause AS
SELECT
    board, board_key, plan_year, suspect_row_id, suspect_column, count(*) AS finding_count,
    string_agg(DISTINCT rule, ', ' ORDER BY rule) AS rules,
    arg_min(message, coalesce(page, 0)) AS message, min(page) AS page, document_id, min(row_id) AS finding_row_id
FROM finding_by_year
WHERE severity = 'error' AND dismissed_by IS NULL
GROUP BY
    board, board_key, plan_year, document_id, suspect_row_id, suspect_column,
    CASE WHEN suspect_row_id IS NULL THEN row_id END
ORDER BY board_key, plan_year DESC, finding_count DESC, page, finding_row_id;

COMMENT ON VIEW finding_cause IS
'Orsaker: iakttagelserna av allvaret error i de planer som gäller, samlade efter värdet som troligen är fel.';
COMMENT ON COLUMN finding_cause.board IS 'Nämnd: som den är tryckt. Exempel: Farsta stadsdelsnämnd';
COMMENT ON COLUMN finding_cause.board_key IS 'Nämndnyckel: samma för alla sätt att trycka namnet. Exempel: farsta';
COMMENT ON COLUMN finding_cause.plan_year IS 'Planår: planens år. Exempel: 2026';
COMMENT ON COLUMN finding_cause.suspect_row_id IS 'Misstänkt rad: raden som troligen är fel; NULL när iakttagelsen inte pekar ut någon. Exempel: farsta-2026-0574426b…/budget_line/1/3/2';
COMMENT ON COLUMN finding_cause.suspect_column IS 'Misstänkt kolumn: kolumnen som troligen är fel. Exempel: amount_mnkr';
COMMENT ON COLUMN finding_cause.finding_count IS 'Antal: så många iakttagelser med denna orsak. Exempel: 4';
COMMENT ON COLUMN finding_cause.rules IS 'Regler: de som inte håller. Exempel: net, total';
COMMENT ON COLUMN finding_cause.message IS 'Meddelande: den första iakttagelsens. Exempel: Summan är tryckt 446,2 men raderna blir 446,0.';
COMMENT ON COLUMN finding_cause.page IS 'Sida: den första, räknat från 1. Exempel: 45';
COMMENT ON COLUMN finding_cause.document_id IS 'Dokument-id: dokumentet. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN finding_cause.finding_row_id IS 'Rad-id i base.finding: den första iakttagelsen.';
