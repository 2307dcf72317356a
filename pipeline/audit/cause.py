"""Why a document is read differently now: what has changed since it was read."""

from __future__ import annotations

import json

from pipeline.version import code_version, library_versions

HAND = (
    "the warehouse was changed by hand: reading the file with this code, libraries and reader gives the rows that were "
    "published"
)
UNKNOWN = (
    "file, code, libraries and reader are unchanged: the warehouse was changed by hand, or Tjut does not read the file "
    "the same way twice"
)


def causes(code: str, libraries: str, readers: tuple[str, str], files: tuple[str, str]) -> list[str]:
    """Everything that has changed since the document was read, in words; which of it is to blame cannot be known.

    `readers` and `files` (sha256) hold the values then and now; `libraries` is JSON as stored in the warehouse.
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
    """Each library whose version has changed since (or in `after`): name, old version, new version."""
    now = library_versions() if after is None else after
    names = sorted(before.keys() | now.keys())
    versions = [(name, before.get(name, "none"), now.get(name, "none")) for name in names]
    return [(name, old, new) for name, old, new in versions if old != new]
