"""Rules on Budgetjusteringar: decisions, tables of applications, headlines and paragraphs tell of the same amounts.

An application is for a decided amount, not for a rounded one: sums must agree exactly, but for figures that are printed
in fewer places than the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

from pipeline.names import Name, same
from pipeline.reconcile.equation import Check, Figure, finest, swedish
from pipeline.reconcile.grid import Grid, GridRow, adjustment_grids
from pipeline.reconcile.prose import figure, heading_amount, stated
from pipeline.reconcile.rule import Finding, Row, Tables, on_page, rule

TOTAL = re.compile(r"\bbudgetjustering(?:ar)? för drift och investering(?:ar)? om totalt", re.IGNORECASE)
BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
MNKR = ("mnkr", "", 0)
COUNT = ("antal", "", 0)
MILLION = Decimal(1_000_000)
Category = tuple[str | None, Name]


def decided(tables: Tables) -> list[tuple[Category, Figure]]:
    """The decisions that apply for money, each with its category.

    A decision that does not say its kind has that of the only table with its category.
    """
    kinds = {
        name: [kind for (kind, other), _ in categories(tables) if other == name] for (_, name), _ in categories(tables)
    }
    rows = [
        row
        for row in tables.get("decision", [])
        if row["action"] == "ansöker_budgetjustering" and row["amount_sek"] is not None
    ]
    decimals = finest([row["amount_sek"] / MILLION for row in rows])
    return [
        (
            _category(row, kinds),
            Figure(
                row["amount_sek"] / MILLION, f"Beslut {row['number']}", "decision", str(row["row_id"]), "amount_sek",
                row.get("page"), decimals,
            ),
        )
        for row in rows
    ]  # fmt: skip


def _category(decision: Row, kinds: dict[Name, list[str | None]]) -> Category:
    name = same(str(decision["area"] or ""))
    of_name = kinds.get(name, [])
    only = of_name[0] if len(of_name) == 1 else None
    return decision["budget_kind"] or only, name


def explained(tables: Tables) -> list[tuple[Category, Figure]]:
    """The paragraphs that explain an application, each with its category."""
    rows = [row for row in tables.get("adjustment_item", []) if row["amount_mnkr"] is not None]
    decimals = finest([row["amount_mnkr"] for row in rows])
    return [
        (
            (row["budget_kind"], same(str(row["category"] or ""))),
            Figure(
                row["amount_mnkr"], f"Stycke {row['ordinal']} under ”{row['category']}”", "adjustment_item",
                str(row["row_id"]), "amount_mnkr", row.get("page"), decimals,
            ),
        )
        for row in rows
    ]  # fmt: skip


def categories(tables: Tables) -> Iterator[tuple[Category, GridRow]]:
    """The rows of the tables of applications, sums aside."""
    for kind, grid in adjustment_grids(tables).items():
        yield from (((kind, row.name), row) for row in grid.rows if not row.is_total)


def _sums(tables: Tables, told: list[tuple[Category, Figure]], wording: str) -> Iterator[Check]:
    """The applications of each category add up to its row, and those of each kind, where all say theirs, to the sum."""
    for category, row in categories(tables):
        yield from _row_checks(row, [one for key, one in told if key == category], wording)
    for kind, grid in adjustment_grids(tables).items():
        if grid.total and all(of for (of, _), _ in told):
            yield from _row_checks(grid.total, [one for (of, _), one in told if of == kind], wording)


def _row_checks(row: GridRow, parts: list[Figure], wording: str) -> Iterator[Check]:
    if parts and MNKR in row.figures:
        yield Check(row.figures[MNKR], tuple((1, part) for part in parts), wording, repeated=True)


@rule("adjustment_decisions", "error")
def adjustment_decisions(tables: Tables) -> Iterator[Check]:
    """Ansökningarnas tabell mot besluten.

    Jämför: Varje rad i tabellerna över ansökningar mot summan av beloppen i de beslutspunkter som hör till den.
    Exempel: Tabellen anger 4,1 mnkr för Naturreservat, men besluten ansöker om 2,1 och 1,9 mnkr.
    """
    yield from _sums(tables, decided(tables), "summan av besluten")


@rule("adjustment_items", "error")
def adjustment_items(tables: Tables) -> Iterator[Check]:
    """Ansökningarnas tabell mot styckena.

    Jämför: Varje rad i tabellerna över ansökningar mot summan av beloppen i de stycken som förklarar ansökningarna.
    Exempel: Tabellen anger 4,1 mnkr för Naturreservat, men styckena 2,1 och 1,9 mnkr.
    """
    yield from _sums(tables, explained(tables), "summan av styckena")


@rule("adjustment_count", "error")
def adjustment_count(tables: Tables) -> Iterator[Finding]:
    """Antalet ansökningar.

    Jämför: Antalet inom parentes i tabellerna över ansökningar mot antalet beslutspunkter och antalet stycken i
    kategorin.
    Exempel: Tabellen säger (3), men två beslut ansöker om medel för kategorin.
    """
    for told, word in ((decided(tables), "besluten"), (explained(tables), "styckena")):
        for category, row in categories(tables):
            of_category = [one for key, one in told if key == category]
            yield from _counted(row, of_category, word)
        for kind, grid in adjustment_grids(tables).items():
            if grid.total and all(of for (of, _), _ in told):
                yield from _counted(grid.total, [one for (of, _), one in told if of == kind], word)


def _counted(row: GridRow, held: list[Figure], word: str) -> Iterator[Finding]:
    printed = row.figures.get(COUNT)
    if printed and held and printed.value != len(held):
        message = (
            f"Antalet vid ”{row.label}” är {printed.value} ({printed.pages}), {word} är {len(held)} ({held[0].pages})."
        )
        yield Finding(message, printed.page, Decimal(len(held)), printed.value, printed)


@rule("adjustment_count_missing", "warning")
def adjustment_count_missing(tables: Tables) -> Iterator[Finding]:
    """Antal som saknas.

    Jämför: Rader i tabellerna över ansökningar utan det antal inom parentes som andra rader i dokumentet har.
    Exempel: ”Lokaländamål” har inget antal, alla andra rader har ett.
    """
    grids = adjustment_grids(tables)
    if not any(COUNT in row.figures for grid in grids.values() for row in grid.rows):
        return
    counted = Counter(category for category, _ in decided(tables) or explained(tables))
    for kind, grid in grids.items():
        lacking = [row for row in grid.rows if COUNT not in row.figures]
        if lacking:
            numbers = [_number_of(kind, row, counted) for row in lacking]
            told = ", ".join(f"”{row.label}” ({number})" for row, number in zip(lacking, numbers, strict=True))
            page = lacking[0].page
            yield Finding(
                f"Antal ansökningar inom parentes saknas i tabellen för {kind} ({on_page(page)}), men finns annars. "
                f"Antalet enligt besluten är: {told}.",
                page,
            )


def _number_of(kind: str | None, row: GridRow, counted: Counter[Category]) -> int:
    if row.is_total:
        return sum(count for (of, _), count in counted.items() if of == kind)
    return counted[(kind, row.name)]


# Both are in the same order inside a category more often than not, but need not be: equal amounts are paired first, and
# what is left is paired where it is one to one.
@rule("decision_item", "error")
def decision_item(tables: Tables) -> Iterator[Check]:
    """Beslutet mot stycket som förklarar det.

    Jämför: Beloppet i en beslutspunkt mot beloppet i stycket som förklarar ansökan.
    Exempel: Beslut 7 ansöker om 2,1 mnkr, stycket om 2,0 mnkr.
    """
    by_item = explained(tables)
    by_decision = decided(tables)
    for category in dict.fromkeys(key for key, _ in by_decision):
        decisions = [one for key, one in by_decision if key == category]
        items = [one for key, one in by_item if key == category]
        yield from _paired(decisions, items)


def _paired(decisions: list[Figure], items: list[Figure]) -> Iterator[Check]:
    left = list(items)
    unpaired = []
    for decision in decisions:
        match = next((item for item in left if item.value == decision.value), None)
        if match is None:
            unpaired.append(decision)
        else:
            left.remove(match)
            yield Check(decision, ((1, match),), match.name, repeated=True)
    if len(unpaired) == len(left) == 1:
        yield Check(unpaired[0], ((1, left[0]),), left[0].name, repeated=True)


@rule("decision_without_item", "warning")
def decision_without_item(tables: Tables) -> Iterator[Finding]:
    """Beslut eller stycke utan motsvarighet.

    Jämför: Beslut och stycken i en kategori som saknar motsvarighet med samma belopp, där det är fler än ett av
    vardera.
    Exempel: Två beslut om 1,0 mnkr förklaras av ett enda stycke.
    """
    asked, told = decided(tables), explained(tables)
    for category in dict.fromkeys(key for key, _ in (*asked, *told)) if asked and told else ():
        decisions = [one for key, one in asked if key == category]
        items = [one for key, one in told if key == category]
        alone, unasked = _beyond(decisions, items), _beyond(items, decisions)
        if (alone or unasked) and (len(alone), len(unasked)) != (1, 1):
            left = [f"{one.name} om {swedish(one.value, one.places)} mnkr ({one.pages})" for one in (*alone, *unasked)]
            yield Finding(f"Utan motsvarighet bland beslut och stycken: {'; '.join(left)}.", (*alone, *unasked)[0].page)


def _beyond(held: list[Figure], other: list[Figure]) -> list[Figure]:
    """The figures without a counterpart of the same amount."""
    left = Counter(one.value for one in other)
    beyond = []
    for one in held:
        if left[one.value]:
            left[one.value] -= 1
        else:
            beyond.append(one)
    return beyond


@rule("adjustment_headline", "error")
def adjustment_headline(tables: Tables) -> Iterator[Check]:
    """Rubrikens belopp mot tabellens.

    Jämför: Beloppet i en kategoris rubrik, ”Naturreservat (2,1 mnkr)”, mot tabellens rad för kategorin.
    Exempel: Rubriken säger 2,1 mnkr, tabellen 2,2 mnkr.
    """
    for section in tables.get("section", []):
        amount = heading_amount(section)
        kind = _kind(str(section["path"] or ""))
        if amount is None or kind is None:
            continue
        name = same(BRACKET.sub("", str(section["heading"])))
        for category, row in categories(tables):
            if category == (kind, name) and MNKR in row.figures:
                told = figure({**section, "page_last": None}, amount, f"Rubriken ”{section['heading']}”")
                yield Check(told, ((1, row.figures[MNKR]),), row.figures[MNKR].name, repeated=True)


def _kind(path: str) -> str | None:
    """The kind by the headings above a category's own, `Budgetjusteringar / Investeringar / …`."""
    above = path.casefold().split(" / ")[:-1]
    if not any(heading.startswith("budgetjustering") for heading in above):
        return None
    kinds: dict[str, Callable[[str], bool]] = {
        "drift": lambda heading: heading.startswith("drift"),
        "investering": lambda heading: heading.startswith("investering"),
    }
    return next((kind for heading in reversed(above) for kind, fits in kinds.items() if fits(heading)), None)


@rule("adjustment_total_prose", "error")
def adjustment_total_prose(tables: Tables) -> Iterator[Check]:
    """Ansökningarnas summa i löptexten.

    Jämför: Summan som löptexten anger för alla ansökningar mot båda tabellernas summor.
    Exempel: Löptexten anger 12,4 mnkr, tabellerna 8,0 och 4,3 mnkr.
    """
    totals = [_total(grid) for grid in adjustment_grids(tables).values()]
    parts = [one for one in totals if one]
    if len(parts) == len(totals) == 2:
        for told in stated(tables, TOTAL, "Ansökningarna totalt enligt texten"):
            yield Check(told, tuple((1, one) for one in parts), "summan av båda tabellerna", repeated=True)


def _total(grid: Grid) -> Figure | None:
    return grid.total.figures.get(MNKR) if grid.total else None


@rule("category_names", "note")
def category_names(tables: Tables) -> Iterator[Finding]:
    """Kategorins namn.

    Jämför: En kategoris namn i tabellen mot rubriken som dess stycken står under; stor eller liten bokstav spelar
    ingen roll.
    Exempel: Tabellen har ”Biologisk mångfald”, rubriken ”Biologisk mångfald i parker”.
    """
    for (kind, name), row in categories(tables):
        for item in _first_by_name(tables.get("adjustment_item", [])):
            printed = str(item["category"] or "")
            if item["budget_kind"] == kind and same(printed) == name and printed.casefold() != row.label.casefold():
                page = item.get("page")
                yield Finding(
                    f"Samma sak under två namn: ”{row.label}” ({on_page(row.page)}) och ”{printed}” ({on_page(page)}).",
                    row.page,
                )


def _first_by_name(items: list[Row]) -> list[Row]:
    return list({(row["budget_kind"], row["category"]): row for row in reversed(items)}.values())[::-1]
