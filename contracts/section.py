"""En rubrik med löptexten under den: table `section`."""

from contracts.common import DOCUMENT_ID, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID
from contracts.model import Column, Contract

SECTION = Contract(
    table="section",
    term="Avsnitt",
    row="En rubrik med löptexten under den.",
    natural_key=("ordinal",),
    references=OF_DOCUMENT,
    ascending=(("page_first", "page_last"),),
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        ORDINAL,
        Column("level", "integer", "Nivå", "Rubrikens nivå, 1 är kapitel.", "4", least=1),
        Column("heading", "text", "Rubrik", "Rubriken som den är tryckt.", "Lovaktiviteter", nullable=True),
        Column(
            "path",
            "text",
            "Plats",
            "Rubrikerna ovanför, kapitlet först, åtskilda av ' / '.",
            "Redovisning av ekonomi / Investeringar",
            nullable=True,
        ),
        Column(
            "text",
            "text",
            "Text",
            "Styckena under rubriken, ett radbyte mellan två; punkter börjar med •.",
            "Förvaltningen ska …",
            nullable=True,
        ),
        Column("page_first", "integer", "Första sida", "Sidan där avsnittet börjar.", "17", least=1),
        Column("page_last", "integer", "Sista sida", "Sidan där avsnittet slutar.", "18", least=1),
        PAGE,
    ),
)
