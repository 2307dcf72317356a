"""How many whole documents are read as they were made, by producer: here the unit of the certificate is a document.

Producers and layouts are drawn at random for each release; half of the documents are made by producers that no test
uses (`certificate/strangers/`). If there are plans made by others beside the project, they are read too.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any, Literal

from certificate import strangers
from pipeline.account.coverage import coverage
from pipeline.account.finding import findings
from pipeline.account.second_reader import ReadersDisagree, read_again
from pipeline.parse import parse
from pipeline.read import read
from pipeline.record import Extraction
from pipeline.refusal import Refused
from tests.press.plan import Plan
from tests.press.producers import PRODUCERS, missing, set_plan
from tests.press.random_plan import random_plan
from tests.press.records import records_of
from tests.press.style import NO_BREAK, Style
from tests.support.layouts import Row, differences, random_style, rows_of_extraction, rows_of_records, web_style

Verdict = Literal["right", "told", "silent", "refused"]
DOCUMENTS = 120
OF_OTHERS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "layouts"
# The findings that say that something on the page is not stored as printed.
TELLING = ("unaccounted", "uninterpreted", "andra_läsaren")
BESIDE = re.compile(r"\s*([-/])\s*")
# What only the project's own press can do to a file, and what the fonts of xhtml2pdf do not print.
OF_THE_PRESS: dict[str, Any] = {"icons": "empty", "order": "right", "turned": 0}
NOT_IN_FONTS: dict[str, Any] = {"ligatures": False, "soft_hyphens": False, "thousands": NO_BREAK}


@dataclass(frozen=True)
class Job:
    """A document to make: its producer and its seed."""

    producer: str
    seed: int


@dataclass(frozen=True)
class Judged:
    """The result for a document: right (every row of every table), wrong with or without a finding that says so, or
    refused. `faults` describe the rows that differ."""

    producer: str
    name: str
    verdict: Verdict
    faults: tuple[str, ...] = ()


def drawn() -> list[Job]:
    """The documents of this release: other ones for each version of the package, the same ones for the same version.

    A producer that cannot work here is left out; the page says who worked.
    """
    first = int.from_bytes(hashlib.sha256(f"tjut {version('tjut')}".encode()).digest()[:4], "big")
    own = [name for name in PRODUCERS if missing(name) is None]
    others = [] if strangers.missing() else list(strangers.STRANGERS)
    draw = Random(first)
    for names in (own, others):
        draw.shuffle(names)
    shares = (zip(cycle(names), range(DOCUMENTS // 2), strict=False) for names in (own, others) if names)
    producers = [name for share in shares for name, _ in share]
    return [Job(producer, first + number) for number, producer in enumerate(producers)]


def judge(job: Job) -> Judged:
    """Makes a document, reads it and compares each row with what was made."""
    plan = random_plan(job.seed)
    with tempfile.TemporaryDirectory() as folder:
        path = _set(job, plan, Path(folder) / "plan.pdf")
        return judged(path, job.producer, f"seed {job.seed}", records_of(plan))


def judge_others(path: Path) -> Judged:
    """Reads a plan made by others, whose rows are in a file beside it."""
    records = json.loads(path.with_suffix(".records.json").read_text(encoding="utf-8"))
    return judged(path, f"{path.stem.partition('-')[0]} (set by others)", path.stem, records)


def of_others() -> list[Path]:
    """The plans made by others beside the project; none on most machines."""
    return sorted(OF_OTHERS.glob("*.pdf"))


def judged(path: Path, producer: str, name: str, records: dict[str, Any]) -> Judged:
    """The verdict on one document; `records` hold the truth."""
    try:
        document = read(path)
        extraction = parse(document)
        extraction.records.extend(findings(extraction, document.findings))
        extraction.records.extend(coverage(document, extraction))
        extraction.records.extend(read_again(path, document, extraction))
    except (Refused, ReadersDisagree) as reason:
        return Judged(producer, name, "refused", (str(reason),))
    faults = tuple(differences(_folded(rows_of_records(records)), _folded(rows_of_extraction(extraction))))
    if not faults:
        return Judged(producer, name, "right")
    return Judged(producer, name, "told" if any(_telling(extraction)) else "silent", faults)


def _folded(tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Spaces beside a hyphen or a slash do not count, because a line's end hides them."""
    return {
        table: [tuple(BESIDE.sub(r"\1", cell) if isinstance(cell, str) else cell for cell in row) for row in rows]
        for table, rows in tables.items()
    }


def _telling(extraction: Extraction) -> Iterator[bool]:
    for record in extraction.records:
        if record.table == "finding":
            yield record.values["rule"] in TELLING and record.values["severity"] != "note"


def _set(job: Job, plan: Plan, path: Path) -> Path:
    if job.producer in strangers.STRANGERS:
        style = _plain(random_style(job.seed), job.producer)
        return strangers.set_by_stranger(job.producer, plan, style, job.seed, path)
    if job.producer in ("weasyprint", "chromium"):
        return set_plan(plan, web_style(job.seed, job.producer), path)
    return set_plan(plan, replace(random_style(job.seed), producer=job.producer), path)


def _plain(style: Style, producer: str) -> Style:
    lacking = NOT_IN_FONTS if producer == "xhtml2pdf" else {}
    return replace(style, body="press", headings="press", tables="press", **OF_THE_PRESS, **lacking)
