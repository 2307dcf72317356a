"""En mening i löptexten som anger en förändring i siffror: table `claim`."""

from contracts.common import DOCUMENT_ID, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID
from contracts.model import Column, Contract

CLAIM = Contract(
    table="claim",
    term="Påstående",
    row="En mening i löptexten som anger en förändring i siffror.",
    natural_key=("ordinal",),
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        ORDINAL,
        Column(
            "section_path",
            "text",
            "Plats",
            "Rubrikerna som meningen står under.",
            "Redovisning av ekonomi / Äldreomsorg",
            nullable=True,
        ),
        Column(
            "text",
            "text",
            "Mening",
            "Meningen som den är tryckt.",
            "Nettobudget för äldreomsorgen uppgår till 801,3 mnkr …",
        ),
        Column(
            "subject",
            "text",
            "Ämne",
            "Det som förändringen gäller, som det är tryckt; NULL där det är osäkert.",
            "äldreomsorgen",
            nullable=True,
        ),
        Column(
            "direction",
            "text",
            "Riktning",
            "Ökning eller minskning.",
            "ökning",
            allowed=("ökning", "minskning"),
            nullable=True,
        ),
        Column(
            "percent",
            "number",
            "Procent",
            "Förändringen i procent; ordet procentenheter läses som det är menat.",
            "5.2",
            unit="procent",
            nullable=True,
        ),
        Column(
            "percent_unit_text",
            "text",
            "Procentens ord",
            "Ordet som är tryckt efter talet.",
            "procentenheter",
            nullable=True,
        ),
        Column("amount_mnkr", "mnkr", "Belopp", "Förändringens belopp.", "39.8", unit="mnkr", nullable=True),
        Column(
            "base_text",
            "text",
            "Jämförelse",
            "Det som förändringen mäts mot, som det är tryckt; NULL där meningen inte säger det.",
            "prognostiserad slutlig budget för år 2025",
            nullable=True,
        ),
        Column("level_mnkr", "mnkr", "Nivå", "Beloppet efter förändringen.", "801.3", unit="mnkr", nullable=True),
        PAGE,
    ),
)
