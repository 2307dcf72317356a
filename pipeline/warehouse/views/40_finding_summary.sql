CREATE VIEW finding_summary AS
SELECT
    document.board, document.board_key, document.document_type, document.plan_year, finding.rule, finding.severity,
    count(*) AS finding_count
FROM base.finding
JOIN base.document USING (document_id)
WHERE document.is_current
GROUP BY ALL
ORDER BY document.board_key, document.plan_year DESC, finding.severity, finding.rule;

COMMENT ON VIEW finding_summary IS
'Iakttagelser i sammandrag: antal för varje nämnd, planår, regel och allvar, i gällande dokument av varje slag.';
COMMENT ON COLUMN finding_summary.board IS 'Nämnd: som den är tryckt. Exempel: Farsta stadsdelsnämnd';
COMMENT ON COLUMN finding_summary.board_key IS 'Nämndnyckel: samma för alla sätt att trycka namnet. Exempel: farsta';
COMMENT ON COLUMN finding_summary.document_type IS 'Dokumentslag: vad det är för slags dokument. Exempel: verksamhetsplan';
COMMENT ON COLUMN finding_summary.plan_year IS 'Planår: planens år. Exempel: 2026';
COMMENT ON COLUMN finding_summary.rule IS 'Regel: regelns namn. Exempel: net';
COMMENT ON COLUMN finding_summary.severity IS 'Allvar: error, warning eller note. Exempel: error';
COMMENT ON COLUMN finding_summary.finding_count IS 'Antal: så många iakttagelser. Exempel: 2';
