"""The cost of the cookbook's queries, and of all rows of each view in `main`, on 500 documents: fifty boards over ten
years, each plan derived from the one before."""

from __future__ import annotations

import re
import shutil
import statistics
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from bench.cost import ROOT
from pipeline.commands.query import open_warehouse
from pipeline.run import run
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.variations import other_board, other_year
from tests.press.years import next_year
from tests.support.cookbook import queries
from tests.support.corpus import OFFICE

HOUSE = ROOT / "build" / "bench" / "queries"
FIRST_YEAR, YEARS = 2017, 10
VIEWS = "SELECT view_name FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal ORDER BY ALL"
OF_THE_EXAMPLES = re.compile("'(?:hasselby-vallingby|solvanda)'")
BOARDS = tuple(
    "".join(parts)
    for parts in product(
        ("Sol", "Nord", "Väst", "Ek", "Björk", "Sten", "Ljung", "Hav", "Kvarn", "Lind"),
        ("hamra", "backa", "vreta", "holma", "torpa"),
    )
)


def warehouse() -> Path:
    """The warehouse of all plans; made once and kept (some minutes)."""
    made = HOUSE / "warehouse.duckdb"
    if not made.exists():
        shutil.rmtree(HOUSE, ignore_errors=True)
        (HOUSE / "raw").mkdir(parents=True)
        for number, board in enumerate(BOARDS):
            plan = other_year(other_board(random_plan(number, "medium"), board), FIRST_YEAR)
            for year in range(YEARS):
                set_plan(plan, OFFICE, HOUSE / "raw" / f"{board}-{plan.year}.pdf")
                plan, _ = next_year(plan, number * YEARS + year)
        run(HOUSE / "raw", HOUSE / "staged", made)
    return made


def measure(repeat: int) -> Iterator[tuple[str, int, float, float]]:
    """Each query and view, its rows, and milliseconds of CPU, the rows as an Arrow table: the first time and the median
    of `repeat` more. Which of them is dear does not depend on what else the machine does."""
    with open_warehouse(warehouse()) as connection:
        asked = {query.name: OF_THE_EXAMPLES.sub(f"'{BOARDS[0].lower()}'", query.sql) for query in queries()}
        views = connection.execute(VIEWS).fetchall()
        for name, sql in (asked | {view: f"FROM {view}" for (view,) in views}).items():
            times, rows = [], 0
            for _ in range(repeat + 1):
                start = time.process_time()
                rows = connection.sql(sql).to_arrow_table().num_rows
                times.append(1000 * (time.process_time() - start))
            yield name, rows, times[0], statistics.median(times[1:])


def table(repeat: int) -> list[str]:
    """A markdown table, slowest first."""
    found = sorted(measure(repeat), key=lambda row: -row[3])
    lines = ["| query or view | rows | first, CPU ms | then, CPU ms |", "| --- | ---: | ---: | ---: |"]
    return [*lines, *(f"| {name} | {rows} | {first:.1f} | {then:.1f} |" for name, rows, first, then in found)]
