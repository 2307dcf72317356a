-- One row that those downstream can wait for.
CREATE VIEW publication AS
SELECT run_id, published_at, code_version, schema_version, documents, rows
FROM base.publication
ORDER BY run_id DESC;

COMMENT ON VIEW publication IS
'Publiceringar: varje körning som gjorde en ny databas, den senaste först. Den som läser efter Tjut kan vänta på raden för en körning.';
COMMENT ON COLUMN publication.run_id IS 'Körning: körningens nummer. Exempel: 12';
COMMENT ON COLUMN publication.published_at IS 'Publicerad: när körningen hade publicerat, UTC; för den senaste när den började. Exempel: 2026-11-23 03:00:07';
COMMENT ON COLUMN publication.code_version IS 'Kodversion: paketets version och källkodens fingeravtryck. Exempel: 0.1.0+3f9c0a1b2c4d';
COMMENT ON COLUMN publication.schema_version IS 'Schemaversion: versionen av tabeller, vyer och kolumner (semver). Exempel: 1.2.0';
COMMENT ON COLUMN publication.documents IS 'Dokument: antal dokument som gällde. Exempel: 14';
COMMENT ON COLUMN publication.rows IS 'Rader: antal rader i base som är lästa ur dokument, alla utgåvor. Exempel: 70560';
