"""Files in a raw folder to ignore: clutter left by systems and programs, and files listed in its `.tjutignore`.

A possible document is never ignored by default: a plan that arrives as `.docx` is refused, and reported, until somebody
adds `*.docx` to that file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pathspec import GitIgnoreSpec

IGNORE = ".tjutignore"
# Names that begin with a dot have been skipped before this, without being reported.
LITTER = ("Thumbs.db", "ehthumbs.db", "desktop.ini", "~$*", "*.crdownload")


class BadIgnore(OSError):
    """An invalid `.tjutignore`; the message says what to do."""


def ignored_in(raw: Path) -> Callable[[Path], bool]:
    """A test whether a path relative to this folder is ignored; patterns are as in `.gitignore`.

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
