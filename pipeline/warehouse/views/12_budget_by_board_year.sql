-- Each board in each year from the first to the last that any plan is of, so that what is missing shows as a row.
CREATE VIEW budget_by_board_year AS
WITH board_year AS (
    SELECT board_key, arg_max(board, plan_year) AS board, unnest(range(any_value(first_year), any_value(last_year) + 1)) AS plan_year
    FROM base.document, (SELECT min(plan_year) AS first_year, max(plan_year) AS last_year FROM base.plan)
    WHERE is_current AND document_type <> 'övrigt'
    GROUP BY board_key
),
documents AS (
    SELECT board_key, plan_year, string_agg(document_type || coalesce(' ' || period, ''), ', ' ORDER BY document_type, period) AS documents
    FROM base.document
    WHERE is_current AND document_type <> 'övrigt'
    GROUP BY ALL
),
total AS (
    SELECT document_id, any_value(amount_mnkr) AS total_mnkr, any_value(trust) AS trust
    FROM base.budget_overview
    WHERE is_total AND measure = 'netto' AND basis = 'verksamhetsplan' AND fiscal_year = plan_year
    GROUP BY document_id
    HAVING count(DISTINCT amount_mnkr) = 1
),
coverage AS (
    SELECT document_id, CAST(1 - sum(unaccounted_count) / nullif(sum(printed_count), 0) AS DOUBLE) AS coverage
    FROM base.document_coverage
    WHERE place <> 'kring texten'
    GROUP BY document_id
),
found AS (
    SELECT
        document_id, count(*) FILTER (severity = 'error') AS error_count,
        count(*) FILTER (severity = 'warning') AS warning_count, count(*) FILTER (severity = 'note') AS note_count
    FROM base.finding
    GROUP BY document_id
)
SELECT
    coalesce(plan.board, board_year.board) AS board, board_year.board_key, CAST(board_year.plan_year AS INTEGER) AS plan_year,
    plan.document_id IS NOT NULL AS has_plan, documents.documents, total.total_mnkr, total.trust, plan.reading, coverage.coverage,
    CASE WHEN plan.document_id IS NOT NULL THEN coalesce(error_count, 0) END AS error_count,
    CASE WHEN plan.document_id IS NOT NULL THEN coalesce(warning_count, 0) END AS warning_count,
    CASE WHEN plan.document_id IS NOT NULL THEN coalesce(note_count, 0) END AS note_count,
    plan.document_id
FROM board_year
LEFT JOIN base.plan ON plan.board_key = board_year.board_key AND plan.plan_year = board_year.plan_year
LEFT JOIN documents ON documents.board_key = board_year.board_key AND documents.plan_year = board_year.plan_year
LEFT JOIN total ON total.document_id = plan.document_id
LEFT JOIN coverage ON coverage.document_id = plan.document_id
LEFT JOIN found ON found.document_id = plan.document_id
ORDER BY board_year.board_key, plan_year DESC;

COMMENT ON VIEW budget_by_board_year IS
'Nämnd och år: en rad för varje nämnd och år, med planens nettobudget, vilka dokument som finns och hur väl planen är läst. Det som saknas är en rad utan plan.';
COMMENT ON COLUMN budget_by_board_year.board IS 'Nämnd: som den är tryckt. Exempel: Farsta stadsdelsnämnd';
COMMENT ON COLUMN budget_by_board_year.board_key IS 'Nämndnyckel: samma för alla sätt att trycka namnet. Exempel: farsta';
COMMENT ON COLUMN budget_by_board_year.plan_year IS 'Planår. Exempel: 2026';
COMMENT ON COLUMN budget_by_board_year.has_plan IS 'Plan finns: falskt när ingen verksamhetsplan för året är publicerad. Exempel: true';
COMMENT ON COLUMN budget_by_board_year.documents IS 'Dokument: de slag som finns för nämnden och året. Exempel: tertialrapport T1, verksamhetsplan';
COMMENT ON COLUMN budget_by_board_year.total_mnkr IS 'Nettobudget: översiktens summarad för planens eget år; NULL där ingen eller flera olika är tryckta. Enhet: mnkr. Exempel: 2459.6';
COMMENT ON COLUMN budget_by_board_year.trust IS 'Tilltro till nettobudgeten: printed, suspect, corrected eller confirmed. Exempel: printed';
COMMENT ON COLUMN budget_by_board_year.reading IS 'Läsningens omfång: complete eller incomplete. Exempel: complete';
COMMENT ON COLUMN budget_by_board_year.coverage IS 'Täckning: andelen av planens tryckta tal i tabeller och löptext som är redovisade, från 0 till 1. Exempel: 1.0';
COMMENT ON COLUMN budget_by_board_year.error_count IS 'Fel: iakttagelser av allvaret error. Exempel: 9';
COMMENT ON COLUMN budget_by_board_year.warning_count IS 'Varningar: iakttagelser av allvaret warning. Exempel: 2';
COMMENT ON COLUMN budget_by_board_year.note_count IS 'Upplysningar: iakttagelser av allvaret note. Exempel: 5';
COMMENT ON COLUMN budget_by_board_year.document_id IS 'Dokument-id: planen. Exempel: farsta-2026-0574426b0bb7c1d2e3f405162738495a';
