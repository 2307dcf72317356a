"""The staged documents: reads the manifests under `staged/` without the libraries that wrote them.

`pipeline.stage` writes them. A run uses them to see which files need no reading, publishing to find the tables, and an
audit to see the result of a second reading.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from pipeline.durable import UNFINISHED

MANIFEST = "manifest.json"
# The minimum number of sha256 digits in a document's name, as in an earlier version.
FEWEST_DIGITS = 12
# Beside the manifest: when the document first arrived. Kept when the document is read again; not covered by a digest.
ARRIVAL = "arrival.json"
# For results of an earlier version until a run has compared them; also one level deeper.
EARLIER = ".earlier"
# For documents whose tables differ from what was staged; one level deeper than documents.
CHANGED = ".changed"


@dataclass(frozen=True, slots=True)
class StagedDocument:
    """One staged document.

    `content_sha256` is the digest of its tables, `digest` that of its manifest, which names the code and libraries too.
    `contracts_digest` is that of the contracts it was staged under; `rows` are counts by table, `digests` the sha256 of
    each table's file. `arrived_at` is when a run first had the file (UTC), None until that run is finished;
    `fetched_from` is the host that it was fetched from, if it was.
    `incomplete` says what of the document could not be read, None where all was. `coverage` is the share of its numbers
    that is accounted for, `findings` are counts by severity; an earlier version told neither them nor the key.
    """

    folder: Path
    document_id: str
    sha256: str
    file_name: str
    code_version: str
    libraries: dict[str, str]
    contracts_digest: str | None
    rows: dict[str, int]
    digests: dict[str, str]
    content_sha256: str
    digest: str
    arrived_at: datetime | None = None
    fetched_from: str | None = None
    incomplete: str | None = None
    document_key: str | None = None
    coverage: float | None = None
    findings: dict[str, int] | None = None

    @classmethod
    def from_manifest(cls, path: Path) -> Self:
        """Raises OSError, with advice, if the manifest is incomplete or was written by another version."""
        content = path.read_bytes()
        arrived_at, fetched_from = _arrival(path.parent)
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
                contracts_digest=manifest.get("contracts_digest"),
                rows={name: table["rows"] for name, table in manifest["tables"].items()},
                digests=tables,
                content_sha256=hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest(),
                digest=hashlib.sha256(content).hexdigest(),
                arrived_at=arrived_at,
                fetched_from=fetched_from,
                incomplete=manifest.get("incomplete"),
                document_key=manifest.get("document_key"),
                coverage=manifest.get("coverage"),
                findings=manifest.get("findings"),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise OSError(f"{path} is not a manifest: delete the folder {path.parent} and run again") from error

    def changed_tables(self) -> list[str]:
        """The tables whose files differ from what was staged: changed, truncated or missing."""
        return [
            name for name, sha256 in sorted(self.digests.items()) if _sha256(self.folder / f"{name}.parquet") != sha256
        ]

    def arrive(self, at: datetime, fetched_from: str | None = None) -> None:
        """Records when the document first arrived and the host it was fetched from, unless known already."""
        if self.arrived_at is not None and (self.fetched_from or fetched_from is None):
            return
        first = self.arrived_at or at.astimezone(UTC).replace(tzinfo=None)
        told = {"arrived_at": first.isoformat()} | ({"fetched_from": fetched_from} if fetched_from else {})
        beside = self.folder / f"{ARRIVAL}.new"
        beside.write_text(json.dumps(told) + "\n", encoding="utf-8")
        beside.replace(self.folder / ARRIVAL)

    def set_aside(self) -> None:
        """Removes the document from what is staged but keeps its files, which may be the only copy."""
        kept = self.folder.parent / CHANGED / self.folder.name
        shutil.rmtree(kept, ignore_errors=True)
        kept.parent.mkdir(exist_ok=True)
        self.folder.rename(kept)

    def made_by(self, code: str, libraries: dict[str, str]) -> bool:
        return self.code_version == code and self.libraries == libraries


def _arrival(folder: Path) -> tuple[datetime | None, str | None]:
    try:
        told = json.loads((folder / ARRIVAL).read_bytes())
        return datetime.fromisoformat(told["arrived_at"]), told.get("fetched_from")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # not written yet, or incomplete
        return None, None


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def staged_documents(staged: Path) -> list[StagedDocument]:
    """All documents under `staged`, in the order of their ids. Raises OSError for a damaged manifest."""
    documents = [StagedDocument.from_manifest(path) for path in staged.glob(f"*/{MANIFEST}")]
    return sorted(documents, key=lambda document: document.document_id)


def whole_documents(staged: Path) -> dict[str, StagedDocument]:
    """Each document by the sha256 of its file; one with a damaged manifest counts as not staged."""
    found: dict[str, StagedDocument] = {}
    for path in staged.glob(f"*/{MANIFEST}"):
        try:
            document = StagedDocument.from_manifest(path)
        except OSError:
            continue
        found[document.sha256] = document
    return found


def put_aside(folder: Path, staged: Path, sha256: str) -> None:
    """Moves the result of an earlier version for a file aside."""
    aside = staged / EARLIER / sha256
    shutil.rmtree(aside, ignore_errors=True)
    aside.parent.mkdir(exist_ok=True)
    folder.rename(aside)


def earlier_reading(staged: Path, sha256: str) -> StagedDocument | None:
    """The result that was moved aside for a file, if it is complete."""
    try:
        return StagedDocument.from_manifest(staged / EARLIER / sha256 / MANIFEST)
    except OSError:
        return None


def drop(folder: Path, staged: Path) -> None:
    """Deletes a staged folder in such a way that a partly deleted one is never taken for complete."""
    gone = staged / UNFINISHED / f"{folder.name}.gone"
    shutil.rmtree(gone, ignore_errors=True)
    gone.parent.mkdir(exist_ok=True)
    folder.rename(gone)
    shutil.rmtree(gone)


def put_back(earlier: StagedDocument, staged: Path) -> None:
    """Makes an earlier reading the staged one again, whatever state the newer one is in."""
    for newer in list(staged.glob(f"*-{earlier.sha256[:FEWEST_DIGITS]}*")):
        if newer.name == earlier.document_id or is_of(newer, earlier.sha256):
            drop(newer, staged)
    earlier.folder.rename(staged / earlier.document_id)


def is_of(folder: Path, sha256: str) -> bool:
    """Whether a staged document is from this file; False if its manifest is incomplete."""
    try:
        return StagedDocument.from_manifest(folder / MANIFEST).sha256 == sha256
    except OSError:
        return False


def remove_unfinished(staged: Path) -> None:
    """Removes what a killed run was staging or had not compared yet; only for the run that holds the lock."""
    shutil.rmtree(staged / UNFINISHED, ignore_errors=True)
    for folder in list((staged / EARLIER).glob("*")):
        earlier = earlier_reading(staged, folder.name)
        if earlier is None:
            shutil.rmtree(folder)
        else:
            put_back(earlier, staged)
