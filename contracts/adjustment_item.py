"""Ett stycke som börjar 'Förvaltningen ansöker medel om …': table `adjustment_item`."""

from contracts.common import BUDGET_KIND, CATEGORY_KEY, DOCUMENT_ID, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID
from contracts.model import Column, Contract

ADJUSTMENT_ITEM = Contract(
    table="adjustment_item",
    term="Ansökan",
    row="Ett stycke som börjar 'Förvaltningen ansöker medel om …'.",
    natural_key=("ordinal",),
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        ORDINAL,
        BUDGET_KIND,
        Column(
            "category",
            "text",
            "Kategori",
            "Rubriken som stycket står under, utan parentes.",
            "Biologisk mångfald investering",
        ),
        CATEGORY_KEY,
        Column("amount_mnkr", "mnkr", "Belopp", "Styckets första belopp.", "0.5", unit="mnkr", nullable=True),
        Column("text", "text", "Text", "Stycket som det är tryckt.", "Förvaltningen ansöker medel om 3 mnkr …"),
        Column(
            "decision_number",
            "integer",
            "Beslutspunkt",
            "Punkten som ansöker om samma sak; NULL där ingen hittas.",
            "15",
            least=1,
            nullable=True,
        ),
        PAGE,
    ),
)
