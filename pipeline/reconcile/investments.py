"""Rules on Investeringar: the named projects against the budget that the prose names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.reconcile.equation import Check, Figure, finest, swedish
from pipeline.reconcile.prose import stated
from pipeline.reconcile.rule import Finding, Tables, rule

MACHINES = re.compile(r"\bmaskiner\b", re.IGNORECASE)
WHOLE = re.compile(r"\binvesteringsbudgeten uppgår till|(?<=kronor och )för investeringar", re.IGNORECASE)
CITY = re.compile(r"\btilldelats (?=[\d ,]+(?:mnkr|miljoner kronor) för investeringar inom stadsmiljö)", re.IGNORECASE)
FOR_MACHINES = re.compile(
    r"\bvarav (?=[\d ,]+(?:mnkr|miljoner kronor) avser budget för maskiner)"
    r"|\bmaskiner och inventarier har tilldelats budget om",
    re.IGNORECASE,
)


def projects(tables: Tables, *, machines: bool) -> list[Figure]:
    """The named investments: machines and fittings, or all others."""
    rows = [row for row in tables.get("investment", []) if row["amount_mnkr"] is not None]
    decimals = finest([row["amount_mnkr"] for row in rows])
    return [
        Figure(
            row["amount_mnkr"], f"Investeringen ”{row['name']}”", "investment", str(row["row_id"]), "amount_mnkr",
            row.get("page"), decimals,
        )
        for row in rows
        if bool(MACHINES.search(str(row["name"]))) is machines
    ]  # fmt: skip


@rule("investment_machines", "error")
def investment_machines(tables: Tables) -> Iterator[Check]:
    """Maskiner och inventarier.

    Jämför: Vad löptexten säger om maskiner och inventarier mot beloppet för den investeringen.
    Tolerans: ingen där båda är tryckta med lika många decimaler, annars en halv enhet i den grövre siffran.
    Exempel: Texten anger 1,2 mnkr, listan 1,1.
    """
    held = projects(tables, machines=True)
    if len(held) == 1:
        for told in stated(tables, FOR_MACHINES, "Maskiner och inventarier enligt texten"):
            yield Check(told, ((1, held[0]),), held[0].name, repeated=True)


# `tilldelats 21,6 mnkr för investeringar inom stadsmiljö` is held against all but machines.
@rule("investment_budget", "error")
def investment_budget(tables: Tables) -> Iterator[Finding]:
    """Investeringarna ryms i budgeten.

    Jämför: Summan av de namngivna investeringarna mot investeringsbudgeten i löptexten: den för stadsmiljö mot alla
    utom maskiner, hela mot alla. Är summan mindre är det en varning, för en plan behöver inte namnge alla.
    Tolerans: en halv enhet i sista siffran för varje tal som är grövre tryckt än de andra.
    Exempel: Investeringarna kostar 22,0 mnkr, texten tilldelar 21,6.
    """
    city = projects(tables, machines=False)
    everything = city + projects(tables, machines=True)
    for words, name, held in (
        (CITY, "Investeringsbudgeten för stadsmiljö enligt texten", city),
        (WHOLE, "Investeringsbudgeten enligt texten", everything),
    ):
        for told in stated(tables, words, name) if held else ():
            yield from _compared(told, held)


def _compared(told: Figure, held: list[Figure]) -> Iterator[Finding]:
    check = Check(told, tuple((1, one) for one in held), "summan av investeringarna", repeated=True)
    if check.holds(additive=True):
        return
    expected = sum((one.value for one in held), Decimal(0))
    pages = ", ".join(dict.fromkeys(one.pages for one in held))
    yield Finding(
        f"{told.name} är {swedish(told.value)} mnkr ({told.pages}), de namngivna investeringarna är tillsammans "
        f"{swedish(expected)} mnkr ({pages}); skillnaden är {swedish(told.value - expected)}.",
        told.page,
        expected,
        told.value,
        severity="error" if expected > told.value else "warning",
    )


@rule("investment_sum", "error")
def investment_sum(tables: Tables) -> Iterator[Check]:
    """Investeringsbudgetens delar.

    Jämför: Hela investeringsbudgeten mot den för stadsmiljö plus den för maskiner, alla ur löptexten.
    Tolerans: ingen, men en halv enhet i en siffra som är grövre tryckt än de andra.
    Exempel: 21,6 och 1,2 mnkr blir 22,8, texten anger 23,0.
    """
    whole = list(stated(tables, WHOLE, "Investeringsbudgeten enligt texten"))
    city = list(stated(tables, CITY, "Investeringar inom stadsmiljö enligt texten"))
    machines = list(stated(tables, FOR_MACHINES, "Maskiner och inventarier enligt texten"))
    if city and machines:
        for told in whole:
            parts = ((1, city[0]), (1, machines[0]))
            yield Check(told, parts, "stadsmiljö plus maskiner och inventarier enligt texten", repeated=True)
