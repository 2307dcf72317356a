"""The ways to read one document that are compared: `python -m bench.pieces PIECE FILE`, each in a new process.

A piece loads all that it will need, also what the pipeline loads late, and gives back the work.
Prints the CPU seconds that all this took, those of the work itself, and who read the file, as JSON.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# Does it with a file; gives back the library that read it.
Work = Callable[[Path], str]


def plain_pdfplumber() -> Work:
    """The baseline: text and tables of each page, pages closed."""
    import pdfplumber

    def work(path: Path) -> str:
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_text()
                page.extract_tables()
                page.close()
        return "pdfplumber"

    return work


def bare_pdfium() -> Work:
    """The floor: the text of each page, without any position."""
    import pypdfium2

    def work(path: Path) -> str:
        with pypdfium2.PdfDocument(path) as document:
            for page in document:
                text = page.get_textpage()
                text.get_text_range()
                text.close()
                page.close()
        return "pdfium"

    return work


def with_pdf_oxide() -> Work:
    """What `tjut extract` does with a file in its worker: read, parse, check, contracts, provenance, Parquet."""
    return _extract("pdf_oxide")


def with_pdfplumber() -> Work:
    """The same with the reference reader."""
    import pipeline.read.plumber  # noqa: F401

    return _extract("pdfplumber")


def _extract(reader: str) -> Work:
    from pipeline.workers.calls import ENVIRONMENT

    os.environ.update(ENVIRONMENT)
    import pyarrow.parquet

    from pipeline.extract import extract, prepare

    prepare()
    gc.freeze()  # as the nursery does before it forks a worker
    gc.disable()

    def work(path: Path) -> str:
        with tempfile.TemporaryDirectory() as staged:
            extract(str(path), path.name, staged, reader)
            (document,) = Path(staged).glob("*/document.parquet")
            (by,) = pyarrow.parquet.read_table(document)["reader"].to_pylist()
        return str(by)

    return work


PIECES: dict[str, Callable[[], Work]] = {
    piece.__name__: piece for piece in (plain_pdfplumber, bare_pdfium, with_pdf_oxide, with_pdfplumber)
}


def main(piece: str, path: Path) -> None:
    """Does one piece of work on one file."""
    work = PIECES[piece]()
    ready = time.process_time()
    reader = work(path)
    print(json.dumps({"start": ready, "work": time.process_time() - ready, "reader": reader}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
