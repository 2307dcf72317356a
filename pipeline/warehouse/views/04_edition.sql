-- Editions of one document, each with its place among them: the later one counts, but for what people have settled. Of
-- two, the one that is read completely is later; then by the date it bears; then by what it says of itself; then by its
-- arrival, which is kept with the staged document; of those that came together a PDF before a text, and at last by the
-- name of the file. An edition without a date is older than one with a date.
CREATE VIEW base.edition AS
WITH told AS (
    SELECT *, coalesce(regexp_matches(title, '(?i)revider|rättad|version [2-9]'), false) AS is_revised,
        reading IS DISTINCT FROM 'incomplete' AS is_complete,
        EXISTS (
            FROM base.review
            WHERE verdict = 'pinned' AND review.document_key = document.document_key AND review.sha256 = document.sha256
        ) AS is_pinned,
        EXISTS (
            FROM base.review
            WHERE verdict = 'accepted' AND review.document_key = document.document_key
                AND review.sha256 = document.sha256
        ) AS is_accepted,
        EXISTS (
            FROM base.source
            WHERE source.board_key = document.board_key AND source.plan_year = document.plan_year
                AND source.document_type = document.document_type
                AND (source.period IS NULL OR source.period = document.period)
                AND (
                    source.sha256 = document.sha256
                    OR (source.sha256 IS NULL AND source.host = document.fetched_from)
                )
        ) AS is_bound
    FROM base.document
)
SELECT
    document_key, document_id, is_pinned, is_accepted, is_bound, is_complete, is_revised,
    CAST(row_number() OVER (
        PARTITION BY document_key
        ORDER BY is_complete, issued_on NULLS FIRST, is_revised, arrived_at NULLS FIRST, media_type DESC, file_name, document_id DESC
    ) AS INTEGER) AS place
FROM told;

COMMENT ON VIEW base.edition IS
'Utgåvor: varje utgåva av ett dokument, med dess plats bland de andra innan det räknas vad människor har avgjort. Vilken som gäller står i document_version.';
COMMENT ON COLUMN base.edition.document_key IS 'Dokumentnyckel: nämnd, slag och år. Exempel: farsta/verksamhetsplan/2026';
COMMENT ON COLUMN base.edition.document_id IS 'Dokument-id: utgåvans. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN base.edition.is_pinned IS 'Fäst: en granskning säger att den gäller före alla andra. Exempel: false';
COMMENT ON COLUMN base.edition.is_accepted IS 'Godtagen: en granskning säger att den får gälla. Exempel: false';
COMMENT ON COLUMN base.edition.is_bound IS 'Bunden: sources.toml har filens fingeravtryck, eller servern som den är hämtad från. Exempel: false';
COMMENT ON COLUMN base.edition.is_complete IS 'Läst i sin helhet: inte incomplete. Exempel: true';
COMMENT ON COLUMN base.edition.is_revised IS 'Reviderad: titeln säger att den är det. Exempel: false';
COMMENT ON COLUMN base.edition.place IS 'Plats: 1 är den äldsta av utgåvorna. Exempel: 2';
