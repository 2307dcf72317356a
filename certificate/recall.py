"""Planted contradictions, set and read again: is each found, and the right cell blamed? And none where none is?"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from certificate.plants import PLANTS, Planted
from pipeline.parse import parse
from pipeline.read import read
from pipeline.reconcile import reconcile
from pipeline.record import Record, Value
from pipeline.stage import rows_of
from tests.press.plan import Plan
from tests.press.producers import set_plan
from tests.press.statements import stating_plan
from tests.support.layouts import random_style

Rows = Mapping[str, list[dict[str, Any]]]

PLANTED = 10
# Some plans have no place for a kind: then the next one is taken. Other seeds than those that rules were made with.
CANDIDATES = range(4000, 4000 + 2 * PLANTED)


@dataclass(frozen=True)
class Verdict:
    """Whether a planted contradiction was found; `blamed` is None where no single cell can be named.

    `others` are the rows and columns that were blamed instead.
    """

    kind: str
    seed: int
    found: bool
    blamed: bool | None
    others: tuple[str, ...] = ()


def recalled(kind: str) -> Sequence[Verdict]:
    """The verdicts on the first ten plans that have a place for the kind."""
    verdicts: list[Verdict] = []
    for seed in CANDIDATES:
        if len(verdicts) < PLANTED and (verdict := planted(kind, seed)):
            verdicts.append(verdict)
    return verdicts


def planted(kind: str, seed: int) -> Verdict | None:
    """Plant one contradiction in the plan number `seed`, set it, read it and judge; None where there is no place."""
    plan = stating_plan(seed)
    wrong = PLANTS[kind].plant(plan, Random(f"{kind} {seed}"))
    if wrong is None:
        return None
    rows, found = _findings(wrong.plan, seed)
    hits = [record for record in found if record.values["rule"] in PLANTS[kind].rules]
    blamed = {(record.values["suspect_row_id"], record.values["suspect_column"]) for record in found} - {(None, None)}
    cell = _cell(wrong, rows)
    others = tuple(sorted(f"{row}.{column}" for row, column in blamed - {cell}))
    return Verdict(kind, seed, bool(hits), cell in blamed and not others if cell else None, others)


def false_alarms(seed: int) -> list[str]:
    """The errors that are found in a plan without contradictions."""
    _, found = _findings(stating_plan(seed), seed)
    return [str(record.values["message"]) for record in found if record.values["severity"] == "error"]


def _findings(plan: Plan, seed: int) -> tuple[Rows, list[Record]]:
    with tempfile.TemporaryDirectory() as folder:
        extraction = parse(read(set_plan(plan, random_style(seed), Path(folder) / "plan.pdf")))
    rows = rows_of(extraction)
    return rows, reconcile(rows)


def _cell(wrong: Planted, rows: Rows) -> tuple[Value, Value] | None:
    """The row_id and the column of the cell that is wrong."""
    if wrong.cell is None:
        return None
    wanted = {column: value for column, value in wrong.cell.items() if column != "table"}
    held = [row for row in rows[wrong.cell["table"]] if all(row[name] == value for name, value in wanted.items())]
    return (held[0]["row_id"], wrong.column) if len(held) == 1 else ("not read", wrong.column)
