"""Files of a raw folder that are no documents: litter of systems and programs, and what `.tjutignore` there names.

Nothing that could be a document is left out by itself: a plan that came as `.docx` is refused, and so told, until
somebody writes `*.docx` into that file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pathspec import GitIgnoreSpec

IGNORE = ".tjutignore"
# Names that begin with a dot are left out before, and told of nowhere.
LITTER = ("Thumbs.db", "ehthumbs.db", "desktop.ini", "~$*", "*.crdownload")


class BadIgnore(OSError):
    """A `.tjutignore` that says nothing, with what to do."""


def ignored_in(raw: Path) -> Callable[[Path], bool]:
    """Whether a path in this folder, relative to it, is to be left out; patterns are those of `.gitignore`.

    Raises BadIgnore, OSError.
    """
    path = raw / IGNORE
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        lines = []
    except UnicodeDecodeError as error:
        raise BadIgnore(f"{path} is not UTF-8 text, so nothing was done: save it as UTF-8") from error
    try:
        return GitIgnoreSpec.from_lines([*LITTER, *lines]).match_file
    except ValueError as error:
        raise BadIgnore(f"{path}: {error}; nothing was done: correct the line") from error
