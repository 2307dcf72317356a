"""Compares successive plans of a board: which plan follows which, which rows match, and the keys they share; and each
follow-up with the plan of its year.

Each pair of plans is compared once. An additional document is only compared with the plans before and after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any, get_args

import duckdb

from contracts.document import FOLLOW_UPS
from contracts.sql import address
from pipeline.compare import Item, Match, Review, Use, area_key, indicator_key, match, shared_keys
from pipeline.compare.matching import Kind
from pipeline.compare.reviewed import Verdicts
from pipeline.compare.work import TooMuch
from pipeline.outcome import Untakable
from pipeline.refusal import Reason, Refused
from pipeline.warehouse.reviewed import verdicts
from pipeline.warehouse.rows import Rows, append

Pair = tuple[str, str]
TABLES = ("match_review", "match", "part_match", "comparison")
# Each current plan of a board, and the one before.
PAIRS = """
    SELECT document_id, lag(document_id) OVER by_year AS last
    FROM base.plan
    WINDOW by_year AS (PARTITION BY board_key ORDER BY plan_year)
    QUALIFY last IS NOT NULL
"""
# The first plan of a merged board, and the plan of each board merged into it, if all exist.
PARTS = "SELECT document_id, part_document_id FROM base.merged_part WHERE reason IS NULL"
# Each current follow-up, and the plan of its board and year.
FOLLOWED = f"""
    SELECT report.document_id, plan.document_id
    FROM base.document AS report JOIN base.plan USING (board_key, plan_year)
    WHERE report.is_current AND report.document_type IN {FOLLOW_UPS}
"""
# Of each kind the rows of the documents in printed order: document, group, row, name, place. Only rows of one group are
# compared: goals of one level, and sums with sums.
ITEMS: dict[Kind, str] = {
    "indicator": "SELECT document_id, '', row_id, name, goal_code FROM base.indicator "
    "ORDER BY page, goal_code, ordinal",
    "activity": "SELECT document_id, '', row_id, name, goal_code FROM base.activity ORDER BY page, goal_code, ordinal",
    "goal": "SELECT document_id, level, row_id, title, parent_code FROM base.goal ORDER BY ordinal",
    "area": "SELECT document_id, is_total, arg_min(row_id, column_ordinal), label, parent_label FROM base.budget_line "
    "WHERE is_overview GROUP BY document_id, row_ordinal, is_total, label, parent_label ORDER BY row_ordinal",
}
NAMES = {
    "indicator": "SELECT name, row_id, document_id FROM base.reviewed_indicator",
    "area": "SELECT label AS name, row_id, document_id FROM base.reviewed_budget_line WHERE is_overview",
}
PART_KINDS: tuple[Kind, ...] = ("indicator", "activity", "goal")
OWN_KEY = {"indicator": indicator_key, "area": area_key}


def forget(connection: duckdb.DuckDBPyConnection, document_ids: Iterable[str]) -> None:
    """Deletes all comparisons with these documents, on either side."""
    gone = list(document_ids)
    for column in ("document_id", "previous_document_id"):
        _forget(connection, column, gone)
    for column in ("document_id", "plan_document_id") if gone else ():
        connection.execute(f"DELETE FROM base.follow_up WHERE list_contains(?, {column})", [gone])


def forget_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Deletes all comparisons, because verdicts on names have changed."""
    for table in (*TABLES, "follow_up"):
        connection.execute(f"DELETE FROM {address(table)}")


def _forget(connection: duckdb.DuckDBPyConnection, column: str, document_ids: list[str]) -> None:
    for table in TABLES if document_ids else ():
        connection.execute(f"DELETE FROM {address(table)} WHERE list_contains(?, {column})", [document_ids])


def compare(connection: duckdb.DuckDBPyConnection) -> None:
    """Updates the comparisons for the current documents, and the keys for all names."""
    wanted = dict(connection.execute(PAIRS).fetchall())
    held = dict(connection.execute("SELECT document_id, previous_document_id FROM base.comparison").fetchall())
    new = {pair for pair in wanted.items() if pair not in held.items()}
    _forget(connection, "document_id", [later for later, earlier in held.items() if wanted.get(later) != earlier])
    if new:
        _compare(connection, sorted(new), "match", get_args(Kind))
        append(connection, "comparison", [_ids(pair) for pair in sorted(new)])
    _compare_parts(connection)
    _follow_up(connection)
    for kind in OWN_KEY:
        _name(connection, kind)


def _compare_parts(connection: duckdb.DuckDBPyConnection) -> None:
    """Brings the matches between merged boards' first plans and their parts' to the plans that are there. Their areas
    go together by their keys alone, since their figures are added up."""
    wanted = set(connection.execute(PARTS).fetchall())
    held = set(connection.execute("SELECT DISTINCT document_id, previous_document_id FROM base.part_match").fetchall())
    for table in ("part_match", "match_review"):
        for pair in wanted ^ held:
            connection.execute(f"DELETE FROM {address(table)} WHERE document_id = ? AND previous_document_id = ?", pair)
    if new := sorted(wanted - held):
        _compare(connection, new, "part_match", PART_KINDS)


def _compare(connection: duckdb.DuckDBPyConnection, pairs: Sequence[Pair], table: str, kinds: Sequence[Kind]) -> None:
    """Writes the matching rows of each pair of documents to the table, and doubtful ones to `match_review`."""
    documents = sorted({document_id for pair in pairs for document_id in pair})
    years = dict(connection.execute("SELECT document_id, plan_year FROM base.document").fetchall())
    settled = verdicts(connection)
    for kind in kinds:
        matches: Rows = []
        reviews: Rows = []
        items = _items(connection, kind, documents)
        for pair in pairs:
            for group in sorted({group for document_id in pair for group in items[document_id]}, key=str):
                now, before = (items[document_id][group] for document_id in pair)
                found, doubtful = _matched(kind, pair, (now, before), years, settled)
                names = {item.row_id: item.name for item in (*now, *before)}
                matches += [_row(kind, pair, one) for one in found]
                reviews += [_row(kind, pair, one) | _names(names, one) for one in doubtful]
        append(connection, table, matches)
        append(connection, "match_review", reviews)


def _follow_up(connection: duckdb.DuckDBPyConnection) -> None:
    """Matches the rows of follow-ups with the plans they are about."""
    wanted = dict(connection.execute(FOLLOWED).fetchall())
    held = dict(connection.execute("SELECT DISTINCT document_id, plan_document_id FROM base.follow_up").fetchall())
    gone = [report for report, plan in held.items() if wanted.get(report) != plan]
    new = sorted(pair for pair in wanted.items() if pair not in held.items())
    for table, reports in (("follow_up", gone), ("match_review", [*gone, *(report for report, _ in new)])):
        if reports:
            connection.execute(f"DELETE FROM {address(table)} WHERE list_contains(?, document_id)", [reports])
    if not new:
        return
    items = _items(connection, "indicator", sorted({document_id for pair in new for document_id in pair}))
    years = dict(connection.execute("SELECT document_id, plan_year FROM base.document").fetchall())
    for report, plan in new:
        now, before = items[report][""], items[plan][""]
        found, doubtful = _matched("indicator", (report, plan), (now, before), years, verdicts(connection))
        names = {item.row_id: item.name for item in (*now, *before)}
        reviews = [_row("indicator", (report, plan), one) | _names(names, one) for one in doubtful]
        append(connection, "match_review", reviews)
        append(connection, "follow_up", [_followed(report, plan, one) for one in found])


def _matched(
    kind: Kind, pair: Pair, sides: tuple[list[Item], list[Item]], years: dict[str, int], settled: Verdicts
) -> tuple[list[Match], list[Review]]:
    """The result of `match`. Raises Untakable for the document of the two with more to compare."""
    try:
        return match(kind, years[pair[0]], sides[0], years[pair[1]], sides[1], settled)
    except TooMuch:
        letters = [sum(len(item.name) for item in side) for side in sides]
        greater = int(letters[1] > letters[0])
        seen = (
            f"its {len(sides[greater])} rows of {kind} are too many, too long or too similar to compare with "
            f"the {len(sides[1 - greater])} of {pair[1 - greater]}"
        )
        raise Untakable(pair[greater], Refused(Reason.TOO_MUCH_TO_COMPARE, seen)) from None


def _followed(report: str, plan: str, found: Match) -> dict[str, Any]:
    return {
        "document_id": report,
        "row_id": found.row_id,
        "plan_document_id": plan,
        "plan_row_id": found.previous_row_id,
        "score": Decimal(str(found.score)),
        "method": found.method,
        "doubtful": found.doubtful,
    }


def _items(
    connection: duckdb.DuckDBPyConnection, kind: Kind, documents: Sequence[str]
) -> dict[str, dict[Any, list[Item]]]:
    """The rows of the documents, by document and group."""
    items: dict[str, dict[Any, list[Item]]] = {document_id: defaultdict(list) for document_id in documents}
    query = f"SELECT * FROM ({ITEMS[kind]}) WHERE list_contains(?, document_id)"
    for document_id, group, row_id, name, place in connection.execute(query, [list(documents)]).fetchall():
        items[document_id][group].append(Item(row_id, name, place))
    return items


def _ids(pair: Pair) -> dict[str, Any]:
    return dict(zip(("document_id", "previous_document_id"), pair, strict=True))


def _names(names: dict[str, str], pair: Review) -> dict[str, Any]:
    return {"name": names[pair.row_id], "previous_name": names[pair.previous_row_id]}


def _row(kind: str, pair: Pair, found: Match | Review) -> dict[str, Any]:
    return {"kind": kind, **_ids(pair), **asdict(found), "score": Decimal(str(found.score))}


def _name(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Updates the keys of a kind for the present names, and the series for the matches between them."""
    first_years = dict(
        connection.execute(f"""
            SELECT name, min(plan_year) FROM ({NAMES[kind]}) JOIN base.document USING (document_id) GROUP BY name
        """).fetchall()
    )
    own = {name: OWN_KEY[kind](name) for name in first_years}
    shared = _shared(connection, kind, own, first_years)
    wanted = {(name, key, shared[key]) for name, key in own.items()}
    held = set(connection.execute("SELECT name, key, series_key FROM base.naming WHERE kind = ?", [kind]).fetchall())
    gone = [name for name, *_ in held - wanted]
    if gone:
        connection.execute("DELETE FROM base.naming WHERE kind = ? AND list_contains(?, name)", [kind, gone])
    columns = ("name", "key", "series_key")
    new = [{"kind": kind, **dict(zip(columns, row, strict=True))} for row in sorted(wanted - held)]
    append(connection, "naming", new)


def _shared(
    connection: duckdb.DuckDBPyConnection, kind: str, own: dict[str, str], first_years: dict[str, int]
) -> dict[str, str]:
    """The series that each key belongs to, by certain matches only."""
    renamings = connection.execute(
        f"""
        WITH named AS ({NAMES[kind]})
        SELECT DISTINCT now.name, before.name
        FROM base.match JOIN named AS now USING (row_id) JOIN named AS before ON before.row_id = previous_row_id
        WHERE kind = ? AND NOT doubtful AND method <> 'exact'
        """,
        [kind],
    ).fetchall()
    pairs = [(own[name], own[previous]) for name, previous in renamings if own[name] != own[previous]]
    joined = {key for pair in pairs for key in pair}
    names = [name for name, key in own.items() if key in joined]
    places: dict[str, set[str]] = defaultdict(set)
    query = f"SELECT DISTINCT name, document_id FROM ({NAMES[kind]}) WHERE list_contains(?, name)"
    for name, document_id in connection.execute(query, [names]).fetchall() if names else ():
        places[own[name]].add(document_id)
    years: dict[str, int] = {}
    for name, key in own.items():
        years[key] = min(first_years[name], years.get(key, first_years[name]))
    return shared_keys({key: Use(year, frozenset(places[key])) for key, year in years.items()}, pairs)
