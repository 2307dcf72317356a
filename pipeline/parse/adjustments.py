"""Budgetjusteringar: the tables of applications and their paragraphs → `budget_adjustment`, `adjustment_item`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from rapidfuzz import fuzz

from pipeline.document import Line, Table
from pipeline.parse.plan import Plan, Section, record
from pipeline.parse.tables import is_struck, squeezed
from pipeline.parse.units import column_scale
from pipeline.parse.words import ADJUSTMENTS, is_total
from pipeline.record import Record
from pipeline.swedish import amounts, figure, in_mnkr

COUNT = re.compile(r"\s*\((\d+)(?: st)?\)\s*$")
BRACKETED_AMOUNT = re.compile(r"\s*\([^()]*\d[^()]*\)\s*$")
APPLICATION = re.compile(r"(?:Förvaltningen|Nämnden|Stadsdelsnämnden|Stadsdelsförvaltningen) (?:ansöker|söker|äskar)\b")
APPLIED = re.compile(r"ansök|sökt|äska")
UNIT_ALONE = re.compile(r"^\(?(?:mnkr|mkr|tkr|kkr|kr)\)?$")
# Two names of one category are at least this similar (0 to 100, rapidfuzz token_set_ratio on stems).
SAME_CATEGORY = 80
# From this similarity on, a decision and a paragraph are about the same thing; words give up to 100.
SAME_MATTER = 55
SAME_CATEGORY_COUNTS, SAME_AMOUNT_COUNTS = 30, 30


def budget_adjustments(plan: Plan) -> list[Record]:
    """One record for each row of the tables of applications."""
    records: list[Record] = []
    ordinal = 0
    for section, table in adjustment_tables(plan):
        kind = kind_of_table(section, table)
        column = amount_column(table)
        if column is None:
            continue
        scale = column_scale(plan, section, table, column)
        for row in table.rows:
            amount = figure(row[column].text)
            ordinal += amount is not None or is_struck(row)
            count = COUNT.search(row[0].text)
            category = COUNT.sub("", row[0].text)
            if amount is None:
                continue
            records.append(
                record(
                    "budget_adjustment",
                    {
                        "ordinal": (ordinal, ()),
                        "budget_kind": (kind, section.heading.lines),
                        "category": (category, row[0].lines),
                        "category_key": (category_key(category), row[0].lines),
                        "application_count": (int(count.group(1)) if count else None, row[0].lines),
                        "amount_mnkr": (amount * scale, row[column].lines),
                        "is_total": (is_total(category), row[0].lines),
                    },
                )
            )
    return records


def amount_column(table: Table) -> int | None:
    """The column of the amounts applied for: the only one with figures, or if there are several, by its header."""
    columns = [n for n in range(1, len(table.header)) if any(figure(row[n].text) is not None for row in table.rows)]
    if len(columns) == 1:
        return columns[0]
    for said in (APPLIED, UNIT_ALONE):
        named = [column for column in columns if said.search(squeezed(table.header[column].text))]
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _chapter(plan: Plan) -> Iterator[Section]:
    for section in plan.sections:
        if ADJUSTMENTS.fullmatch(section.heading.text):
            yield from plan.under(section)


def adjustment_tables(plan: Plan) -> list[tuple[Section, Table]]:
    """The tables of applications, each with the section it stands in."""
    return [(section, table) for section in plan.sections for table in section.tables if table.kind == "adjustment"]


def kind_of_table(section: Section, table: Table | None = None) -> str | None:
    """Whether a section of the chapter is about drift or investering: its heading's path, or the table's sum row."""
    rows = [row[0].text for row in table.rows if is_total(row[0].text)] if table else []
    for text in (*reversed(section.path), *rows):
        if re.search(r"\bdrift", text, re.IGNORECASE):
            return "drift"
        if re.search(r"\binvestering", text, re.IGNORECASE):
            return "investering"
    return None


@lru_cache(maxsize=1_000)
def category_key(category: str) -> str:
    """A key shared by a category's name in the table and in the headline if they differ only in endings."""
    words = re.findall(r"\w+", category.casefold())
    if len(words) > 1 and words[-1] in ("drift", "investering", "investeringar"):
        words = words[:-1]
    return "-".join(re.sub(r"(?:arna|erna|ar|er|or|en|et)$", "", word) if len(word) > 5 else word for word in words)


def adjustment_items(plan: Plan, adjustments: Sequence[Record], decisions: Sequence[Record]) -> list[Record]:
    """One record for each paragraph that begins with `Förvaltningen ansöker`, under the headline of its category."""
    records: list[Record] = []
    for section in _chapter(plan):
        for paragraph in section.paragraphs:
            if APPLICATION.match(paragraph.text) and not section.tables and len(section.path) > 2:
                for text in _applications(paragraph.text):
                    records.append(_item(len(records) + 1, section, text, paragraph.lines, adjustments))
    _number_decisions(records, decisions)
    return records


def _applications(text: str) -> list[str]:
    """The applications in a paragraph; a text file does not always show where a paragraph ends."""
    return re.split(rf"(?<=[.!?]) (?={APPLICATION.pattern} medel)", text)


def _item(ordinal: int, section: Section, text: str, lines: Sequence[Line], adjustments: Sequence[Record]) -> Record:
    category = BRACKETED_AMOUNT.sub("", section.heading.text)
    kind = _kind_of(section)
    found = amounts(text)
    return record(
        "adjustment_item",
        {
            "ordinal": (ordinal, ()),
            "budget_kind": (kind, section.heading.lines),
            "category": (category, section.heading.lines),
            "category_key": (_table_key(category, kind, adjustments), section.heading.lines),
            "amount_mnkr": (in_mnkr(found[0]) if found else None, lines),
            "text": (text, lines),
            "decision_number": (None, ()),
        },
    )


def _kind_of(section: Section) -> str | None:
    """The kind by the headings above the category's own: `Biologisk mångfald investering` may stand under either."""
    for text in reversed(section.path[:-1]):
        if re.fullmatch(r"drift.*", text, re.IGNORECASE):
            return "drift"
        if re.fullmatch(r"investering.*", text, re.IGNORECASE):
            return "investering"
    return kind_of_table(section)


def _table_key(category: str, kind: str | None, adjustments: Sequence[Record]) -> str:
    """The key of the table's row that means the same category, or the category's own key where there is none."""
    own = category_key(category)
    rows = {str(row.values["category_key"]) for row in adjustments if row.values["budget_kind"] == kind}
    best = max(sorted(rows), key=lambda key: fuzz.token_set_ratio(own, key), default=own)
    return best if fuzz.token_set_ratio(own, best) >= SAME_CATEGORY else own


def _number_decisions(items: Sequence[Record], decisions: Sequence[Record]) -> None:
    """Give each item the number of the decision that applies for the same, the most likely pair first, each decision
    once.

    The amount is a hint, not a condition: the two may contradict each other.
    """
    asked = [row for row in decisions if row.values.get("action") == "ansöker_budgetjustering"]
    pairs = sorted(
        ((_likeness(item, row), -one, -other) for one, item in enumerate(items) for other, row in enumerate(asked)),
        reverse=True,
    )
    free = set(range(len(asked)))
    for likeness, one, other in pairs:
        item = items[-one]
        if likeness >= SAME_MATTER and -other in free and item.values["decision_number"] is None:
            item.values["decision_number"] = asked[-other].values["number"]
            free.remove(-other)


@lru_cache(maxsize=1_000)
def _wish(decision: str) -> str:
    """What a decision applies for: its words after the area."""
    return re.sub(r".*?\bavseende\s+[^,]*,?", "", decision).casefold()


def _likeness(item: Record, decision: Record) -> float:
    """How similar a paragraph and a decision are: in words (0 to 100), category and amount; 0 if one is drift and the
    other investering."""
    if item.values["budget_kind"] != decision.values["budget_kind"]:
        return 0.0
    words = fuzz.token_set_ratio(_wish(str(decision.values["text"])), str(item.values["text"]).casefold())
    area = category_key(str(decision.values["area"]))
    category = fuzz.ratio(area, category_key(str(item.values["category"]))) >= SAME_CATEGORY
    amount, asked = item.values["amount_mnkr"], decision.values["amount_sek"]
    agree = isinstance(amount, Decimal) and isinstance(asked, Decimal) and amount * 1_000_000 == asked
    return words + SAME_CATEGORY_COUNTS * category + SAME_AMOUNT_COUNTS * agree
