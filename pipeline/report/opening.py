"""One sentence on a board: its newest plan against what came before, each figure with its mark and its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import duckdb

from pipeline.report.budget import PREFERRED
from pipeline.report.figures import mnkr, percent
from pipeline.report.model import Cell, Opening, Piece, printed
from pipeline.report.queries import Fetched, rows

# The definite form of each basis, with its year to follow.
DEFINITE = {
    "verksamhetsplan": "planen för",
    "prognos_slutlig_budget": "prognosen för slutlig budget",
    "prognos_utfall": "prognosen för utfallet",
    "utfall": "utfallet",
}
PAIRS = """
SELECT * FROM budget_year_over_year
WHERE document_id = ? AND measure = 'netto'
QUALIFY dense_rank() OVER (
    ORDER BY previous_fiscal_year DESC NULLS LAST, list_position(?, previous_basis), previous_plan_year DESC
) = 1
ORDER BY abs(change_mnkr) DESC NULLS LAST, area
"""
TOTAL = """
SELECT row_id, amount_mnkr FROM base.budget_overview
WHERE document_id = ? AND measure = 'netto' AND basis = 'verksamhetsplan' AND fiscal_year = plan_year AND is_total
ORDER BY row_ordinal LIMIT 1
"""
INDICATORS = """
SELECT
    any_value(previous_plan_year) AS previous_plan_year, count(*) FILTER (status = 'new') AS new,
    count(*) FILTER (status = 'dropped') AS dropped, count(*) FILTER (status = 'renamed') AS renamed
FROM indicator_year_over_year WHERE document_id = ? HAVING count(*) > 0
"""
ERRORS = """
SELECT count(*) AS errors FROM finding_by_year
WHERE document_id = ? AND severity = 'error' AND dismissed_by IS NULL
"""


def opening(connection: duckdb.DuckDBPyConnection, plan: Fetched) -> Opening:
    """The sentence on the newest plan of a board: budget, indicators, errors, and whether it was read completely."""
    said: list[Sequence[Piece]] = [
        *_budget(plan["plan_year"], connection, plan["document_id"]),
        *_indicators(rows(connection, INDICATORS, plan["document_id"])),
        *_doubts(plan, rows(connection, ERRORS, plan["document_id"])[0]["errors"]),
    ]
    pieces = [piece for clause in said for piece in ("; ", *clause)]
    return Opening(plan["board_key"], plan["board"], (*pieces[1:], "."))


def _budget(year: int, connection: duckdb.DuckDBPyConnection, document: str) -> Iterator[Sequence[Piece]]:
    total = rows(connection, TOTAL, document)
    pairs = rows(connection, PAIRS, document, list(PREFERRED))
    if not total:
        yield (f"Planen för {year} anger ingen summa för budgeten",)
    for row in total:
        now = _figure(row["amount_mnkr"], row["row_id"], f"Nettobudget, plan {year}")
        of_total = [pair for pair in pairs if pair["row_id"] == row["row_id"]]
        yield (f"Nettobudgeten för {year} är ", now, " mnkr", *(_against(of_total[0]) if of_total else ()))
    areas = [pair for pair in pairs if pair["change_mnkr"] and not pair["is_total"] and not pair["parent_area"]]
    for pair in areas[:1]:
        yield (f"mest ändras {pair['area']}, från ", _before(pair), " till ", _now(pair), *_caveat(pair))


def _against(pair: Fetched) -> Sequence[Piece]:
    if pair["previous_basis"] is None:
        return (f", som inte kan jämföras med något tidigare ({pair['reason']})",)
    earlier = f"{DEFINITE[pair['previous_basis']]} {pair['previous_fiscal_year']}"
    change = pair["change_mnkr"]
    if change is None:
        return (f", som inte kan jämföras med {earlier} ({pair['reason']})",)
    if not change:
        return (", lika mycket som ", _before(pair), f" i {earlier}", *_caveat(pair))
    share = f" ({percent(pair['change_percent'])})" if pair["change_percent"] is not None else ""
    more = f", {mnkr(abs(change))} mnkr{share} {'mer' if change > 0 else 'mindre'} än "
    return (more, _before(pair), f" i {earlier}", *_caveat(pair))


def _now(pair: Fetched) -> Cell:
    return _figure(pair["amount_mnkr"], pair["row_id"], f"{pair['area']}, plan {pair['fiscal_year']}")


def _before(pair: Fetched) -> Cell:
    earlier = f"{DEFINITE[pair['previous_basis']]} {pair['previous_fiscal_year']}"
    return _figure(pair["previous_amount_mnkr"], pair["previous_row_id"], f"{pair['area']}, {earlier}")


def _figure(amount: Decimal | None, row_id: str | None, what: str) -> Cell:
    return Cell(mnkr(amount), printed(row_id, "amount_mnkr"), name=f"{what}: {mnkr(amount)}")


def _caveat(pair: Fetched) -> Sequence[Piece]:
    return (" (med förbehåll, se tabellen)",) if pair["caveat"] else ()


def _indicators(counted: list[Fetched]) -> Iterator[Sequence[Piece]]:
    for row in counted:
        words = {"new": "nya", "dropped": "borttagna", "renamed": "med ny lydelse"}
        counts = [f"{row[status]} {word}" for status, word in words.items() if row[status]]
        told = ", ".join(counts) if counts else "inga nya eller borttagna"
        yield (f"indikatorer mot planen för {row['previous_plan_year']}: {told}",)


def _doubts(plan: Fetched, errors: int) -> Iterator[Sequence[Piece]]:
    yield (f"{errors} fel i siffrorna" if errors else "inga fel funna i siffrorna",)
    if plan["reading"] != "complete":
        yield ("planen är inte läst i sin helhet" if plan["reading"] else "okänt om planen är läst i sin helhet",)
