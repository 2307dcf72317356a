"""Which code and which libraries made a record: what a later run is compared with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What in these two folders cannot change a record: it only calls, publishes or shows.
FOLDERS = ("contracts", "pipeline")
APART = frozenset(
    f"pipeline/{name}"
    for name in (
        "audit",
        "cli",
        "compare",
        "nursery.py",
        "outcome.py",
        "run",
        "shell",
        "version.py",
        "warehouse",
        "worker.py",
    )
) | {"contracts/dictionary.py"}
PUBLISHING = ("contracts", "pipeline/compare", "pipeline/warehouse")
LIBRARIES = ("pdf_oxide", "pdfplumber", "pdfminer.six", "pypdfium2", "pandera", "pandas", "pyarrow", "duckdb")


@cache
def code_version() -> str:
    """The package's version and a digest of the sources that determine records, as `0.1.0+3f9c0a1b2c4d`.

    A change of any other source (the command line, the warehouse's views) leaves it as it is.
    """
    return f"{_installed('tjut')}+{_digest(_deciding_sources())}"


@cache
def publishing_version() -> str:
    """A digest of the sources that determine the warehouse, given the staged documents."""
    names = (ROOT / "pipeline" / "reconcile" / name for name in ("names.py", "synonyms.txt"))
    return _digest([*(path for folder in PUBLISHING for path in _sources(ROOT / folder)), *names])


@cache
def library_versions() -> dict[str, str]:
    """The version of each library that reads, checks or stores a value."""
    return {name: _installed(name) for name in LIBRARIES}


def _deciding_sources() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in _sources(ROOT / folder):
            parts = path.relative_to(ROOT).parts
            if "/".join(parts[:2]) not in APART:
                yield path


def _sources(folder: Path) -> list[Path]:
    """The files under `folder` that are not made by running them, in an order that is the same everywhere."""
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(files, key=lambda path: path.relative_to(ROOT).as_posix())


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        # The lengths keep a byte that moves from one file to the next from going unseen.
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
