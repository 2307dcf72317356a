-- Var säger planen emot sig själv?
--
-- Fel som Tjut har hittat genom att jämföra dokumentet med sig självt: tabeller som inte summerar, text som inte stämmer med
-- tabellen. Båda talen står så som planen anger dem; inget är rättat. Allvaret error är motsägelser mellan tal.
SELECT finding.rule AS regel, finding.page AS sida, finding.message AS iakttagelse
FROM base.finding
JOIN base.document USING (document_id)
WHERE document.is_current AND document.board_key = 'hasselby-vallingby' AND finding.severity = 'error'
ORDER BY document.plan_year DESC, finding.page, finding.ordinal;
