"""A backup holds what cannot be made again; a restore puts it back whole, or changes nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
from pathlib import Path

import duckdb
import pytest

from pipeline.backup import SETTINGS, Places, back_up, restore
from pipeline.ledger import Ledger
from pipeline.notices import Notices, notices_path
from pipeline.reviews import write_reviews
from pipeline.run import Busy, run
from pipeline.run.lock import only_run
from tests.press.facsimile import FACSIMILE

pytestmark = pytest.mark.usefixtures("warm_nurseries")


def places(folder: Path) -> Places:
    return Places(folder / "raw", folder / "staged", folder / "warehouse.duckdb")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with a document, a file that is refused, and settings."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "raw" / "older").mkdir(parents=True)
    shutil.copy(FACSIMILE, folder / "raw" / "older" / "åäö.pdf")
    (folder / "raw" / "bad.pdf").write_bytes(b"%PDF-1.7\n" + b"\0" * 100)
    for name in SETTINGS:
        (folder / name).write_text(f"# {name}\n")
    with (folder / "reviews.csv").open("w", encoding="utf-8") as stream:
        write_reviews([], stream, head=True)
    house = places(folder)
    run(house.raw, house.staged, house.warehouse)
    Notices(frozenset({("raw", "bad.pdf")})).write(house.warehouse)
    return folder


@pytest.fixture
def house(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "house")


def rows(folder: Path) -> list[object]:
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        queries = (
            "SELECT * FROM base.indicator ORDER BY ALL",
            "SELECT run_id, started_at, published_count FROM base.run WHERE run_id = 1",
        )
        return [
            connection.execute(query).fetchall()
            for query in (*queries, "SELECT file FROM base.quarantine WHERE file = 'bad.pdf'")
        ]


def files(folder: Path) -> dict[str, bytes]:
    """All that lies there, but for the warehouse, the lock and what each run writes anew."""
    left_out = (".duckdb", ".lock", ".jsonl", ".last_run.json", ".before-restore")
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(left_out))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_all_comes_back_in_an_empty_folder(house: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "b.tar.gz", tmp_path / "other"
    back_up(places(house), file)
    restore(places(other), file, replace=False)
    assert files(other) == files(house)
    assert {"environment", "sources.toml", "reviews.csv", "raw/older/åäö.pdf"} <= files(other).keys()
    assert rows(other) == rows(house)
    assert (
        Ledger(other / "warehouse.duckdb")
        .path.read_bytes()
        .startswith(Ledger(house / "warehouse.duckdb").path.read_bytes())
    )
    again = run(*(getattr(places(other), name) for name in ("raw", "staged", "warehouse")))
    assert {outcome.file: outcome.fate.value for outcome in again.outcomes}["older/åäö.pdf"] == "unchanged"
    assert not again.changed_by_others
    assert file.stat().st_mode & 0o077 == 0  # `environment` may hold secrets


def test_the_ignore_list_is_in_a_backup(house: Path, tmp_path: Path) -> None:
    (house / "raw" / ".tjutignore").write_text("*.docx")
    members = back_up(places(house), tmp_path / "b.tar.gz").members
    assert "raw/.tjutignore" in members


def test_what_came_meanwhile_is_put_aside(house: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    back_up(places(house), file)
    before = files(house)
    (house / "raw" / "bad.pdf").unlink()
    (house / "raw" / "new.txt").write_text("x")
    notices_path(places(house).warehouse).unlink()
    reader = duckdb.connect(str(house / "warehouse.duckdb"), read_only=True)
    with pytest.raises(OSError, match="--replace"):
        restore(places(house), file, replace=False)
    restore(places(house), file, replace=True)
    assert {name: content for name, content in files(house).items() if ".before-restore" not in name} == before
    assert (house / "raw.before-restore" / "new.txt").read_text() == "x"
    assert reader.execute("SELECT count(*) FROM base.run").fetchall() == [(1,)]
    reader.close()
    with pytest.raises(OSError, match="left over from an earlier restore"):
        restore(places(house), file, replace=True)


def test_files_called_the_same_in_two_folders_are_both_held(house: Path, tmp_path: Path) -> None:
    shutil.copytree(house / "raw", tmp_path / "archive")
    (tmp_path / "archive" / "bad.pdf").write_bytes(b"%PDF-1.7 other")
    run(tmp_path / "archive", house / "staged", house / "warehouse.duckdb")
    with duckdb.connect(str(house / "warehouse.duckdb"), read_only=True) as connection:
        held = connection.execute("SELECT file FROM base.quarantine ORDER BY file").fetchall()
    assert [name.endswith("/raw/bad.pdf") for (name,) in held] == [True, False]


def cut_off(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def other_bytes(file: Path) -> None:
    """The same archive, but with one member that is not what was backed up."""
    whole = file.with_suffix(".whole")
    file.rename(whole)
    with tarfile.open(whole) as old, tarfile.open(file, "w:gz") as new:
        for member in old:
            stream = old.extractfile(member)
            assert stream is not None
            if member.name == "sources.toml":
                (file.parent / "x").write_bytes(bytes(member.size))
                stream = (file.parent / "x").open("rb")
            new.addfile(member, stream)


def another_file(file: Path) -> None:
    file.write_text("no archive")


@pytest.mark.parametrize("damage", [cut_off, other_bytes, another_file, Path.unlink])
def test_a_damaged_backup_changes_nothing(house: Path, tmp_path: Path, damage: object) -> None:
    file = tmp_path / "b.tar.gz"
    back_up(places(house), file)
    damage(file)  # type: ignore[operator]
    before = files(house)
    with pytest.raises(OSError, match=r"b\.tar\.gz"):
        restore(places(house), file, replace=True)
    assert files(house) == before


def test_a_name_that_leads_out_of_the_folder_is_not_followed(house: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "b.tar.gz", tmp_path / "other"
    (tmp_path / "evil").write_text("evil")
    with tarfile.open(file, "w:gz") as archive:
        archive.add(tmp_path / "evil", "raw/../../evil2")
        sha256 = hashlib.sha256(b"evil").hexdigest()
        (tmp_path / "contents").write_text(json.dumps({"tjut": "1", "members": {"raw/../../evil2": sha256}}))
        archive.add(tmp_path / "contents", "contents.json")
    with pytest.raises(OSError, match="does not belong in a backup"):
        restore(places(other), file, replace=False)
    assert not (tmp_path / "evil2").exists()


def test_it_keeps_runs_away_and_is_kept_away_by_them(house: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    with only_run(house / "warehouse.duckdb", house / "staged"):
        with pytest.raises(Busy):
            back_up(places(house), file)
        assert not file.exists()
    back_up(places(house), file)
    with only_run(house / "warehouse.duckdb", house / "staged"), pytest.raises(Busy):
        restore(places(house), file, replace=True)


def test_a_backup_that_fails_leaves_the_earlier_one(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.tar.gz"
    back_up(places(house), file)
    before = file.read_bytes()
    monkeypatch.setattr("pipeline.backup.to_disk", lambda path: os.truncate(path, 1000))
    with pytest.raises(OSError, match=r"b\.tar\.gz"):
        back_up(places(house), file)
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar.gz", "house"]


def test_it_does_not_lie_in_what_it_is_a_backup_of(house: Path) -> None:
    with pytest.raises(OSError, match="choose another place"):
        back_up(places(house), house / "raw" / "b.tar.gz")
    assert Ledger(house / "warehouse.duckdb").entries()
