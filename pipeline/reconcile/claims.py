"""Rules that recompute the changes the prose states (table `claim`) from the budget tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.names import same
from pipeline.reconcile.areas import named, overview
from pipeline.reconcile.equation import HUNDRED, Check, Figure, swedish
from pipeline.reconcile.grid import Column, Grid, GridRow, budget_grids
from pipeline.reconcile.prose import printed_places
from pipeline.reconcile.rule import Finding, Row, Tables, on_page, plan_year, rule

_BUDGET_FOR = re.compile(r"^(?:netto ?)?budget(?:en)? för\s+", re.IGNORECASE)
_ALL = re.compile(r"\bdriftbudget(?:en)?$|\bbudget(?:en)? för drift$", re.IGNORECASE)
_FORECAST = re.compile(r"progno|slutlig|justera", re.IGNORECASE)
_OUTCOME = re.compile(r"utfall|bokslut", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Recomputed:
    """A claim and what the tables say: its level, and what it is measured against (None where no table has it)."""

    claim: Row
    level: Figure
    base: Figure | None


def recomputed(tables: Tables) -> Iterator[Recomputed]:
    """The claims whose subject is a row of a budget table."""
    year = plan_year(tables) or 0
    grids = budget_grids(tables)
    whole = overview(grids)
    for claim in tables.get("claim", []):
        rows = _rows(grids, whole, str(claim["subject"] or ""))
        levels = [row for row in rows if ("netto", "verksamhetsplan", year) in row.figures]
        if levels:
            row = _nearest(levels, claim, year)
            level = row.figures[("netto", "verksamhetsplan", year)]
            bases = [_base(other, claim, year) for other in (row, *levels)]
            yield Recomputed(claim, level, next((base for base in bases if base), None))


def _rows(grids: list[Grid], whole: Grid | None, subject: str) -> list[GridRow]:
    """The budget rows a subject may mean: those of its name, section tables first; for the whole budget the total."""
    if whole and whole.total and _ALL.search(subject):
        return [whole.total]
    if not _BUDGET_FOR.match(subject):
        return []
    name = same(_BUDGET_FOR.sub("", subject))
    ordered = sorted(grids, key=lambda grid: grid is whole)
    return [
        row for grid in ordered for key, row, _ in named(grid) if key == name and not (grid is whole and row.is_total)
    ]


def _nearest(rows: list[GridRow], claim: Row, year: int) -> GridRow:
    """Where tables contradict each other (rule section_table), the row that the claim agrees with."""
    column = ("netto", "verksamhetsplan", year)
    return next((row for row in rows if row.figures[column].value == claim["level_mnkr"]), rows[0])


def _base(row: GridRow, claim: Row, year: int) -> Figure | None:
    """What the claim is measured against in its row. Without words for it: the budget of the year before."""
    words = str(claim.get("base_text") or "")
    of_year = next((int(found) for found in _YEAR.findall(words)), year - 1)
    fitting = [column for column in row.figures if column[0] == "netto" and column[2] == of_year]
    if _OUTCOME.search(words):
        fitting = [column for column in fitting if "utfall" in column[1]]
    else:
        fitting = [column for column in fitting if "utfall" not in column[1] and _says(row, column, words)]
    return row.figures[fitting[0]] if len(fitting) == 1 else None


def _says(row: GridRow, column: Column, words: str) -> bool:
    """Does a claim mean the column? `budget 2025` is not `Prognos slutlig budget 2025`; no words mean either."""
    forecast = bool(_FORECAST.search(row.column_texts[column]))
    return (
        not words
        or forecast == bool(_FORECAST.search(words))
        or (not forecast and column[1] == "prognos_slutlig_budget")
    )


def _figure(claim: Row, column: str, sign: int = 1) -> Figure | None:
    value = claim[column]
    if value is None:
        return None
    name = {"level_mnkr": "Nivån", "amount_mnkr": "Förändringen", "percent": "Förändringen i procent"}[column]
    name = f"{name} enligt texten om ”{claim['subject']}”"
    digits = printed_places(value, str(claim["text"]))
    return Figure(sign * value, name, "claim", str(claim["row_id"]), column, claim.get("page"), digits)


def _sign(claim: Row) -> int:
    return -1 if claim["direction"] == "minskning" else 1


@rule("claim_level", "error")
def claim_level(tables: Tables) -> Iterator[Check]:
    """Löptextens nivå mot tabellen.

    Jämför: Nivån som en mening i löptexten anger mot nettot i dess rad i planens budget.
    Tolerans: ingen där båda är tryckta med lika många decimaler, annars en halv enhet i den grövre siffran.
    Exempel: Texten säger att budgeten uppgår till 801,8 mnkr, tabellen 801,3.
    """
    for one in recomputed(tables):
        told = _figure(one.claim, "level_mnkr")
        if told:
            yield Check(told, ((1, one.level),), one.level.name, repeated=True)


@rule("claim_amount", "error")
def claim_amount(tables: Tables) -> Iterator[Check]:
    """Löptextens förändring mot tabellen.

    Jämför: Förändringen som en mening anger mot planens budget minus siffran som den mäts från.
    Tolerans: en halv enhet i sista tryckta siffran för varje ingående tal; i ett dokument vars siffror går ihop som
    de är tryckta bara för grövre tal.
    Exempel: Texten säger en ökning med 39,0 mnkr, tabellen ger 39,8.
    """
    for one in recomputed(tables):
        told = _figure(one.claim, "amount_mnkr", _sign(one.claim))
        if told and one.base:
            yield Check(told, ((1, one.level), (-1, one.base)), f"{one.level.name} minus {one.base.name}")


# Where no table has the base, level and amount of the claim itself make it.
@rule("claim_percent", "error")
def claim_percent(tables: Tables) -> Iterator[Check]:
    """Löptextens procent mot tabellen.

    Jämför: Procenttalet i en mening mot förändringen i procent av det den mäts från, inte av den nya nivån.
    ”Procentenheter” läses som procent.
    Tolerans: en halv enhet i procenttalet, och vad avrundningen av beloppen lägger till.
    Exempel: Texten säger 4,0 procent, tabellen ger 5,2.
    """
    for one in recomputed(tables):
        told = _figure(one.claim, "percent", _sign(one.claim))
        if told and one.base and one.base.value:
            wording = f"förändringen från {one.base.name} i procent av den"
            yield Check(told, ((1, one.level), (-1, one.base)), wording, unit="procent", base=one.base)


@rule("claim_itself", "error")
def claim_itself(tables: Tables) -> Iterator[Finding]:
    """En mening mot sig själv.

    Jämför: Procenttalet i en mening vars utgångsvärde ingen tabell har mot dess egen förändring i procent av dess
    nivå minus förändringen.
    Tolerans: en halv enhet i procenttalet, och en halv enhet i beloppet i procent av utgångsvärdet.
    Exempel: En ökning med 10 mnkr till 110 mnkr är 10 procent, texten säger 9.
    """
    for one in recomputed(tables):
        level, amount, percent = (
            _figure(one.claim, column, sign)
            for column, sign in (("level_mnkr", 1), ("amount_mnkr", _sign(one.claim)), ("percent", _sign(one.claim)))
        )
        if one.base or not (level and amount and percent) or level.value == amount.value:
            continue
        base = level.value - amount.value
        expected = amount.value * HUNDRED / base
        if abs(percent.value - expected) > percent.half + amount.half * HUNDRED / abs(base):
            rounded = round(expected, percent.places)
            yield Finding(
                f"{percent.name} är {swedish(percent.value)} ({percent.pages}), men {swedish(amount.value)} av "
                f"{swedish(base)} mnkr är {swedish(rounded)} procent.",
                percent.page, rounded, percent.value,
            )  # fmt: skip


@rule("claim_base_missing", "note")
def claim_base_missing(tables: Tables) -> Iterator[Finding]:
    """Ett påstående som inte kan prövas.

    Jämför: Vad en mening mäts från mot dokumentets tabeller: ingen av dem trycker det.
    Exempel: ”Jämfört med 2019” i en plan som bara har 2024 till 2026.
    """
    for one in recomputed(tables):
        claim = one.claim
        if claim.get("base_text") and not one.base:
            said = [f"{swedish(claim['percent'])} {claim['percent_unit_text']}"] if claim["percent"] is not None else []
            said += [f"{swedish(claim['amount_mnkr'])} mnkr"] if claim["amount_mnkr"] is not None else []
            yield Finding(
                f"Förändringen ”{' motsvarande '.join(said)}” ({on_page(claim.get('page'))}) jämförs med "
                f"”{claim['base_text']}”, som ingen tabell i dokumentet visar: den kan inte kontrolleras.",
                claim.get("page"),
            )


@rule("percent_unit", "note")
def percent_unit(tables: Tables) -> Iterator[Finding]:
    """Procentenheter i stället för procent.

    Jämför: Meningar om förändringar av ett belopp som säger ”procentenheter”, ordet för en skillnad mellan
    procenttal.
    Exempel: Budgeten ökar med 39,8 mnkr, 5,2 procentenheter.
    """
    called = [
        one.claim for one in recomputed(tables) if str(one.claim["percent_unit_text"] or "").startswith("procentenhet")
    ]
    if called:
        pages = sorted({page for claim in called if (page := claim.get("page")) is not None})
        yield Finding(
            f"Relativa förändringar av belopp kallas ”procentenheter” på {len(called)} ställen där procent menas "
            f"(sida {', '.join(map(str, pages))}).",
            pages[0] if pages else None,
            actual=Decimal(len(called)),
        )
