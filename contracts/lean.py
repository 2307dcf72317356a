"""Leaving out what a library loads only because it happens to be installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*packages: str) -> Iterator[None]:
    """To what is imported in the `with` block, these packages are not installed, unless they are loaded already."""
    hidden = [package for package in packages if package not in sys.modules]
    for package in hidden:
        sys.modules[package] = None  # type: ignore[assignment] # how the import system says so
    try:
        yield
    finally:
        for package in hidden:
            del sys.modules[package]
