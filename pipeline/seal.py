"""Seals the published warehouse, so that the next run knows whether it is still as it was left."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Seal:
    """A file as it was left. `changed_ns` is its ctime, which whoever may write the file cannot choose."""

    sha256: str
    size: int
    inode: int
    changed_ns: int

    @classmethod
    def of(cls, path: Path) -> Self | None:
        """The seal of a file, None if there is none."""
        try:
            with path.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            at = path.stat()
        except OSError:
            return None
        return cls(sha256, at.st_size, at.st_ino, at.st_ctime_ns)

    def fits(self, path: Path) -> bool:
        """Whether the file has the same bytes; it is only read if it was touched since, or is a copy."""
        try:
            at = path.stat()
        except OSError:
            return False
        if (at.st_size, at.st_ino, at.st_ctime_ns) == (self.size, self.inode, self.changed_ns):
            return True
        return at.st_size == self.size and (now := Seal.of(path)) is not None and now.sha256 == self.sha256
