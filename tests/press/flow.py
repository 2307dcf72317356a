"""A plan in the order it is printed: a list of blocks without positions, that every producer sets in its own way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import cycle
from typing import Literal

from tests.press.plan import Adjustment, BudgetRow, BudgetTable, Goal, GridKind, Plan, Section
from tests.press.style import Style
from tests.press.typography import amount, typeset

BULLET = "• "


@dataclass(frozen=True)
class Heading:
    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Bullet:
    text: str
    mark: str


@dataclass(frozen=True)
class Point:
    """A numbered point of Förslag till beslut; `text` begins with the number."""

    text: str


@dataclass(frozen=True)
class Signature:
    name: str
    title: str


@dataclass(frozen=True)
class Cover:
    """The first page's head: letterhead, reference, addressee and title."""

    administration: str
    diary_number: str
    issued_on: str
    handler: str
    addressee: str
    title: str
    notice: str | None


@dataclass(frozen=True)
class Contents:
    """The place of the table of contents."""


@dataclass(frozen=True)
class PageBreak:
    """A new page; `turn` makes the pages from here on landscape or portrait."""

    turn: Literal["landscape", "portrait"] | None = None


@dataclass(frozen=True)
class GridRow:
    cells: tuple[str, ...]
    emphasis: Literal["", "bold", "italic"] = ""
    picture: bool = False


@dataclass(frozen=True)
class Grid:
    """A table. `shares` are its columns' parts of the width, `figures` says which columns are set flush right."""

    kind: GridKind
    header: tuple[str, ...]
    rows: tuple[GridRow, ...]
    shares: tuple[float, ...]
    figures: tuple[bool, ...]
    picture_column: bool = False


Block = Heading | Paragraph | Bullet | Point | Signature | Cover | Contents | PageBreak | Grid


def blocks_of(plan: Plan, style: Style) -> list[Block]:
    """The whole document, with the typographic variants of `style`."""
    return [_typeset(_widened(block, plan), style) for block in _doubled(plan, _document(plan, style))]


def _widened(block: Block, plan: Plan) -> Block:
    """A table with the further columns that the plan has in tables of its kind; a row of sums has them, a note not."""
    for column in plan.further_columns:
        if isinstance(block, Grid) and block.kind == column.kind:
            at = len(block.header) - column.columns_behind
            narrowed = [share * (1 - column.share) for share in block.shares]
            texts = (
                cell if any(row.cells[1:]) else "" for row, cell in zip(block.rows, cycle(column.cells), strict=False)
            )
            block = replace(
                block,
                header=(*block.header[:at], column.header, *block.header[at:]),
                rows=tuple(
                    replace(row, cells=(*row.cells[:at], text, *row.cells[at:]))
                    for row, text in zip(block.rows, texts, strict=True)
                ),
                shares=(*narrowed[:at], column.share, *narrowed[at:]),
                figures=(*block.figures[:at], column.figures, *block.figures[at:]),
            )
    return block


def _document(plan: Plan, style: Style) -> Iterator[Block]:
    yield from _front(plan, style)
    yield Heading("Inledning", 1)
    yield from _sections(plan.introduction)
    for index, goal in enumerate(plan.goals):
        yield from _goal(plan, goal, index, style)
    yield from _budget(plan, style)
    yield from _investments(plan)
    yield from _result_units(plan)
    yield from _adjustments(plan)
    yield from _turnover(plan, style)
    yield from _sections(plan.closing)


def _doubled(plan: Plan, blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Heading) and block.text in plan.doubled_headings:
            yield block


def _typeset(block: Block, style: Style) -> Block:
    match block:
        case Heading() | Paragraph() | Bullet() | Point():
            return replace(block, text=typeset(block.text, style))
        case Grid():
            rows = tuple(replace(row, cells=tuple(typeset(cell, style) for cell in row.cells)) for row in block.rows)
            return replace(block, header=tuple(typeset(cell, style) for cell in block.header), rows=rows)
        case _:
            return block


def _prose(paragraphs: Iterable[str]) -> Iterator[Block]:
    for text in paragraphs:
        yield Bullet(text.removeprefix(BULLET), "•") if text.startswith(BULLET) else Paragraph(text)


def _sections(sections: Iterable[Section]) -> Iterator[Block]:
    for section in sections:
        yield Heading(section.heading, section.level)
        yield from _prose(section.paragraphs)


def _front(plan: Plan, style: Style) -> Iterator[Block]:
    if style.cover:
        issued, meeting = plan.issued_on.isoformat(), plan.meeting_on.isoformat()
        addressee, title = f"{plan.board} {meeting}", plan.title or f"Verksamhetsplan {plan.year}"
        yield Cover(plan.administration, plan.diary_number, issued, plan.handler, addressee, title, plan.notice)
    yield Heading("Förslag till beslut", 1)
    for decision in plan.decisions:
        bare = style.decision_blank == "none" or (style.decision_blank == "mixed" and decision.number % 10 == 0)
        yield Point(f"{decision.number}.{'' if bare else ' '}{decision.text}")
    yield Signature(plan.signed_by, plan.signed_title)
    if style.contents:
        yield PageBreak()
        yield Contents()
    yield PageBreak()


def _goal(plan: Plan, goal: Goal, index: int, style: Style) -> Iterator[Block]:
    if goal.depth == 1:
        yield Heading(f"KF:s inriktningsmål: {goal.code}. {goal.title}", 1)
    elif goal.depth == 2:
        yield Heading(f"KF:s mål för verksamhetsområdet: {goal.code} {goal.title}", 2)
    else:
        numbers = ("1.1.1 ", "1.1.1.", "1.1.1. ")
        number = numbers[index // 2 % 3] if style.goal_number == "mixed" else style.goal_number
        yield Heading(f"Nämndmål: {number.replace('1.1.1', goal.code)}{goal.title}", 3)
    yield from _prose(goal.prose)
    yield from _sections(goal.sections)
    if goal.description:
        yield Heading("Beskrivning", 4)
        yield from _prose(goal.description)
    if goal.expected_results:
        yield Heading("Förväntat resultat", 4)
        for text in goal.expected_results:
            yield Bullet(text, style.bullet)
    if goal.indicators:
        yield _indicators(plan, goal, style)
    if goal.activities:
        yield _activities(goal, style)


def _indicators(plan: Plan, goal: Goal, style: Style) -> Grid:
    header = ["Indikator", "Årsmål", f"KF:s årsmål år {plan.year}", "Periodicitet"]
    rows = [[item.name, item.target, item.kf_target, item.periodicity] for item in goal.indicators]
    name = style.label_share + 0.06
    shares = [name, 0.92 - name - 0.44, 0.26, 0.18]
    set_by_council = goal.depth == 2
    return _with_pictures("indicator", header, rows, shares, style, set_by_council)


def _activities(goal: Goal, style: Style) -> Grid:
    rows = [[item.name, item.start, item.end] for item in goal.activities]
    return _with_pictures("activity", ["Aktivitet", "Startdatum", "Slutdatum"], rows, [0.68, 0.15, 0.15], style, False)


def _with_pictures(
    kind: Literal["indicator", "activity"],
    header: list[str],
    rows: list[list[str | None]],
    shares: list[float],
    style: Style,
    pictures: bool,
) -> Grid:
    """A table whose first column holds a picture, nothing, or is not there."""
    column = style.icons != "absent"
    first = [""] if column else []
    shares = [0.037, *shares] if column else shares
    whole = sum(shares)
    return Grid(
        kind,
        tuple(first + header),
        tuple(
            GridRow(tuple(first + [cell or "" for cell in row]), picture=pictures and style.icons == "pictures")
            for row in rows
        ),
        tuple(share / whole for share in shares),
        (False,) * len(shares),
        column,
    )


def _amount_rows(rows: Iterable[BudgetRow]) -> tuple[GridRow, ...]:
    return tuple(
        GridRow(
            (row.label, *(amount(value) for value in row.values)),
            "bold" if row.is_total else "italic" if row.is_part else "",
        )
        for row in rows
    )


def _amounts(
    kind: Literal["budget", "turnover"], header: tuple[str, ...], rows: tuple[GridRow, ...], label: float
) -> Grid:
    """A table whose first column is a label of that share of the width and whose other columns are amounts."""
    count = len(header) - 1
    return Grid(kind, header, rows, (label, *((1 - label) / count,) * count), (False, *(True,) * count))


def _budget(plan: Plan, style: Style) -> Iterator[Block]:
    if not plan.budget:
        return
    if style.landscape == "budget":
        yield PageBreak("landscape")
    yield Heading("Redovisning av ekonomi", 1)
    for index, table in enumerate(plan.budget):
        yield Heading(table.title, 4 if index else 2)
        yield _budget_grid(plan, table, style)
        yield from _prose(table.prose)
        yield from _sections(table.sections)
        if index == 0 and style.landscape == "budget":
            yield PageBreak("portrait")


def _budget_grid(plan: Plan, table: BudgetTable, style: Style) -> Grid:
    rows = _amount_rows(table.rows)
    if table.note:
        rows += (GridRow((table.note, *("",) * len(table.columns)), "italic"),)
    return _amounts("budget", (f"Budget {plan.year} ({plan.unit})", *table.columns), rows, style.label_share)


def _empty(plan: Plan, heading: str) -> Iterator[Block]:
    if plan.empty_headings:
        yield Heading(heading, 2)


def _investments(plan: Plan) -> Iterator[Block]:
    if not plan.investments:
        return
    yield Heading("Investeringar", 2)
    yield from _prose(plan.investment_prose)
    yield Heading(f"Investeringar i stadsmiljö under {plan.year}", 4)
    for item in plan.investments:
        yield Heading(item.heading, item.level)
        yield from _prose(item.paragraphs)
    yield from _empty(plan, "Försäljningar av anläggningstillgångar")


def _result_units(plan: Plan) -> Iterator[Block]:
    if not plan.result_units:
        return
    yield Heading("Resultatenheter", 2)
    yield from _prose(plan.result_unit_prose)
    area = None
    for unit in plan.result_units:
        if unit.area != area:
            yield Heading(unit.area, 5)
            area = unit.area
        yield Paragraph(unit.name)
    yield from _empty(plan, "Verksamhetsprojekt (driftprojekt)")


def _adjustments(plan: Plan) -> Iterator[Block]:
    if not plan.adjustments:
        return
    yield Heading("Budgetjusteringar", 2)
    yield from _prose(plan.adjustment_prose)
    for kind, heading in (("investering", "Investeringar"), ("drift", "Drift")):
        rows = [row for row in plan.adjustments if row.kind == kind]
        if not rows:
            continue
        yield Heading(heading, 4)
        yield _adjustment_grid(rows)
        category = None
        for item in plan.applications:
            if item.kind != kind:
                continue
            if item.category != category:
                category = item.category
                yield Heading(f"{category} ({amount(_applied(plan, kind, category))} mnkr)", 5)
            yield Paragraph(item.text)


def _applied(plan: Plan, kind: str, category: str) -> Decimal:
    """What the table of applications says for a headline, else the sum of its paragraphs."""
    for row in plan.adjustments:
        if row.kind == kind and category.startswith(row.category):
            return row.amount
    items = (item for item in plan.applications if (item.kind, item.category) == (kind, category))
    return sum((item.amount for item in items), Decimal(0))


def _adjustment_grid(rows: list[Adjustment]) -> Grid:
    header = ("Beskrivning av vilken BJ som avses samt inom parentes antalet ansökningar", "Mnkr")
    lines = tuple(
        GridRow(
            (row.category if row.count is None else f"{row.category} ({row.count})", amount(row.amount)),
            "bold" if row.is_total else "",
        )
        for row in rows
    )
    return Grid("adjustment", header, lines, (0.85, 0.15), (False, True))


def _turnover(plan: Plan, style: Style) -> Iterator[Block]:
    if not plan.turnover:
        return
    yield Heading("Omslutningsförändringar", 2)
    yield from _prose(plan.turnover_prose)
    header = (f"Ökade kostnader/intäkter för ({plan.unit})", "Kostnader", "Intäkter", "Netto")
    yield _amounts("turnover", header, _amount_rows(plan.turnover), style.label_share + 0.2)
    yield from _empty(plan, "Medel för lokaländamål")
    yield from _empty(plan, "Övriga ekonomiska redovisningar")
