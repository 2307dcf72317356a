"""A verksamhetsplan as data: what a board decided, aims for and budgets, without any layout.

Text is as the public tables hold it: unwrapped, without typographic variants. Amounts keep the number of decimals
they are printed with (`22` and `22.0` are printed differently); tables are in the unit that `Plan.unit` names.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

GridKind = Literal["indicator", "activity", "budget", "turnover", "adjustment"]
BudgetKind = Literal["drift", "investering"]
Unit = Literal["mnkr", "tkr"]
LEVELS = ("inriktningsmål", "områdesmål", "nämndmål")


@dataclass(frozen=True)
class Section:
    """Headed prose. A paragraph that begins with `• ` is a bullet."""

    heading: str
    level: int
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """A point of Förslag till beslut; `amount_sek` in kronor."""

    number: int
    text: str
    action: str
    amount_sek: Decimal | None = None
    budget_kind: BudgetKind | None = None
    area: str | None = None


@dataclass(frozen=True)
class Indicator:
    """An indicator's row."""

    name: str
    target: str | None
    kf_target: str | None
    periodicity: str | None


@dataclass(frozen=True)
class Activity:
    """An activity's row, with ISO dates."""

    name: str
    start: str | None
    end: str | None


@dataclass(frozen=True)
class Goal:
    """A node of the goal tree. Its level follows from the number of parts of its code."""

    code: str
    title: str
    prose: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    description: tuple[str, ...] = ()
    expected_results: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    activities: tuple[Activity, ...] = ()

    @property
    def depth(self) -> int:
        """1 for an inriktningsmål, 2 for an områdesmål, 3 for a nämndmål."""
        return self.code.count(".") + 1

    @property
    def level(self) -> str:
        return LEVELS[self.depth - 1]

    @property
    def parent(self) -> str | None:
        return self.code.rpartition(".")[0] or None


@dataclass(frozen=True)
class BudgetRow:
    """A row of a table of amounts; None is an empty cell."""

    label: str
    values: tuple[Decimal | None, ...]

    @property
    def is_part(self) -> bool:
        """Whether the row is a part of a row above it."""
        return self.label.startswith("varav")

    @property
    def is_total(self) -> bool:
        return self.label.startswith(("Summa", "Total"))


@dataclass(frozen=True)
class BudgetTable:
    """A budget table under its heading, with the prose and the sub-headings that follow it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[BudgetRow, ...]
    note: str | None = None
    prose: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Investment:
    """A named investment (mnkr), with the heading it stands under and its prose."""

    name: str
    amount: Decimal
    heading: str
    paragraphs: tuple[str, ...]
    level: int = 5


@dataclass(frozen=True)
class ResultUnit:
    """A reported resultatenhet."""

    area: str
    name: str


@dataclass(frozen=True)
class Adjustment:
    """A row of the table of applications (mnkr)."""

    kind: BudgetKind
    category: str
    count: int | None
    amount: Decimal
    is_total: bool = False


@dataclass(frozen=True)
class Application:
    """A paragraph that applies for money: `category` is its headline, `amount` and `text` as printed (mnkr)."""

    kind: BudgetKind
    category: str
    amount: Decimal
    text: str


@dataclass(frozen=True)
class FurtherColumn:
    """A column more in all tables of a kind, the last one or, counted from behind, before others. Its cells come round
    again where there are more rows."""

    kind: GridKind
    header: str
    cells: tuple[str, ...]
    figures: bool = False
    columns_behind: int = 0
    share: float = 0.16


@dataclass(frozen=True)
class Plan:
    """One board's plan for one year."""

    board: str
    administration: str
    year: int
    diary_number: str
    issued_on: datetime.date
    meeting_on: datetime.date
    handler: str
    signed_by: str
    signed_title: str
    decisions: tuple[Decision, ...]
    introduction: tuple[Section, ...]
    goals: tuple[Goal, ...]
    budget: tuple[BudgetTable, ...]
    investment_prose: tuple[str, ...] = ()
    investments: tuple[Investment, ...] = ()
    result_unit_prose: tuple[str, ...] = ()
    result_units: tuple[ResultUnit, ...] = ()
    adjustment_prose: tuple[str, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    applications: tuple[Application, ...] = ()
    turnover_prose: tuple[str, ...] = ()
    turnover: tuple[BudgetRow, ...] = ()
    closing: tuple[Section, ...] = ()
    unit: Unit = "mnkr"
    title: str | None = None
    further_columns: tuple[FurtherColumn, ...] = ()
    doubled_headings: tuple[str, ...] = ()
    empty_headings: bool = True
    notice: str | None = None


_PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)


def load_plan(path: Path) -> Plan:
    """The plan of a data file."""
    return _PLAN.validate_json(path.read_bytes())


def save_plan(plan: Plan, path: Path) -> None:
    """Write `plan` as a data file: one JSON object, amounts as strings so that no decimal is lost."""
    path.write_bytes(_PLAN.dump_json(plan, indent=1, exclude_defaults=True) + b"\n")
