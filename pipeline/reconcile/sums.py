"""Rules on the sums inside each table: net, totals, parts."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.names import Name
from pipeline.reconcile.equation import Check, Figure
from pipeline.reconcile.grid import Column, Grid, GridRow, all_grids, budget_grids, turnover_grid
from pipeline.reconcile.rule import Tables, rule


@rule("net", "error")
def net(tables: Tables) -> Iterator[Check]:
    """Netto är kostnader plus intäkter.

    Jämför: Nettot i varje rad i budgettabellerna och i tabellen över omslutningsförändringar mot radens kostnader
    och intäkter.
    Tolerans: en halv enhet i sista tryckta siffran för varje ingående tal; ingen i ett dokument vars siffror går
    ihop som de är tryckta.
    Exempel: Kostnader -250,0 och intäkter 10,0 ger -240,0, men nettot är tryckt -241,0.
    """
    for grid in (*budget_grids(tables), turnover_grid(tables)):
        for row in grid.rows:
            for column, figure in row.figures.items():
                gross = [row.figures.get((measure, *column[1:])) for measure in ("kostnader", "intäkter")]
                if column[0] == "netto" and all(gross):
                    parts = tuple((1, part) for part in gross if part)
                    yield Check(figure, parts, "kostnader plus intäkter i samma rad")


@rule("turnover_net", "warning")
def turnover_net(tables: Tables) -> Iterator[Check]:
    """En omslutningsförändring går jämnt ut.

    Jämför: Kostnader mot intäkter i varje rad av omslutningsförändringarna: de ska ändras lika mycket, så att
    nettot är noll.
    Tolerans: en halv enhet i sista tryckta siffran för varje ingående tal; ingen i ett dokument vars siffror går
    ihop som de är tryckta.
    Exempel: Kostnaderna ökar med 12,0 mnkr men intäkterna med 11,0.
    """
    for row in turnover_grid(tables).rows:
        costs, income = (row.figures.get((measure, "omslutning", 0)) for measure in ("kostnader", "intäkter"))
        if costs and income:
            yield Check(costs, ((-1, income),), "intäkterna med ombytt tecken (netto ska vara noll)")


@rule("total", "error")
def total(tables: Tables) -> Iterator[Check]:
    """Summarad mot rader.

    Jämför: Varje summarad mot raderna ovanför, varav-rader oräknade, i varje kolumn. En tabell med flera summor kan
    mena raderna sedan den förra, alla rader eller summorna före: den tolkning som ligger närmast prövas.
    Tolerans: en halv enhet i sista tryckta siffran för varje rad som läggs till och för summan; ingen i ett
    dokument vars siffror går ihop som de är tryckta.
    Exempel: Summan är tryckt 446,2 men raderna blir 446,0.
    """
    for grid in all_grids(tables):
        for index, row in enumerate(grid.rows):
            if row.is_total:
                for column, figure in row.figures.items():
                    yield from _total(grid.rows[:index], column, figure)


def _total(above: list[GridRow], column: Column, figure: Figure) -> Iterator[Check]:
    last = max((index for index, row in enumerate(above) if row.is_total), default=-1)
    readings = [
        [row for row in above[last + 1 :] if row.is_summand],
        [row for row in above if row.is_summand],
        [row for row in above if row.is_total],
    ]
    summands = [[row.figures[column] for row in reading if column in row.figures] for reading in readings]
    checks = [
        Check(figure, tuple((1, part) for part in parts), "summan av raderna ovanför", unit=_unit(column))
        for parts in summands
        if parts
    ]
    if checks:
        yield min(checks, key=lambda check: abs(check.residual()))


@rule("subtotal", "error")
def subtotal(tables: Tables) -> Iterator[Check]:
    """Varav-rader mot raden de är delar av.

    Jämför: Summan av varav-raderna mot raden ovanför, där de är alla dess delar: de är det när summan stämmer i
    någon kolumn som inte är noll, eller när samma delar gör en helhet i en annan tabell.
    Tolerans: en halv enhet i sista tryckta siffran för varje ingående tal; ingen i ett dokument vars siffror går
    ihop som de är tryckta.
    Exempel: Barn och ungdom 244,1 och vuxna 100,0 blir 344,1, men raden ovanför är tryckt 365,6.
    """
    grids = list(all_grids(tables))
    whole = _complete(grids)
    for grid in grids:
        for row in grid.rows:
            parts = grid.parts_of(row)
            if len(parts) > 1 and frozenset(part.name for part in parts) in whole:
                for column, figure in row.figures.items():
                    held = [part.figures[column] for part in parts if column in part.figures]
                    if held:
                        wording = "summan av dess varav-rader"
                        yield Check(figure, tuple((1, part) for part in held), wording, unit=_unit(column))


def _complete(grids: list[Grid]) -> set[frozenset[Name]]:
    """The sets of names that are known to be all parts of something."""
    found: set[frozenset[Name]] = set()
    for grid in grids:
        summands = [row for row in grid.rows if row.is_summand]
        if grid.total and len(summands) > 1:
            found.add(frozenset(row.name for row in summands))
        for row in grid.rows:
            parts = grid.parts_of(row)
            if len(parts) > 1 and any(_closes(row, parts, column) for column in row.figures):
                found.add(frozenset(part.name for part in parts))
    return found


def _closes(row: GridRow, parts: list[GridRow], column: Column) -> bool:
    held = [part.figures[column].value for part in parts if column in part.figures]
    return bool(held) and any(held) and sum(held) == row.figures[column].value


@rule("part_within_whole", "error")
def part_within_whole(tables: Tables) -> Iterator[Check]:
    """En del är inte större än helheten.

    Jämför: En varav-rads kostnader och intäkter mot dem i raden som den är en del av. Netton kan ha båda tecknen
    och jämförs inte.
    Tolerans: en halv enhet i sista tryckta siffran för båda talen.
    Exempel: Varav barn och ungdom kostar 400,0 mnkr, hela området 365,6.
    """
    for grid in all_grids(tables):
        for row in grid.rows:
            for part in grid.parts_of(row):
                if not part.is_turnover:
                    yield from within(part, row)


def within(part: GridRow, whole: GridRow) -> Iterator[Check]:
    """The costs and the income of a part do not exceed those of the whole."""
    for column, figure in part.figures.items():
        if column[0] != "netto" and column in whole.figures:
            yield Check(figure, ((1, whole.figures[column]),), whole.figures[column].name, relation="within")


def _unit(column: Column) -> str:
    return "st" if column[0] == "antal" else "mnkr"
