-- Rows that a finding of severity error names as the likely wrong ones, but for what people have settled. The analytical
-- views mark them in `trust`; base tables hold what is printed, always.
CREATE VIEW base.suspect_row AS
SELECT suspect_row_id AS row_id, any_value(document_id) AS document_id, min(row_id) AS finding_row_id
FROM base.finding
ANTI JOIN base.review AS dismissed
    ON dismissed.verdict = 'dismissed' AND dismissed.status = 'applied' AND dismissed.row_id = finding.row_id
ANTI JOIN base.review AS settled
    ON settled.verdict IN ('misread', 'confirmed') AND settled.status = 'applied'
    AND settled.row_id = finding.suspect_row_id AND settled.column_name = finding.suspect_column
WHERE severity = 'error' AND suspect_row_id IS NOT NULL
GROUP BY suspect_row_id;

COMMENT ON VIEW base.suspect_row IS
'Misstänkta rader: rader som en iakttagelse av allvaret error pekar ut som den troligen felaktiga, och som ingen granskning har avgjort.';
COMMENT ON COLUMN base.suspect_row.row_id IS 'Rad-id: den misstänkta raden, i vilken tabell den än står.';
COMMENT ON COLUMN base.suspect_row.document_id IS 'Dokument-id: dokumentet. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN base.suspect_row.finding_row_id IS 'Rad-id i finding: den första iakttagelsen som pekar ut raden.';
