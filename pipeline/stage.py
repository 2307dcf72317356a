"""Records → contract → Parquet: the staged tables of one document, the same bytes whenever they are made.

Uses no SQL. Staged bytes do not depend on the clock, random values or the order of files.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from contracts import CONTRACTS, Contract
from contracts.common import AROUND
from contracts.sql import contracts_digest
from contracts.validation import Failure, validate
from pipeline.durable import UNFINISHED, to_disk
from pipeline.lean import without
from pipeline.record import Extraction, Record
from pipeline.refusal import Reason, Refused
from pipeline.staged import ARRIVAL, FEWEST_DIGITS, MANIFEST, is_of, put_aside
from pipeline.version import code_version, library_versions

Row = dict[str, Any]

# Digits of the sha256 in a document's name: 128 bits. With 48 bits, a collision can be found in a minute.
DIGITS = 32
# Digits in its short form, which is for display only.
SHORT_DIGITS = 8

# At the end of a word, and so of a line.
PARTING = re.compile(r"\u00ad+(?=\s|$)")
ODD_LINE_ENDS = re.compile(r"[\u2028\u2029]")

# Done once on import, not in each process forked for a document.
code_version()
library_versions()
with without("pandas"):  # Arrow loads it to know its objects, of which there are none here: half a second, 60 MB
    pyarrow.array([0])
    import pyarrow.acero  # what contracts compare keys with


class ContractBroken(Exception):
    """Rows break the contract of their table, so nothing of the document is staged. `failures` lists all of them."""

    def __init__(self, broken: Sequence[Failure]) -> None:
        super().__init__(f"{len(broken)} values break a contract, the first: {broken[0]}")
        self.failures = tuple(broken)


def document_id(extraction: Extraction) -> str:
    """The document's id: board, year and half of the file's sha256, for which nobody can find a second file."""
    values = extraction.document.values
    return f"{values['board_key']}-{values['plan_year']}-{str(values['sha256'])[:DIGITS]}"


def stage(rows: Rows, staged: Path, incomplete: str | None = None) -> dict[str, Any]:
    """Writes the tables of a document to `staged/<document_id>/` and returns its manifest.

    `incomplete` says what of the document could not be read.

    The folder appears complete or not at all, even after a power cut. The result of an earlier version of the code for
    the same file is moved aside, so that the run can compare the two.
    Raises ContractBroken, Refused, OSError.
    """
    tables = tables_of(rows)
    name = rows.document_id
    (document,) = rows["document"]
    sha256 = str(document["sha256"])
    # One level deeper than documents, so that leftovers of a killed run are never taken for one.
    building, replaced = (staged / UNFINISHED / folder for folder in (name, f"{name}.replaced"))
    for leftover in (building, replaced):
        shutil.rmtree(leftover, ignore_errors=True)
    building.mkdir(parents=True)
    manifest = {
        "document_id": name,
        "sha256": sha256,
        "file_name": document["file_name"],
        "incomplete": incomplete,
        "document_key": document["document_key"],
        "coverage": _coverage(rows.get("document_coverage", [])),
        "findings": dict(sorted(Counter(str(found["severity"]) for found in rows.get("finding", [])).items())),
        "code_version": code_version(),
        "libraries": library_versions(),
        "contracts_digest": contracts_digest(),
        "tables": {table: _write(held, building / f"{table}.parquet") for table, held in tables.items()},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (building / MANIFEST).write_text(text + "\n", encoding="utf-8")
    for path in (*building.iterdir(), building):
        to_disk(path)
    # The same file may have had another name when an earlier version read another board or year in it, or named its
    # documents by fewer digits.
    for earlier in staged.glob(f"*-{sha256[:FEWEST_DIGITS]}*"):
        is_whole = is_of(earlier, sha256)
        if earlier.name != name and not is_whole:
            continue
        if (earlier / ARRIVAL).exists():
            shutil.copy(earlier / ARRIVAL, building / ARRIVAL)
        if is_whole:
            put_aside(earlier, staged, sha256)
        else:
            earlier.rename(replaced)
            shutil.rmtree(replaced)
    building.rename(staged / name)
    to_disk(staged)
    return manifest


def _coverage(rows: Sequence[Row]) -> float | None:
    """The share of the numbers printed in tables and prose that is accounted for; None where there are none."""
    counted = [row for row in rows if row["place"] != AROUND]
    printed, lost = (sum(row[name] for row in counted) for name in ("printed_count", "unaccounted_count"))
    return round(1 - lost / printed, 6) if printed else None


class Rows(dict[str, list[Row]]):
    """The rows of a document's tables in printed order, each with its document, its `row_id` and its page; with
    provenance."""

    def __init__(self, document_id: str) -> None:
        super().__init__()
        self.document_id = document_id
        self._names: Counter[str] = Counter()
        self._name_of: dict[int, str] = {}

    def add(self, records: Iterable[Record]) -> None:
        """Adds the rows of further records after the existing ones."""
        for record in records:
            row_id = _row_id(self.document_id, record, self._names)
            page = record.page or record.values.get("page") or record.values.get("page_first")
            row = {"row_id": row_id, "document_id": self.document_id, **record.values, "page": page}
            self._name_of[id(record)] = row_id
            if record.suspect is not None:
                named, row["suspect_column"] = record.suspect
                row["suspect_row_id"] = self._name_of[id(named)]
            self.setdefault(record.table, []).append(row)
            self.cite(row_id, record)

    def cite(self, row_id: str, record: Record) -> None:
        """Where the values of a row were printed."""
        cited = self.setdefault("provenance", [])
        for ordinal, row in enumerate(_provenance(self.document_id, row_id, record), start=len(cited) + 1):
            cited.append({**row, "ordinal": ordinal})


def rows_of(extraction: Extraction) -> Rows:
    """The rows of all that was extracted from a document.

    Raises Refused for one with more rows of a table than its contract allows.
    """
    rows = Rows(document_id(extraction))
    short = rows.document_id[: SHORT_DIGITS - DIGITS]
    rows["document"] = [{"document_id": rows.document_id, "short_id": short, **extraction.document.values}]
    rows.cite(rows.document_id, extraction.document)
    rows.add(extraction.records)
    _bound(rows)
    return rows


def _bound(rows: Mapping[str, Sequence[Row]]) -> None:
    """Checks the number of rows before anything is made from them. Raises Refused."""
    for table, contract in CONTRACTS.items():
        if (there := len(rows.get(table, ()))) > contract.most_rows:
            seen = f"{there} rows of {table}; a document may have at most {contract.most_rows}"
            raise Refused(Reason.TOO_MANY_ROWS, seen)


def tables_of(rows: Mapping[str, Sequence[Row]]) -> dict[str, pyarrow.Table]:
    """The rows as Arrow tables that keep their contracts, one for each staged table, in the order of the contracts.

    Raises ContractBroken with every value that breaks a contract, Refused where there are too many rows.
    """
    _bound(rows)
    contracts = [contract for contract in CONTRACTS.values() if contract.staged]
    broken: list[Failure] = []
    tables = {}
    for contract in contracts:
        given = rows.get(contract.table, [])
        try:
            _reject_unknown(contract, given)
            tables[contract.table] = pyarrow.Table.from_pylist(given, contract.arrow_schema())
        except (pyarrow.ArrowException, TypeError, ValueError, OverflowError):
            broken += _misfits(contract, given)
    if broken := broken or validate(tables):
        raise ContractBroken(broken)
    return tables


def _reject_unknown(contract: Contract, rows: Sequence[Row]) -> None:
    """A value without a column would otherwise be silently lost."""
    if {name for row in rows for name in row} - {column.name for column in contract.staged_columns}:
        raise ValueError


def _misfits(contract: Contract, rows: Sequence[Row]) -> Iterator[Failure]:
    """Each value that has no column or does not fit the type of its column."""
    schema = contract.arrow_schema()
    for row in rows:
        row_id = row.get(contract.name_column)
        for name, value in row.items():
            if name not in schema.names:
                yield Failure(contract.table, row_id, name, "column_in_contract", str(value))
                continue
            try:
                pyarrow.array([value], schema.field(name).type)
            except (pyarrow.ArrowException, TypeError, ValueError, OverflowError):
                yield Failure(contract.table, row_id, name, f"type {schema.field(name).type}", ascii(value)[:300])


def _row_id(document: str, record: Record, seen: Counter[str]) -> str:
    """An id that is the same in every run; the second row with the same natural key (a misprint) gets `#2`."""
    key = "/".join(str(record.values.get(column)) for column in CONTRACTS[record.table].natural_key)
    row_id = f"{document}/{record.table}/{key}"
    seen[row_id] += 1
    return row_id if seen[row_id] == 1 else f"{row_id}#{seen[row_id]}"


def _provenance(document: str, row_id: str, record: Record) -> Iterator[Row]:
    """One row for each place that a stored value was printed at."""
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
                "text": _as_seen(source.text),
                "footnote_mark": source.mark,
            }


def _as_seen(text: str) -> str:
    """A printed line as it looks: a soft hyphen is shown as a hyphen if it splits a word, otherwise not at all."""
    if "\u00ad" not in text and not ODD_LINE_ENDS.search(text):
        return text
    return ODD_LINE_ENDS.sub(" ", PARTING.sub("-", text).replace("\u00ad", ""))


def _write(rows: pyarrow.Table, path: Path) -> dict[str, Any]:
    """Writes one Parquet file; returns its entry in the manifest."""
    pyarrow.parquet.write_table(rows, path, compression="zstd", store_schema=False)
    return {"rows": rows.num_rows, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
