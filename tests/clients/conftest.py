"""One warehouse that all clients ask the same, and the environments that `make clients` makes for some of them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.awkward import awkward_warehouse
from tests.support.places import ROOT

QUERY = (
    "SELECT board, fiscal_year, sum(amount_mnkr) AS total FROM {}budget_by_year "
    "WHERE NOT is_total AND NOT is_part AND measure = 'netto' AND basis = 'verksamhetsplan' GROUP BY ALL ORDER BY ALL"
)
# Of small_plan.OVERVIEW: what two plans set for Förskola and Äldreomsorg, 100.5 and 240.0.
ANSWER = [("Farsta stadsdelsnämnd", 2025, 340.5), ("Farsta stadsdelsnämnd", 2026, 340.5)]

Program = Callable[..., str]


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return awkward_warehouse(tmp_path_factory.mktemp("clients"))


def program(environment: str, name: str) -> Program:
    """Runs a program of an environment in a folder, gives what it says; it must end well."""
    path = ROOT / "build" / "clients" / environment / "bin" / name
    if not path.exists():
        pytest.skip(f"{name} is not there: `make clients` installs it")

    def call(*words: str | Path, folder: Path) -> str:
        own = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "DO_NOT_TRACK": "1", "NO_COLOR": "1", "LANG": "C.UTF-8"}
        ended = subprocess.run(
            [path, *words], cwd=folder, env=own, capture_output=True, encoding="utf-8", check=False, timeout=120
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    return call
