"""Where a warehouse is to lie: nobody else's file is overwritten, a link stays one, and what is wrong is told."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.durable import building_of
from pipeline.warehouse import publish
from pipeline.warehouse.publish import build
from tests.support.published import LIKE_OTHERS, House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_folder_is_not_overwritten(house: House) -> None:
    house.warehouse.mkdir()
    with pytest.raises(OSError, match=r"warehouse\.duckdb is a folder: give the path of a file"):
        house.publish()


@pytest.mark.parametrize("of", ["text", "duckdb", "older duckdb", "half"])
def test_a_file_of_others_is_not_overwritten(house: House, of: str) -> None:
    if of == "text":
        house.warehouse.write_text("my notes, which are long enough")
    elif of == "half":
        house.publish()
        os.truncate(house.warehouse, house.warehouse.stat().st_size // 2)
    else:
        with duckdb.connect() as connection:
            version = "(STORAGE_VERSION 'v1.0.0')" if of == "older duckdb" else ""
            connection.execute(
                f"ATTACH '{house.warehouse}' AS notes {version}; CREATE TABLE notes.mine AS SELECT 1 AS one"
            )
    before = house.warehouse.read_bytes()
    with pytest.raises(
        FileExistsError, match="is not a Tjut warehouse, or is damaged, and was not changed: move it away"
    ):
        house.publish()
    assert house.warehouse.read_bytes() == before
    assert house.others() == []


def test_an_empty_file_is_filled(house: House) -> None:
    house.warehouse.touch()
    house.publish()
    assert house.ask("FROM base.document") == []


def test_a_link_stays_a_link(house: House, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    house.warehouse.symlink_to(tmp_path / "disk" / "real.duckdb")
    for name in ("a.pdf", "b.pdf"):
        house.put(name)
        house.publish()
    assert house.warehouse.is_symlink()
    assert len(house.ask("FROM base.document")) == 2


def test_a_folder_that_cannot_be_written(house: House, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "warehouse.duckdb"
    with pytest.raises(OSError, match="nowhere"):
        publish(house.staged, nowhere, [])


# Beyond this size a file cannot grow, as on a full disk.
LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
from pipeline.cli import main
main()
"""


def test_a_full_disk_is_told_in_one_line(house: House, tmp_path: Path) -> None:
    house.put("a.pdf")
    house.publish()
    before = house.warehouse.read_bytes()
    (tmp_path / "raw").mkdir()
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    full = subprocess.run(
        [sys.executable, "-c", LIMITED, "run"],
        cwd=tmp_path,
        env=LIKE_OTHERS,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert full.returncode == 3
    assert full.stderr.startswith("Error: ")
    assert len(full.stderr.splitlines()) == 1
    assert "warehouse.duckdb" in full.stderr
    assert house.warehouse.read_bytes() == before
    assert not any("building" in name for name in house.others())


def test_what_another_run_builds_is_left_alone(house: House) -> None:
    """A worker of a killed run may live a moment longer than the run, while the next one builds its warehouse."""
    house.put("a")
    other = building_of(house.warehouse)
    other.touch()
    build(building_of(house.warehouse), house.staged, house.warehouse, house.runs)
    assert other.exists()
    house.publish()
    assert not other.exists()
