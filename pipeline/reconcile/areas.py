"""Rules that compare the tables of a plan with each other: overview, section tables, Omslutningsförändringar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.names import Name, another_word, same, without_of_which
from pipeline.reconcile.equation import Check
from pipeline.reconcile.grid import Grid, GridRow, budget_grids, turnover_grid
from pipeline.reconcile.rule import Finding, Tables, on_page, rule
from pipeline.reconcile.sums import within

LEAST_FIGURES = 3


def overview(grids: list[Grid]) -> Grid | None:
    """The table that tells of all areas (`pipeline.parse.overview`); None where there is none."""
    return next((grid for grid in grids if grid.is_overview), None)


def named(grid: Grid) -> Iterator[tuple[Name, GridRow, str]]:
    """The rows of a section table by name, each with the printed name; its sum by the heading it stands under."""
    for row in grid.rows:
        if row.is_total:
            yield same(grid.title), row, grid.title
        elif not row.is_turnover:
            yield row.name, row, without_of_which(row.label)


def _told_elsewhere(row: GridRow, grid: Grid, grids: list[Grid]) -> Iterator[tuple[GridRow, str]]:
    """The rows of other tables that are about the same area."""
    if not (row.is_total or row.is_turnover):
        for other in grids:
            if other is not grid:
                yield from ((match, printed) for name, match, printed in named(other) if name == row.name)


@rule("section_table", "error")
def section_table(tables: Tables) -> Iterator[Check]:
    """Översikten mot områdets egen tabell.

    Jämför: En rad i översikten mot raden, eller summan, i avsnittets tabell över samma område. Kolumner är desamma
    när mått, underlag och år är det.
    Tolerans: ingen där båda är tryckta med lika många decimaler, annars en halv enhet i den grövre siffran.
    Exempel: Översikten anger 801,3 mnkr för Äldreomsorg, avsnittets tabell 801,8.
    """
    grids = budget_grids(tables)
    whole = overview(grids)
    for row in whole.rows if whole else []:
        for match, _ in _told_elsewhere(row, whole, grids) if whole else ():
            for column, figure in match.figures.items():
                if column in row.figures:
                    yield Check(row.figures[column], ((1, figure),), figure.name, repeated=True)


# Rows that only their figures bring together are told, never compared or merged.
@rule("two_names", "note")
def two_names(tables: Tables) -> Iterator[Finding]:
    """Ett område under två namn.

    Jämför: Rader i översikten och i avsnittens tabeller: ett känt par av namn, eller rader som har minst tre
    siffror gemensamma.
    Exempel: ”Vuxna” i översikten heter ”Vuxen” i avsnittets tabell.
    """
    grids = budget_grids(tables)
    whole = overview(grids)
    if whole is None:
        return
    for row in whole.rows:
        for match, printed in _told_elsewhere(row, whole, grids):
            if another_word(without_of_which(row.label), printed):
                yield _two_names(row.label, row.page, printed, match.page)
    for row, match, printed in _alike(whole, grids):
        yield _two_names(row.label, row.page, printed, match.page)


def _two_names(one: str, page: int | None, other: str, other_page: int | None) -> Finding:
    message = f"Samma sak under två namn: ”{one}” ({on_page(page)}) och ”{other}” ({on_page(other_page)})."
    return Finding(message, page)


def _alike(whole: Grid, grids: list[Grid]) -> Iterator[tuple[GridRow, GridRow, str]]:
    """Rows of the overview without a namesake, and the only row elsewhere that agrees in enough figures."""
    for row in whole.rows:
        if row.is_total or row.is_turnover or any(True for _ in _told_elsewhere(row, whole, grids)):
            continue
        found = [match for other in grids if other is not whole if (match := _first_alike(row, other, whole))]
        if len(found) == 1:
            yield row, *found[0]


def _first_alike(row: GridRow, other: Grid, whole: Grid) -> tuple[GridRow, str] | None:
    """The first row of a table that agrees in enough figures and has no name of the overview."""
    for name, match, printed in named(other):
        if _agreeing(row, match) >= LEAST_FIGURES and not any(known.name == name for known in whole.rows):
            return match, printed
    return None


def _agreeing(one: GridRow, other: GridRow) -> int:
    shared = [column for column in one.figures if column in other.figures]
    if any(one.figures[column].value != other.figures[column].value for column in shared):
        return 0
    return sum(1 for column in shared if one.figures[column].value)


@rule("turnover_total", "error")
def turnover_total(tables: Tables) -> Iterator[Check]:
    """Omslutningsförändringarnas summa.

    Jämför: Summan i tabellen över omslutningsförändringar mot översiktens ”varav omslutningsförändring”.
    Tolerans: ingen där båda är tryckta med lika många decimaler, annars en halv enhet i den grövre siffran.
    Exempel: Tabellen summerar till 60,2 mnkr, översikten anger 60,0.
    """
    whole = overview(budget_grids(tables))
    sum_row = turnover_grid(tables).total
    for row in whole.rows if whole and sum_row else []:
        if row.is_turnover and sum_row:
            yield from _same_measures(row, [sum_row])


@rule("turnover_area", "error")
def turnover_area(tables: Tables) -> Iterator[Check]:
    """Ett områdes omslutningsförändring.

    Jämför: ”Varav omslutningsförändring” i ett avsnitts tabell mot vad tabellen över omslutningsförändringar har
    för området: tabellens rubrik, eller de rader i den som omslutningstabellen nämner.
    Tolerans: ingen där båda är tryckta med lika många decimaler, annars en halv enhet i den grövre siffran.
    Exempel: Avsnittet anger 5,0 mnkr, omslutningstabellen 5,4.
    """
    grids = budget_grids(tables)
    whole = overview(grids)
    areas = [row for row in turnover_grid(tables).rows if row.is_summand]
    for grid in grids:
        told = next((row for row in grid.rows if row.is_turnover), None)
        if grid is not whole and told:
            yield from _same_measures(told, _of_table(areas, grid))


def _of_table(areas: list[GridRow], grid: Grid) -> list[GridRow]:
    titled = [row for row in areas if row.name == same(grid.title)]
    return titled or [row for row in areas if any(row.name == other.name for other in grid.rows if other.is_summand)]


def _same_measures(told: GridRow, areas: list[GridRow]) -> Iterator[Check]:
    for column, figure in told.figures.items():
        parts = [
            row.figures[(column[0], "omslutning", 0)] for row in areas if (column[0], "omslutning", 0) in row.figures
        ]
        if parts and len(parts) == len(areas):
            wording = " plus ".join(part.name for part in parts)
            yield Check(figure, tuple((1, part) for part in parts), wording, repeated=True)


@rule("turnover_named_after_row", "note")
def turnover_named_after_row(tables: Tables) -> Iterator[Finding]:
    """Omslutning under en annan rads namn.

    Jämför: Områdena i tabellen över omslutningsförändringar som heter som en rad i ett avsnitts tabell och inte som
    avsnittet.
    Exempel: Omslutningen står under ”Vuxna”, avsnittet heter ”Individ- och familjeomsorg”.
    """
    grids = budget_grids(tables)
    whole = overview(grids)
    areas = [row for row in turnover_grid(tables).rows if row.is_summand]
    for grid in grids:
        told = next((row for row in grid.rows if row.is_turnover), None)
        if grid is whole or told is None or len([row for row in grid.rows if row.is_summand]) < 2:
            continue
        for row in _of_table(areas, grid):
            if row.name != same(grid.title):
                yield _two_names(row.label, row.page, grid.title, told.page)


# Held against every budget row of the same name, and each `varav omslutningsförändring` against its own table's sum.
@rule("turnover_within_budget", "warning")
def turnover_within_budget(tables: Tables) -> Iterator[Check]:
    """En omslutningsförändring ryms i budgeten.

    Jämför: En omslutningsförändring mot områdets kostnader och intäkter i planens budget, som den är en del av. En
    varning: intäkter kan vara budgeterade som lägre kostnader.
    Tolerans: en halv enhet i sista tryckta siffran för båda talen.
    Exempel: Omslutningen är 12,0 mnkr men områdets intäkter bara 8,0.
    """
    for grid in budget_grids(tables):
        for whole in grid.rows:
            for part in grid.parts_of(whole):
                if part.is_turnover:
                    yield from within(part, whole)
    for row in turnover_grid(tables).rows:
        for grid in budget_grids(tables) if not row.is_total else []:
            for name, match, _ in named(grid):
                if name == row.name:
                    yield from _within(row, match)


def _within(row: GridRow, match: GridRow) -> Iterator[Check]:
    for column, figure in match.figures.items():
        part = row.figures.get((column[0], "omslutning", 0))
        if part and column[0] != "netto" and column[1] == "verksamhetsplan":
            yield Check(part, ((1, figure),), figure.name, relation="within")


@rule("doubled_row", "warning")
def doubled_row(tables: Tables) -> Iterator[Finding]:
    """Två rader med samma namn.

    Jämför: Raderna i en tabell med varandra; summor och ”varav omslutningsförändring” oräknade.
    Exempel: Tabellen har två rader ”Fritid”.
    """
    for grid in (*budget_grids(tables), turnover_grid(tables)):
        labels = Counter((row.label, row.parent) for row in grid.rows if not (row.is_total or row.is_turnover))
        for (label, _), count in labels.items():
            if count > 1:
                page = next(row.page for row in grid.rows if row.label == label)
                yield Finding(f"Raden ”{label}” står {count} gånger i tabellen ”{grid.title}” ({on_page(page)}).", page)
