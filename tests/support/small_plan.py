"""A plan of a few rows in every table, as parsing would hand it over: to stage and to publish in no time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.document import Box
from pipeline.record import Extraction, Record, Source, Value
from pipeline.stage import rows_of, stage

OVERVIEW = {
    ("netto", "verksamhetsplan", 0): ("100.5", "240.0"),
    ("netto", "prognos_slutlig_budget", -1): ("98.0", "0"),
    ("netto", "utfall", -2): ("90.25", "250.0"),
    ("kostnader", "verksamhetsplan", 0): ("130.0", "-1.5"),
}
AREAS = ("Förskola", "Äldreomsorg")


def extraction(board_key: str = "farsta", year: int = 2026, edition: str = "1", **document: Value) -> Extraction:
    """The records of a plan; editions of one plan differ in their bytes, `document` gives other values of its row."""
    values: dict[str, Value] = {
        "document_key": f"{board_key}/verksamhetsplan/{year}",
        "sha256": hashlib.sha256(f"{board_key} {year} {edition}".encode()).hexdigest(),
        "file_name": f"{board_key}-{year}-{edition}.pdf",
        "media_type": "application/pdf",
        "page_count": 9,
        "board": f"{board_key.capitalize()} stadsdelsnämnd",
        "board_key": board_key,
        "document_type": "verksamhetsplan",
        "plan_year": year,
        "issued_on": date(year - 1, 12, 1),
        "reader": "pdf_oxide",
    }
    return Extraction(_printed("document", {**values, **document}, 1), [*_goals(), *_budget(year), *_rest(year)])


def put(staged: Path, made: Extraction) -> str:
    """Stages it; gives back its document_id."""
    return str(stage(rows_of(made), staged)["document_id"])


def record(table: str, **values: Value) -> Record:
    """One record, printed on page 2."""
    if table == "goal":
        values.setdefault("is_numbered", True)
    return _printed(table, values, 2)


def indicator(ordinal: int, name: str, board: Iterable[Any], kf: Iterable[Any]) -> Record:
    """An indicator's record from two targets: text, kind, value, unit."""
    columns = ("target_text", "target_kind", "target_value", "target_unit")
    targets = dict(zip(columns, board, strict=True)) | {
        f"kf_{column}": value for column, value in zip(columns, kf, strict=True)
    }
    return record(
        "indicator",
        goal_code="1.1",
        ordinal=ordinal,
        name=name,
        set_by="kommunfullmäktige",
        periodicity="År",
        **targets,
    )


def _printed(table: str, values: dict[str, Value], page: int) -> Record:
    sources = {
        column: (Source(page, Box(50.0, 100.0, 250.5, 112.0), f" {value}"),)
        for column, value in values.items()
        if value is not None
    }
    return Record(table, values, sources)


def _goals() -> list[Record]:
    return [
        record("section", ordinal=1, level=1, heading="Mål", path="Mål", text="Ett.\nTvå.", page_first=2, page_last=3),
        record("decision", number=1, text="Nämnden anmäler planen.", action="anmäler"),
        record("decision", number=2, text="Nämnden ansöker.", action="annat", amount_sek=Decimal("30960.50")),
        record("decision_amount", number=2, ordinal=1, amount_sek=Decimal("30960.50"), text="30 960,50 kr"),
        record("signature", ordinal=1, name="Eva Ek", title="Stadsdelsdirektör"),
        record("attachment", ordinal=1, number="1", title="Resultatenheter"),
        record("footnote", ordinal=1, mark="*", text="Prognos."),
        record(
            "goal",
            ordinal=1,
            goal_code="1.1",
            level="områdesmål",
            parent_code="1",
            title="Alla är trygga",
            is_numbered=True,
        ),
        record("expected_result", goal_code="1.1", ordinal=1, text="Fler är trygga."),
        indicator(1, "Andel trygga", ("80 %", "value", Decimal(80), "%"), ("77 %", "value", Decimal(77), "%")),
        record(
            "activity",
            goal_code="1.1",
            ordinal=1,
            name="Gå ut",
            set_by="nämnd",
            starts_on=date(2026, 5, 1),
            ends_on=date(2026, 6, 30),
        ),
    ]


def _budget(year: int) -> list[Record]:
    """An overview of two areas, and the table of a section that repeats a figure of it."""
    return [
        record(
            "budget_line",
            table_ordinal=table,
            is_overview=table == 1,
            table_title="Nämndens ekonomiska förutsättningar" if table == 1 else area,
            row_ordinal=row,
            label=area,
            is_total=False,
            column_ordinal=column,
            column_text=f"{basis} {year + shift}",
            measure=measure,
            basis=basis,
            fiscal_year=year + shift,
            amount_mnkr=Decimal(amounts[row - 1]),
        )
        for table in (1, 2)
        for column, ((measure, basis, shift), amounts) in enumerate(OVERVIEW.items(), start=1)
        for row, area in enumerate(AREAS, start=1)
    ]


def _rest(year: int) -> list[Record]:
    mnkr = Decimal("0.03096050")
    return [
        record("turnover_change", ordinal=1, label="Förskola", is_total=False, costs_mnkr=mnkr, net_mnkr=Decimal(0)),
        record("budget_adjustment", ordinal=1, category="Lek", category_key="lek", amount_mnkr=mnkr, is_total=False),
        record("adjustment_item", ordinal=1, category="Lek drift", category_key="lek", text="Förvaltningen ansöker."),
        record("investment", ordinal=1, name="Maskiner", amount_mnkr=mnkr),
        record("result_unit", ordinal=1, area="Förskola", name="Område 1"),
        record(
            "claim", ordinal=1, text=f"En ökning med 5,2 procent {year}.", direction="ökning", percent=Decimal("5.2")
        ),
        record("finding", ordinal=1, rule="net", severity="error", message="Summan stämmer inte.", page=4),
        record("unmapped_table", ordinal=1, x0=1.0, x1=2.0, top=1.0, bottom=1.0, cells="[[]]", reason="Okänd tabell"),
        *_account(),
    ]


def _account() -> list[Record]:
    counts = {"printed_count": 8, "stored_count": 7, "ignored_count": 0, "unaccounted_count": 1}
    return [
        record("document_coverage", place="tabell", **counts, accounted_percent=Decimal("87.5")),
        record("number_kind", place="tabell", fate="lagrat", kind="belopp", number_count=7),
        record("unaccounted_number", ordinal=1, place="tabell", kind="belopp", text="1,5", context="Lek 1,5"),
    ]
