"""Plans of successive years compared: which rows go together, what changed, and what cannot be compared and why."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.record import Record
from tests.support.house import House
from tests.support.small_plan import extraction, record
from tests.support.yearly import figure, indicator, plan


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_first_plan_has_nothing_to_be_compared_with(house: House) -> None:
    house.put(extraction("farsta", 2026), extraction("bromma", 2025))
    house.publish()
    for view in ("indicator", "activity", "goal"):
        assert house.ask(f"FROM {view}_year_over_year") == []
    assert house.ask("FROM base.comparison") == house.ask("FROM restatement") == []
    assert house.ask("FROM budget_year_over_year WHERE previous_plan_year < fiscal_year") == []


def test_indicators_side_by_side(house: House) -> None:
    before = plan(
        2025,
        indicator("Andel nöjda elever", "80 %", "77 %", ordinal=1),
        indicator("Andel trygga äldre i hemtjänst", "90 %", ordinal=2),
        indicator("Antal fällda träd", "12 st", ordinal=3),
        indicator("Köpt energi", "1,3 GWh", "Ökning", ordinal=4),
        indicator("Matsvinn", "20 g", "Max 30 g", ordinal=5),
    )
    after = plan(
        2026,
        indicator("Andelen nöjda elever", "82,5 %", "77 %", code="2.1"),
        indicator("Andel trygga äldre i hemtjänst", None),
        indicator("Köpt energi", "1 300 MWh", "Ökning"),
        indicator("Matsvinn", "Max 20 g", "Max 25 g"),
        indicator("Antal planterade lindar", "3 st"),
    )
    house.put(before, after)
    house.publish()
    found = house.ask(
        "SELECT coalesce(name, previous_name), status, previous_goal_code, goal_code, change, reason, kf_change, "
        "kf_reason FROM indicator_year_over_year ORDER BY 1"
    )
    gone, new = "indikatorn finns inte kvar", "ny indikator"
    assert found == [
        ("Andel trygga äldre i hemtjänst", "carried_over", "1.1", "1.1", None, "årsmål saknas", None, "årsmål saknas"),
        ("Andelen nöjda elever", "renamed", "1.1", "2.1", Decimal("2.5"), None, Decimal(0), None),
        ("Antal fällda träd", "dropped", "1.1", None, None, gone, None, gone),
        ("Antal planterade lindar", "new", None, "1.1", None, new, None, new),
        (
            "Köpt energi", "carried_over", "1.1", "1.1", None, "årsmålen har olika enheter",
            None, "ett av årsmålen är inget tal",
        ),
        ("Matsvinn", "carried_over", "1.1", "1.1", None, "årsmålen är av olika slag", Decimal(-5), None),
    ]  # fmt: skip
    assert house.ask("SELECT DISTINCT plan_year, previous_plan_year FROM indicator_year_over_year") == [(2026, 2025)]
    cited = "SELECT count(*) FROM indicator_year_over_year AS told JOIN base.indicator AS now USING (row_id) "
    assert house.ask(cited + "WHERE told.target_text IS NOT DISTINCT FROM now.target_text") == [(5,)]


def test_goals_are_followed_on_their_level_and_activities_by_their_words(house: House) -> None:
    def goal(code: str, level: str, title: str, ordinal: int) -> Record:
        return record("goal", ordinal=ordinal, goal_code=code, level=level, title=title)

    def activity(name: str, ordinal: int = 1) -> Record:
        return record("activity", goal_code="1.1", ordinal=ordinal, name=name, set_by="nämnd")

    house.put(
        plan(2025, goal("1", "inriktningsmål", "Alla är trygga", 1), goal("1.1", "områdesmål", "Alla är trygga", 2),
             activity("Gå ut"), activity("Revidera planen för trygghet", 2)),
        plan(2026, goal("2.3", "områdesmål", "Samtliga är trygga", 1), goal("2.4", "områdesmål", "Skolan lyfter", 2),
             activity("Revidera planen för tryggheten i Farsta"), activity("Stanna inne", 2)),
    )  # fmt: skip
    house.publish()
    found = house.ask("SELECT level, previous_goal_code, goal_code, status FROM goal_year_over_year ORDER BY ALL")
    assert found == [
        ("inriktningsmål", "1", None, "dropped"),
        ("områdesmål", "1.1", "2.3", "renamed"),
        ("områdesmål", None, "2.4", "new"),
    ]
    found = house.ask("SELECT previous_name, name, status FROM activity_year_over_year ORDER BY ALL")
    assert found == [
        ("Gå ut", None, "dropped"),
        ("Revidera planen för trygghet", "Revidera planen för tryggheten i Farsta", "renamed"),
        (None, "Stanna inne", "new"),
    ]


def test_a_gap_is_told(house: House) -> None:
    """The nearest earlier plan is compared with; of a budget two years old no change is stated."""
    one = (indicator("Andel nöjda", "80 %"), figure("Skola", "10.0", 2023))
    two = (indicator("Andel nöjda", "85 %"), figure("Skola", "12.0", 2026))
    house.put(plan(2023, *one), plan(2026, *two), plan(2025, *two, board="bromma"))
    house.publish()
    told = "SELECT plan_year, previous_plan_year, change FROM indicator_year_over_year"
    assert house.ask(told) == [(2026, 2023, Decimal(5))]
    budget = "SELECT previous_fiscal_year, amount_mnkr, previous_amount_mnkr, change_mnkr, change_percent, reason FROM "
    assert house.ask(budget + "budget_year_over_year") == [
        (2023, Decimal(12), Decimal(10), None, None, "planen för 2025 saknas")
    ]


def test_budgets_across_plans_or_why_not(house: House) -> None:
    prose = "Från verksamhetsområdet har 2 mnkr omfördelats till kulturen. Det är bra."
    house.put(
        plan(
            2025,
            figure("Förskoleverksamhet", "100.0", 2025, row=1),
            figure("Kultur", "10.0", 2025, row=2),
            figure("Park", "5.0", 2025, row=3),
            figure("Vatten", "7.0", 2025, row=4),
            figure("Stadsmiljö, inkl räntor", "50.0", 2025, row=5),
            figure("Torg", "0.0", 2025, row=6),
            figure("Idrott", "8.0", 2025, row=7),
        ),
        plan(
            2026,
            figure("Förskola", "101.5", 2026, row=1),
            figure("Kultur", "12.0", 2026, row=2),
            figure("Park", "-6.0", 2026, row=3, measure="intäkter"),
            figure("Brandskydd", "1.0", 2026, row=4),
            figure("Stadsmiljö, inkl avskrivningar & räntor", "60.0", 2026, row=5),
            figure("Torg", "1.0", 2026, row=6),
            figure("Idrott", "9.0", 2026, row=7),
            record(
                "section", ordinal=1, level=2, heading="Idrott", path="Idrott", text=prose, page_first=2, page_last=2
            ),
        ),
    )
    house.publish()
    found = house.ask(
        "SELECT area, measure, amount_mnkr, previous_amount_mnkr, change_mnkr, change_percent, reason "
        "FROM budget_year_over_year ORDER BY ALL"
    )
    moved = "omfördelning: Från verksamhetsområdet har 2 mnkr omfördelats till kulturen."
    scope = "ändrad omfattning: ”Stadsmiljö, inkl räntor” blev ”Stadsmiljö, inkl avskrivningar & räntor”"
    number = Decimal
    assert found == [
        ("Brandskydd", "netto", number(1), None, None, None, "området finns inte i planen för 2025"),
        ("Förskola", "netto", number("101.5"), number(100), number("1.5"), number("1.5"), None),
        ("Idrott", "netto", number(9), number(8), None, None, moved),
        ("Kultur", "netto", number(12), number(10), None, None, moved),
        ("Park", "intäkter", number(-6), None, None, None, "planen för 2025 anger ingen siffra"),
        ("Park", "netto", None, number(5), None, None, "planen anger ingen siffra"),
        ("Stadsmiljö, inkl avskrivningar & räntor", "netto", number(60), number(50), None, None, scope),
        ("Torg", "netto", number(1), number(0), number(1), None, "föregående belopp är noll"),
        ("Vatten", "netto", None, number(7), None, None, "området finns inte i planen"),
    ]
    assert house.ask("SELECT from_area_key, to_area_key, amount_mnkr FROM base.reallocation") == [
        ("idrott", "kultur", Decimal(2))
    ]
    assert house.ask("SELECT area_key, side FROM base.reallocation_area ORDER BY ALL") == [
        ("idrott", "från"),
        ("kultur", "till"),
    ]


@pytest.mark.parametrize(
    ("prose", "concerned"),
    [
        ("Till park har omfördelats 2 mnkr från skola.", ["Park", "Skola"]),
        ("Till omsorg har omfördelats 2 mnkr från park.", ["Omsorg", "Park", "varav barn", "varav vuxna"]),
        ("Till vuxna har omfördelats 2 mnkr från park.", ["Omsorg", "Park", "varav vuxna"]),
        ("Till vuxna har omfördelats 2 mnkr från barn.", ["varav barn", "varav vuxna"]),
        ("Till vuxna har omfördelats 2 mnkr.", ["Omsorg", "varav vuxna"]),
    ],
)
def test_a_reallocation_concerns_a_row_its_whole_and_its_parts(house: House, prose: str, concerned: list[str]) -> None:
    def areas(year: int) -> list[Record]:
        return [
            figure("Omsorg", "10.0", year, row=1),
            figure("varav barn", "6.0", year, row=2, parent_label="Omsorg"),
            figure("varav vuxna", "4.0", year, row=3, parent_label="Omsorg"),
            figure("Skola", "9.0", year, row=4),
            figure("Park", "5.0", year, row=5),
            figure("Totalt", "24.0", year, row=6),
        ]

    said = record(
        "section", ordinal=1, level=2, heading="Ekonomi", path="Ekonomi", text=prose, page_first=2, page_last=2
    )
    house.put(plan(2025, *areas(2025)), plan(2026, *areas(2026), said))
    house.publish()
    told = (
        "SELECT area FROM budget_year_over_year WHERE reason LIKE 'omfördelning:%' AND change_mnkr IS NULL ORDER BY 1"
    )
    assert [area for (area,) in house.ask(told)] == concerned
    assert house.ask("SELECT sum(amount_mnkr) FROM base.reallocation") == [(Decimal(2),)]


def test_totals_of_another_unit_are_not_compared(house: House) -> None:
    house.put(
        plan(2025, figure("Skola", "1000.0", 2025), figure("Total drift", "2000.0", 2025, row=2)),
        plan(2026, figure("Skola", "1.1", 2026), figure("Totalt", "2.1", 2026, row=2)),
    )
    house.publish()
    found = house.ask("SELECT area, change_mnkr, reason FROM budget_year_over_year ORDER BY ALL")
    reason = "summorna skiljer sig tusenfalt: olika enheter"
    assert found == [("Skola", None, reason), ("Totalt", None, reason)]


def test_restated_figures_are_kept_with_their_difference(house: House) -> None:
    house.put(
        plan(2025, figure("Skola", "10.0", 2025)),
        plan(2026, figure("Skola", "12.0", 2026),
             figure("Skola", "10.5", 2026, column=2, of=2025, basis="prognos_slutlig_budget")),
        plan(2027, figure("Skolan", "9.75", 2027, of=2025, basis="utfall")),
        plan(2026, figure("Skola", "11.0", 2026, of=2025), board="bromma"),
    )  # fmt: skip
    house.publish()
    found = house.ask(
        "SELECT fiscal_year, plan_year, basis, amount_mnkr, restated_plan_year, restated_basis, restated_amount_mnkr, "
        "difference_mnkr FROM restatement ORDER BY ALL"
    )
    ten, forecast, outcome = Decimal(10), Decimal("10.5"), Decimal("9.75")
    assert found == [
        (2025, 2025, "verksamhetsplan", ten, 2026, "prognos_slutlig_budget", forecast, Decimal("0.5")),
        (2025, 2025, "verksamhetsplan", ten, 2027, "utfall", outcome, Decimal("-0.25")),
        (2025, 2026, "prognos_slutlig_budget", forecast, 2027, "utfall", outcome, Decimal("-0.75")),
    ]


def test_a_misprinted_area_is_followed_over_the_years(house: House) -> None:
    house.put(
        plan(2025, figure("Förskoleverksamhet", "10", 2025)),
        plan(2026, figure("Förskoleverksamet", "11", 2026)),
    )
    house.publish()
    found = house.ask("SELECT fiscal_year, count(DISTINCT area_key) OVER (), series_key FROM budget_by_year ORDER BY 1")
    ((first, keys, series), (second, _, later)) = found
    assert (first, second, keys, series) == (2025, 2026, 2, later)


def test_kf_targets_of_the_whole_city(house: House) -> None:
    name, new_name = "Andel nöjda elever i skolan", "Andel nöjda elever i skolan under året"
    house.put(
        plan(2024, indicator(name, "1 %", "70 %")),
        plan(2025, indicator(name, "1 %", "75 %")),
        plan(2025, indicator(name, "2 %", "75 %"), board="bromma"),
        plan(2026, indicator(new_name, "1 %", "77 %")),
        plan(2026, indicator(new_name, "2 %", "78 %"), board="bromma"),
        plan(2027, indicator(new_name, "2 %", "79 %"), board="bromma"),
    )
    house.publish()
    found = house.ask(
        "SELECT plan_year, kf_target_text, previous_kf_target_text, kf_change, reason, is_agreed, board_count, "
        "board_keys FROM kf_target_by_year ORDER BY ALL"
    )
    differ = "flera årsmål anges för det tidigare året"
    assert found == [
        (2024, "70 %", None, None, "inget tidigare årsmål", True, 1, "farsta"),
        (2025, "75 %", "70 %", Decimal(5), None, True, 2, "bromma, farsta"),
        (2026, "77 %", "75 %", Decimal(2), None, False, 1, "farsta"),
        (2026, "78 %", "75 %", Decimal(3), None, False, 1, "bromma"),
        (2027, "79 %", None, None, differ, True, 1, "bromma"),
    ]
    keys = house.ask("SELECT DISTINCT indicator_key FROM kf_target_by_year UNION SELECT key FROM base.naming")
    assert len(keys) == 2  # the same over boards and years: one for each wording
    assert len(house.ask("SELECT DISTINCT series_key FROM base.naming")) == 1


def test_two_targets_of_one_board_are_no_disagreement(house: House) -> None:
    """A board may state a target for each of two groups; another board that lacks one of them does disagree."""
    name = "Andel nöjda elever i skolan"
    both = (indicator(name, "1 %", "70 %"), indicator(name, "1 %", "80 %", code="1.2"))
    house.put(plan(2025, *both), plan(2026, *both), plan(2026, both[0], board="bromma"))
    house.publish()
    told = "SELECT plan_year, kf_target_text, is_agreed, target_count, reason FROM kf_target_by_year ORDER BY ALL"
    first, several = "inget tidigare årsmål", "flera årsmål anges för det tidigare året"
    assert house.ask(told) == [
        (2025, "70 %", True, 2, first),
        (2025, "80 %", True, 2, first),
        (2026, "70 %", True, 2, several),
        (2026, "80 %", False, 2, several),
    ]
