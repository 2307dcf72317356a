-- Var i dokumentet står siffran?
--
-- Varje lagrat värde har sidan, rutan på sidan (i punkter från övre vänstra hörnet) och texten så som den är tryckt.
-- Byt villkoren mot det som du vill kontrollera; row_id står i varje tabell och vy.
SELECT
    plan.file_name AS fil, place.page AS sida, place.text AS tryckt, line.amount_mnkr AS mnkr,
    line.column_text AS kolumn, line.label AS rad
FROM base.budget_line AS line
JOIN base.plan USING (document_id)
JOIN base.provenance AS place ON place.row_id = line.row_id AND place.column_name = 'amount_mnkr'
WHERE plan.board_key = 'hasselby-vallingby' AND plan.plan_year = 2026
    AND line.is_overview AND line.label = 'Äldreomsorg'
ORDER BY line.column_ordinal, place.part;
