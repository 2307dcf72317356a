"""A plan that agrees with itself has no error; each planted contradiction is found, with the cell that is wrong."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.names import another_word, same
from pipeline.reconcile import reconcile
from pipeline.reconcile.equation import Check, Figure, swedish
from pipeline.reconcile.rounding import adds_up_as_printed
from pipeline.reconcile.rule import RULES, Tables
from pipeline.record import Record
from tests.support.made_up_plan import AREAS, FAMILY, TENTH, Plan, Row


def loud(found: list[Record]) -> list[Record]:
    """The findings that are no notes."""
    return [record for record in found if record.values["severity"] != "note"]


@pytest.mark.parametrize("seed", range(25))
def test_a_plan_that_agrees_with_itself_has_no_finding(seed: int) -> None:
    plan = Plan(seed)
    assert len(plan.tables["claim"]) == 7
    assert [record.values["message"] for record in loud(reconcile(plan.tables))] == []


# Each kind of planted error: what it changes (giving back the cell, or None), and a rule that must find it.
Plant = Callable[[Plan, Random], tuple[str, str] | None]


def some(plan: Plan, random: Random, table: str, fits: Callable[[Row], bool] = lambda row: True) -> Row:
    return random.choice([row for row in plan.tables[table] if fits(row)])


def shift(random: Random) -> Decimal:
    """A change that a misprint makes, other than the differences that occur anyway."""
    return random.choice([-1, 1]) * random.randint(3, 9) * TENTH


def cell(table: str, column: str, fits: Callable[[Row], bool] = lambda row: True, factor: int = 1) -> Plant:
    """Shift one cell of a table."""

    def plant(plan: Plan, random: Random) -> tuple[str, str]:
        row = some(plan, random, table, fits)
        row[column] += shift(random) * factor
        return row["row_id"], column

    return plant


def gross(row: Row) -> bool:
    return row["measure"] != "netto" and "omslutning" not in row["label"]


def overview(row: Row) -> bool:
    return bool(row["is_overview"]) and "omslutning" not in row["label"]


def earlier(row: Row) -> bool:
    return bool(row["fiscal_year"] < 2026 and not row["is_total"])


def applied(row: Row) -> bool:
    return bool(row["action"] == "ansöker_budgetjustering")


def one_more(row: Row) -> dict[str, object]:
    return {"application_count": row["application_count"] + 1}


def uncounted(row: Row) -> dict[str, object]:
    return {"application_count": None}


def another_target(row: Row) -> dict[str, object]:
    return {"name": "Indikator 1", "kf_target_text": "80 %"}


def years_ago(row: Row) -> dict[str, object]:
    return {"starts_on": datetime.date(2024, 1, 1), "ends_on": datetime.date(2025, 1, 1)}


def another_sum(row: Row) -> dict[str, object]:
    return {"text": "Nämnden anmäler omslutningsförändringar om 999,9 mnkr."}


def printed(words: str) -> Plant:
    """Change the amount that is printed behind some words."""

    def plant(plan: Plan, random: Random) -> None:
        row = some(plan, random, "section", lambda row: words in str(row["text"] or row["heading"]))
        column = "text" if row["text"] else "heading"
        before, _, after = row[column].partition(words)
        figure = after.split(" mnkr")[0].strip()
        value = Decimal(figure.replace(" ", "").replace(",", ".")) + abs(shift(random))
        row[column] = f"{before}{words} {swedish(value, 1)} mnkr{after.partition(' mnkr')[2]}"

    return plant


def set_value(
    table: str, value: Callable[[Row], dict[str, object]], fits: Callable[[Row], bool] = lambda r: True
) -> Plant:
    def plant(plan: Plan, random: Random) -> None:
        row = some(plan, random, table, fits)
        row.update(value(row))

    return plant


def stated(column: str) -> Plant:
    """Change a figure of a claim, and the sentence it stands in."""

    def plant(plan: Plan, random: Random) -> tuple[str, str]:
        row = some(plan, random, "claim")
        before = row[column]
        row[column] += shift(random)
        row["text"] = row["text"].replace(swedish(before, 1), swedish(row[column], 1))
        return row["row_id"], column

    return plant


def doubled_label(plan: Plan, random: Random) -> None:
    row = some(plan, random, "budget_line", lambda row: overview(row) and row["parent_label"] is None)
    for other in plan.tables["budget_line"]:
        if overview(other) and other["row_ordinal"] == 2:
            other["label"] = row["label"] if row["row_ordinal"] != 2 else AREAS[0]


def lost(table: str, fits: Callable[[Row], bool] = lambda row: True) -> Plant:
    def plant(plan: Plan, random: Random) -> None:
        plan.tables[table].remove(some(plan, random, table, fits))

    return plant


def doubled(table: str) -> Plant:
    def plant(plan: Plan, random: Random) -> None:
        plan.tables[table].append(dict(some(plan, random, table)))

    return plant


def observed(plan: Plan, random: Random) -> None:
    row = some(plan, random, "section", lambda row: "oktober 2025" in str(row["text"]))
    row["text"] = row["text"].replace("oktober 2025", random.choice(["oktober 2026", "mars 2027"]))


PLANTED: dict[str, tuple[Plant, str]] = {
    "overview costs or income": (cell("budget_line", "amount_mnkr", lambda r: overview(r) and gross(r)), "net"),
    "overview net of another year": (
        cell("budget_line", "amount_mnkr", lambda r: overview(r) and r["fiscal_year"] < 2026 and not r["is_total"]),
        "section_table",
    ),
    "overview total": (cell("budget_line", "amount_mnkr", lambda r: r["label"] == "Total drift"), "total"),
    "overview part": (
        cell("budget_line", "amount_mnkr", lambda r: overview(r) and r["parent_label"] == FAMILY),
        "subtotal",
    ),
    "section table row": (
        cell("budget_line", "amount_mnkr", lambda r: r["table_ordinal"] > 1 and gross(r) and not r["is_total"]),
        "net",
    ),
    "section table sum": (
        cell("budget_line", "amount_mnkr", lambda r: r["table_ordinal"] > 1 and r["is_total"]),
        "total",
    ),
    "overview turnover": (
        cell("budget_line", "amount_mnkr", lambda r: r["parent_label"] == "Total drift" and r["measure"] != "netto"),
        "turnover_total",
    ),
    "section turnover": (
        cell("budget_line", "amount_mnkr", lambda r: r["parent_label"] == "Summa" and r["measure"] != "netto"),
        "turnover_area",
    ),
    "turnover costs": (cell("turnover_change", "costs_mnkr", lambda r: r["parent_label"] is None), "net"),
    "turnover sum": (cell("turnover_change", "income_mnkr", lambda r: r["is_total"]), "total"),
    "turnover part": (cell("turnover_change", "costs_mnkr", lambda r: r["parent_label"] is not None), "subtotal"),
    "decision amount": (
        cell("decision", "amount_sek", applied, 1_000_000),
        "adjustment_decisions",
    ),
    "decision against paragraph": (cell("decision", "amount_sek", applied, 1_000_000), "decision_item"),
    "paragraph amount": (cell("adjustment_item", "amount_mnkr"), "adjustment_items"),
    "application table": (cell("budget_adjustment", "amount_mnkr", lambda r: not r["is_total"]), "adjustment_headline"),
    "application sum": (cell("budget_adjustment", "amount_mnkr", lambda r: r["is_total"]), "total"),
    "claim level": (stated("level_mnkr"), "claim_level"),
    "claim amount": (stated("amount_mnkr"), "claim_amount"),
    "claim percent": (stated("percent"), "claim_percent"),
}
PLANTED_ELSEWHERE: dict[str, tuple[Plant, str]] = {
    "count": (set_value("budget_adjustment", one_more), "adjustment_count"),
    "count missing": (set_value("budget_adjustment", uncounted), "adjustment_count_missing"),
    "turnover decision": (
        set_value("decision", another_sum, lambda r: r["number"] == 2),
        "turnover_decision",
    ),
    "turnover not neutral": (cell("turnover_change", "income_mnkr"), "turnover_net"),
    "direction": (set_value("claim", lambda r: {"direction": "minskning"}), "claim_amount"),
    "income requirement": (printed("ett intäktskrav om"), "income_requirement"),
    "turnover prose": (printed("Omslutningar beräknas till"), "turnover_prose"),
    "turnover prose in all": (printed("omsluter därtill ytterligare"), "turnover_prose"),
    "headline": (printed("Klimatinvesteringar ("), "adjustment_headline"),
    "applications in all": (printed("om totalt"), "adjustment_total_prose"),
    "investment": (cell("investment", "amount_mnkr", lambda r: "Maskiner" not in r["name"]), "investment_budget"),
    "machines": (cell("investment", "amount_mnkr", lambda r: "Maskiner" in r["name"]), "investment_machines"),
    "investments in all": (printed("Investeringsbudgeten uppgår till"), "investment_sum"),
    "decision lost": (lost("decision", lambda r: 1 < r["number"] < 8), "decision_numbering"),
    "decision doubled": (doubled("decision"), "doubled_decision"),
    "application lost": (lost("adjustment_item"), "decision_without_item"),
    "goal lost": (lost("goal", lambda r: r["goal_code"] in ("1", "1.1")), "goal_numbering"),
    "goal of an indicator": (set_value("indicator", lambda r: {"goal_code": "9.9"}), "goal_code_exists"),
    "parent of a goal": (lost("goal", lambda r: r["goal_code"] in ("2", "1.2")), "goal_code_exists"),
    "indicator doubled": (doubled("indicator"), "doubled_goal_row"),
    "activity doubled": (doubled("activity"), "doubled_goal_row"),
    "targets of kommunfullmäktige": (
        set_value("indicator", another_target, lambda r: r["goal_code"] != "1.1"),
        "indicator_targets",
    ),
    "dates turned": (
        set_value("activity", lambda r: {"starts_on": r["ends_on"], "ends_on": r["starts_on"]}),
        "activity_dates",
    ),
    "other year": (
        set_value("activity", years_ago),
        "activity_year",
    ),
    "observed in the future": (observed, "future_date"),
    "issued too late": (set_value("document", lambda r: {"issued_on": datetime.date(2028, 1, 1)}), "issue_year"),
    "row doubled": (doubled_label, "doubled_row"),
}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_error_is_found_and_its_cell_named(kind: str, seed: int) -> None:
    plan = Plan(seed)
    plant, rule = PLANTED[kind]
    wrong = plant(plan, Random(seed))
    found = loud(reconcile(plan.tables))
    assert rule in {record.values["rule"] for record in found}
    named = {(record.values["suspect_row_id"], record.values["suspect_column"]) for record in found} - {(None, None)}
    assert named == {wrong}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("kind", PLANTED_ELSEWHERE)
def test_a_planted_error_is_found(kind: str, seed: int) -> None:
    plan = Plan(seed)
    plant, rule = PLANTED_ELSEWHERE[kind]
    plant(plan, Random(seed))
    assert rule in {record.values["rule"] for record in reconcile(plan.tables)}


class TestRounding:
    """Sums of rounded figures may miss; sums of figures added up as printed may not."""

    @pytest.mark.parametrize("seed", range(10))
    def test_figures_rounded_each_by_itself_are_no_contradiction(self, seed: int) -> None:
        tables = {name: Plan(seed).tables[name] for name in ("document", "budget_line", "turnover_change")}
        for row in (*tables["budget_line"], *tables["turnover_change"]):
            for column in ("amount_mnkr", "costs_mnkr", "income_mnkr", "net_mnkr"):
                if column in row:
                    row[column] = round(row[column] / 7, 1)
        missed = [
            check
            for rule in ("net", "total", "subtotal")
            for check in RULES[rule].judge(Tables(tables))
            if isinstance(check, Check) and check.residual()
        ]
        assert missed
        assert [record.values["message"] for record in loud(reconcile(tables))] == []

    def test_a_small_difference_among_exact_sums_is_a_contradiction(self) -> None:
        plan = Plan(1)
        total = next(row for row in plan.tables["budget_line"] if row["label"] == "Total drift")
        total["amount_mnkr"] += TENTH
        assert {"net", "total"} <= {record.values["rule"] for record in reconcile(plan.tables)}

    def test_without_enough_sums_nothing_is_known_about_rounding(self) -> None:
        one = figure("10.1")
        assert not adds_up_as_printed([])
        assert not adds_up_as_printed([Check(one, ((1, figure("5.0")), (1, figure("5.1"))), "summan")] * 24)
        assert adds_up_as_printed([Check(one, ((1, figure("5.0")), (1, figure("5.1"))), "summan")] * 25)

    @given(st.lists(st.decimals(-999, 999, places=3), min_size=2, max_size=9))
    def test_rounding_alone_never_breaks_a_check(self, values: list[Decimal]) -> None:
        parts = tuple((1, figure(str(round(value, 1)))) for value in values)
        assert Check(figure(str(round(sum(values), 1))), parts, "summan").holds(additive=False)

    @given(st.decimals(1, 9999, places=2))
    def test_the_same_number_in_fewer_places_agrees(self, value: Decimal) -> None:
        coarse = Check(figure(str(round(value, 1)), 1), ((1, figure(str(value), 2)),), "samma", repeated=True)
        other = Check(figure(str(value), 2), ((1, figure(str(value + TENTH), 2)),), "samma", repeated=True)
        assert coarse.holds(additive=True)
        assert not other.holds(additive=False)


def figure(value: str, decimals: int = 1) -> Figure:
    return Figure(Decimal(value), "siffran", "budget_line", value, "amount_mnkr", 1, decimals)


class TestNames:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Nämnd- och förvaltningsadministration", "Nämnd och förvaltningsadministration"),
            ("Individ- och familjeomsorg", "Individ och familjeomsorgen"),
            ("Vuxen", "vuxna"),
            ("Förskoleverksamhet", "förskoleverksamheten"),
            ("Socialpsykiatri", "socialpsykiatrin"),
            ("Stadsmiljö, inkl avskrivningar & räntor", "Stadsmiljö inklusive avskrivningar och räntor"),
            ("Verksamhet för barn, kultur och fritid", "Barn, kultur och fritid"),
            ("Biologisk mångfald", "Biologisk mångfald investering"),
            ("Demokrati och MR", "demokrati och mänskliga rättigheter"),
            ("flyktingmottagande", "Ensamkommande flyktingbarn"),
        ],
    )
    def test_names_of_one_thing(self, one: str, other: str) -> None:
        assert same(one) == same(other)
        assert another_word(one, other) is ("Ensamkommande" in other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Barn och ungdom", "Barn, kultur och fritid"),
            ("Ekonomiskt bistånd", "Ekonomiskt bistånd och arbetsmarknad"),
            ("Äldreomsorg", "Förskoleverksamhet"),
        ],
    )
    def test_names_of_different_things(self, one: str, other: str) -> None:
        assert same(one) != same(other)

    def test_a_pair_that_only_figures_bring_together_is_told_and_not_compared(self) -> None:
        plan = Plan(3)
        for row in plan.tables["budget_line"]:
            if row["table_ordinal"] == 3:
                row["label"] = row["label"].replace("Äldreomsorg", "Omsorg om gamla")
                row["table_title"] = "Omsorg om gamla"
        found = [record for record in reconcile(plan.tables) if record.values["rule"] == "two_names"]
        assert len(found) == 1
        assert "Omsorg om gamla" in str(found[0].values["message"])
        assert found[0].values["severity"] == "note"


def test_a_decision_that_does_not_say_its_kind_counts_in_its_category() -> None:
    plan = Plan(5)
    for row in plan.tables["decision"]:
        row["budget_kind"] = None
    assert loud(reconcile(plan.tables)) == []


class TestFindings:
    def test_a_message_has_both_figures_and_both_pages(self) -> None:
        plan = Plan(0)
        row = next(
            row for row in plan.tables["budget_line"] if row["label"] == "Äldreomsorg" and row["table_ordinal"] == 3
        )
        right, row["amount_mnkr"] = row["amount_mnkr"], Decimal("1234.5")
        found = next(record for record in reconcile(plan.tables) if record.values["rule"] == "section_table")
        message = str(found.values["message"])
        for part in ("1 234,5 mnkr (sida 53)", f"{swedish(right, 1)} mnkr (sida 51)", "Troligen fel: "):
            assert part in message
        assert (found.values["expected"], found.values["actual"]) == (Decimal("1234.5"), right)
        assert found.values["difference"] == right - Decimal("1234.5")
        assert found.values["page"] == 51

    def test_every_rule_says_what_it_compares(self) -> None:
        assert all(rule.judge.__doc__ for rule in RULES.values())

    def test_ordinals_count_the_findings(self) -> None:
        plan = Plan(0)
        plan.tables["goal"] = []
        found = reconcile(plan.tables)
        assert [record.values["ordinal"] for record in found] == list(range(1, len(found) + 1))
        plan.add("finding", 1, ordinal=1, rule="uninterpreted")
        assert [record.values["ordinal"] for record in reconcile(plan.tables)] == list(range(2, len(found) + 2))

    def test_figures_stored_with_more_decimals_than_printed_say_the_same(self) -> None:
        plan, stored = Plan(4), Plan(4)
        for tables in (plan.tables, stored.tables):
            tables["budget_line"][2]["amount_mnkr"] += 1
        for rows in stored.tables.values():
            for row in rows:
                money = {name: value for name, value in row.items() if isinstance(value, Decimal)}
                row.update({name: value + Decimal("0.000000") for name, value in money.items()})
        told = [[record.values["message"] for record in reconcile(tables)] for tables in (plan.tables, stored.tables)]
        assert told[0] == told[1] != []

    @settings(deadline=None, max_examples=50)
    @given(st.sets(st.sampled_from(sorted(Plan(2).tables))), st.integers(0, 10**6))
    def test_missing_tables_and_empty_cells_stop_nothing(self, missing: set[str], seed: int) -> None:
        plan, random = Plan(2), Random(seed)
        tables = {name: rows for name, rows in plan.tables.items() if name not in missing}
        nullable = "amount_mnkr costs_mnkr net_mnkr amount_sek percent level_mnkr text subject area budget_kind "
        nullable += "starts_on page fiscal_year table_title kf_target_text"
        for rows in tables.values():
            for row in rows:
                row.update({name: None for name in nullable.split() if name in row and random.random() < 0.1})
        reconcile(tables)


@pytest.mark.parametrize(
    ("name", "target", "council", "told"),
    [
        ("Andel förnybar energi", ("25 633 kWh", "kWh"), ("100 %", "%"), 2),  # the name is contradicted, too
        ("Andel förnybar energi", ("80 %", "%"), ("82 procent", "procent"), 0),
        ("Köpt energi", ("1 GWh", "GWh"), ("900 MWh", "MWh"), 1),
        ("Antal barn per grupp", ("15 st", "st"), ("15 barn", "barn"), 0),
        ("Antal barn per grupp", ("15 %", "%"), (None, None), 1),
        ("Andel dagar", ("9 dagar av 10", "dagar av 10"), (None, None), 0),
        ("Sjukfrånvaro", ("7,5 %", "%"), ("7,5", None), 0),
    ],
)
def test_units_that_contradict_each_other_or_the_name(
    name: str, target: tuple[str, str], council: tuple[str | None, str | None], told: int
) -> None:
    row = {
        "row_id": "x",
        "page": 7,
        "goal_code": None,
        "name": name,
        "target_text": target[0],
        "target_unit": target[1],
    }
    found = RULES["target_units"].judge(Tables({"indicator": [{**row, **dict(zip(KF, council, strict=True))}]}))
    assert len(list(found)) == told


KF = ("kf_target_text", "kf_target_unit")
