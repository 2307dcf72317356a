"""Turns one file into staged tables; runs in a worker process. Importing this loads all the libraries."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pipeline.read.oxide

# Readers are normally imported when chosen; here all are loaded once, for all processes forked from this one.
import pipeline.read.second_count
import pipeline.read.streams  # noqa: F401
from pipeline.account.coverage import coverage
from pipeline.account.finding import findings
from pipeline.account.reading import gaps
from pipeline.account.second_reader import ReadersDisagree, read_again
from pipeline.account.tag_witness import told
from pipeline.account.tagged_rulings import by_tags
from pipeline.outcome import Fate, Outcome
from pipeline.parse import parse
from pipeline.read import read
from pipeline.read.ink.looks import reference_looks
from pipeline.reconcile import reconcile
from pipeline.stage import ContractBroken, rows_of, stage
from pipeline.tables.lexicon import speller


def prepare() -> None:
    """Prepares what is slow to make and the same for all documents, once for all processes forked from this one."""
    speller()
    reference_looks()


def extract(path: str, name: str, staged: str, reader: str) -> dict[str, Any]:
    """The outcome of the file at `path`, called `name` in it, as JSON can hold it.

    Raises Refused for a file that is not a readable plan, OSError if `staged` cannot be written.
    """
    stages = Stages()
    document = replace(read(Path(path), reader), file_name=name.rpartition("/")[2])
    sha256, by = document.sha256, document.reader
    stages.ends("read")
    try:
        extraction = parse(document)
        stages.ends("parse")
        extraction, disagreeing = by_tags(Path(path), document, extraction)
        extraction.records.extend(findings(extraction, document.findings))
        extraction.records.extend(coverage(document, extraction))
        extraction.records.extend(read_again(Path(path), document, extraction))
        extraction.records.extend(told(disagreeing, extraction))
        incomplete = gaps(extraction.records)
        extraction.document.values["reading"] = "incomplete" if incomplete else "complete"
        del document  # its pages take most of a worker's memory
        stages.ends("account")
        rows = rows_of(extraction)
        rows.add(reconcile(rows))
        stages.ends("reconcile")
        manifest = stage(rows, Path(staged), incomplete)
        stages.ends("stage")
    except ContractBroken as broken:
        outcome = _quarantined(name, sha256, broken)
    except ReadersDisagree as disagreement:
        outcome = _disbelieved(name, sha256, by, disagreement)
    else:
        counts = {table: entry["rows"] for table, entry in manifest["tables"].items()}
        outcome = Outcome(name, Fate.PUBLISHED, sha256, manifest["document_id"], rows=counts, incomplete=incomplete)
        outcome = replace(outcome, **{name: manifest[name] for name in ("document_key", "coverage", "findings")})
    return replace(outcome, stages=stages.seconds).to_json()


class Stages:
    """Measures how long each stage of a document takes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.monotonic()

    def ends(self, stage: str) -> None:
        """Ends the stage now; it began when the previous one ended."""
        now = time.monotonic()
        self.seconds[stage], self._since = round(now - self._since, 3), now


def _quarantined(name: str, sha256: str, broken: ContractBroken) -> Outcome:
    failures = tuple(str(failure) for failure in broken.failures)
    return Outcome(
        name,
        Fate.QUARANTINED,
        sha256,
        reason="contract_broken",
        seen=f"{len(failures)} values break the contract of their table, the first: {failures[0]}",
        advice="See the values with `tjut status`: the document contains something new, or it was misread",
        failures=failures,
    )


def _disbelieved(name: str, sha256: str, reader: str, disagreement: ReadersDisagree) -> Outcome:
    return Outcome(
        name,
        Fate.QUARANTINED,
        sha256,
        reason="readers_disagree",
        seen=f"pdfium reads different figures from {reader} (in {disagreement.cells} cells), the first: "
        f"{disagreement.failures[0]}",
        advice="Compare the cells named in `tjut status` with the page: one of the two libraries misreads a font; "
        "`tjut extract --reader pdfplumber` shows what the reference reader sees",
        failures=disagreement.failures,
    )
