"""Files that were refused or broke a contract: one JSON file each under `staged/quarantine/`.

A file stays there until its bytes, its name, the code, a library or a limit changes: then it is tried again. To retry
it at once, delete its JSON file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.outcome import Outcome
from pipeline.version import code_version, library_versions
from pipeline.workers import Limits


class Quarantine:
    """The quarantined files of one staged folder, by the sha256 of their bytes."""

    def __init__(self, staged: Path, limits: Limits) -> None:
        self._folder = staged / "quarantine"
        self._circumstances = {
            "code_version": code_version(),
            "libraries": library_versions(),
            "limits": asdict(limits),
        }

    def held(self, sha256: str, file: str) -> Outcome | None:
        """The earlier outcome for this file under the same circumstances, if any."""
        stored = _read(self._path(sha256))
        if stored is None or stored["outcome"]["file"] != file:
            return None
        if any(stored[key] != value for key, value in self._circumstances.items()):
            return None
        return Outcome.from_json(stored["outcome"])

    def hold(self, outcome: Outcome) -> None:
        """Stores a bad outcome. One without sha256 is not stored, since it is found again at once."""
        if outcome.sha256 is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        # Times are only for the ledger: nothing staged depends on a clock.
        stored = {"outcome": {**outcome.to_json(), "seconds": 0.0, "stages": {}}, **self._circumstances}
        path = self._path(outcome.sha256)
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(stored, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        beside.replace(path)

    def release_all_but(self, outcomes: Iterable[Outcome]) -> None:
        """Removes the entries of files that are fixed or gone."""
        kept = {outcome.sha256 for outcome in outcomes if outcome.bad}
        for path in self._folder.glob("*.json"):
            if path.stem not in kept:
                path.unlink()

    def _path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}.json"


def _read(path: Path) -> dict[str, Any] | None:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # missing or incomplete
        return None
    return stored if isinstance(stored, dict) and "outcome" in stored else None
