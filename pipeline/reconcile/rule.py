"""What a rule is, and the register of all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pipeline.parse.kinds import VERKSAMHETSPLAN, DocumentKind, kind_named
from pipeline.reconcile.equation import Check, Figure
from pipeline.rules import Explained, explained

Row = dict[str, Any]
Severity = Literal["error", "warning", "note"]


class Tables(dict[str, list[Row]]):
    """The rows of one document by table. None is changed while rules judge, so what follows from all of them is
    found once: the tables are equal to themselves alone."""

    def __hash__(self) -> int:  # type: ignore[override] # a dict says that it has none
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


@dataclass(frozen=True)
class Finding:
    """A contradiction that is no matter of arithmetic, or a failed check told in words."""

    message: str
    page: int | None = None
    expected: Decimal | None = None
    actual: Decimal | None = None
    suspect: Figure | None = None
    severity: Severity | None = None

    @property
    def difference(self) -> Decimal | None:
        return None if self.actual is None or self.expected is None else self.actual - self.expected


Judge = Callable[[Tables], Iterable[Check | Finding]]


@dataclass(frozen=True)
class Rule:
    """A named comparison: its function yields the checks that must hold, or findings outright."""

    name: str
    severity: Severity
    judge: Judge

    @property
    def explained(self) -> Explained:
        """What its docstring says of it."""
        return explained(self.name, self.severity, self.judge.__doc__)


RULES: dict[str, Rule] = {}


def rule(name: str, severity: Severity) -> Callable[[Judge], Judge]:
    """Register a function as the rule `name`; a failed check of it has `severity`."""

    def register(judge: Judge) -> Judge:
        if name in RULES:
            raise ValueError(f"two rules are named {name}")
        RULES[name] = Rule(name, severity, judge)
        return judge

    return register


def kind_of(tables: Tables) -> DocumentKind:
    """The kind of the document: a plan where rows alone are judged."""
    named = next((row["document_type"] for row in tables.get("document", []) if row.get("document_type")), None)
    return kind_named(named) if named else VERKSAMHETSPLAN


def plan_year(tables: Tables) -> int | None:
    """The year the document is for."""
    return next((int(row["plan_year"]) for row in tables.get("document", []) if row.get("plan_year")), None)


def on_page(page: int | None) -> str:
    """`sida 57` for a message."""
    return "okänd sida" if page is None else f"sida {page}"
