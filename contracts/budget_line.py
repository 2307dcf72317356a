"""En siffra i en budgettabell: table `budget_line`."""

from contracts.common import DOCUMENT_ID, IS_TOTAL, LABEL, OF_DOCUMENT, PAGE, PARENT_LABEL, ROW_ID
from contracts.model import Column, Contract

BUDGET_LINE = Contract(
    table="budget_line",
    term="Budgetrad",
    row="En siffra i en budgettabell. En av tabellerna är översikten (is_overview); de andra upprepar dess "
    "siffror, så lägg inte ihop tabeller, varav-rader eller summarader.",
    natural_key=("table_ordinal", "row_ordinal", "column_ordinal"),
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        Column(
            "table_ordinal",
            "integer",
            "Tabell",
            "Tabellens plats bland dokumentets budgettabeller.",
            "1",
            least=1,
        ),
        Column(
            "table_title", "text", "Tabellrubrik", "Rubriken som tabellen står under.", "Äldreomsorg", nullable=True
        ),
        Column(
            "is_overview",
            "boolean",
            "Översikt",
            "Sant i tabellen över alla områden: den vars rader de flesta andra tabeller handlar om.",
            "true",
        ),
        Column("row_ordinal", "integer", "Rad", "Radens plats i tabellen.", "2", least=1),
        LABEL,
        PARENT_LABEL,
        IS_TOTAL,
        Column("column_ordinal", "integer", "Kolumn", "Kolumnens plats, radrubriken inte räknad.", "3", least=1),
        Column(
            "column_text",
            "text",
            "Kolumnrubrik",
            "Kolumnens rubrik, utan radbrytningar.",
            "VP 2026 Netto",
            nullable=True,
        ),
        Column(
            "measure",
            "text",
            "Mått",
            "Kostnader, intäkter eller netto.",
            "netto",
            allowed=("kostnader", "intäkter", "netto"),
        ),
        Column(
            "basis",
            "text",
            "Underlag",
            "Vad siffran är: planens budget (i en uppföljning den budget som den jämför med), prognos för slutlig "
            "budget, prognos för utfallet, eller utfall (i en tertial- eller månadsrapport så långt som rapporten).",
            "verksamhetsplan",
            allowed=("verksamhetsplan", "prognos_slutlig_budget", "prognos_utfall", "utfall"),
        ),
        Column(
            "fiscal_year",
            "integer",
            "Budgetår",
            "Året siffran gäller; står inget år är det planens.",
            "2026",
            least=1990,
            most=2100,
        ),
        Column("amount_mnkr", "mnkr", "Belopp", "Siffran; en tabell i tkr är omräknad.", "801.3", unit="mnkr"),
        PAGE,
    ),
)
