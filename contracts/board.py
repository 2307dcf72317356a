"""En nämnd och dess tid: table `board`."""

from contracts.model import Column, Contract

BOARD = Contract(
    table="board",
    term="Nämnd",
    row="En nämnd i registret och dess tid. En nämnd som inte står där har sina dokument under sitt tryckta namn.",
    key=("board_key",),
    staged=False,
    columns=(
        Column("board_key", "text", "Nämndnyckel", "Samma som i document.", "norrmalm", pattern=r"[a-z0-9-]+"),
        Column("name", "text", "Nämnd", "Nämndens officiella namn.", "Norrmalms stadsdelsnämnd"),
        Column(
            "kind",
            "text",
            "Slag",
            "Stadsdelsnämnd, eller nämnd för ett område i hela staden.",
            "stadsdelsnämnd",
            allowed=("stadsdelsnämnd", "facknämnd"),
        ),
        Column(
            "valid_from",
            "date",
            "Första dag",
            "Dagen då nämnden bildades; NULL där registret inte vet.",
            "2007-01-01",
            nullable=True,
        ),
        Column(
            "valid_to",
            "date",
            "Sista dag",
            "Dagen före den då nämnden gick upp i en annan; NULL för en som finns.",
            "2023-06-30",
            nullable=True,
        ),
        Column(
            "successor_key",
            "text",
            "Efterträdare",
            "Nämnden som den gick upp i. En sammanslagen nämnds föregående år är summan av delarnas.",
            "norra-innerstaden",
            nullable=True,
        ),
    ),
)
