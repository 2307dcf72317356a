"""En numrerad punkt i Förslag till beslut: table `decision`."""

from contracts.common import BUDGET_KIND, DOCUMENT_ID, OF_DOCUMENT, PAGE, ROW_ID
from contracts.model import Column, Contract

DECISION = Contract(
    table="decision",
    term="Beslutspunkt",
    row="En numrerad punkt i Förslag till beslut.",
    natural_key=("number",),
    counted=False,
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        Column("number", "integer", "Punkt", "Punktens nummer.", "4", least=1),
        Column(
            "text",
            "text",
            "Text",
            "Punktens text utan nummer.",
            "Stadsdelsnämnden anmäler omslutningsförändringar om 241,6 mnkr.",
        ),
        Column(
            "action",
            "text",
            "Åtgärd",
            "Vad nämnden gör med punkten.",
            "ansöker_budgetjustering",
            allowed=(
                "fastställer",
                "anmäler",
                "ansöker_budgetjustering",
                "ansöker_kompetensutvecklingsmedel",
                "ansöker_ombudgetering",
                "ansöker_resultatöverföring",
                "ansöker_stimulansbidrag",
                "ansöker",
                "begär",
                "hemställer",
                "godkänner",
                "redovisar",
                "avsätter",
                "föreslår",
                "annat",
            ),
        ),
        BUDGET_KIND,
        Column(
            "area",
            "text",
            "Ändamål",
            "Det som står efter 'avseende', till första kommat.",
            "biologisk mångfald",
            nullable=True,
        ),
        Column(
            "amount_sek",
            "sek",
            "Belopp",
            "Punktens belopp, där den har ett enda; är det flera står de i decision_amount.",
            "200000.00",
            unit="kronor",
            nullable=True,
        ),
        PAGE,
    ),
)
