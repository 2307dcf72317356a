"""`tjut docs`: the pages of the documentation, which are part of the wheel."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import click

from pipeline.version import ROOT

# In a wheel they are inside the package, in a checkout beside it.
FOLDERS = (ROOT / "pipeline" / "docs", ROOT / "docs")
KINDS = (".md", ".ipynb", ".json", ".sql")


def pages() -> list[tuple[str, str]]:
    """Each page's name without suffix, and its first line."""
    return [(name, _first_line(path)) for name, path in _found().items()]


def place_of(page: str) -> Path:
    """The path of a page. Raises UsageError if it does not exist, with similar names."""
    found = _found()
    for path in [found.get(page), *(path for path in found.values() if path.name == page)]:
        if path is not None:
            return path
    alike = get_close_matches(page, found, n=3)
    advice = f"did you mean {' or '.join(alike)}?" if alike else "`tjut docs` lists all pages"
    raise click.UsageError(f"there is no page {page}: {advice}")


def _found() -> dict[str, Path]:
    folder = next((folder for folder in FOLDERS if folder.is_dir()), None)
    if folder is None:
        raise click.UsageError("the documentation was not installed with this copy of Tjut")
    paths = (path for path in sorted(folder.rglob("*")) if path.suffix in KINDS)
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in paths}


def _first_line(path: Path) -> str:
    if path.suffix not in (".md", ".sql"):
        return ""
    with path.open(encoding="utf-8") as stream:
        return stream.readline().strip("#- \n")
