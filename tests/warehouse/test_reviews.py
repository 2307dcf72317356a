"""What people settle: a verdict of each kind from the line in `reviews.csv` to what the views show, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.reviews import BadReviews, read_reviews
from pipeline.warehouse import publish
from tests.support.house import House
from tests.support.small_plan import extraction, record

KEY = "farsta/verksamhetsplan/2026"
TARGET = f"{KEY},indicator,indicator/1.1/1,target_text"
HEAD = "document_key,table_name,row_id,column_name,printed,corrected,verdict,rule,sha256,reviewed_by,reviewed_on"
SIGNED = "A. Berg,2026-11-20"


class Reviewed(House):
    """A house whose publishing takes `reviews.csv` into account."""

    def settle(self, *lines: str) -> None:
        file = self.warehouse.with_name("reviews.csv")
        file.write_text("\n".join([HEAD, *lines, ""]), "utf-8")
        publish(self.staged, self.warehouse, (), read_reviews(file))

    def ask_current(self, column: str) -> list[tuple[object, ...]]:
        """A column of the edition of 2026 that counts."""
        if not self.warehouse.exists():
            self.settle()
        return self.ask(f"SELECT {column} FROM document WHERE document_key = ?", KEY)

    def status(self) -> list[object]:
        return [status for (status,) in self.ask("SELECT status FROM base.review ORDER BY line")]


@pytest.fixture
def house(tmp_path: Path) -> Reviewed:
    made = Reviewed(tmp_path)
    made.put(extraction(year=2025), extraction(year=2026))
    return made


def test_a_misread_target_is_right_in_every_view_and_as_printed_in_its_table(house: Reviewed) -> None:
    house.settle(f"{TARGET},80 %,81 %,misread,,,{SIGNED}")
    for view in ("indicator_by_year", "indicator_year_over_year", "indicator_ambition"):
        shown = house.ask(f"SELECT target_text, target_value, trust FROM {view} WHERE plan_year = 2026")
        assert [(text, float(value), trust) for text, value, trust in shown] == [("81 %", 81, "corrected")], view
    assert house.ask("SELECT DISTINCT target_text FROM base.indicator") == [("80 %",)]
    assert house.status() == ["applied"]
    house.settle()
    assert house.ask("SELECT DISTINCT target_text, trust FROM indicator_by_year") == [("80 %", "printed")]
    assert house.ask("FROM base.correction") == []


def test_what_is_said_of_a_value_goes_before_what_follows_from_another(house: Reviewed) -> None:
    """A target's number may be settled beside its words; a verdict on one file goes before one on all readings."""
    ((sha256,),) = house.ask_current("sha256")
    number = TARGET.replace("target_text", "target_value")
    house.settle(
        f"{number},80,82.5,misread,,,{SIGNED}",
        f"{TARGET},80 %,83 %,misread,,{sha256},{SIGNED}",
        f"{TARGET},80 %,81 %,misread,,,{SIGNED}",
    )
    shown = house.ask("SELECT target_text, CAST(target_value AS DOUBLE) FROM indicator_by_year WHERE plan_year = 2026")
    assert shown == [("83 %", 82.5)]
    assert house.status() == ["applied"] * 3


def test_a_misread_amount_is_right_in_the_views_of_budgets(house: Reviewed) -> None:
    house.settle()
    ((row_id,),) = house.ask(
        "SELECT row_id FROM base.budget_overview WHERE plan_year = 2026 AND area = 'Förskola' AND measure = 'netto' "
        "AND basis = 'verksamhetsplan'"
    )
    house.settle(f'{KEY},budget_line,{row_id},amount_mnkr,"100,5","1 100,5",misread,,,{SIGNED}')
    query = (
        "SELECT CAST(amount_mnkr AS DOUBLE), trust FROM budget_by_year WHERE area = 'Förskola' AND measure = 'netto' "
        "AND basis = 'verksamhetsplan' AND fiscal_year = 2026"
    )
    assert house.ask(query) == [(1100.5, "corrected")]
    assert house.ask("SELECT max(amount_mnkr) < 1000 FROM base.budget_line") == [(True,)]


def test_a_verdict_is_stale_once_the_bytes_or_the_value_have_changed(house: Reviewed) -> None:
    ((sha256,),) = house.ask_current("sha256")
    bound, free = f"{TARGET},80 %,81 %,misread,,{sha256},{SIGNED}", f"{TARGET},80 %,81 %,misread,,,{SIGNED}"
    house.settle(bound)
    assert house.status() == ["applied"]
    house.put(extraction(edition="2", title="Reviderad"))  # another edition begins to count
    house.settle(bound)
    assert house.status() == ["stale"]
    assert house.ask("SELECT DISTINCT target_text FROM indicator_by_year") == [("80 %",)]
    house.settle(free)  # about all readings: the value is the same
    assert house.status() == ["applied"]
    house.settle(f"{TARGET},79 %,81 %,misread,,,{SIGNED}")
    assert house.status() == ["stale"]
    house.settle(f"{KEY},indicator,indicator/9.9/1,target_text,80 %,81 %,misread,,,{SIGNED}")
    assert house.status() == ["unmatched"]


def suspected(house: Reviewed) -> str:
    """Another edition of 2026 with an error that names a figure; its id."""
    made = extraction(edition="3", title="Reviderad")
    identity = f"farsta-2026-{str(made.document.values['sha256'])[:32]}"
    row_id = f"{identity}/indicator/1.1/1"
    made.records.append(
        record("finding", ordinal=9, rule="total", severity="error", message="Fel.", suspect_row_id=row_id,
               suspect_column="target_text")
    )  # fmt: skip
    house.put(made)
    return identity


@pytest.mark.parametrize(
    ("line", "trust"),
    [
        (f"{TARGET},80 %,,confirmed,,,{SIGNED}", "confirmed"),
        (f"{TARGET},80 %,,document_wrong,,,{SIGNED}", "suspect"),
        (f"{KEY},finding,finding/9,,Fel.,,dismissed,total,,{SIGNED}", "printed"),
        (f"{KEY},finding,finding/9,,Fel.,,dismissed,net,,{SIGNED}", "suspect"),  # another rule: stale
    ],
)
def test_what_a_finding_doubts_is_settled(house: Reviewed, line: str, trust: str) -> None:
    suspected(house)
    query = "SELECT trust FROM indicator_by_year WHERE plan_year = 2026"
    house.settle()
    assert house.ask(query) == [("suspect",)]
    house.settle(line)
    assert house.ask(query) == [(trust,)]
    dismissed = [("A. Berg",)] if trust == "printed" else [(None,)]
    assert house.ask("SELECT dismissed_by FROM finding_by_year WHERE rule = 'total'") == dismissed


def test_an_edition_that_is_pinned_counts_before_a_later_one(house: Reviewed) -> None:
    ((first,),) = house.ask_current("sha256")
    house.put(extraction(edition="2", title="Reviderad"))
    house.settle()
    ((later,),) = house.ask_current("sha256")
    assert later != first
    house.settle(f"{KEY},,,,,,pinned,,{first},{SIGNED}")
    assert house.ask_current("sha256") == [(first,)]
    assert house.ask("SELECT decided_by FROM base.document_version WHERE is_newest AND version > 1") == [("pinned",)]
    house.settle(f"{KEY},,,,,,pinned,,{'0' * 64},{SIGNED}")
    assert house.ask_current("sha256") == [(later,)]
    assert house.status() == ["stale"]


def test_a_later_edition_takes_no_place_of_one_that_is_approved(house: Reviewed) -> None:
    """Unless it is approved, too; where one is pinned a person has chosen, and nothing waits for a word."""
    ((first,),) = house.ask_current("sha256")
    house.put(extraction(edition="2", title="Reviderad"))
    house.settle()
    ((second,),) = house.ask_current("sha256")
    held = "SELECT reason FROM base.held_document"
    for verdicts, counts, reasons in (
        ([("accepted", first)], (first, "approved"), [("approval",)]),
        ([("accepted", first), ("accepted", second)], (second, "approved"), []),
        ([("pinned", first)], (first, "approved"), []),
        ([], (second, "open"), []),
    ):
        house.settle(*(f"{KEY},,,,,,{verdict},,{sha256},{SIGNED}" for verdict, sha256 in verdicts))
        assert house.ask_current("sha256, approval") == [counts]
        assert house.ask(held) == reasons


def test_two_names_are_the_same_or_not(house: Reviewed) -> None:
    renamed = extraction(year=2027)
    for made in renamed.records:
        if made.table == "indicator":
            made.values["name"] = "Tryggheten bland alla boende"  # type: ignore[index]
    house.put(renamed)
    query = "SELECT status FROM indicator_year_over_year WHERE plan_year = 2027 ORDER BY 1"
    house.settle()
    assert house.ask(query) == [("dropped",), ("new",)]
    pair = "indicator,,,Tryggheten bland alla boende,Andel trygga"
    house.settle(f",{pair},same,,,{SIGNED}")
    assert house.ask(query) == [("renamed",)]
    assert house.ask("SELECT decided_by FROM base.match WHERE method = 'reviewed'") == [("A. Berg",)]
    assert house.status() == ["applied"]
    house.settle(f",{pair},not_same,,,{SIGNED}")
    assert house.ask(query) == [("dropped",), ("new",)]
    assert house.status() == ["applied"]


def test_a_file_of_swedish_excel_is_read(tmp_path: Path) -> None:
    file = tmp_path / "reviews.csv"
    head = HEAD.replace(",", ";")
    line = f"{KEY};indicator;indicator/1.1/1;target_text;80 %;81 %;misread;;;Åsa Öberg;2026-11-20"
    for content in (f"\ufeff{head}\r\n{line}\r\n".encode(), f"{head}\r\n{line}\r\n".encode("cp1252")):
        file.write_bytes(content)
        (review,) = read_reviews(file)
        assert (review.reviewed_by, review.corrected, review.line) == ("Åsa Öberg", "81 %", 2)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"{TARGET},80 %,81 %,wrong,,,{SIGNED}", "line 2: verdict is wrong: it is one of misread,"),
        (f"{TARGET},80 %,,misread,,,{SIGNED}", "line 2: misread needs corrected"),
        (f"{TARGET},80 %,81 %,misread,,,,2026-11-20", "line 2: misread needs reviewed_by"),
        (f"{TARGET},80 %,81 %,misread,,,A. Berg,20/11", "line 2: reviewed_on is 20/11: write a day as 2026-11-20"),
        (f"{KEY},indicator,indicator/1.1/1,goal,a,b,misread,,,{SIGNED}", "indicator has no column goal to review"),
        (f"{KEY},provenance,x/1,text,a,b,misread,,,{SIGNED}", "no table provenance can be reviewed"),
        (f"{KEY},budget_line,x/1,amount_mnkr,1,ett,misread,,,{SIGNED}", "line 2: corrected is ett: it is no number"),
        (f"{TARGET},80 %,81 %,misread,,,{SIGNED},more", "line 2: more cells than columns"),
        (f",finding,,,a,b,same,,,{SIGNED}", "a pair of names is of indicator, activity, goal, area"),
        (f'{TARGET},80 %,"81 %,misread,,,{SIGNED}', "put text with quotes or line breaks in double quotes"),
    ],
)
def test_a_line_that_cannot_be_understood_is_named(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "reviews.csv"
    file.write_text(f"{HEAD}\n{line}\n", "utf-8")
    with pytest.raises(BadReviews) as raised:
        read_reviews(file)
    assert said in str(raised.value)
    assert str(file) in str(raised.value)


def test_one_verdict_a_value(tmp_path: Path) -> None:
    file = tmp_path / "reviews.csv"
    line = f"{TARGET},80 %,81 %,misread,,,{SIGNED}"
    file.write_text(f"{HEAD}\n{line}\n\n{line.replace('81', '82')}\n", "utf-8")
    with pytest.raises(BadReviews, match="line 4: line 2 has settled the same already"):
        read_reviews(file)
    file.write_text("key,verdict\n", "utf-8")
    with pytest.raises(BadReviews, match="line 1: unknown columns key; the first line must name the columns verdict,"):
        read_reviews(file)
