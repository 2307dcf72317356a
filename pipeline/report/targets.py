"""The targets of a board's indicators over the years, beside those of kommunfullmäktige (KF)."""

from __future__ import annotations

import duckdb

from pipeline.report import charts
from pipeline.report.figures import swedish
from pipeline.report.model import MISSING_CELL, Cell, Column, Row, Section, Table, printed
from pipeline.report.queries import Fetched, rows

# The number of years shown side by side; if there are more, the table of all of them is folded.
MOST_YEARS = 4
INDICATORS = """
SELECT indicator.*, plan.plan_year, change.status, change.previous_row_id, change.previous_name, change.change,
    change.reason AS change_reason, change.kf_change, change.previous_plan_year,
    judged.ambition, judged.reason AS ambition_reason
FROM base.reviewed_indicator AS indicator
JOIN base.plan USING (document_id)
LEFT JOIN indicator_year_over_year AS change ON change.row_id = indicator.row_id
LEFT JOIN indicator_ambition AS judged ON judged.row_id = indicator.row_id
WHERE plan.board_key = ?
ORDER BY
    plan_year DESC, indicator.set_by,
    TRY_CAST(string_split(replace(indicator.goal_code, 'n', ''), '.') AS INTEGER[]), indicator.ordinal
"""


def targets(connection: duckdb.DuckDBPyConnection, board: str) -> Section | None:
    """The section on a board's indicators; None if it has none."""
    found = rows(connection, INDICATORS, board)
    if not found:
        return None
    years = sorted({row["plan_year"] for row in found})
    series, recent = _series(found), years[-MOST_YEARS:]
    table = _targets(board, recent, [line for line in series if line[0]["plan_year"] in recent])
    tables = [table]
    if recent != years:
        tables.append(_targets(board, years, series, folded=True))
    newest = [row for row in found if row["plan_year"] == years[-1]]
    drawn = charts.targets(board, years[-1], newest, table.key)
    return Section(
        f"{board}-indikatorer",
        "Indikatorer och årsmål",
        "Årsmål som de är tryckta, år för år: nämndens egna och kommunfullmäktiges (KF). En indikator följs från plan "
        "till plan, också när den har fått en ny lydelse.",
        tuple(tables),
        (drawn,) if drawn else (),
    )


def _series(found: list[Fetched]) -> list[list[Fetched]]:
    """Each indicator through the plans, its newest row first."""
    by_id = {row["row_id"]: row for row in found}
    followed: set[str] = set()
    series = []
    for row in found:
        if row["row_id"] in followed:
            continue
        line = [row]
        while (earlier := line[-1]["previous_row_id"]) in by_id:
            line.append(by_id[earlier])
        followed.update(step["row_id"] for step in line)
        series.append(line)
    return series


def _targets(board: str, years: list[int], series: list[list[Fetched]], folded: bool = False) -> Table:
    span = f" {years[0]}–{years[-1]}, också de som inte finns kvar" if folded else ""
    columns = [Column("Indikator"), Column("Mål")]
    columns += [Column(f"Nämnden {year}", number=True) for year in years]
    columns += [Column("Ändring", number=True)]
    columns += [Column(f"KF {year}", number=True) for year in years]
    columns += [Column("Mot KF")]
    return Table(
        f"{board}-årsmål" + ("-alla-år" if folded else ""),
        f"Indikatorernas årsmål{span}",
        tuple(columns),
        tuple(_followed(line, years) for line in series),
        "”Mot KF” säger om nämndens årsmål är skarpare, lika eller svagare än KF:s, där det går att säga.",
        folded,
    )


def _followed(line: list[Fetched], years: list[int]) -> Row:
    newest = line[0]
    by_year = {row["plan_year"]: row for row in line}
    return Row(
        (
            Cell(newest["name"], note=_history(newest, years[-1])),
            Cell(newest["goal_code"]),
            *(_target(by_year.get(year), "target_text") for year in years),
            _change(newest) if newest["plan_year"] == years[-1] else MISSING_CELL,
            *(_target(by_year.get(year), "kf_target_text") for year in years),
            _against_kf(newest),
        )
    )


def _against_kf(row: Fetched) -> Cell:
    if row["ambition"] == "ej jämförbar":
        return Cell("") if row["kf_target_text"] is None else Cell("", note=row["ambition_reason"])
    return Cell(row["ambition"] or "", tone="down" if row["ambition"] == "svagare" else "")


def _history(row: Fetched, newest: int) -> str | None:
    if row["plan_year"] != newest:
        return f"finns inte kvar {row['plan_year'] + 1}" if row["plan_year"] + 1 == newest else "finns inte kvar"
    if row["status"] == "new":
        return f"ny {newest}"
    if row["status"] == "renamed":
        return f"{row['previous_plan_year']}: {row['previous_name']}"
    return None


def _target(row: Fetched | None, column: str) -> Cell:
    if row is None or row[column] is None:
        return MISSING_CELL
    return Cell(row[column], printed(row["row_id"], column))


def _change(row: Fetched) -> Cell:
    if row["change"] is not None:
        return Cell(swedish(row["change"], signed=True))
    return Cell(note=row["change_reason"]) if row["status"] == "carried_over" and row["target_text"] else MISSING_CELL
