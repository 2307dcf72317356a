-- Rows of which more is known than that they are printed so. A misprint that the board has confirmed stays in doubt: what the
-- document prints is not what it means.
CREATE VIEW base.trusted_row AS
WITH known AS (
    SELECT row_id, 'suspect' AS trust FROM base.suspect_row
    UNION ALL
    SELECT row_id, CASE verdict WHEN 'misread' THEN 'corrected' WHEN 'confirmed' THEN 'confirmed' ELSE 'suspect' END
    FROM base.review
    WHERE status = 'applied' AND verdict IN ('misread', 'confirmed', 'document_wrong')
)
SELECT
    row_id,
    CASE
        WHEN bool_or(trust = 'suspect') THEN 'suspect'
        WHEN bool_or(trust = 'corrected') THEN 'corrected'
        ELSE 'confirmed'
    END AS trust
FROM known
GROUP BY row_id;

COMMENT ON VIEW base.trusted_row IS
'Tilltro till rader: rader som är misstänkta, rättade eller bekräftade; övriga är lästa som de är tryckta.';
COMMENT ON COLUMN base.trusted_row.row_id IS 'Rad-id: raden, i vilken tabell den än står.';
COMMENT ON COLUMN base.trusted_row.trust IS 'Tilltro: suspect, corrected eller confirmed. Exempel: corrected';
