-- Vad står det om ett ämne?
--
-- Söker i all löptext, utan hänsyn till stora och små bokstäver, och visar den första mening som har ordet. Platsen är
-- rubrikerna som texten står under. Byt ordet på båda ställena.
SELECT
    document.board AS nämnd, document.document_type AS dokument, document.plan_year AS år, section.page_first AS sida, section.path AS plats,
    trim(regexp_extract(section.text, '(?i)[^.•\n]*feriejobb[^.\n]*')) AS mening
FROM base.section
JOIN base.document USING (document_id)
WHERE document.is_current AND section.text ILIKE '%feriejobb%'
ORDER BY document.board_key, år DESC, section.ordinal;
