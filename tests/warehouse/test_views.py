"""The views: what they say of plans made up for it, and that a real plan's values reach the warehouse unchanged."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.record import Extraction, Record
from pipeline.staged import StagedDocument
from tests.support.house import House, run
from tests.support.places import SHARED
from tests.support.small_plan import extraction, indicator, record


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_views_of_an_empty_warehouse_are_empty(house: House) -> None:
    house.publish()
    # The registers of boards and of rules are there before any document is, and so is what the file says of itself.
    views = house.ask(
        "SELECT concat(schema_name, '.', view_name) FROM duckdb_views() "
        "WHERE NOT internal AND view_name NOT IN ('board', 'rule', 'tjut')"
    )
    assert len(views) >= 4
    for (name,) in views:
        assert house.ask(f"FROM {name}") == [], name


def test_the_edition_that_counts_is_told_by_the_document_before_its_arrival(house: House) -> None:
    """By its date; by what it says of itself; by its arrival; together a PDF before a text, and the file's name."""
    first, second = extraction(edition="1"), extraction(edition="2", issued_on=date(2020, 1, 1))
    text = extraction(edition="3", media_type="text/plain", file_name="z.txt")
    revised = extraction(edition="4", title="Verksamhetsplan 2026, reviderad")
    dated, undated = extraction(edition="5", issued_on=date(2026, 1, 9)), extraction(edition="6", issued_on=None)

    def order(*arrivals: Extraction) -> list[tuple[str, str | None]]:
        """The editions as they arrive, one a minute; oldest first, each with what makes it the later one."""
        shutil.rmtree(house.staged)
        house.warehouse.unlink(missing_ok=True)
        editions = dict(zip(house.put(*arrivals), "abcdef", strict=False))
        for minute, document in enumerate(editions):
            staged = StagedDocument.from_manifest(house.staged / document / "manifest.json")
            staged.arrive(datetime(2026, 11, 23, 3, minute, tzinfo=UTC))
        house.publish()
        found = house.ask("SELECT document_id, decided_by, is_newest FROM base.document_version ORDER BY version")
        assert house.ask("SELECT document_id FROM base.document WHERE is_current") == [(found[-1][0],)]
        return [(editions[document], by) for document, by, _ in found]

    assert order(dated, first) == [("b", None), ("a", "issued_on")]  # an archive filled backwards
    assert order(dated, undated) == [("b", None), ("a", "issued_on")]
    assert order(first, second) == [("b", None), ("a", "issued_on")]
    assert order(revised, first) == [("b", None), ("a", "revision")]
    assert order(first, text) == [("a", None), ("b", "arrival")]
    assert order(text, first) == [("a", None), ("b", "arrival")]


def test_budget_by_year_takes_the_newest_statement_and_counts_nothing_twice(house: House) -> None:
    house.put(extraction("farsta", 2025), extraction("farsta", 2026), extraction("bromma", 2026))
    house.publish()
    found = house.ask(
        "SELECT fiscal_year, basis, amount_mnkr, stated_in_plan_year FROM budget_by_year "
        "WHERE board_key = 'farsta' AND area = 'Äldreomsorg' AND measure = 'netto' ORDER BY ALL"
    )
    assert found == [
        (2023, "utfall", Decimal(250), 2025),
        (2024, "prognos_slutlig_budget", Decimal(0), 2025),
        (2024, "utfall", Decimal(250), 2026),
        (2025, "prognos_slutlig_budget", Decimal(0), 2026),
        (2025, "verksamhetsplan", Decimal(240), 2025),
        (2026, "verksamhetsplan", Decimal(240), 2026),
    ]
    doubled = "SELECT 1 FROM budget_by_year GROUP BY board_key, area, parent_area, fiscal_year, basis, measure"
    assert house.ask(f"{doubled} HAVING count(*) > 1") == []


def test_two_rows_of_one_name_are_both_kept(house: House) -> None:
    """Two rows of an overview that mean the same, and one that changed its wording: no figure takes another's place."""

    def line(year: int, row: int, label: str, amount: int) -> Record:
        return record(
            "budget_line", table_ordinal=1, is_overview=True,
            row_ordinal=row, column_ordinal=1, label=label, is_total=False,
            measure="netto", basis="verksamhetsplan", fiscal_year=year, amount_mnkr=Decimal(amount),
        )  # fmt: skip

    before, after = extraction(year=2025), extraction(year=2026)
    before.records = [
        line(2025, 1, "Vuxna", 1),
        line(2025, 2, "varav vuxna", 2),
        line(2025, 3, "Förskoleverksamhet", 3),
    ]
    after.records = [line(2025, 1, "Vuxen", 4), line(2025, 2, "vuxna", 5), line(2025, 3, "Förskola", 6)]
    house.put(before, after)
    house.publish()
    assert house.ask("SELECT area, amount_mnkr, stated_in_plan_year FROM budget_by_year ORDER BY ALL") == [
        ("Förskola", Decimal(6), 2026),
        ("Vuxen", Decimal(4), 2026),
        ("vuxna", Decimal(5), 2026),
    ]
    restated = house.ask("SELECT amount_mnkr, restated_amount_mnkr FROM restatement ORDER BY ALL")
    assert restated == [(Decimal(1), Decimal(4)), (Decimal(2), Decimal(5)), (Decimal(3), Decimal(6))]


def test_a_superseded_reading_is_in_no_view(house: House) -> None:
    old, new = extraction(edition="1"), extraction(edition="2")
    house.put(old, new)
    house.publish([run(1, old), run(2, new)])
    (current,) = house.ask("SELECT document_id FROM base.document WHERE is_current")
    assert current[0].endswith(str(new.document.values["sha256"])[:32])
    for view in ("budget_by_year", "budget_year_over_year", "indicator_ambition"):
        assert house.ask(f"SELECT DISTINCT document_id FROM {view}") == [current], view
    assert house.ask("SELECT finding_count FROM finding_summary") == [(1,)]


def test_budget_year_over_year_says_what_is_compared(house: House) -> None:
    house.put(extraction())
    house.publish()
    found = house.ask(
        "SELECT area, amount_mnkr, previous_fiscal_year, previous_basis, change_mnkr, change_percent, reason "
        "FROM budget_year_over_year ORDER BY ALL"
    )
    assert found == [
        ("Förskola", Decimal("100.5"), 2024, "utfall", Decimal("10.25"), Decimal("11.4"), None),
        ("Förskola", Decimal("100.5"), 2025, "prognos_slutlig_budget", Decimal("2.5"), Decimal("2.6"), None),
        ("Äldreomsorg", Decimal(240), 2024, "utfall", Decimal(-10), Decimal("-4.0"), None),
        ("Äldreomsorg", Decimal(240), 2025, "prognos_slutlig_budget", Decimal(240), None, "föregående belopp är noll"),
    ]


def percent(number: float) -> tuple[Any, ...]:
    return (f"{number} %", "value", Decimal(str(number)), "%")


def number_of(number: int, unit: str | None = "st") -> tuple[Any, ...]:
    return (f"{number} {unit}", "value", Decimal(number), unit)


TO_THE_BOARD = ("Tas fram av nämnd", "set_by_board", None, None)
NONE = (None, None, None, None)
ONE_OF_TWO_PERCENT = ("+/-1 %", "tolerance", Decimal(1), "%"), ("+/- 2 %", "tolerance", Decimal(2), "%")


@pytest.mark.parametrize(
    ("name", "board", "kf", "ambition", "reason"),
    [
        ("Andel nöjda", percent(80), percent(77), "skarpare", None),
        ("Andel nöjda", percent(70), percent(77), "svagare", None),
        ("Andel med vad som helst", percent(1), percent(1.0), "lika", None),
        ("Andel med vad som helst", percent(2), percent(1), "ej jämförbar", "högre eller lägre"),
        ("Sjukfrånvaro dag 1-14", percent(2.5), percent(2.7), "skarpare", None),
        ("Andel vuxna med ekonomiskt bistånd", percent(2), percent(1), "svagare", None),
        ("Andel som känner sig otrygga", percent(9), percent(10), "skarpare", None),
        ("Andel som inte upplever diskriminering", percent(9), percent(10), "svagare", None),
        ("Andel avhysningar som kunnat avvärjas", percent(97), percent(90), "skarpare", None),
        ("Antal barn per grupp", number_of(14), number_of(15), "skarpare", None),
        ("Antal vräkningar", number_of(0), number_of(0), "lika", None),
        ("Antal ungdomar som fått feriejobb", number_of(1300), number_of(11500), "ej jämförbar", "hela staden"),
        ("Köpt energi i stadens organisation", number_of(1, "GWh"), number_of(1675, "GWh"), "ej jämförbar", "hela"),
        ("Klimatpåverkan", number_of(1, "kg CO2 per kg"), number_of(2, "kg CO2 per kg"), "skarpare", None),
        ("Aktivt Medskapandeindex", number_of(83, None), number_of(82, None), "skarpare", None),
        ("Antal personal", number_of(10), ("Max 10 personer", "maximum", Decimal(10), "personer"), "lika", None),
        ("Antal personal", number_of(12), ("Max 10 personer", "maximum", Decimal(10), "personer"), "svagare", None),
        ("Prognossäkerhet", *ONE_OF_TWO_PERCENT, "skarpare", None),
        ("Prognossäkerhet", ONE_OF_TWO_PERCENT[0], percent(1), "ej jämförbar", "olika slag"),
        ("Köpt energi", number_of(1, "GWh"), number_of(1, "MWh"), "ej jämförbar", "olika enheter"),
        ("Andel nöjda", percent(80), ("Ökning", "increase", None, None), "ej jämförbar", "inget tal"),
        ("Andel nöjda", ("Ökning", "increase", None, None), ("Ökning", "increase", None, None), "lika", None),
        ("Andel nöjda", percent(80), TO_THE_BOARD, "ej jämförbar", "låter nämnden"),
        ("Andel nöjda", percent(80), NONE, "ej jämförbar", "fullmäktige har inget"),
        ("Andel nöjda", NONE, percent(80), "ej jämförbar", "nämnden har inget"),
    ],
)
def test_ambition(
    ambitions: dict[tuple[Any, ...], tuple[str, str | None]],
    name: str,
    board: tuple[Any, ...],
    kf: tuple[Any, ...],
    ambition: str,
    reason: str | None,
) -> None:
    found = ambitions[(name, board, kf)]
    assert found[0] == ambition
    assert found[1] is None if reason is None else reason in (found[1] or "")


@pytest.fixture(scope="module")
def ambitions(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[Any, ...], tuple[str, str | None]]:
    """What the view says of each case of `test_ambition`, all in one plan."""
    (mark,) = (mark for mark in test_ambition.pytestmark if mark.name == "parametrize")  # type: ignore[attr-defined]
    cases = [case[:3] for case in mark.args[1]]
    house = House(tmp_path_factory.mktemp("ambition"))
    made = extraction()
    made.records = [indicator(ordinal, *case) for ordinal, case in enumerate(cases, start=1)]
    house.put(made)
    house.publish()
    rows = house.ask("SELECT row_id, ambition, reason FROM indicator_ambition")
    said = {int(row_id.rpartition("/")[2]): (ambition, reason) for row_id, ambition, reason in rows}
    return {case: said[ordinal] for ordinal, case in enumerate(cases, start=1)}


def transcription() -> dict[str, Any]:
    path = SHARED / "corpus" / "hasselby-vallingby-vp-2026.records.json"
    if not path.exists():
        pytest.skip(f"{path.name} is not at hand")
    stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return stored


def transcribed(stored: dict[str, Any]) -> list[Record]:
    """The rows of a transcription as parsing would hand them over."""
    day, kf = date.fromisoformat, "kommunfullmäktige"
    described = {goal["code"]: goal["text"] for goal in stored["goal_descriptions"]}
    rows = [record("decision", **{k: v for k, v in one.items() if k in ("number", "text", "action", "budget_kind")},
                   amount_sek=money(one["amount_sek"])) for one in stored["decisions"]]  # fmt: skip
    rows += [record("goal", ordinal=n, goal_code=one["code"], level=one["level"], parent_code=one["parent"],
                    title=one["title"], description=described.get(one["code"]))
             for n, one in enumerate(stored["goals"], 1)]  # fmt: skip
    rows += [record("expected_result", goal_code=one["code"], ordinal=one["ordinal"], text=one["text"])
             for one in stored["expected_results"]]  # fmt: skip
    rows += [record("indicator", goal_code=one["goal_code"], ordinal=one["ordinal"], name=one["name"], set_by=kf,
                    target_text=one["target_text"], kf_target_text=one["kf_target_text"],
                    periodicity=one["periodicity"]) for one in stored["indicators"]]  # fmt: skip
    rows += [record("activity", goal_code=one["goal_code"], ordinal=one["ordinal"], name=one["name"], set_by=kf,
                    starts_on=one["start"] and day(one["start"]), ends_on=one["end"] and day(one["end"]))
             for one in stored["activities"]]  # fmt: skip
    rows += [record("budget_line", table_ordinal=t, is_overview=t == 1,
                    table_title=table["title"], row_ordinal=r, label=row["label"],
                    is_total=False, column_ordinal=c, column_text=column, measure="netto", basis="verksamhetsplan",
                    fiscal_year=2026, amount_mnkr=money(value))
             for t, table in enumerate(stored["budget_tables"], 1) for r, row in enumerate(table["rows"], 1)
             for c, (column, value) in enumerate(zip(table["columns"], row["values"], strict=True), 1)
             if value is not None]  # fmt: skip
    rows += [record("turnover_change", ordinal=n, label=one["label"], is_total=False, costs_mnkr=money(one["costs"]),
                    income_mnkr=money(one["income"]), net_mnkr=money(one["net"]))
             for n, one in enumerate(stored["turnover_changes"], 1)]  # fmt: skip
    rows += [record("budget_adjustment", ordinal=n, budget_kind=one["kind"], category=one["category"], category_key="x",
                    application_count=one["count"], amount_mnkr=money(one["amount_mnkr"]), is_total=one["is_total"])
             for n, one in enumerate(stored["adjustments"], 1)]  # fmt: skip
    rows += [record("adjustment_item", ordinal=n, budget_kind=one["kind"], category=one["category"], category_key="x",
                    amount_mnkr=money(one["amount_mnkr"]), text=one["text"])
             for n, one in enumerate(stored["adjustment_items"], 1)]  # fmt: skip
    rows += [record("investment", ordinal=n, name=one["name"], amount_mnkr=money(one["amount_mnkr"]))
             for n, one in enumerate(stored["investments"], 1)]  # fmt: skip
    return rows + [record("result_unit", ordinal=n, area=one["area"], name=one["name"])
                   for n, one in enumerate(stored["result_units"], 1)]  # fmt: skip


def money(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def test_a_transcribed_plan_scores_in_full(house: House) -> None:
    """Nothing of a real plan's values is changed between its records and the warehouse."""
    stored = transcription()
    made = extraction(
        "hasselby-vallingby", board=stored["document"]["board"], signed_by=stored["document"]["signed_by"]
    )
    made.records = transcribed(stored)
    house.put(made)
    house.publish()
    score = SHARED / "tools" / "score.py"
    records = SHARED / "corpus" / "hasselby-vallingby-vp-2026.records.json"
    command = [sys.executable, str(score), str(house.warehouse), str(records)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout
    assert "F1 1.0000" in ended.stdout


def test_a_newcomer_who_adds_up_amounts_gets_the_sum_or_is_told_why_not(tmp_path: Path) -> None:
    """Each view of `main` with sums of money, by whatever name: the rows that are neither totals nor parts add up, or
    its comment says that the amounts are not the board's budget."""
    house = House(tmp_path)
    editions = (extraction(year=2025), extraction(year=2026), extraction(edition="2", title="Reviderad"))
    for made in editions:
        total = record(
            "budget_line", table_ordinal=1, is_overview=True, row_ordinal=9, column_ordinal=1, label="Totalt",
            is_total=True, column_text="Netto", measure="netto", basis="verksamhetsplan",
            fiscal_year=made.document.values["plan_year"], amount_mnkr=Decimal("340.5"),
        )  # fmt: skip
        made.records.append(total)
    house.put(*editions)
    house.publish()
    found = house.ask(
        "SELECT DISTINCT view_name, view.comment FROM duckdb_views() AS view JOIN duckdb_columns() "
        "ON table_name = view_name AND duckdb_columns.schema_name = view.schema_name "
        "WHERE view.schema_name = 'main' AND regexp_matches(column_name, '_(mnkr|sek|kr)$')"
    )
    assert len(found) > 5
    for view, comment in found:
        columns = {name for name, *_ in house.ask(f"DESCRIBE {view}")}
        if "inte nämndens budget" in comment:
            continue
        if "amount_mnkr" not in columns:  # a row for each board and year
            assert house.ask(f"SELECT sum(total_mnkr) FROM {view} WHERE plan_year = 2026") == [(Decimal("340.5"),)], (
                view
            )
            continue
        assert {"is_total", "is_part", "basis", "measure", "fiscal_year", "board_key"} <= columns, view
        earlier = " AND previous_basis = 'prognos_slutlig_budget'" if "previous_basis" in columns else ""
        ((total,),) = house.ask(
            f"SELECT sum(amount_mnkr) FROM {view} WHERE NOT is_total AND NOT is_part AND measure = 'netto' "
            f"AND basis = 'verksamhetsplan' AND fiscal_year = 2026{earlier}"
        )
        assert total == Decimal("340.5"), view
    assert house.ask("SELECT count(*) FROM indicator_by_year WHERE plan_year = 2026") == [(1,)]  # of one edition
    assert house.ask("SELECT count(*) FROM document") == [(2,)]
