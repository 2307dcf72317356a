"""What is new, dropped or renamed among a board's goals, indicators and activities, from each plan to the next."""

from __future__ import annotations

import duckdb

from pipeline.report.model import Cell, Column, Row, Section, Table, printed
from pipeline.report.queries import Fetched, rows

STATUS = {
    "new": ("Nytt", "up"),
    "dropped": ("Finns inte kvar", "down"),
    "renamed": ("Ny lydelse", ""),
}

GOALS = """
SELECT *, title AS now, previous_title AS before FROM goal_year_over_year
WHERE board_key = ?
ORDER BY plan_year DESC, TRY_CAST(string_split(coalesce(goal_code, previous_goal_code), '.') AS INTEGER[])
"""
INDICATORS = """
SELECT *, name AS now, previous_name AS before FROM indicator_year_over_year
WHERE board_key = ?
ORDER BY
    plan_year DESC, TRY_CAST(string_split(replace(coalesce(goal_code, previous_goal_code), 'n', ''), '.') AS INTEGER[]),
    page, row_id
"""
ACTIVITIES = """
SELECT *, name AS now, previous_name AS before FROM activity_year_over_year
WHERE board_key = ?
ORDER BY
    plan_year DESC, TRY_CAST(string_split(coalesce(goal_code, previous_goal_code), '.') AS INTEGER[]), page, row_id
"""


def followed(connection: duckdb.DuckDBPyConnection, board: str) -> Section | None:
    """The section on what changed; None if the board has only one plan."""
    told = (
        ("mål", "Mål", "title", rows(connection, GOALS, board)),
        ("indikatorer", "Indikatorer", "name", rows(connection, INDICATORS, board)),
        ("aktiviteter", "Aktiviteter", "name", rows(connection, ACTIVITIES, board)),
    )
    newest = max((pair["plan_year"] for *_, pairs in told for pair in pairs), default=None)
    if newest is None:
        return None
    tables = [
        _changed(f"{board}-nytt-{key}-{year}", f"{what} {year} mot {earlier}", column, pairs, folded=year < newest)
        for key, what, column, all_pairs in told
        for (year, earlier), pairs in _by_years(all_pairs).items()
    ]
    return Section(
        f"{board}-nytt",
        "Nytt, borttaget och omformulerat",
        "Mål, indikatorer och aktiviteter i en plan mot den föregående. "
        "Det som står kvar ordagrant räknas men visas inte.",
        tuple(tables),
    )


def _by_years(pairs: list[Fetched]) -> dict[tuple[int, int], list[Fetched]]:
    years: dict[tuple[int, int], list[Fetched]] = {}
    for pair in pairs:
        years.setdefault((pair["plan_year"], pair["previous_plan_year"]), []).append(pair)
    return years


def _changed(key: str, caption: str, column: str, pairs: list[Fetched], folded: bool) -> Table:
    counts = {status: sum(pair["status"] == status for pair in pairs) for status in (*STATUS, "carried_over")}
    return Table(
        key,
        caption,
        (Column("Vad"), Column("Lydelse"), Column("Tidigare lydelse"), Column("Mål")),
        tuple(_told(pair, column) for status in STATUS for pair in pairs if pair["status"] == status),
        f"{counts['new']} nya, {counts['dropped']} finns inte kvar, {counts['renamed']} omformulerade, "
        f"{counts['carried_over']} oförändrade.",
        folded,
    )


def _told(pair: Fetched, column: str) -> Row:
    word, tone = STATUS[pair["status"]]
    codes = dict.fromkeys(code for code in (pair["previous_goal_code"], pair["goal_code"]) if code)
    return Row(
        (
            Cell(word, tone=tone),
            Cell(pair["now"] or "", printed(pair["row_id"], column)),
            Cell(pair["before"] or "", printed(pair["previous_row_id"], column)),
            Cell(" → ".join(codes)),
        )
    )
