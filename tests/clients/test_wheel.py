"""The wheel, installed away from the checkout, does all that the checkout does, in a folder that has nothing of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from pipeline.warehouse.schema_version import SCHEMA_VERSION
from tests.press.facsimile import FACSIMILE
from tests.support.places import ROOT
from tests.support.traps import NAMES, set_traps

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    uv = Path(sys.executable).with_name("uv")
    made = [uv, "build", "--wheel", "--no-build-isolation", "--offline", "--python", sys.executable, "--out-dir", out]
    subprocess.run([*made, ROOT], check=True, capture_output=True)
    (path,) = out.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment that has this wheel, and of this one's packages all but Tjut."""
    home = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    python = home / "bin" / "python"
    uv = Path(sys.executable).with_name("uv")
    asked = [uv, "pip", "install", "--no-deps", "--offline", "--no-index", "--python", python, wheel]
    subprocess.run(asked, check=True, capture_output=True)
    asked = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(asked, check=True, capture_output=True, encoding="utf-8").stdout.strip())
    # A folder that a .pth file names is searched; the .pth files in it, of which one leads to the checkout, are not.
    (packages / "others.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    return home / "bin"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Empty but for a document, and packages of the user's own that are called as Tjut's are."""
    path = tmp_path_factory.mktemp("own")
    (path / "raw").mkdir()
    shutil.copy(FACSIMILE, path / "raw")
    set_traps(path)
    return path


def said(installed: Path, folder: Path, *words: str) -> str:
    """What a command says; it must end well."""
    own = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONSAFEPATH")}
    own |= {"HOME": str(folder)}
    ended = subprocess.run(
        [installed / words[0], *words[1:]], cwd=folder, env=own, capture_output=True, encoding="utf-8", check=False
    )
    assert ended.returncode == 0, (words, ended.stderr)
    return ended.stdout


def test_it_is_all_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {f"{name}/py.typed" for name in NAMES} <= names
    assert {"pipeline/boards.csv", "pipeline/docs/cookbook.md", "pipeline/docs/queries/19-sok-i-texten.sql"} <= names
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in names}
    sources = {path.relative_to(ROOT).as_posix() for name in NAMES for path in (ROOT / name).rglob("*.*")}
    assert {name for name in sources - names if "__pycache__" not in name} == set()


def test_it_runs_in_an_empty_folder(installed: Path, folder: Path) -> None:
    asked = "import pipeline; print(pipeline.__file__)"
    assert str(ROOT) not in said(installed, folder, "python", "-P", "-c", asked)
    assert "1 file: 1 published" in said(installed, folder, "tjut", "run")
    query = "select schema_version, run_id, document_count from tjut"
    assert SCHEMA_VERSION in said(installed, folder, "tjut", "sql", query, "--format", "csv")
    assert "tables and views" in said(
        installed, folder, "tjut", "export", "--format", "datapackage", "--out", "package"
    )
    assert "1 document" in said(installed, folder, "tjut", "status")
    assert "--cron" in said(installed, folder, "tjut", "serve", "--help")
    assert {path.name for path in folder.iterdir()} - {*NAMES, "raw", ".prefect"} == {
        "package", "staged", "warehouse.duckdb", "warehouse.duckdb.last_run.json", "warehouse.duckdb.ledger.jsonl",
        "warehouse.duckdb.lock",
    }  # fmt: skip


def test_it_says_what_it_is_and_brings_its_documentation(installed: Path, folder: Path) -> None:
    version = said(installed, folder, "tjut", "--version")
    asked = ["git", "-C", ROOT, "rev-parse", "--short=12", "HEAD"]
    here = subprocess.run(asked, capture_output=True, check=False, encoding="utf-8").stdout.strip()
    assert version.startswith(f"tjut {metadata.version('tjut')}, commit {here or 'unknown'}")
    assert f"schema {SCHEMA_VERSION}" in version
    assert "cookbook" in said(installed, folder, "tjut", "docs")
    assert said(installed, folder, "tjut", "docs", "cookbook").startswith("# Kokbok\n")
    assert "base.indicator" in said(installed, folder, "tjut", "docs", "data-dictionary")
