"""A publishing that looks wrong is held: what counted before goes on to count, and a person may accept the new one."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from contracts import CONTRACTS
from pipeline.audit.between_runs import diff
from pipeline.cli import cli
from pipeline.ledger import Ledger, held_after, standing_after
from pipeline.loss import Content, loss
from pipeline.notices import Notices
from pipeline.warehouse.schema_version import SCHEMA_VERSION

pytestmark = pytest.mark.usefixtures("warm_nurseries")
STAGED = [name for name, contract in CONTRACTS.items() if contract.staged]
CHANGED = "indicator 3 → 2, provenance 64 → 53"
KEY = "farsta/verksamhetsplan/2027"
HEAD = "document_key,sha256,verdict,reviewed_by,reviewed_on"
ROWS = """\
Indikator Årsmål KF:s årsmål Periodicitet
Andel nöjda föräldrar {target} % 85 % År
Andel trygga barn 70 % 72 % År
Andel barn i behov av stöd 5 % 6 % År
"""


def plan(day: str, target: int = 88, *, whole: bool = True, board: str = "Farsta") -> str:
    """A plan as text; one that is not `whole` has no indicators."""
    return f"""\
{board} stadsdelsnämnd
Tjänsteutlåtande
Dnr: EXE 2026/77
{day}
Handläggare
Dana Mönster
Till
{board} stadsdelsnämnd

Verksamhetsplan 2027

Förslag till beslut

1. Nämnden godkänner förslaget.

Anna Exempel
stadsdelsdirektör

KF:s inriktningsmål: 1. Ett Stockholm som håller samman

KF:s mål för verksamhetsområdet: 1.1 Alla barn har goda uppväxtvillkor

Nämndmål: 1.1.1 Alla barn ges förutsättningar för lek och lärande

{ROWS.format(target=target) if whole else "Barnen är nöjda."}
"""


@dataclass
class House:
    """A raw folder, and a warehouse that the command line makes of it."""

    folder: Path

    def put(self, name: str, text: str) -> None:
        (self.folder / "raw").mkdir(exist_ok=True)
        (self.folder / "raw" / name).write_text(text, "utf-8")

    def run(self) -> tuple[int, str]:
        places = [f"--{name}={self.folder / name}" for name in ("raw", "staged")]
        result = CliRunner().invoke(cli, ["run", *places, f"--warehouse={self.warehouse}"], standalone_mode=False)
        return int(result.return_value), result.stdout

    @property
    def warehouse(self) -> Path:
        return self.folder / "w.duckdb"

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def counting(self) -> list[tuple[object, ...]]:
        return self.ask("SELECT file_name, approval FROM document ORDER BY document_key")

    def settle(self, *verdicts: tuple[str, str]) -> None:
        """A line of reviews.csv for each file and verdict."""
        found = dict(self.ask("SELECT file_name, sha256 FROM base.document"))
        lines = [f"{KEY},{found[name]},{verdict},A. Berg,2026-11-20" for name, verdict in verdicts]
        self.warehouse.with_name("reviews.csv").write_text("\n".join([HEAD, *lines, ""]), "utf-8")


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path)
    house.put("first.txt", plan("2026-12-01"))
    assert house.run()[0] == 0
    return house


def test_an_edition_that_lost_rows_is_held_until_it_is_accepted(house: House) -> None:
    house.put("second.txt", plan("2026-12-20", whole=False))
    house.put("other.txt", plan("2026-12-20", board="Skärholmen"))
    for _ in range(2):  # as long as nobody has done anything about it
        status, said = house.run()
        assert status == 1
        assert "second.txt: held: it has " in said
        assert f"first.txt remains the current {KEY}" in said
        assert "with the verdict accepted" in said
    assert house.counting() == [("first.txt", "open"), ("other.txt", "open")]  # the rest is published
    assert house.ask("SELECT approval, is_current FROM base.document WHERE file_name = 'second.txt'") == [
        ("held", False)
    ]
    ((reason, before, now),) = house.ask("SELECT reason, value_before, value_now FROM base.held_document")
    assert reason == "rows"
    assert now < before  # type: ignore[operator]
    house.settle(("second.txt", "accepted"))
    status, said = house.run()
    assert status == 0
    assert f"second.txt replaces first.txt as {KEY} (approval)" in said
    assert house.counting() == [("second.txt", "approved"), ("other.txt", "open")]
    assert held_after(Ledger(house.warehouse).entries()) == []


def test_the_run_says_which_values_another_edition_changes(house: House) -> None:
    house.put("second.txt", plan("2026-12-20", target=91))
    status, said = house.run()
    assert status == 0
    assert f"second.txt replaces first.txt as {KEY} (issued_on): " in said
    assert "indicator 1.1.1/1 target_text 88 % → 91 %" in said
    assert "replaces" not in house.run()[1]


def test_another_edition_is_told_where_somebody_has_the_warehouse_open_for_writing(house: House) -> None:
    """Nobody else can ask the file then, DuckDB says; a run compares with a copy of it."""
    house.put("second.txt", plan("2026-12-20", target=91))
    code = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print(flush=True); sys.stdin.read()"
    asked = [sys.executable, "-c", code, str(house.warehouse)]
    with subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline()
        assert f"second.txt replaces first.txt as {KEY} (issued_on): " in house.run()[1]


def test_an_earlier_edition_that_comes_later_holds_nothing(house: House) -> None:
    """An archive is filled backwards: what counts was compared with nothing when it came, and goes on to count."""
    house.put("earlier.txt", plan("2026-11-01") + "\nKF:s inriktningsmål: 2. Ett mål till\n" * 9)
    assert house.run()[0] == 0
    assert house.counting() == [("first.txt", "open")]


def test_a_board_that_vanishes_is_told(house: House) -> None:
    import shutil

    house.put("other.txt", plan("2026-12-20", board="Skärholmen"))
    assert house.run()[0] == 0
    (house.folder / "raw" / "first.txt").unlink()
    for folder in (house.folder / "staged").glob("farsta-*"):
        shutil.rmtree(folder)
    status, said = house.run()
    assert status == 1
    assert f"there is no document of farsta any more: {KEY} had one" in said
    assert house.run()[0] == 0


def test_people_are_told_once_of_what_is_held_and_of_what_is_replaced(house: House) -> None:
    house.put("second.txt", plan("2026-12-20", target=91))
    house.run()
    house.put("third.txt", plan("2026-12-24", whole=False))
    house.run()
    entries = Ledger(house.warehouse).entries()
    standing = standing_after(entries)
    assert [(one.outcome.file, one.outcome.reason, one.since.run_id) for one in standing] == [("third.txt", "held", 3)]
    known = Notices(run_id=1)
    assert len(known.untold(standing)) == 1
    assert [line.partition(" as ")[0] for line in known.news(entries)] == ["second.txt replaces first.txt"]
    assert known.delivered(standing).untold(standing) == []
    assert Notices().news(entries) == []  # of the last run alone
    assert diff(entries, 1, 3).editions == [
        f"run 2: {entries[1].changed[0]}",
        f"third.txt: held: {standing[0].outcome.seen}",
    ]
    assert diff(entries, 3, 2).editions == ["third.txt: no longer held"]
    house.run()
    assert len(Ledger(house.warehouse).path.read_bytes().split(b"\n")[-2]) < 1000


@pytest.mark.parametrize(
    ("before", "now", "lost"),
    [
        (Content({"goal": 100}), Content({"goal": 90}), None),
        (Content({"goal": 100}), Content({"goal": 89}), "it has 89 rows, there were 100"),
        (Content({"goal": 100, "finding": 50}), Content({"goal": 100}), None),
        (Content({"section": 100, "indicator": 3}), Content({"section": 100}), "it has no row of indicator, "),
        (Content({"section": 100, "footnote": 3}), Content({"section": 100}), None),
        (Content({"goal": 9}, 1.0), Content({"goal": 9}, 0.91), None),
        (Content({"goal": 9}, 1.0), Content({"goal": 9}, 0.85), "85.0% of its numbers are accounted for, "),
        (Content({"goal": 9}, None), Content({"goal": 9}, 0.5), None),
    ],
)
def test_what_counts_as_a_loss(before: Content, now: Content, lost: str | None) -> None:
    found = loss(before, now)
    assert (found is None) == (lost is None)
    assert str(found).startswith(lost or "None")


def test_each_publication_is_a_row_and_each_reading_stands_beside_the_one_before(house: House) -> None:
    house.put("second.txt", plan("2026-12-20", target=91).replace("Andel trygga barn 70 % 72 % År\n", ""))
    house.put("other.txt", plan("2026-12-20", board="Skärholmen"))
    house.settle(("first.txt", "accepted"))  # whatever counts
    house.run()
    house.run()  # nothing new
    first, second = house.ask("SELECT run_id, documents, rows, schema_version FROM publication ORDER BY run_id")
    assert [first[0], second[0]] == [1, 2]
    assert (first[1], second[1]) == (1, 2)
    ((stored,),) = house.ask(f"SELECT {' + '.join(f'(SELECT count(*) FROM base.{name})' for name in STAGED)}")
    assert second[2:] == (stored, SCHEMA_VERSION)
    assert int(str(first[2])) < int(str(stored))
    assert house.ask(
        "SELECT run_id, file, previous_run_id, row_count_change, tables_changed, error_count_change, reading "
        "FROM run_quality ORDER BY run_id, file"
    ) == [
        (1, "first.txt", None, None, None, None, "complete"),
        (2, "other.txt", None, None, None, None, "complete"),
        (2, "second.txt", 1, -1, CHANGED, 0, "complete"),
    ]
    ((counted, coverage),) = house.ask("SELECT row_count, coverage FROM run_quality WHERE run_id = 1")
    assert (int(str(counted)) > 5, float(str(coverage))) == (True, 1.0)
