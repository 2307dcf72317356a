-- What Tjut has found in the plans that count, and files that are others than the list says; who has dismissed a finding is told, the finding stays.
CREATE VIEW finding_by_year AS
WITH told AS (
    SELECT
        document_id, row_id, ordinal, rule, severity, message, page, expected, actual, difference,
        suspect_row_id, suspect_column
    FROM base.finding
    UNION ALL
    SELECT
        document_id, document_id || '/source/' || ordinal, 0, 'source_mismatch', 'error', message, 1, NULL, NULL, NULL,
        NULL, NULL
    FROM base.source_mismatch
)
SELECT
    plan.board, plan.board_key, plan.plan_year, plan.document_key, finding.rule, finding.severity, finding.message,
    finding.page, finding.expected, finding.actual, finding.difference,
    finding.suspect_row_id, finding.suspect_column, review.reviewed_by AS dismissed_by,
    finding.document_id, finding.row_id
FROM told AS finding
JOIN base.plan USING (document_id)
LEFT JOIN base.review
    ON review.verdict = 'dismissed' AND review.status = 'applied' AND review.row_id = finding.row_id
ORDER BY plan.board_key, plan.plan_year DESC, finding.ordinal;

COMMENT ON VIEW finding_by_year IS
'Iakttagelser: varje motsägelse eller brist som Tjut har sett i de planer som gäller; uppföljningarnas står i base.finding. Inget av det är rättat. Flera kan ha samma orsak: se finding_cause.';
COMMENT ON COLUMN finding_by_year.board IS 'Nämnd: som den är tryckt. Exempel: Farsta stadsdelsnämnd';
COMMENT ON COLUMN finding_by_year.board_key IS 'Nämndnyckel: samma för alla sätt att trycka namnet. Exempel: farsta';
COMMENT ON COLUMN finding_by_year.plan_year IS 'Planår: planens år. Exempel: 2026';
COMMENT ON COLUMN finding_by_year.document_key IS 'Dokumentnyckel: samma för alla utgåvor av planen. Exempel: farsta/verksamhetsplan/2026';
COMMENT ON COLUMN finding_by_year.rule IS 'Regel: regelns namn; vad den jämför står i rule. Exempel: net';
COMMENT ON COLUMN finding_by_year.severity IS 'Allvar: error, warning eller note. Exempel: error';
COMMENT ON COLUMN finding_by_year.message IS 'Meddelande: vad som inte stämmer, med båda siffrorna. Exempel: Summan är tryckt 446,2 men raderna blir 446,0.';
COMMENT ON COLUMN finding_by_year.page IS 'Sida: sidan i filen, från 1. Exempel: 45';
COMMENT ON COLUMN finding_by_year.expected IS 'Väntat: siffran som de andra ger. Exempel: 446.0';
COMMENT ON COLUMN finding_by_year.actual IS 'Tryckt: siffran som är tryckt. Exempel: 446.2';
COMMENT ON COLUMN finding_by_year.difference IS 'Skillnad: tryckt minus väntat. Exempel: 0.2';
COMMENT ON COLUMN finding_by_year.suspect_row_id IS 'Misstänkt rad: raden som troligen är fel. Exempel: farsta-2026-0574426b…/budget_line/1/3/2';
COMMENT ON COLUMN finding_by_year.suspect_column IS 'Misstänkt kolumn: kolumnen som troligen är fel. Exempel: amount_mnkr';
COMMENT ON COLUMN finding_by_year.dismissed_by IS 'Avfärdad av: den som har granskat iakttagelsen och funnit att den ingen är. Exempel: A. Berg';
COMMENT ON COLUMN finding_by_year.document_id IS 'Dokument-id: dokumentet. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
COMMENT ON COLUMN finding_by_year.row_id IS 'Rad-id: raden i base.finding; för source_mismatch raden i base.source. Exempel: farsta-2026-0574426b…/finding/3';
