-- The board's target beside kommunfullmäktige's (KF).
-- Which way is stricter is told by the kind of target (a maximum, a tolerance) or by words of the indicator's name.
-- Where neither tells, only equal targets are judged. A number of things or an amount (`Antal …`, ton, GWh) is not judged
-- unless equal: KF's target for it may be that of the whole city.
CREATE VIEW indicator_ambition AS
WITH shaped AS (
    SELECT
        plan.board, plan.board_key, plan.plan_year, indicator.*,
        CASE WHEN target_unit IS NULL OR regexp_matches(lower(target_unit), '^(st|stycken|antal|personer|barn)\b')
            THEN 'antal' ELSE lower(target_unit) END AS unit,
        CASE WHEN kf_target_unit IS NULL OR regexp_matches(lower(kf_target_unit), '^(st|stycken|antal|personer|barn)\b')
            THEN 'antal' ELSE lower(kf_target_unit) END AS kf_unit,
        CASE
            WHEN target_kind IN ('maximum', 'tolerance') OR kf_target_kind IN ('maximum', 'tolerance') THEN 'lägre'
            WHEN regexp_matches(lower(name), 'avvärj|inte upplever diskriminering|fria? från') THEN 'högre'
            WHEN regexp_matches(lower(name),
                'frånvaro|vräkning|avhysning|ekonomiskt bistånd|arbetslös|hemlös|klimatpåverkan|utsläpp|matsvinn|avfall'
                || '|i plast|energi|åter blir föremål|timavlönad|(barn|elever) per |tillfälligt boende|otrygg|missnöjd'
                || '|utsatt|diskriminering|väntetid|handläggningstid|personalomsättning|skadegörelse|olyck') THEN 'lägre'
            WHEN regexp_matches(lower(name),
                'nöjd|trygg|förtroende|delakt|påverka|index|ekologisk|krav på|elektroniska inköp|uppföljning|deltar'
                || '|når målen|bemött|förbättrad situation|legitimerade|inskrivningsgrad|heltidsanställ|cirkularitet'
                || '|genomgått|får det stöd|uppmuntra|vet vart|återkoppling|miljöbedömt|sjuksköterskor') THEN 'högre'
        END AS stricter_is,
        (lower(name) LIKE 'antal%' OR regexp_matches(lower(coalesce(target_unit, '')), '^(ton|kg|[kmg]wh|kr|tkr|mnkr)$'))
            AND lower(name) NOT LIKE '% per %'
            AND coalesce(kf_target_kind, '') <> 'maximum' AS is_quantity
    FROM base.reviewed_indicator AS indicator
    JOIN base.plan USING (document_id)
),
reasoned AS (
    SELECT
        *,
        CASE
            WHEN kf_target_text IS NULL THEN 'fullmäktige har inget årsmål'
            WHEN target_text IS NULL THEN 'nämnden har inget årsmål'
            WHEN kf_target_kind = 'set_by_board' THEN 'fullmäktige låter nämnden sätta årsmålet'
            WHEN target_kind IN ('increase', 'decrease') AND target_kind = kf_target_kind THEN NULL
            WHEN target_value IS NULL OR kf_target_value IS NULL THEN 'ett av årsmålen är inget tal'
            WHEN unit <> kf_unit THEN 'årsmålen har olika enheter'
            WHEN (target_kind = 'tolerance') <> (kf_target_kind = 'tolerance') THEN 'årsmålen är av olika slag'
            WHEN target_value = kf_target_value THEN NULL
            WHEN is_quantity THEN 'ett antal eller en mängd: fullmäktiges årsmål kan gälla hela staden'
            WHEN stricter_is IS NULL THEN 'namnet säger inte om ett högre eller lägre värde är skarpare'
        END AS reason
    FROM shaped
)
SELECT
    board, board_key, plan_year, goal_code, reasoned.name, naming.key AS indicator_key,
    target_text, target_kind, target_value, target_unit,
    kf_target_text, kf_target_kind, kf_target_value, kf_target_unit,
    stricter_is,
    CASE
        WHEN reason IS NOT NULL THEN 'ej jämförbar'
        WHEN target_value IS NOT DISTINCT FROM kf_target_value THEN 'lika'
        WHEN (target_value > kf_target_value) = (stricter_is = 'högre') THEN 'skarpare'
        ELSE 'svagare'
    END AS ambition,
    reason, trust, document_id, row_id, page
FROM reasoned
JOIN base.naming ON naming.kind = 'indicator' AND naming.name = reasoned.name
ORDER BY board_key, plan_year DESC, document_id, page, goal_code, ordinal;

COMMENT ON VIEW indicator_ambition IS
'Ambition: nämndens årsmål bredvid kommunfullmäktiges, för varje indikator i gällande planer.';
COMMENT ON COLUMN indicator_ambition.board IS 'Nämnd: som den är tryckt. Exempel: Farsta stadsdelsnämnd';
COMMENT ON COLUMN indicator_ambition.board_key IS 'Nämndnyckel: samma för alla sätt att trycka namnet. Exempel: farsta';
COMMENT ON COLUMN indicator_ambition.plan_year IS 'Planår: planens år. Exempel: 2026';
COMMENT ON COLUMN indicator_ambition.goal_code IS 'Målnummer: målet som indikatorn står under. Exempel: 1.1';
COMMENT ON COLUMN indicator_ambition.name IS 'Indikator: som den är tryckt. Exempel: Antal barn per grupp';
COMMENT ON COLUMN indicator_ambition.indicator_key IS 'Indikatornyckel: samma för alla nämnder och år; den följer av lydelsen ensam. Exempel: andel-nöjd-omsorgstag';
COMMENT ON COLUMN indicator_ambition.target_text IS 'Årsmål: nämndens, som det är tryckt. Exempel: 80 %';
COMMENT ON COLUMN indicator_ambition.target_kind IS 'Årsmålets slag: value, maximum, tolerance, increase, decrease eller set_by_board. Exempel: value';
COMMENT ON COLUMN indicator_ambition.target_value IS 'Årsmålets tal: nämndens. Enhet: se target_unit. Exempel: 80';
COMMENT ON COLUMN indicator_ambition.target_unit IS 'Årsmålets enhet: nämndens, som den är tryckt. Exempel: %';
COMMENT ON COLUMN indicator_ambition.kf_target_text IS 'KF:s årsmål: kommunfullmäktiges, som det är tryckt. Exempel: 77 %';
COMMENT ON COLUMN indicator_ambition.kf_target_kind IS 'Slag av KF:s årsmål: samma värden som target_kind. Exempel: value';
COMMENT ON COLUMN indicator_ambition.kf_target_value IS 'Tal i KF:s årsmål. Enhet: se kf_target_unit. Exempel: 77';
COMMENT ON COLUMN indicator_ambition.kf_target_unit IS 'Enhet i KF:s årsmål: som den är tryckt. Exempel: %';
COMMENT ON COLUMN indicator_ambition.stricter_is IS 'Skarpare håll: högre eller lägre; NULL där varken slaget eller namnet säger det. Exempel: högre';
COMMENT ON COLUMN indicator_ambition.ambition IS 'Ambition: skarpare, lika, svagare eller ej jämförbar, nämndens årsmål mot fullmäktiges. Exempel: skarpare';
COMMENT ON COLUMN indicator_ambition.reason IS 'Skäl: varför årsmålen inte kan jämföras; annars NULL. Exempel: fullmäktige låter nämnden sätta årsmålet';
COMMENT ON COLUMN indicator_ambition.trust IS 'Tilltro: printed (som tryckt), suspect (en iakttagelse pekar ut värdet som troligen fel, eller dokumentet är ofullständigt läst), corrected (en granskning har rättat det) eller confirmed (en granskning säger att det stämmer). Exempel: printed';
COMMENT ON COLUMN indicator_ambition.document_id IS 'Dokument-id: dokumentet som anger båda årsmålen. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN indicator_ambition.row_id IS 'Rad-id: raden i indicator; i provenance står var den är tryckt.';
COMMENT ON COLUMN indicator_ambition.page IS 'Sida: sidan i filen, från 1. Exempel: 17';
