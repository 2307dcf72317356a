"""Nyckeln till en lydelse, samma för alla nämnder: table `naming`."""

from contracts.model import Column, Contract

NAMING = Contract(
    table="naming",
    term="Nyckel",
    row="Lydelsen av en indikator eller ett område och nyckeln som den delar med andra lydelser av samma sak.",
    key=("kind", "name"),
    staged=False,
    columns=(
        Column("kind", "text", "Slag", "Vad som heter så.", "indicator", allowed=("indicator", "area")),
        Column("name", "text", "Lydelse", "Som den är tryckt.", "varav vuxna"),
        Column(
            "key",
            "text",
            "Nyckel",
            "Samma för alla nämnder och år: orden utan ändelser, av flera lydelser den som trycktes först.",
            "vux",
        ),
    ),
)
