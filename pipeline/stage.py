"""Records → contract → Parquet: the staged tables of one document, the same bytes whenever they are made.

Knows no SQL. No clock, no random value and no order of files gets into a staged byte.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from contracts import CONTRACTS
from contracts.check import Failure, failures
from pipeline.document import Document
from pipeline.record import Extraction, Record
from pipeline.version import code_version, library_versions

MANIFEST = "manifest.json"
Row = dict[str, Any]


class ContractBroken(Exception):
    """Rows that break the contract of their table: nothing of the document is staged. Lists all of them."""

    def __init__(self, broken: Sequence[Failure]) -> None:
        super().__init__(f"{len(broken)} values break a contract, the first: {broken[0]}")
        self.failures = tuple(broken)


def document_id(extraction: Extraction) -> str:
    """The name of the document: board, year and the beginning of the file's sha256."""
    values = extraction.document.values
    return f"{values['board_key']}-{values['plan_year']}-{str(values['sha256'])[:12]}"


def tables_of(extraction: Extraction) -> dict[str, pyarrow.Table]:
    """The rows of all tables of a document, with keys and provenance, as Arrow tables in the order of the contracts.

    Raises ContractBroken with every value that breaks a contract.
    """
    rows = _rows(extraction)
    tables = {}
    misfits: list[Failure] = []
    for name, contract in CONTRACTS.items():
        if not contract.staged:
            continue
        try:
            tables[name] = pyarrow.Table.from_pylist(
                [_complete(row, contract.staged_columns) for row in rows[name]], contract.arrow_schema()
            )
        except (pyarrow.ArrowException, TypeError, ValueError) as error:
            misfits.append(Failure(name, "*", "type", str(error)[:300]))
    broken = misfits + failures(tables)
    if broken:
        raise ContractBroken(broken)
    return tables


def stage(document: Document, extraction: Extraction, staged: Path) -> dict[str, Any]:
    """Write the tables of a document to `staged/<document_id>/` and give back its manifest.

    The folder appears whole or not at all, and replaces what an earlier version of the code made of the same file.
    Raises ContractBroken, OSError.
    """
    tables = tables_of(extraction)
    name = document_id(extraction)
    building = staged / f".{name}.building"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    entries = {}
    for table, rows in tables.items():
        path = building / f"{table}.parquet"
        pyarrow.parquet.write_table(rows, path, compression="zstd", store_schema=False)
        entries[table] = {"rows": rows.num_rows, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    manifest = {
        "document_id": name,
        "sha256": document.sha256,
        "file_name": document.file_name,
        "code_version": code_version(),
        "libraries": library_versions(),
        "tables": entries,
    }
    (building / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
    shutil.rmtree(staged / name, ignore_errors=True)
    building.rename(staged / name)
    return manifest


def _complete(row: Row, columns: Sequence[Any]) -> Row:
    """The row with its columns alone, empty texts as NULL; a value no column knows is a defect, told by its name."""
    unknown = row.keys() - {column.name for column in columns}
    if unknown:
        raise ValueError(f"no column for {', '.join(sorted(unknown))}")
    return {column.name: row.get(column.name) for column in columns}


def _rows(extraction: Extraction) -> dict[str, list[Row]]:
    """All rows by table, each with the document's id, its own id and its page."""
    name = document_id(extraction)
    rows: dict[str, list[Row]] = defaultdict(list)
    seen: Counter[str] = Counter()
    document = extraction.document
    rows["document"].append({"document_id": name, **document.values})
    rows["provenance"].extend(_provenance(name, name, document))
    for record in extraction.records:
        row_id = _row_id(name, record, seen)
        page = record.page or record.values.get("page") or (None if record.table == "finding" else 1)
        rows[record.table].append({"row_id": row_id, "document_id": name, **record.values, "page": page})
        rows["provenance"].extend(_provenance(name, row_id, record))
    return rows


def _row_id(document: str, record: Record, seen: Counter[str]) -> str:
    """A name that stays from run to run; the second row with the same natural key (a misprint) gets `#2`."""
    key = "/".join(str(record.values.get(column)) for column in CONTRACTS[record.table].natural_key)
    row_id = f"{document}/{record.table}/{key}"
    seen[row_id] += 1
    return row_id if seen[row_id] == 1 else f"{row_id}#{seen[row_id]}"


def _provenance(document: str, row_id: str, record: Record) -> Iterator[Row]:
    for column, sources in record.sources.items():
        if record.values.get(column) is None:
            continue
        for part, source in enumerate(sources, start=1):
            box = source.box
            yield {
                "document_id": document,
                "table_name": record.table,
                "row_id": row_id,
                "column_name": column,
                "part": part,
                "page": source.page,
                "x0": box.x0 if box else None,
                "top": box.top if box else None,
                "x1": box.x1 if box else None,
                "bottom": box.bottom if box else None,
                "line": source.line,
                "text": source.text,
            }
