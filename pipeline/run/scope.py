"""The scope of a run: which documents it processes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents of some boards and years; all others are left unchanged. Empty means all.

    `boards` are keys as in the column `board_key` (`farsta`). `force` reads documents again even if nothing changed.
    """

    boards: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    force: bool = False

    @property
    def is_all(self) -> bool:
        """True if the run includes all documents."""
        return not self.boards and not self.years

    def has(self, document_id: str | None) -> bool:
        """Whether the run includes the document with this id, such as `hasselby-vallingby-2026-3f9c0a1b2c4d`."""
        if self.is_all:
            return True
        board, year = ["", "", *(document_id or "").rsplit("-", 2)][-3:-1]
        return (not self.boards or board in self.boards) and (not self.years or year in map(str, self.years))


ALL = Scope()
