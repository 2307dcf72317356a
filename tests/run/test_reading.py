"""A document that is not read in full says so everywhere, and takes no place from one that is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.account.reading import gaps
from pipeline.record import Record
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style
from tests.support import forked

TJUT = str(Path(sys.executable).with_name("tjut"))
PRESS = Style(body="press", headings="press", tables="press")


def finding(rule: str, severity: str, page: int) -> Record:
    return Record("finding", {"rule": rule, "severity": severity, "page": page})


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([], None),
        ([finding("total", "error", 3), finding("target_uninterpreted", "warning", 3)], None),
        ([finding("sida_utan_text", "warning", 9)], None),
        ([finding("sida_utan_text", "error", 9)], "page 9 not read in full"),
        ([finding("anteckning", "error", 4), finding("oläst_tryck", "error", 2)], "pages 2, 4 not read in full"),
        ([finding("uninterpreted", "warning", 3)] * 2, "2 parts of tables are not interpreted"),
        ([Record("unaccounted_number", {"place": "tabell"})], "1 figure of a table is in no stored value"),
        ([Record("unaccounted_number", {"place": "löptext"})], None),
    ],
)
def test_what_is_not_read_is_put_into_words(records: list[Record], said: str | None) -> None:
    assert gaps(records) == said


def tjut(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return forked.run([TJUT, *arguments], cwd=folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plan, and the same with a page of it emptied, as a damaged cross-reference leaves it; dated later."""
    import pypdfium2

    (tmp_path / "raw").mkdir()
    path = set_plan(random_plan(3), PRESS, tmp_path / "raw" / "a.pdf")
    file = pypdfium2.PdfDocument(path)
    width, height = file[4].get_size()
    del file[4]
    file.new_page(width, height, 4)
    file.save(tmp_path / "b.pdf")
    return tmp_path


def test_an_incomplete_reading_supersedes_no_complete_one(folder: Path) -> None:
    assert tjut(folder, "run").returncode == 0
    (folder / "b.pdf").rename(folder / "raw" / "b.pdf")
    run = tjut(folder, "run")
    assert run.returncode == 1
    assert "b.pdf: published, but only partly read: page 5 not read in full" in run.stdout
    assert tjut(folder, "run").returncode == 1  # as long as nobody has done anything about it
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        readings = connection.execute(
            "SELECT file_name, reading, is_current FROM base.document ORDER BY ALL"
        ).fetchall()
        decided = connection.execute("SELECT decided_by FROM base.document_version WHERE is_newest").fetchall()
    assert readings == [("a.pdf", "complete", True), ("b.pdf", "incomplete", False)]
    assert decided == [("reading",)]


def test_an_incomplete_document_alone_counts_and_is_named(folder: Path) -> None:
    (folder / "raw" / "a.pdf").unlink()
    (folder / "b.pdf").rename(folder / "raw" / "b.pdf")
    assert tjut(folder, "run").returncode == 1
    assert "1 only partly read, see base.finding: b.pdf" in tjut(folder, "status").stdout
