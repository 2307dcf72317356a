"""A pipeline that takes no time: what a file says is what becomes of it. Imported in the nursery by name."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import pickle
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.ledger import RunEntry
from pipeline.outcome import Editions, Fate, Outcome
from pipeline.refusal import Reason, Refused
from pipeline.reviews import Review
from pipeline.staged import staged_documents
from pipeline.version import code_version, library_versions

EXTRACT = "tests.support.fakes:extract"
PUBLISH = "tests.support.fakes:publish_asked"


def extract(path: str, name: str, staged: str, reader: str) -> dict[str, Any]:
    content = Path(path).read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    word, _, rest = content.decode().strip().partition(" ")
    match word:
        case "refuse":
            raise Refused(Reason(rest), "seen in it")
        case "quarantine":
            return Outcome(name, Fate.QUARANTINED, sha256, reason="contract", failures=("a", "b")).to_json()
        case "crash" if not rest or rest == reader:
            os.abort()
        case "hang":
            Path(staged, "hanging").touch()
            time.sleep(3600)
        case "full" if rest != "once" or not Path(staged, f"tried-{sha256}").exists():
            Path(staged, f"tried-{sha256}").touch()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        case "long":
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
    document_id = f"{rest}-{sha256[:12]}" if word == "named" else sha256[:16]
    folder = Path(staged, document_id)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "goal.parquet").write_bytes(content)
    manifest = {
        "document_id": document_id,
        "sha256": sha256,
        "file_name": Path(path).name,
        "code_version": code_version(),
        "libraries": library_versions(),
        "tables": {"goal": {"rows": 3, "sha256": sha256}},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return Outcome(name, Fate.PUBLISHED, sha256, document_id, rows={"goal": 3}).to_json()


def publish(staged: Path, warehouse: Path, runs: Sequence[RunEntry], _reviews: Sequence[Review], _: Any) -> Editions:
    """A warehouse that is a list of what is staged."""
    warehouse.write_text("\n".join(sorted(path.parent.name for path in staged.glob("*/manifest.json"))))
    return Editions()


def publish_asked(note: str) -> dict[str, Any]:
    """The same in a process of its own, where what `heavy` files say happens: `heavy crash`, `heavy hang`."""
    (building, staged, warehouse, *_), bounds = pickle.loads(Path(note).read_bytes())
    trial = bounds["trial"]
    taken = [one for one in staged_documents(staged) if trial is None or one.document_id in trial]
    heavy = {(one.folder / "goal.parquet").read_text().partition(" ")[2] for one in taken}
    if "crash" in heavy or ("two" in heavy and "together" in heavy):
        os.abort()
    time.sleep(sum(0.4 for one in heavy if one.startswith("slow")))
    while "hang" in heavy:
        time.sleep(1)
    if "full disk" in heavy:
        return {"trouble": (errno.ENOSPC, os.strerror(errno.ENOSPC), str(warehouse)), "warnings": []}
    building.write_text("\n".join(sorted(one.document_id for one in taken)))
    return {**asdict(Editions()), "warnings": []}


def refuse_all(path: str, name: str, staged: str, reader: str) -> dict[str, Any]:
    raise Refused(Reason.DAMAGED, "by a stricter reader")
