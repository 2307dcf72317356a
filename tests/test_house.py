"""Each place of the sources is classified, and what decides a record decides the version of the code."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from pipeline import version
from tests.support.places import ROOT

CLASSIFIED = {*version.DECIDES_RECORDS, *version.DECIDES_WAREHOUSE, *version.DECIDES_NOTHING}


def test_each_place_is_said_to_decide_records_or_the_warehouse_or_nothing() -> None:
    places = {f"pipeline/{path.name}" for path in (ROOT / "pipeline").iterdir() if path.name != "__pycache__"}
    assert {*places, "contracts"} == CLASSIFIED
    assert not {*version.DECIDES_RECORDS, *version.DECIDES_WAREHOUSE} & set(version.DECIDES_NOTHING)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources, which the versions are told of."""
    for folder in ("pipeline", "contracts"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(version, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("place", "records", "warehouse"),
    [
        ("pipeline/extract.py", True, False),
        ("pipeline/account/second_reader.py", True, False),
        ("pipeline/names.py", True, True),
        ("contracts/model.py", True, True),
        ("pipeline/warehouse/build.py", False, True),
        ("pipeline/compare/words.txt", False, True),
        ("pipeline/report/charts.py", False, False),
        ("pipeline/fetch/download.py", False, False),
        ("pipeline/run/batch.py", False, False),
    ],
)
def test_a_changed_source_changes_what_it_decides(copied: Path, place: str, records: bool, warehouse: bool) -> None:
    def versions() -> tuple[str, str]:
        return version.code_version.__wrapped__(), version.publishing_version.__wrapped__()

    before = versions()
    path = copied / place
    path.write_text(path.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert tuple(now != then for now, then in zip(versions(), before, strict=True)) == (records, warehouse)


def test_a_stage_taken_out_of_the_composition_is_other_code(copied: Path) -> None:
    before = version.code_version.__wrapped__()
    composition = copied / "pipeline" / "extract.py"
    text = composition.read_text("utf-8")
    without = text.replace("        extraction.records.extend(read_again(Path(path), document, extraction))\n", "")
    assert without != text
    composition.write_text(without, "utf-8")
    assert version.code_version.__wrapped__() != before


def test_no_import_runs_back_up() -> None:
    """The rooms have an order in which each uses those below it alone: no two use each other, over however many."""
    uses: dict[str, set[str]] = {}
    for path in (ROOT / "pipeline").rglob("*.py"):
        room = path.relative_to(ROOT / "pipeline").parts[0].removesuffix(".py")
        uses.setdefault(room, set()).update(set(_rooms_used(path)) - {room})
    order = list(TopologicalSorter(uses).static_order())  # raises CycleError with the rooms concerned
    assert order.index("document") < order.index("read") < order.index("parse") < order.index("commands")


def _rooms_used(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "pipeline":
            yield from (alias.name for alias in node.names)
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        yield from (name.split(".")[1] for name in names if name.startswith("pipeline."))
