-- The verksamhetsplaner that count: of each board and year one, in the edition that counts. Views that compare plans ask
-- here, so that no other kind of document comes among them. Of a plan in parts the first is it.
CREATE VIEW base.plan AS
SELECT document_id, document_key, board, board_key, plan_year, title, diary_number, issued_on, reading, file_name
FROM base.document
WHERE is_current AND document_type = 'verksamhetsplan'
QUALIFY row_number() OVER (PARTITION BY board_key, plan_year ORDER BY period NULLS FIRST) = 1;

COMMENT ON VIEW base.plan IS
'Planer: verksamhetsplanerna som gäller, en för varje nämnd och år. Andra slags dokument står bara i document.';
COMMENT ON COLUMN base.plan.document_id IS 'Dokument-id: planen. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN base.plan.document_key IS 'Dokumentnyckel: samma för alla utgåvor av planen. Exempel: farsta/verksamhetsplan/2026';
COMMENT ON COLUMN base.plan.board IS 'Nämnd: som den är tryckt. Exempel: Farsta stadsdelsnämnd';
COMMENT ON COLUMN base.plan.board_key IS 'Nämndnyckel: samma för alla sätt att trycka namnet. Exempel: farsta';
COMMENT ON COLUMN base.plan.plan_year IS 'Planår: året som planen gäller. Exempel: 2026';
COMMENT ON COLUMN base.plan.title IS 'Titel: titeln på framsidan. Exempel: Verksamhetsplan 2026';
COMMENT ON COLUMN base.plan.diary_number IS 'Diarienummer: ärendets nummer i diariet. Exempel: HV 2025/651';
COMMENT ON COLUMN base.plan.issued_on IS 'Datum: tjänsteutlåtandets datum. Exempel: 2025-12-01';
COMMENT ON COLUMN base.plan.reading IS 'Läsningens omfång: complete eller incomplete. Exempel: complete';
COMMENT ON COLUMN base.plan.file_name IS 'Filnamn: filens namn när den lästes. Exempel: farsta-vp-2026.pdf';
