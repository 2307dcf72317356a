"""What a wheel has beside the sources: the documentation, for `tjut docs`, and its commit, for `tjut --version`."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Extras(BuildHookInterface[Any]):
    """Puts them into the package; a checkout, which is installed as it lies there, has them beside it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        build_data["force_include"]["docs"] = "pipeline/docs"
        asked = ["git", "-C", self.root, "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
        try:
            commit = subprocess.run(asked, capture_output=True, check=True, encoding="utf-8").stdout
        except (OSError, subprocess.CalledProcessError):  # no git, or built from an archive
            return
        written = Path(self.directory, "commit.txt")
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(commit, encoding="utf-8")
        build_data["force_include"][str(written)] = "pipeline/commit.txt"
