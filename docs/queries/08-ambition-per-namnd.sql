-- Hur många mål är skarpare, lika eller svagare än fullmäktiges, och varför går andra inte att jämföra?
--
-- En rad för varje utfall och skäl, en kolumn för varje nämnd, ur dess nyaste plan. De flesta mål som inte går att jämföra
-- är sådana som fullmäktige överlåter åt nämnden.
PIVOT (
    SELECT board AS nämnd, ambition, reason AS skäl
    FROM indicator_ambition
    QUALIFY plan_year = max(plan_year) OVER (PARTITION BY board_key)
)
ON nämnd
USING count(*)
GROUP BY ambition, skäl
ORDER BY ambition = 'ej jämförbar', ambition, skäl;
