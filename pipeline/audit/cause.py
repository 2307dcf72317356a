"""Why a document is read otherwise now: by what it was made then, and what is other today."""

from __future__ import annotations

import json

from pipeline.version import code_version, library_versions

HAND = (
    "the warehouse was changed by hand: the file, the code, the libraries and the reader make the rows that were "
    "published"
)
UNKNOWN = (
    "the file, the code, the libraries and the reader are the same: the warehouse was changed by hand, or Tjut does "
    "not read it the same way twice"
)


def causes(code: str, libraries: str, readers: tuple[str, str], files: tuple[str, str]) -> list[str]:
    """What is other than when the document was made, in words; all of it, as one cannot be told from another.

    `readers` and `files` (sha256) are those then and now; `libraries` is JSON, as the warehouse keeps it.
    """
    found = []
    if files[0] != files[1]:
        found.append(f"the file: sha256 {files[0]} → {files[1]}")
    if code != code_version():
        found.append(f"the code: {code} → {code_version()}")
    found += [f"the library {name}: {old} → {new}" for name, old, new in changed_libraries(json.loads(libraries))]
    if readers[0] != readers[1]:
        found.append(f"the reader: {readers[0]} → {readers[1]}")
    return found


def changed_libraries(before: dict[str, str], after: dict[str, str] | None = None) -> list[tuple[str, str, str]]:
    """Each library that has another version now (or in `after`): its name, then, now."""
    now = library_versions() if after is None else after
    names = sorted(before.keys() | now.keys())
    versions = [(name, before.get(name, "none"), now.get(name, "none")) for name in names]
    return [(name, old, new) for name, old, new in versions if old != new]
