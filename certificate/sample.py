"""A seeded sample of plans in random layouts: what was set, what is read, and how many cells are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scipy.stats import binomtest

from pipeline.account.coverage import coverage
from pipeline.account.second_reader import disagreements
from pipeline.document import Document
from pipeline.parse import parse
from pipeline.read import read
from pipeline.reconcile import reconcile
from pipeline.record import Extraction, Record
from pipeline.stage import rows_of
from tests.press.plan import Plan
from tests.press.producers import set_plan
from tests.press.records import records_of
from tests.press.statements import stating_plan
from tests.press.style import Style
from tests.support.layouts import Row, random_style, rows_of_extraction, rows_of_records

LOUD = ("error", "warning")


@dataclass(frozen=True)
class Reading:
    """A document as read, and its records."""

    document: Document
    extraction: Extraction

    @cached_property
    def contradictions(self) -> Counter[str]:
        """The errors and warnings of parsing and of the rules, as they are told."""
        parsed = [record for record in self.extraction.records if record.table == "finding"]
        return _loud([*parsed, *reconcile(rows_of(self.extraction))])

    @cached_property
    def unaccounted(self) -> Counter[str]:
        """What the account of printed numbers and lines tells."""
        return _loud(record for record in coverage(self.document, self.extraction) if record.table == "finding")

    def read_otherwise(self, path: Path) -> Counter[str]:
        """What the second reader tells when it reads cells and pages again in the file."""
        return _loud(disagreements(path, self.document, self.extraction))


def _loud(findings: Iterable[Record]) -> Counter[str]:
    return Counter(str(record.values["message"]) for record in findings if record.values["severity"] in LOUD)


@dataclass(frozen=True)
class Sampled:
    """One document of the sample: the plan, the layout it was set in, its file, and what was read from it."""

    seed: int
    plan: Plan
    style: Style
    path: Path
    reading: Reading


@dataclass(frozen=True)
class Score:
    """Cells that came back as they were set, of all that were set or read too many."""

    right: int
    cells: int

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.cells + other.cells)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of Clopper and Pearson for the share of right cells."""
        found = binomtest(self.right, self.cells).proportion_ci(0.95, method="exact")
        return float(found.low), float(found.high)


def sampled(seed: int, folder: Path) -> Sampled:
    """The document number `seed`: always the same for the same number, whatever is installed beside it."""
    plan, style = stating_plan(seed), random_style(seed)
    path = set_plan(plan, style, folder / f"{seed}.pdf")
    document = read(path)
    return Sampled(seed, plan, style, path, Reading(document, parse(document)))


def scores(one: Sampled) -> dict[str, Score]:
    """The score of each table of a document."""
    wanted, found = rows_of_records(records_of(one.plan)), rows_of_extraction(one.reading.extraction)
    return {table: _score(rows, found[table]) for table, rows in wanted.items()}


def added(each: Iterable[dict[str, Score]]) -> dict[str, Score]:
    """The scores of several documents, table by table."""
    whole: dict[str, Score] = {}
    for scored in each:
        for table, score in scored.items():
            whole[table] = whole.get(table, Score(0, 0)) + score
    return whole


def _score(wanted: list[Row], found: list[Row]) -> Score:
    """Rows that are equal are right as a whole; those left are compared cell by cell in printed order.

    A row that was not read, and one that was not set, is wrong in every cell.
    """
    equal = Counter(wanted) & Counter(found)
    missing, extra = _without(wanted, equal), _without(found, equal)
    right = sum(len(row) * count for row, count in equal.items())
    pairs = zip(missing, extra, strict=False)
    right += sum(one == other for row, read_row in pairs for one, other in zip(row, read_row, strict=True))
    return Score(right, sum(map(len, wanted)) + sum(map(len, extra[len(missing) :])))


def _without(rows: list[Row], equal: Counter[Row]) -> list[Row]:
    left = Counter(equal)
    kept = []
    for row in rows:
        if left[row]:
            left[row] -= 1
        else:
            kept.append(row)
    return kept
