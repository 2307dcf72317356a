"""Rules that hold values against the places they were printed at: is each in the row and column it belongs to?

What they find is a misreading, not a mistake of the document. A text file has no places, and nothing to compare.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, groupby, pairwise

from pipeline.parse.printed_tables import PRINTED_TABLES
from pipeline.reconcile.printed_places import Place, places
from pipeline.reconcile.rule import Finding, Row, Tables, on_page, rule

Cited = dict[tuple[str, str], dict[str, list[Place]]]

# The label of each table's rows, and the columns that are cells of their own.
CELLS = {
    declared.table: (declared.label, tuple(column.becomes[0] for column in declared.cells))
    for declared in PRINTED_TABLES
}
A_RECORD_EACH = {declared.table for declared in PRINTED_TABLES if declared.a_record_each}
ON_GOALS = {"indicator": "name", "activity": "name", "expected_result": "text"}


@rule("row_places", "error")
def row_places(tables: Tables) -> Iterator[Finding]:
    """En rads celler står bredvid dess rubrik.

    Jämför: Var en rads celler är tryckta mot var radens rubrik är det. Delar en sidbrytning raden får de stå
    bredvid ingen annan rubrik.
    Exempel: Årsmålet 80 % står bredvid raden under.
    """
    cited = places(tables)
    for table, (label, columns) in CELLS.items():
        rows = tables.get(table, [])
        labels = [place for row in rows for place in cited.get((table, row["row_id"]), {}).get(label, [])]
        for row in rows:
            own = cited.get((table, row["row_id"]), {})
            for column in columns:
                if _apart(own.get(label, []), own.get(column, []), labels):
                    yield Finding(
                        f"”{row[label]}” ({on_page(row.get('page'))}) och dess värde {row[column]} är inte tryckta "
                        "bredvid varandra: raden kan vara fel läst.",
                        row.get("page"),
                    )


def _apart(one: list[Place], other: list[Place], labels: list[Place]) -> bool:
    pairs = [(a, b) for a in one for b in other if a.page == b.page]
    if pairs or not (one and other):
        return bool(pairs) and not any(a.beside(b) for a, b in pairs)
    return any(label.page == place.page and label.beside(place) for label in labels for place in other)


@rule("column_places", "error")
def column_places(tables: Tables) -> Iterator[Finding]:
    """Kolumnerna står i ordning.

    Jämför: Kolumnernas ordning i varje rad av en tabell; i en budgettabell mot rubrikens.
    Exempel: Årsmålet står till vänster om namnet i en av raderna.
    """
    cited = places(tables)
    for _, lines in groupby(tables.get("budget_line", []), key=lambda row: (row["table_ordinal"], row["row_ordinal"])):
        cells = sorted(lines, key=lambda row: row["column_ordinal"])
        held = [(row, place) for row in cells if (place := _first(cited, "budget_line", row, "amount_mnkr"))]
        for (row, place), (other, behind) in pairwise(held):
            if place.page == behind.page and place.middle > behind.middle:
                yield _turned(row, f"{row['amount_mnkr']} och {other['amount_mnkr']}", str(row["label"]))
    for table, (label, columns) in CELLS.items():
        for left, right in combinations(columns, 2):
            for row in _minority(tables.get(table, []), left, right, cited, table):
                yield _turned(row, f"{row[left]} och {row[right]}", str(row[label]))


def _turned(row: Row, values: str, label: str) -> Finding:
    return Finding(
        f"{values} i raden ”{label}” ({on_page(row.get('page'))}) står inte i kolumnernas ordning: de kan vara "
        "förväxlade vid läsningen.",
        row.get("page"),
    )


def _minority(rows: list[Row], one: str, other: str, cited: Cited, table: str) -> Iterable[Row]:
    """The rows whose two columns stand the other way round than in most."""
    right: list[Row] = []
    left: list[Row] = []
    for row in rows:
        first, second = _first(cited, table, row, one), _first(cited, table, row, other)
        if first and second and first.page == second.page:
            (right if first.middle < second.middle else left).append(row)
    return min(right, left, key=len)


def _first(cited: Cited, table: str, row: Row, column: str) -> Place | None:
    return next(iter(cited.get((table, row["row_id"]), {}).get(column, [])), None)


@rule("place_read_twice", "error")
def place_read_twice(tables: Tables) -> Iterator[Finding]:
    """En cell är läst en gång.

    Jämför: Platserna som värden lästes från: ingen cell är två raders värde.
    Exempel: ”80 %” är tryckt en gång men läst i två rader.
    """
    cited = places(tables)
    for table, (label, columns) in CELLS.items():
        for column in columns if table in A_RECORD_EACH else (label, *columns):
            held: dict[Place, Row] = {}
            for row in tables.get(table, []):
                place = _first(cited, table, row, column)
                if place and place in held:
                    yield Finding(
                        f"”{row[column]}” ({on_page(row.get('page'))}) är tryckt en gång men läst i två rader: "
                        f"”{held[place][label]}” och ”{row[label]}”.",
                        row.get("page"),
                    )
                elif place:
                    held[place] = row


# Pages are taken in the order in which prose runs over them, which need not be that of the file.
@rule("goal_places", "error")
def goal_places(tables: Tables) -> Iterator[Finding]:
    """En rad står under sitt mål.

    Jämför: Var en indikator, en aktivitet eller ett förväntat resultat är tryckt mot målrubrikerna: inget annat
    måls rubrik står emellan.
    Exempel: Indikatorn är lagrad under 1.1 men tryckt efter rubriken 1.2.
    """
    cited = places(tables)
    order = _reading_order(tables)
    goals = [
        (at, row["goal_code"])
        for row in tables.get("goal", [])
        if (at := _position(_first(cited, "goal", row, "title"), order))
    ]
    wrong: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for table, column in ON_GOALS.items():
        for row in tables.get(table, []):
            position = _position(_first(cited, table, row, column), order)
            above = [code for start, code in sorted(goals) if position and start <= position]
            if above and above[-1] != row["goal_code"]:
                wrong[(table, row["goal_code"], above[-1])].append(row)
    for (_, own, above_it), rows in wrong.items():
        name = str(rows[0].get("name") or rows[0].get("text"))
        yield Finding(
            f"”{name}” ({on_page(rows[0].get('page'))}) är läst under mål {own} men tryckt under mål {above_it}.",
            rows[0].get("page"),
        )


def _reading_order(tables: Tables) -> dict[int, int]:
    """The rank of each page that has prose or a headline."""
    pages = [cited["page"] for cited in tables.get("provenance", []) if cited["table_name"] == "section"]
    return {page: rank for rank, page in enumerate(dict.fromkeys(pages))}


def _position(place: Place | None, order: dict[int, int]) -> tuple[int, float] | None:
    return (order[place.page], place.top) if place and place.page in order else None
