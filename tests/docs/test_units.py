"""The units of `docs/operations.md`, as systemd itself reads them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.places import ROOT

UNITS = re.findall(
    r"```ini\n# /etc/systemd/system/(\S+)\n(.*?)```", (ROOT / "docs/operations.md").read_text(), re.DOTALL
)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze")
def test_systemd_knows_each_word_of_them(tmp_path: Path) -> None:
    for name, content in UNITS:
        (tmp_path / name).write_text(content.replace("/opt/tjut/.venv/bin", str(Path(sys.executable).parent)))
    assert {name for name, _ in UNITS} >= {"tjut.service", "tjut-fetch.timer", "tjut-backup.timer"}
    verify = ["systemd-analyze", "verify", "--man=no", *sorted(map(str, tmp_path.iterdir()))]
    said = subprocess.run(verify, capture_output=True, text=True, timeout=60, check=False)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_each_timer_has_its_service() -> None:
    names = {name for name, _ in UNITS}
    assert {name.replace(".timer", ".service") for name in names} <= names


def test_the_backup_of_the_timer_is_that_of_the_page() -> None:
    """Both files that are restored further down."""
    written = dict(UNITS)["tjut-backup.service"]
    assert "/srv/tjut/backup/tjut.tar.gz" in written
    assert "sqlite3.connect('/srv/tjut/backup/prefect.db')" in written
