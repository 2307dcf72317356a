"""Rules that compare the rows with the text they come from: is any missing or taken for something else?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.reconcile.grid import Grid, GridRow, all_grids
from pipeline.reconcile.rule import Finding, Row, Tables, on_page, rule

_GOAL = re.compile(
    r"(?:KF:?s (?:inriktningsmål|mål för verksamhetsområdet)|Nämndmål)[:\s]+(?P<code>\d+(?:\.\d+)*)", re.I
)
_RESULTS = re.compile(r"förvänta(?:t|de) resultat", re.IGNORECASE)
_UNITS = re.compile(r"resultatenheter", re.IGNORECASE)
# A longer line is prose.
LONGEST_UNIT = 80
_OF_WHICH = re.compile(r"varav\b", re.IGNORECASE)
# A sum of no more than one figure that is not zero could be a coincidence.
LEAST_COLUMNS = 2


@rule("goal_headings", "error")
def goal_headings(tables: Tables) -> Iterator[Finding]:
    """Varje målrubrik är ett mål.

    Jämför: Målrubrikerna i texten mot raderna i goal.
    Exempel: Rubriken ”1.2 …” finns, men inget mål 1.2 är lagrat.
    """
    known = {row["goal_code"] for row in tables.get("goal", [])}
    for section in tables.get("section", []):
        match = _GOAL.match(str(section["heading"] or ""))
        if match and match["code"] not in known:
            page = section.get("page_first")
            yield Finding(f"Målet ”{section['heading']}” ({on_page(page)}) saknas i målträdet.", page)


@rule("result_bullets", "error")
def result_bullets(tables: Tables) -> Iterator[Finding]:
    """Varje punkt är ett förväntat resultat.

    Jämför: Punkterna under ”Förväntat resultat” mot raderna i expected_result för målet.
    Exempel: Fyra punkter är tryckta, tre är lagrade.
    """
    left = Counter((_numbered(row["goal_code"]), _letters(row["text"])) for row in tables.get("expected_result", []))
    for section in tables.get("section", []):
        above = str(section["path"] or "").split(" / ")
        goals = [match["code"] for heading in above if (match := _GOAL.match(heading))]
        if _RESULTS.fullmatch(above[-1]) and goals:
            for bullet in str(section["text"] or "").split("\n"):
                key = (goals[-1], _letters(bullet))
                if bullet.startswith("•") and not left[key]:
                    yield _missing(bullet, section, "saknas bland förväntade resultat")
                left[key] -= 1


def _numbered(goal_code: object) -> str:
    """The code of a goal, or of the one above it where it is printed without a number (`1.1.n2`)."""
    return re.sub(r"\.n\d+$", "", str(goal_code))


@rule("result_unit_lines", "error")
def result_unit_lines(tables: Tables) -> Iterator[Finding]:
    """Varje rad är en resultatenhet.

    Jämför: Raderna under ett områdes rubrik i ”Resultatenheter” mot raderna i result_unit.
    Exempel: Raden ”Solrosens förskola” är ingen lagrad enhet.
    """
    known = {(row["area"], _letters(row["name"])) for row in tables.get("result_unit", [])}
    areas = {area for area, _ in known}
    for section in tables.get("section", []):
        above = str(section["path"] or "").split(" / ")[:-1]
        if section["heading"] in areas and any(_UNITS.fullmatch(heading) for heading in above):
            for line in str(section["text"] or "").split("\n"):
                if line and len(line) <= LONGEST_UNIT and (section["heading"], _letters(line)) not in known:
                    yield _missing(line, section, "saknas bland resultatenheterna")


def _missing(text: str, section: Row, told: str) -> Finding:
    page = section.get("page_first")
    return Finding(f"”{text}” under ”{section['heading']}” ({on_page(page)}) {told}.", page)


def _letters(text: object) -> str:
    return "".join(char for char in str(text or "") if char.isalnum())


@rule("of_which_alone", "warning")
def of_which_alone(tables: Tables) -> Iterator[Finding]:
    """En varav-rad utan rad ovanför.

    Jämför: Varje varav-rad mot raden ovanför som den är en del av; annars läggs den till två gånger.
    Exempel: ”varav vuxna” står först i tabellen.
    """
    for grid in all_grids(tables):
        for row in grid.rows:
            if _OF_WHICH.match(row.label) and row.parent is None:
                yield Finding(
                    f"”{row.label}” under ”{grid.title}” ({on_page(row.page)}) hör inte till någon rad.", row.page
                )


# A row that misses the sum says nothing.
@rule("unmarked_sum", "warning")
def unmarked_sum(tables: Tables) -> Iterator[Finding]:
    """En summa som inte heter så.

    Jämför: Den sista raden i en tabell utan summarad mot summan av de andra i alla kolumner: är den lika läggs den
    till två gånger.
    Exempel: Sista raden ”Nämnden” är summan av raderna ovanför.
    """
    for grid in all_grids(tables):
        summands = [row for row in grid.rows if row.is_summand]
        if grid.total is None and len(summands) > 1 and _adds_up(summands[-1], summands[:-1], grid):
            row = summands[-1]
            yield Finding(
                f"”{row.label}” under ”{grid.title}” ({on_page(row.page)}) är summan av raderna ovanför, men är inte "
                "läst som en summa.",
                row.page,
            )


def _adds_up(last: GridRow, above: list[GridRow], grid: Grid) -> bool:
    shared = [column for column in grid.columns if column in last.figures]
    nonzero = sum(1 for column in shared if last.figures[column].value)
    sums = (
        sum(row.figures[column].value for row in above if column in row.figures) == last.figures[column].value
        for column in shared
    )
    return nonzero >= min(LEAST_COLUMNS, len(grid.columns)) and all(sums)
