"""A user's own packages that bear the names of Tjut's: whoever imports them says so, and fails."""

from __future__ import annotations

from pathlib import Path

NAMES = ("contracts", "flows", "pipeline")


def set_traps(folder: Path) -> None:
    for name in NAMES:
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(f"raise ImportError('{name} of the current folder was imported')\n")
