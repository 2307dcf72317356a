"""Ett värde som en granskning har rättat: table `correction`."""

from contracts.model import Column, Contract

CORRECTION = Contract(
    table="correction",
    term="Rättelse",
    row="Ett värde som en gällande granskning har rättat, och det som följer av det: av ett årsmåls text dess tal.",
    key=("row_id", "column_name"),
    references={"review_id": "review"},
    staged=False,
    columns=(
        Column("row_id", "text", "Rad-id", "Raden vars värde är rättat.", "farsta-2026-0574426b…/indicator/1.1/3"),
        Column("column_name", "text", "Kolumn", "Kolumnen som är rättad.", "target_value"),
        Column("value", "text", "Värde", "Det rätta värdet, som text.", "90", nullable=True),
        Column("review_id", "text", "Gransknings-id", "Granskningen som säger det.", "3f9c0a1b2c4d5e6f"),
    ),
)
