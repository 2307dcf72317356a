"""What is staged already: the manifests under `staged/`, read without the libraries that wrote them."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from pipeline.durable import UNFINISHED


@dataclass(frozen=True, slots=True)
class StagedDocument:
    """One staged document. `digest` is that of its manifest, which names the digest of each of its tables."""

    folder: Path
    document_id: str
    sha256: str
    file_name: str
    code_version: str
    libraries: dict[str, str]
    rows: dict[str, int]
    digest: str

    def made_by(self, code: str, libraries: dict[str, str]) -> bool:
        return self.code_version == code and self.libraries == libraries


def remove_unfinished(staged: Path) -> None:
    """What a killed run was about to stage; for the one run that holds the lock."""
    shutil.rmtree(staged / UNFINISHED, ignore_errors=True)


def staged_documents(staged: Path) -> dict[str, StagedDocument]:
    """Each staged document by the sha256 of its file. A folder without a whole manifest is none."""
    found = (_read(path) for path in staged.glob("*/manifest.json"))
    return {document.sha256: document for document in found if document is not None}


def _read(manifest: Path) -> StagedDocument | None:
    try:
        content = manifest.read_bytes()
        stored = json.loads(content)
        return StagedDocument(
            folder=manifest.parent,
            document_id=stored["document_id"],
            sha256=stored["sha256"],
            file_name=stored["file_name"],
            code_version=stored["code_version"],
            libraries=stored["libraries"],
            rows={name: table["rows"] for name, table in stored["tables"].items()},
            digest=hashlib.sha256(content).hexdigest(),
        )
    except (OSError, ValueError, KeyError, TypeError):  # written by another version, or not to its end
        return None
