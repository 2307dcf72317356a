"""The versions of the code and the libraries that made a record, for comparison in later runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What each file and folder of `contracts/` and `pipeline/` affects. If a source that affects records changes, documents
# are read again; if one that affects the warehouse changes, it is rebuilt; the rest calls, checks or shows. A test
# fails for a place that is in none of the three lists.
DECIDES_RECORDS = (
    "contracts",
    "pipeline/account",
    "pipeline/blocks",
    "pipeline/boards.csv",
    "pipeline/boards.py",
    "pipeline/document.py",
    "pipeline/extract.py",
    "pipeline/lean.py",
    "pipeline/names.py",
    "pipeline/parse",
    "pipeline/read",
    "pipeline/reconcile",
    "pipeline/record.py",
    "pipeline/refusal.py",
    "pipeline/stage.py",
    "pipeline/swedish.py",
    "pipeline/synonyms.txt",
    "pipeline/tables",
)
DECIDES_WAREHOUSE = (
    "contracts",
    "pipeline/boards.csv",
    "pipeline/boards.py",
    "pipeline/compare",
    "pipeline/loss.py",
    "pipeline/names.py",
    "pipeline/reconcile",
    "pipeline/reviews.py",
    "pipeline/rules.py",
    "pipeline/sources.py",
    "pipeline/swedish.py",
    "pipeline/synonyms.txt",
    "pipeline/warehouse",
)
DECIDES_NOTHING = (
    "pipeline/__init__.py",
    "pipeline/audit",
    "pipeline/backup.py",
    "pipeline/chain.py",
    "pipeline/cli",
    "pipeline/commands",
    "pipeline/durable.py",
    "pipeline/fetch",
    "pipeline/ignored.py",
    "pipeline/ledger.py",
    "pipeline/notebook.py",
    "pipeline/notices.py",
    "pipeline/outcome.py",
    "pipeline/parquet.py",
    "pipeline/py.typed",
    "pipeline/raw_files.py",
    "pipeline/report",
    "pipeline/rotation.py",
    "pipeline/run",
    "pipeline/seal.py",
    "pipeline/staged.py",
    "pipeline/version.py",
    "pipeline/workers",
)
LIBRARIES = (
    "pdf_oxide",
    "pdfplumber",
    "pdfminer.six",
    "pikepdf",
    "pypdfium2",
    "hunspell-sv",
    "pandera",
    "pandas",
    "pyarrow",
    "duckdb",
)


@cache
def code_version() -> str:
    """The package's version and a digest of the sources that determine records, as `0.1.0+3f9c0a1b2c4d`.

    A change of any other source (the command line, the report, the warehouse's views) leaves it as it is.
    """
    return f"{_installed('tjut')}+{_digest(_sources(DECIDES_RECORDS))}"


@cache
def publishing_version() -> str:
    """A digest of the sources that determine the warehouse, given the staged documents."""
    return _digest(_sources(DECIDES_WAREHOUSE))


@cache
def library_versions() -> dict[str, str]:
    """The version of each library that reads, checks or stores a value."""
    return {name: _installed(name) for name in LIBRARIES}


def _sources(places: Iterable[str]) -> list[Path]:
    """The source files at these places, in the same order everywhere."""
    found = (path for place in places for path in (ROOT / place, *(ROOT / place).rglob("*")))
    files = (path for path in found if path.is_file() and "__pycache__" not in path.parts)
    return sorted(files, key=lambda path: path.relative_to(ROOT).as_posix())


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        # The lengths make sure that a byte moved from one file to the next is noticed.
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
