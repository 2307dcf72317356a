"""What is staged: the manifests of the documents, and which of them fit today's tables."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Staged:
    """A staged document: its folder and the digest of its tables; `schema_version` is that of the contracts then.

    `code_version` and `libraries` (as JSON) are those that made it.
    """

    document_id: str
    folder: Path
    content_sha256: str
    schema_version: str | None
    code_version: str
    libraries: str

    @classmethod
    def from_manifest(cls, path: Path) -> Staged:
        """Raises OSError when the manifest cannot be read as one."""
        try:
            manifest: dict[str, Any] = json.loads(path.read_bytes())
            tables = {name: entry["sha256"] for name, entry in manifest["tables"].items()}
            content = hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()
            return cls(
                manifest["document_id"],
                path.parent,
                content,
                manifest.get("schema_version"),
                manifest["code_version"],
                json.dumps(manifest["libraries"], sort_keys=True),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise OSError(f"{path} is no manifest: delete the folder {path.parent} and run again") from error


def staged_documents(staged: Path) -> list[Staged]:
    """All documents under `staged`, in the order of their names. Raises OSError for a damaged manifest."""
    documents = [Staged.from_manifest(path) for path in staged.glob("*/manifest.json")]
    return sorted(documents, key=lambda document: document.document_id)
