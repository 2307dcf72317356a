-- Var säger planen emot sig själv?
--
-- Fel som Tjut har hittat genom att jämföra dokumentet med sig självt: tabeller som inte summerar, text som inte stämmer med
-- tabellen. Båda talen står så som planen anger dem; inget är rättat. Iakttagelser som pekar ut samma siffra som troligen
-- fel har en orsak och står på en rad.
SELECT rules AS regler, finding_count AS antal, page AS sida, message AS iakttagelse
FROM finding_cause
WHERE board_key = 'hasselby-vallingby'
ORDER BY plan_year DESC, page, finding_row_id;
