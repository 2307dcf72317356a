"""The view model of a whole report."""

from __future__ import annotations

from itertools import groupby

import duckdb

from pipeline.report.budget import budget
from pipeline.report.decided import decided, promised
from pipeline.report.findings import findings
from pipeline.report.followed import followed
from pipeline.report.missing import missing
from pipeline.report.model import Area, Opening, Part, Report, Section
from pipeline.report.money import money
from pipeline.report.opening import opening
from pipeline.report.queries import Fetched, rows
from pipeline.report.side_by_side import side_by_side
from pipeline.report.sources import sources
from pipeline.report.targets import targets

# Areas that are rewordings of each other are one, under the name of the first.
AREAS = """
SELECT DISTINCT naming.key, naming.series_key, coalesce(first.name, area.name) AS name
FROM area
JOIN base.naming ON naming.kind = 'area' AND naming.key = area.area_key
LEFT JOIN area AS first ON first.area_key = naming.series_key
WHERE NOT area.is_total
ORDER BY name
"""


# The number of boards and plans that one file can show: if there are more, each board has its own file.
MOST_BOARDS = 3
MOST_PLANS = 6


def view(connection: duckdb.DuckDBPyConnection, documents: list[Fetched], apart: bool = False) -> list[Report]:
    """The whole report on these documents, which are current, the newest plan of each board first.

    One report, or if that is too much for one file (or `apart`), one on all boards together and one for each board.
    """
    boards = [list(plans) for _, plans in groupby(documents, lambda document: document["board_key"])]
    openings = [opening(connection, plans[0]) for plans in boards]
    parts = [_part(connection, plans) for plans in boards]
    above = [side_by_side(connection, [plans[0] for plans in boards])] if len(boards) > 1 else []
    told = missing(connection, [plans[0]["board_key"] for plans in boards])
    below = [told] if told else []
    title = boards[0][0]["board"] if len(boards) == 1 else f"{len(boards)} nämnder"
    if len(boards) <= MOST_BOARDS and len(documents) <= MOST_PLANS and not apart:
        return [_report(connection, title, openings, [*above, *parts, *below], documents)]
    return [
        _report(connection, title, openings, [*above, *below], documents),
        *(
            _report(connection, plans[0]["board"], [said], [part], plans, part.key)
            for plans, said, part in zip(boards, openings, parts, strict=True)
        ),
    ]


def _report(
    connection: duckdb.DuckDBPyConnection,
    title: str,
    openings: list[Opening],
    parts: list[Part],
    documents: list[Fetched],
    board: str | None = None,
) -> Report:
    return Report(
        f"{title}: verksamhetsplaner i siffror",
        tuple(openings),
        tuple(parts),
        sources(connection, documents),
        _areas(connection, parts),
        board,
    )


def _part(connection: duckdb.DuckDBPyConnection, plans: list[Fetched]) -> Part:
    board = plans[0]["board_key"]
    of_budget, figures = budget(connection, board)
    of_findings, counts = findings(connection, board)
    sections: list[Section | None] = [
        of_budget,
        targets(connection, board),
        promised(connection, board),
        followed(connection, board),
        money(connection, board),
        decided(connection, board),
        of_findings,
    ]
    years = ", ".join(str(plan["plan_year"]) for plan in reversed(plans))
    return Part(
        board,
        plans[0]["board"],
        tuple(section for section in sections if section),
        f"Verksamhetsplan {years}" if len(plans) == 1 else f"Verksamhetsplaner {years}",
        (*figures, *counts),
    )


def _areas(connection: duckdb.DuckDBPyConnection, parts: list[Part]) -> dict[str, Area]:
    """The areas that some row is about, by their keys."""
    tables = (table for part in parts for section in part.sections for table in section.tables)
    told = {row.area for table in tables for row in table.rows}
    return {row["key"]: Area(row["series_key"], row["name"]) for row in rows(connection, AREAS) if row["key"] in told}
