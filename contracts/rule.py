"""En regel som iakttagelser följer av: table `rule`."""

from contracts.model import Column, Contract

RULE = Contract(
    table="rule",
    term="Regel",
    row="En regel: vad den jämför, med vilken tolerans, och ett exempel på vad den säger. Regeln själv säger det.",
    key=("rule",),
    staged=False,
    columns=(
        Column("rule", "text", "Regel", "Regelns namn, samma som i finding.", "net"),
        Column("title", "text", "Rubrik", "Regeln i korthet.", "Netto är kostnader plus intäkter"),
        Column(
            "compares",
            "text",
            "Jämför",
            "Vad som jämförs med vad; NULL för en regel som bara en tidigare version av Tjut hade.",
            "Nettot i varje rad mot radens kostnader och intäkter.",
            nullable=True,
        ),
        Column(
            "tolerance",
            "text",
            "Tolerans",
            "Hur stor skillnad som inte är någon iakttagelse.",
            "en halv enhet i sista tryckta siffran för varje ingående tal.",
            nullable=True,
        ),
        Column(
            "severity",
            "text",
            "Allvar",
            "Regelns vanliga allvar; en enskild iakttagelse kan ha ett annat, som står i finding.",
            "error",
            nullable=True,
            allowed=("error", "warning", "note"),
        ),
        Column(
            "example",
            "text",
            "Exempel",
            "Vad regeln kan säga.",
            "Summan är tryckt 446,2 men raderna blir 446,0.",
            nullable=True,
        ),
    ),
)
