"""The warehouse that all tests of the export write to files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.commands.export.relation import relations
from pipeline.commands.query import open_warehouse
from tests.support.awkward import awkward_warehouse


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return awkward_warehouse(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="session")
def stored(warehouse: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every table and view, in the order of an export."""
    with open_warehouse(warehouse, threads=1) as connection:
        return {found.name: list(found.rows(connection)) for found in relations(connection)}
