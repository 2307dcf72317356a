"""Re-reads every document of a warehouse from its file and compares it with what is published. Changes nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from pipeline.audit.cause import HAND, UNKNOWN, causes
from pipeline.audit.differing_rows import Difference, Row, differences, new_columns, rows_read, stored_rows
from pipeline.outcome import Outcome
from pipeline.raw_files import LARGEST_SOUGHT, READABLE, files_of, printable
from pipeline.read import READERS
from pipeline.refusal import Refused
from pipeline.run import processors
from pipeline.run.extractor import EXTRACT, call_reader
from pipeline.staged import MANIFEST, StagedDocument
from pipeline.workers import Workers

COLUMNS = "document_id, document_key, file_name, sha256, reader, code_version, libraries, content_sha256"


@dataclass(frozen=True, slots=True)
class Published:
    """A document as recorded in the warehouse; `libraries` is JSON."""

    document_id: str
    document_key: str
    file_name: str
    sha256: str
    reader: str
    code_version: str
    libraries: str
    content_sha256: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a document: identical if nothing differs. `rows` and `values` count what was compared."""

    document_id: str
    rows: int = 0
    values: int = 0
    differences: tuple[Difference, ...] = ()
    causes: tuple[str, ...] = field(default=())


def published(connection: duckdb.DuckDBPyConnection, named: Sequence[str]) -> list[Published]:
    """The documents with one of these ids, keys or file names, all if none is named.

    Raises LookupError with a name that none has, duckdb.Error.
    """
    found = [
        Published(*row) for row in connection.execute(f"SELECT {COLUMNS} FROM base.document ORDER BY 1").fetchall()
    ]
    for name in named:
        if not any(name in (one.document_id, one.document_key, one.file_name) for one in found):
            raise LookupError(name)
    return [one for one in found if not named or {one.document_id, one.document_key, one.file_name} & set(named)]


def verify(
    connection: duckdb.DuckDBPyConnection, documents: Sequence[Published], raw: Path, reader: str = READERS[0]
) -> Iterator[Verdict]:
    """The verdict on each document, in their order. Raises OSError if `raw` cannot be searched, duckdb.Error."""
    sources = _sources(connection, documents, raw)
    unknown = new_columns(connection)
    threads = max(1, min(processors(), len(documents)))
    with (
        tempfile.TemporaryDirectory(prefix="tjut-") as folder,
        Workers(EXTRACT) as workers,
        ThreadPoolExecutor(threads) as pool,
    ):

        def again(number: int) -> Outcome | Refused | None:
            return _again(workers, documents[number], sources[number], Path(folder, str(number)), reader)

        for number, outcome in enumerate(pool.map(again, range(len(documents)))):
            document = documents[number]
            if outcome is None:
                gone = Difference("document", document.document_id, "sha256", document.sha256, None)
                why = f"the file is missing: no file under {raw} has its bytes ({printable(document.file_name)})"
                yield Verdict(document.document_id, differences=(gone,), causes=(why,))
            elif isinstance(outcome, Refused) or outcome.bad or sources[number] is None:
                yield _unread(document, outcome, sources[number], reader)
            else:
                staged = StagedDocument.from_manifest(Path(folder, str(number), outcome.document_id or "", MANIFEST))
                yield _compared(connection, document, staged, reader, unknown)


def _sources(
    connection: duckdb.DuckDBPyConnection, documents: Sequence[Published], raw: Path
) -> list[tuple[Path, str] | None]:
    """The file of each document and its sha256: by its bytes, else the one of its name that is no other document's."""
    files = [(file.path, file.sha256) for file in files_of(raw, LARGEST_SOUGHT, follow=True) if file.sha256 is not None]
    by_bytes = {sha256: (path, sha256) for path, sha256 in reversed(files)}
    others = {sha256 for (sha256,) in connection.execute("SELECT sha256 FROM base.document").fetchall()}
    by_name = {printable(path.name): (path, sha256) for path, sha256 in reversed(files) if sha256 not in others}
    return [by_bytes.get(one.sha256) or by_name.get(one.file_name) for one in documents]


def _again(
    workers: Workers, document: Published, source: tuple[Path, str] | None, folder: Path, reader: str
) -> Outcome | Refused | None:
    """Stages the document anew in `folder`, under the name that it was read by."""
    if source is None:
        return None
    folder.mkdir()
    # A name in a record is a name: never a path to follow, nor one that a file system must be able to hold.
    suffix = Path(document.file_name).suffix.lower()
    link = folder / f"document{suffix if suffix in READABLE else ''}"
    link.symlink_to(source[0].resolve())
    try:
        return call_reader(workers, link, document.file_name, folder, reader)
    except Refused as refused:
        return refused


def _unread(document: Published, outcome: Any, source: tuple[Path, str] | None, reader: str) -> Verdict:
    """A document that was published, and that is refused or breaks a contract now."""
    seen = f"{outcome.reason}: {outcome.seen}"
    lost = Difference("document", document.document_id, None, document.file_name, seen)
    sha256 = source[1] if source else document.sha256
    readers = (document.reader, reader if reader != READERS[0] and document.reader in READERS else document.reader)
    why = causes(document.code_version, document.libraries, readers, (document.sha256, sha256))
    return Verdict(document.document_id, differences=(lost,), causes=tuple(why or [UNKNOWN]))


def _compared(
    connection: duckdb.DuckDBPyConnection,
    document: Published,
    staged: StagedDocument,
    reader: str,
    unknown: Sequence[str],
) -> Verdict:
    stored, now = stored_rows(connection, document.document_id, unknown), rows_read(staged.folder, document.document_id)
    by = now["document"][0]["reader"]
    asked = reader != READERS[0] and by != document.reader
    found = list(differences(stored, now, other_reader=asked))
    files = (document.sha256, now["document"][0]["sha256"])
    changed = causes(document.code_version, document.libraries, (document.reader, by), files)
    same = staged.content_sha256 == document.content_sha256
    if not found and not changed and not same:
        digest = Difference(
            "document", document.document_id, "content_sha256", document.content_sha256, staged.content_sha256
        )
        found.append(digest)
    why = [HAND] if same else changed or [UNKNOWN]
    return Verdict(document.document_id, *_size(stored), tuple(found), tuple(why if found else ()))


def _size(tables: dict[str, list[Row]]) -> tuple[int, int]:
    """How many rows and values there are."""
    return sum(map(len, tables.values())), sum(len(row) for rows in tables.values() for row in rows)
