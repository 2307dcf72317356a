CREATE VIEW finding_summary AS
SELECT document.board, document.board_key, document.plan_year, finding.rule, finding.severity, count(*) AS findings
FROM finding
JOIN document USING (document_id)
WHERE document.is_current
GROUP BY ALL
ORDER BY document.board_key, document.plan_year, finding.severity, finding.rule;
COMMENT ON VIEW finding_summary IS 'Iakttagelser: antal för varje nämnd, planår, regel och allvar.';
COMMENT ON COLUMN finding_summary.board IS 'Nämnd, som den är tryckt.';
COMMENT ON COLUMN finding_summary.board_key IS 'Nämndnyckel.';
COMMENT ON COLUMN finding_summary.plan_year IS 'Planår.';
COMMENT ON COLUMN finding_summary.rule IS 'Regelns namn.';
COMMENT ON COLUMN finding_summary.severity IS 'Allvar: error, warning eller note.';
COMMENT ON COLUMN finding_summary.findings IS 'Antal iakttagelser.';
