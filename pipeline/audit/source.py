"""The source file of a document, found again in `raw/` by its bytes: names change, bytes tell."""

from __future__ import annotations

from pathlib import Path

from pipeline.raw_files import LARGEST_SOUGHT, look_for, printable
from pipeline.read.text import pages_of


class SourceLost(Exception):
    """The bytes that a document was read from are not there, or are others now: says where, which, and what to do."""


def find_source(raw: Path, sha256: str, called: str) -> Path:
    """The file under `raw` whose bytes have this sha256; one that is `called` as it was when it was read goes first.

    Raises SourceLost.
    """
    namesake = None
    try:
        for file in look_for(raw, called, largest=LARGEST_SOUGHT):
            if file.sha256 == sha256:
                return file.path
            if file.path.name == called and file.sha256 is not None:
                namesake = namesake or file
    except OSError as error:
        raise SourceLost(
            f"{raw} cannot be searched for {printable(called)}: {error.strerror or error}. Give its folder with --raw"
        ) from error
    if namesake is not None:
        raise SourceLost(
            f"{printable(str(namesake.path))} has changed since it was read: its sha256 is {namesake.sha256}, "
            f"the warehouse has {sha256}. Restore the original file, or read the new one with `tjut run`"
        )
    raise SourceLost(
        f"no file under {raw} has the sha256 {sha256} (it was called {printable(called)} when it was read). "
        "Put it back, or give its folder with --raw"
    )


def lines_of_text(source: Path) -> dict[int, str]:
    """The lines of a text file by their numbers, as its reader counts them. Raises Refused for what is no text."""
    return {line.number: line.text for page in pages_of(source.read_bytes()) for line in page.lines if line.number}
