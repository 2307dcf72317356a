"""Ett dokument som väntas: table `source`."""

from contracts.document import DOCUMENT_TYPES
from contracts.model import Column, Contract

SOURCE = Contract(
    table="source",
    term="Väntat dokument",
    row="Ett dokument som står i sources.toml: det väntas, och kan vara bundet till ett fingeravtryck eller en server.",
    key=("ordinal",),
    staged=False,
    columns=(
        Column("ordinal", "integer", "Löpnummer", "Dokumentets plats i listan, från 1.", "3", least=1),
        Column("board", "text", "Nämnd", "Som den står i listan.", "Farsta stadsdelsnämnd"),
        Column("board_key", "text", "Nämndnyckel", "Samma som i document.", "farsta", pattern=r"[a-z0-9-]+"),
        Column("plan_year", "integer", "Planår", "Året som dokumentet gäller.", "2026", least=1990, most=2100),
        Column(
            "document_type",
            "text",
            "Dokumentslag",
            "Vad det är för slags dokument.",
            "verksamhetsplan",
            allowed=DOCUMENT_TYPES,
        ),
        Column("period", "text", "Del av året", "Tertial, månad eller del; NULL för hela året.", "T1", nullable=True),
        Column("sha256", "text", "Fingeravtryck", "Det enda som filen får ha.", "0574426b0bb7…", nullable=True),
        Column(
            "host", "text", "Server", "Den enda som filen får vara hämtad från.", "insyn.example.org", nullable=True
        ),
        Column("due_on", "date", "Väntas senast", "Dagen då det ska finnas.", "2025-12-20", nullable=True),
        Column(
            "fetched_sha256",
            "text",
            "Hämtat fingeravtryck",
            "Filen som senast hämtades för raden; NULL om ingen har hämtats.",
            "0574426b0bb7…",
            nullable=True,
        ),
    ),
)
