-- Vilka årsmål har nämnden höjt eller sänkt?
--
-- Samma indikator i två planer i följd, också om den har fått andra ord. Förändringen är i indikatorns egen enhet, för
-- procent i procentenheter. Om en höjning är skarpare beror på indikatorn: en högre sjukfrånvaro är ett svagare mål.
SELECT
    name AS indikator, previous_target_text AS "förra planen", target_text AS "nya planen", change AS förändring,
    kf_change AS "KF:s förändring"
FROM indicator_year_over_year
WHERE board_key = 'solvanda' AND plan_year = 2026 AND change <> 0
ORDER BY abs(change) / abs(previous_target_value) DESC, name;
