"""Keeps libraries from loading optional packages just because they are installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from types import ModuleType


class _NotInstalled(MetaPathFinder):
    def __init__(self, packages: Sequence[str]) -> None:
        self._packages = packages

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if name in self._packages:
            raise ModuleNotFoundError(f"{name} is left out", name=name)


@contextmanager
def without(*packages: str) -> Iterator[None]:
    """Makes these packages look uninstalled to imports in the `with` block, unless they are already loaded."""
    finder = _NotInstalled(packages)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
