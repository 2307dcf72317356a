"""One file from its bytes to its staged tables: what a worker process does. Importing this loads all the libraries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

# The readers are imported where they are chosen; here all of them are, once for all the processes forked from this one.
import pipeline.read.check
import pipeline.read.oxide
import pipeline.read.streams  # noqa: F401
from pipeline.account.coverage import coverage
from pipeline.account.second_reader import ReadersDisagree, read_again
from pipeline.outcome import Fate, Outcome
from pipeline.parse import parse
from pipeline.read import read
from pipeline.reconcile import reconcile
from pipeline.stage import ContractBroken, rows_of, stage


def extract(path: str, name: str, staged: str, reader: str) -> dict[str, Any]:
    """The outcome of the file at `path`, called `name` in it, as JSON can hold it.

    Raises Refused for a file that is no readable plan, OSError if `staged` cannot be written.
    """
    document = read(Path(path), reader)
    sha256, by = document.sha256, document.reader
    try:
        extraction = parse(document)
        extraction.records.extend(coverage(document, extraction))
        extraction.records.extend(read_again(Path(path), document, extraction))
        del document  # its pages are the most memory a worker has
        rows = rows_of(extraction)
        rows.add(reconcile(rows))
        manifest = stage(rows, Path(staged))
    except ContractBroken as broken:
        return _quarantined(name, sha256, broken).to_json()
    except ReadersDisagree as disagreement:
        return _disbelieved(name, sha256, by, disagreement).to_json()
    counts = {table: entry["rows"] for table, entry in manifest["tables"].items()}
    return Outcome(name, Fate.PUBLISHED, sha256, manifest["document_id"], rows=counts).to_json()


def _quarantined(name: str, sha256: str, broken: ContractBroken) -> Outcome:
    failures = tuple(str(failure) for failure in broken.failures)
    return Outcome(
        name,
        Fate.QUARANTINED,
        sha256,
        reason="contract_broken",
        seen=f"{len(failures)} values break the contract of their table, the first: {failures[0]}",
        advice="Look at the values with `tjut status`: the document prints something new, or it was misread",
        failures=failures,
    )


def _disbelieved(name: str, sha256: str, reader: str, disagreement: ReadersDisagree) -> Outcome:
    return Outcome(
        name,
        Fate.QUARANTINED,
        sha256,
        reason="readers_disagree",
        seen=f"pdfium reads other figures than {reader} (of {disagreement.cells} cells), the first: "
        f"{disagreement.failures[0]}",
        advice="Compare the cells named in `tjut status` with the page: one of the two libraries misreads a font; "
        "`tjut extract --reader pdfplumber` shows what the reference reader sees",
        failures=disagreement.failures,
    )
