"""A warehouse being built: a DuckDB file that nobody else has open."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

import duckdb

from contracts import CONTRACTS, Contract
from contracts.sql import address, contracts_digest, quoted
from pipeline import parquet
from pipeline.boards import BOARDS
from pipeline.ledger import RunEntry
from pipeline.reviews import Review
from pipeline.sources import Expected
from pipeline.staged import StagedDocument
from pipeline.warehouse.approval import approve, forget_held
from pipeline.warehouse.catalogue import create, is_as_made, is_signed, sign
from pipeline.warehouse.compared import compare, forget, forget_all
from pipeline.warehouse.expected import write_sources
from pipeline.warehouse.followed import follow, forget_followed
from pipeline.warehouse.ledger_tables import write_publications, write_runs
from pipeline.warehouse.reallocated import forget_reallocations, reallocate
from pipeline.warehouse.reviewed import settle, write
from pipeline.warehouse.rows import append
from pipeline.warehouse.rule_table import forget_rules, named_in, write_rules

# DuckDB 1.4 and later can read it (tried with 1.4.4 and 1.5.5); older ones say that the file is too new, and what
# 2.0 writes by itself no 1.x reads. Not v1.3.0, in which 1.3 reads NULLs where 2.0 has stored texts; not v1.0.0, which
# 1.0 to 1.3 would read too, but which takes three times the room and writes all indexes anew for each new document.
STORAGE_VERSION = "v1.4.0"
# Above this share of changed documents, a rebuild is faster than deleting and inserting.
FEW = 0.25
# Each thread takes address space, which is limited where memory is.
MOST_THREADS = 4
# The number of documents read by one statement; its memory use grows with them.
AT_ONCE = 100
STAGED = [contract for contract in CONTRACTS.values() if contract.staged]
log = logging.getLogger(__name__)


class NoWarehouse(Exception):
    """A DuckDB file that was not made by Tjut, or cannot be read at all."""


def _as_staged(document: StagedDocument) -> bool:
    """Whether a document's files match its manifest; if not, this is logged and the document is set aside."""
    changed = document.changed_tables()
    if changed:
        log.warning(
            "%s is left out: its staged tables were edited or are incomplete (%s). Run again to re-read its file",
            document.document_id,
            ", ".join(changed),
        )
        document.set_aside()
    return not changed


class Building:
    """The file at `path`, open for writing in a `with` block; DuckDB has written all of it when the block ends."""

    def __init__(self, path: Path, memory_bytes: int | None = None) -> None:
        """`memory_bytes` is what DuckDB may hold before it writes to the disk, and how much it may write then."""
        settings: dict[str, str | bool | int | float | list[str]] = {"temp_directory": f"{path}.tmp"}
        if memory_bytes:
            settings |= dict.fromkeys(("memory_limit", "max_temp_directory_size"), f"{memory_bytes}B")
            settings["threads"] = min(MOST_THREADS, os.cpu_count() or 1)
        self._connection = duckdb.connect(config=settings)
        try:
            self._connection.execute(f"ATTACH {quoted(str(path))} AS warehouse (STORAGE_VERSION '{STORAGE_VERSION}')")
            self._connection.execute("USE warehouse")
        except duckdb.Error:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._connection.execute("CHECKPOINT warehouse; USE memory; DETACH warehouse")
        finally:
            self._connection.close()

    def create(self) -> None:
        """All tables and views, empty."""
        create(self._connection)
        sign(self._connection)

    def fits(self, documents: Sequence[StagedDocument]) -> bool:
        """Whether tables and views are exactly those that this code makes, and few documents have changed.

        Anything that somebody else has added to the file, or changed in it, is never carried over.

        Raises NoWarehouse if the file holds something else.
        """
        if not is_signed(self._connection):
            raise NoWarehouse
        if not is_as_made(self._connection):
            return False
        gone, new = self._changes(documents)
        return len(gone | {document.document_id for document in new}) <= max(1, FEW * len(documents))

    def bring(
        self,
        documents: Sequence[StagedDocument],
        runs: Sequence[RunEntry],
        reviews: Sequence[Review] = (),
        expected: Sequence[Expected] = (),
    ) -> None:
        """Updates the tables from the staged documents, the ledger, the reviews and the list of expected documents."""
        gone, new = self._changes(documents)
        new = [document for document in new if _as_staged(document)]
        forget_followed(self._connection)
        forget(self._connection, gone)
        forget_reallocations(self._connection, gone)
        forget_held(self._connection)
        self._delete(gone)
        forget_rules(self._connection)
        findings = [path for one in new if (path := one.folder / "finding.parquet").exists()]
        write_rules(self._connection, named_in(self._connection, findings))
        fitting = [document for document in new if document.contracts_digest == contracts_digest()]
        for contract in STAGED:
            columns = [column.name for column in contract.staged_columns]
            for first in range(0, len(fitting), AT_ONCE):
                self._insert(contract, fitting[first : first + AT_ONCE], columns)
        for document in new:
            if document not in fitting:
                self._insert_older(document)
        self._mark_makers(documents)
        write_runs(self._connection, runs)
        write_sources(self._connection, expected)
        if write(self._connection, reviews):
            forget_all(self._connection)
        derive(self._connection, [document.document_id for document in new])
        write_publications(self._connection, runs)

    def _changes(self, documents: Sequence[StagedDocument]) -> tuple[set[str], list[StagedDocument]]:
        """The ids of the documents to delete, and the documents to insert."""
        held = dict(self._rows("SELECT document_id, content_sha256 FROM base.document"))
        new = [document for document in documents if held.get(document.document_id) != document.content_sha256]
        gone = held.keys() - {document.document_id for document in documents}
        return gone | (held.keys() & {document.document_id for document in new}), new

    def _delete(self, document_ids: Iterable[str]) -> None:
        for contract in reversed(STAGED):  # each statement is a transaction: delete children before parents
            for document_id in document_ids:
                self._connection.execute(f"DELETE FROM {address(contract.table)} WHERE document_id = ?", [document_id])

    def _insert(self, contract: Contract, documents: Sequence[StagedDocument], columns: Sequence[str]) -> None:
        """The rows of a table, document by document, each in printed order."""
        paths = parquet.files(document.folder / f"{contract.table}.parquet" for document in documents)
        if contract.table != "document":
            query = f"INSERT INTO {address(contract.table)} BY NAME SELECT {', '.join(columns)} FROM {parquet.READ}"
            self._connection.execute(query, [paths])
            return
        self._connection.execute(
            f"INSERT INTO base.document BY NAME SELECT {', '.join(columns)}, map_extract_value(map(?, ?), document_id) "
            "AS content_sha256, '' AS code_version, '' AS libraries, 'open' AS approval, false AS is_current "
            f"FROM {parquet.READ}",
            [*zip(*((document.document_id, document.content_sha256) for document in documents), strict=True), paths],
        )

    def _insert_older(self, document: StagedDocument) -> None:
        """Inserts a document that was staged under other contracts and whose file is gone, so that it cannot be read
        again.

        Missing columns become NULL. If it does not fit at all, it is left out, and this is logged.
        """
        self._connection.begin()
        try:
            for contract in STAGED:
                path = document.folder / f"{contract.table}.parquet"
                if path.exists():
                    described = self._rows(f"DESCRIBE SELECT * FROM {parquet.READ}", [parquet.files([path])])
                    held = {name for name, *_ in described}
                    known = [column.name for column in contract.staged_columns if column.name in held]
                    self._insert(contract, [document], known)
            self._connection.commit()
        except duckdb.Error as error:
            self._connection.rollback()
            log.warning(
                "%s is left out: it was staged by another version of Tjut (%s). Put its file back and run again",
                document.document_id,
                error,
            )

    def _mark_makers(self, documents: Sequence[StagedDocument]) -> None:
        """Updates which code made each document, and when it arrived, for all: other code may have made the same
        rows."""
        if not documents:
            return
        makers = [
            {
                "document_id": made.document_id,
                "code": made.code_version,
                "libraries": json.dumps(made.libraries, sort_keys=True),
                "arrived_at": made.arrived_at,
                "fetched_from": made.fetched_from,
            }
            for made in documents
        ]
        self._connection.execute(
            "UPDATE base.document"
            " SET code_version = maker.code, libraries = maker.libraries, arrived_at = maker.arrived_at,"
            " fetched_from = maker.fetched_from"
            " FROM (SELECT unnest(?, max_depth := 2)) AS maker WHERE document.document_id = maker.document_id"
            " AND (document.code_version <> maker.code OR document.libraries <> maker.libraries"
            " OR document.arrived_at IS DISTINCT FROM maker.arrived_at"
            " OR document.fetched_from IS DISTINCT FROM maker.fetched_from)",
            [makers],
        )

    def _rows(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, parameters).fetchall()


def derive(connection: duckdb.DuckDBPyConnection, new: Sequence[str]) -> None:
    """Fills what follows from the documents and verdicts: which are current, how they compare; reallocations.

    The registry of boards only changes with the code. Reallocations are read from the `new` documents only.
    """
    if not connection.execute("SELECT count(*) FROM base.board").fetchall()[0][0]:
        append(connection, "board", [asdict(board) for board in BOARDS])
    approve(connection)
    connection.execute("""
        UPDATE base.document SET is_current = NOT is_current
        WHERE is_current <> (document_id IN (SELECT document_id FROM base.document_version WHERE is_newest))
    """)
    settle(connection)
    compare(connection)
    follow(connection)
    reallocate(connection, new)
