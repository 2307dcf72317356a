"""The folder that a service is started in, which may contain packages with the same names as Tjut's.

Prefect looks for a flow in the current folder of its process before it looks at installed packages. So a service starts
its processes in the folder with Tjut's packages, and a run changes back before it touches a file.
"""

from __future__ import annotations

import os
from pathlib import Path

STARTED_IN = "TJUT_STARTED_IN"
PACKAGES = Path(__file__).resolve().parents[1]


def leave() -> None:
    """For the service, once all its paths are absolute."""
    os.environ[STARTED_IN] = str(Path.cwd())
    os.environ["PYTHONSAFEPATH"] = "1"  # `python -m`, with which Prefect starts a run, would look there too
    os.chdir(PACKAGES)


def go_back() -> None:
    """For a run, whose relative paths start from where the service was started."""
    if folder := os.environ.get(STARTED_IN):
        os.chdir(folder)
