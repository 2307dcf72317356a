"""What is staged: the manifests under `staged/`, read without the libraries that wrote them.

`pipeline.stage` writes them; a run asks which files need no reading, publishing which tables there are, and an audit
what a second reading made.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pipeline.durable import UNFINISHED

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class StagedDocument:
    """One staged document.

    `content_sha256` is the digest of its tables, `digest` that of its manifest, which names the code and libraries too.
    `schema_version` is that of the contracts it was staged under; `rows` are counts by table.
    """

    folder: Path
    document_id: str
    sha256: str
    file_name: str
    code_version: str
    libraries: dict[str, str]
    schema_version: str | None
    rows: dict[str, int]
    content_sha256: str
    digest: str

    @classmethod
    def from_manifest(cls, path: Path) -> Self:
        """Raises OSError, with what to do, when the manifest is not whole or was written by another version."""
        content = path.read_bytes()
        try:
            manifest = json.loads(content)
            tables = {name: table["sha256"] for name, table in manifest["tables"].items()}
            return cls(
                folder=path.parent,
                document_id=manifest["document_id"],
                sha256=manifest["sha256"],
                file_name=manifest["file_name"],
                code_version=manifest["code_version"],
                libraries=manifest["libraries"],
                schema_version=manifest.get("schema_version"),
                rows={name: table["rows"] for name, table in manifest["tables"].items()},
                content_sha256=hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest(),
                digest=hashlib.sha256(content).hexdigest(),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise OSError(f"{path} is no manifest: delete the folder {path.parent} and run again") from error

    def made_by(self, code: str, libraries: dict[str, str]) -> bool:
        return self.code_version == code and self.libraries == libraries


def staged_documents(staged: Path) -> list[StagedDocument]:
    """All documents under `staged`, in the order of their ids. Raises OSError for a damaged manifest."""
    documents = [StagedDocument.from_manifest(path) for path in staged.glob(f"*/{MANIFEST}")]
    return sorted(documents, key=lambda document: document.document_id)


def whole_documents(staged: Path) -> dict[str, StagedDocument]:
    """Each document by the sha256 of its file; one whose manifest is damaged is as good as not staged."""
    found: dict[str, StagedDocument] = {}
    for path in staged.glob(f"*/{MANIFEST}"):
        try:
            document = StagedDocument.from_manifest(path)
        except OSError:
            continue
        found[document.sha256] = document
    return found


def remove_unfinished(staged: Path) -> None:
    """What a killed run was about to stage; for the one run that holds the lock."""
    shutil.rmtree(staged / UNFINISHED, ignore_errors=True)
