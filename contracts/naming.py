"""Nyckeln till en lydelse, samma för alla nämnder och år: table `naming`."""

from contracts.model import Column, Contract

NAMING = Contract(
    table="naming",
    term="Nyckel",
    row="Lydelsen av en indikator eller ett område, dess nyckel, och serien av omskrivningar av den.",
    key=("kind", "name"),
    staged=False,
    columns=(
        Column("kind", "text", "Slag", "Vad som heter så.", "indicator", allowed=("indicator", "area")),
        Column("name", "text", "Lydelse", "Som den är tryckt.", "varav vuxna"),
        Column(
            "key",
            "text",
            "Nyckel",
            "Orden utan ändelser: följer av lydelsen ensam, så att inget annat dokument ändrar den.",
            "vux",
        ),
        Column(
            "series_key",
            "text",
            "Serie",
            "Samma för lydelser som är omskrivningar av varandra: nyckeln till den som trycktes först. Den kan bli en "
            "annan när fler dokument kommer till.",
            "vux",
        ),
    ),
)
