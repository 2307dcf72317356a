"""Rules that compare values with the characters they were read from: is each what is printed at its place?

What they find is a misreading, not a mistake in the document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from pipeline.parse.printed_tables import PRINTED_TABLES, CellKind, PrintedColumn
from pipeline.parse.tables import date_in
from pipeline.reconcile.printed_places import texts
from pipeline.reconcile.rule import Finding, Row, Tables, on_page, rule
from pipeline.swedish import all_amounts, figure, in_sek, unmarked

Columns = tuple[str, ...]


def _of_tables(chosen: Callable[[PrintedColumn], str | None]) -> dict[str, Columns]:
    """Of each printed table the stored columns that `chosen` names."""
    return {
        declared.table: tuple(name for column in declared.columns if (name := chosen(column)))
        for declared in PRINTED_TABLES
    }


def _first_of(kind: CellKind) -> Callable[[PrintedColumn], str | None]:
    return lambda column: column.becomes[0] if column.kind is kind else None


# Columns whose cell is one number or one date, and columns whose number stands among words.
FIGURES = _of_tables(_first_of(CellKind.AMOUNT))
DATES = _of_tables(_first_of(CellKind.DATE))
IN_WORDS = {
    **_of_tables(lambda column: column.number_in_words),
    "decision": ("amount_sek",),
    "decision_amount": ("amount_sek",),
    "adjustment_item": ("amount_mnkr",),
    "investment": ("amount_mnkr",),
    "claim": ("percent", "amount_mnkr", "level_mnkr"),
}
# Columns with a sum of money among words, and how many kronor their unit is.
MONEY = {
    "decision": ("amount_sek", 1),
    "decision_amount": ("amount_sek", 1),
    "adjustment_item": ("amount_mnkr", 1_000_000),
    "investment": ("amount_mnkr", 1_000_000),
}
# Columns that hold the words of their places: all of them, or some (a label without the number after it; a paragraph
# may hold several applications).
PROSE: dict[str, Columns] = {
    "section": ("heading", "text"),
    "expected_result": ("text",),
    "investment": ("text",),
    "result_unit": ("name",),
}
SOME_PROSE: dict[str, Columns] = {
    "adjustment_item": ("text",),
    "decision_amount": ("text",),
    "signature": ("name", "title"),
    "attachment": ("number", "title"),
    "footnote": ("text",),
}
_WHOLE_CELLS = _of_tables(lambda column: None if column.kind is CellKind.COUNTED_LABEL else column.text)
CELLS = {declared.table: (*_WHOLE_CELLS[declared.table], *declared.headings) for declared in PRINTED_TABLES}
SOME_OF_CELLS = _of_tables(_first_of(CellKind.COUNTED_LABEL))
_NUMBER = re.compile(r"\d{1,3}(?: \d{3})+(?:[,.]\d+)?|\d+(?:[,.]\d+)?")
# An amount is stored in millions of kronor or in kronor, and printed in kronor, thousands, millions or milliards.
_SCALES = (Decimal(1), Decimal(1000), Decimal(1_000_000), Decimal(1_000_000_000))
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BETWEEN_LETTERS = re.compile(r"[\W_]+")
# `Nettokostnader` are neither costs nor income alone.
_NET = re.compile(r"\W*netto", re.IGNORECASE)
_MEASURES = {"kostnader": "kostnad", "intäkter": "intäkt"}


@rule("cited_number", "error")
def cited_number(tables: Tables) -> Iterator[Finding]:
    """Ett lagrat tal mot det tryckta.

    Jämför: Varje lagrat tal och datum mot det som är tryckt på platsen som det lästes från, i samma enhet eller
    tusen gånger den.
    Exempel: 801.3 är lagrat, men på platsen står 807,3.
    """
    for whole, columns_of in ((True, FIGURES), (False, IN_WORDS)):
        for row, column, text in _cited(tables, columns_of):
            if not _says(text, Decimal(row[column]), whole):
                yield _misread(row, column, text)
    # A line of a text file holds a whole row.
    for row, column, text in _cited(tables, DATES) if _boxed(tables) else ():
        if date_in(text) != row[column]:
            yield _misread(row, column, text)


def _cited(tables: Tables, columns_of: Mapping[str, Columns]) -> Iterator[tuple[Row, str, str]]:
    """Each stored value of these columns: its row, its column, and what is printed at its place."""
    printed = texts(tables)
    for table, columns in columns_of.items():
        for row in tables.get(table, []):
            own = printed.get((table, row["row_id"]), {})
            yield from ((row, name, own[name]) for name in columns if name in own and row.get(name) is not None)


def _boxed(tables: Tables) -> bool:
    """Do values have places of their own? A text file's do not: its lines hold parts of several cells."""
    return any(cited["x0"] is not None for cited in tables.get("provenance", []))


def _misread(row: Row, column: str, text: str) -> Finding:
    told = " ".join(text.split())[:80]
    return Finding(
        f"Värdet {row[column]} i {column} ({on_page(row.get('page'))}) stämmer inte med det som är tryckt på dess "
        f"plats: ”{told}”.",
        row.get("page"),
    )


def _says(text: str, value: Decimal, whole: bool) -> bool:
    alone = figure(text) if whole else None
    found = (
        [abs(alone)]
        if alone is not None
        else [Decimal(match.replace(" ", "").replace(",", ".")) for match in _numbers(text, whole)]
    )
    if not found:
        return True  # a word for a number, `noll`
    return any(abs(value) * up == one or abs(value) == one * up for one in found for up in _SCALES)


def _numbers(text: str, whole: bool) -> Iterator[str]:
    """The numbers of a text; among words `16 100 barn` may also be two of them."""
    folded = " ".join(unicodedata.normalize("NFKC", unmarked(text)).split())
    yield from _NUMBER.findall(folded)
    if not whole:
        yield from re.findall(r"\d+(?:[,.]\d+)?", folded)


@rule("cited_unit", "error")
def cited_unit(tables: Tables) -> Iterator[Finding]:
    """Ett belopp mot sin tryckta enhet.

    Jämför: Ett lagrat belopp bland ord mot det belopp med enhet som är tryckt på platsen.
    Exempel: 2 100 000 kronor är lagrat, men på platsen står 2,1 procent.
    """
    printed = texts(tables)
    for table, (column, kronor) in MONEY.items():
        for row in tables.get(table, []):
            text = printed.get((table, row["row_id"]), {}).get(column)
            named = {abs(in_sek(amount)) for amount in all_amounts(text)} if text else set()
            if named and row[column] is not None and abs(Decimal(row[column])) * kronor not in named:
                yield _misread(row, column, text or "")


@rule("cited_words", "error")
def cited_words(tables: Tables) -> Iterator[Finding]:
    """En lagrad text mot den tryckta.

    Jämför: Bokstäver och siffror i varje lagrad text mot dem som är tryckta på platsen, i ordning. En textfils
    rader rymmer delar av flera celler och prövas inte cell för cell.
    Exempel: ”Andel nöjda” är lagrat, men på platsen står ”Andel nöjda elever”.
    """
    boxed = _boxed(tables)
    for whole, prose, cells in ((True, PROSE, CELLS), (False, SOME_PROSE, SOME_OF_CELLS)):
        for row, column, text in _cited(tables, {**prose, **(cells if boxed else {})}):
            if not _holds(text, str(row[column]), whole):
                yield _misread({**row, column: f"”{str(row[column])[:80]}”"}, column, text)


def _holds(text: str, value: str, whole: bool) -> bool:
    if value == " ".join(text.split()):
        return True
    return _letters(value) == _letters(text) if whole else _letters(value) in _letters(text)


def _letters(text: str) -> str:
    return _BETWEEN_LETTERS.sub("", unicodedata.normalize("NFKC", text))


@rule("column_meaning", "error")
def column_meaning(tables: Tables) -> Iterator[Finding]:
    """En kolumns år och mått.

    Jämför: Året och måttet som en budgetkolumn är lagrad med mot dem som dess rubrik nämner.
    Exempel: Kolumnen ”Utfall 2024” är lagrad för 2025.
    """
    seen = set()
    for row in tables.get("budget_line", []):
        header = str(row["column_text"] or "")
        years = [int(year) for year in _YEAR.findall(header)]
        named = [measure for measure, word in _MEASURES.items() if word in header.casefold() and not _NET.match(header)]
        wrong_year = years and row["fiscal_year"] not in years
        wrong_measure = len(named) == 1 and row["measure"] != named[0]
        key = (row["table_ordinal"], row["column_ordinal"])
        if (wrong_year or wrong_measure) and key not in seen:
            seen.add(key)
            yield Finding(
                f"Kolumnen ”{header}” under ”{row['table_title']}” ({on_page(row.get('page'))}) är läst som "
                f"{row['measure']} {row['fiscal_year']}.",
                row.get("page"),
            )
