"""Areas of several plans in one table: no part stands below an area that it is no part of, no area below the total."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from pipeline.record import Extraction, Record
from pipeline.report.model import Table
from pipeline.report.queries import documents
from pipeline.report.view import view
from tests.support.house import House
from tests.support.yearly import figure, indicator, plan

PARTS = {"varav vuxna": "Individ- och familjeomsorg", "varav hemtjänst": "Äldreomsorg", "varav avgifter": "Total drift"}
Figures = dict[str, str]


def overview(year: int, figures: Figures, board: str = "farsta", before: Figures | None = None) -> Extraction:
    """A plan with an overview, and what it says of the year before."""
    rows: list[Record] = []
    for row, (label, amount) in enumerate(figures.items(), start=1):
        of: dict[str, Any] = {"parent_label": PARTS.get(label)}
        rows.append(figure(label, amount, year, row=row, **of))
        if label in (before or {}):
            more = {"basis": "prognos_slutlig_budget", **of}
            rows.append(figure(label, before[label], year, row=row, column=2, of=year - 1, **more))  # type: ignore[index]
    return plan(year, *rows, board=board)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Table]]:
    """What a report says of two boards, one of which had other areas a year earlier."""
    house = House(tmp_path_factory.mktemp("order"))
    earlier = {
        "Individ- och familjeomsorg": "40",
        "varav vuxna": "10",
        "Äldreomsorg": "50",
        "varav hemtjänst": "20",
        "Förskola": "30",
        "Total drift": "120",
    }
    now = {"Individ- och familjeomsorg": "45", "Äldreomsorg": "50", "Total drift": "95", "varav avgifter": "1"}
    before = {"Individ- och familjeomsorg": "40", "Äldreomsorg": "50", "Total drift": "121"}
    other = {"Äldreomsorg": "60", "varav hemtjänst": "25", "Idrott": "5", "Total drift": "65"}
    farsta = overview(2026, now, before=before)
    farsta.records += [indicator("Andel nöjda", "80 %"), indicator("Andel nöjda", "85 %", code="1.2")]
    house.put(overview(2025, earlier), farsta, overview(2026, other, "skarpnack"))
    restated = {"Individ- och familjeomsorg": "40", "varav vuxna": "12", "Äldreomsorg": "50", "varav hemtjänst": "20"}
    house.put(overview(2025, earlier, "bromma"), overview(2026, restated, "bromma", before=restated))
    house.publish()
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        reports = view(connection, documents(connection, ()))
    parts = [part for report in reports for part in report.parts]
    yield {table.key: table for part in parts for section in part.sections for table in section.tables}


def rows(table: Table) -> list[tuple[str, str]]:
    """Name and kind of each row."""
    return [(row.cells[0].text, row.kind) for row in table.rows]


def test_boards_side_by_side(tables: dict[str, Table]) -> None:
    assert rows(tables["nämnder-budget"]) == [
        ("Individ- och familjeomsorg", ""),
        ("varav vuxna", "part"),
        ("Äldreomsorg", ""),
        ("varav hemtjänst", "part"),
        ("Idrott", ""),
        ("Total drift", "total"),
        ("varav avgifter", "part"),
    ]


@pytest.mark.parametrize("key", ["farsta-år", "farsta-jämförelse-1"])
def test_years_of_a_board(tables: dict[str, Table], key: str) -> None:
    assert rows(tables[key]) == [
        ("Individ- och familjeomsorg", ""),
        ("varav vuxna", "part"),
        ("Äldreomsorg", ""),
        ("varav hemtjänst", "part"),
        ("Förskola", ""),
        ("Total drift", "total"),
        ("varav avgifter", "part"),
    ]


def test_a_part_without_its_whole_says_of_what_it_is_a_part(tables: dict[str, Table]) -> None:
    (row,) = tables["bromma-omräknat"].rows
    assert (row.cells[0].text, row.cells[0].note, row.kind) == ("varav vuxna", "del av Individ- och familjeomsorg", "")


def test_a_target_that_a_board_prints_twice_is_shown_twice(tables: dict[str, Table]) -> None:
    (row,) = tables["nämnder-årsmål"].rows
    assert [(cell.text, cell.note) for cell in row.cells if cell.text != "–"] == [
        ("Andel nöjda", None),
        ("80 %", "också 85 %"),
    ]
