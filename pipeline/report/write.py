"""Writes a report from the warehouse: one HTML file, or one with a folder beside it that has a page for each board.

Both work offline. People reading the old report are not disturbed: each file is replaced at once, and figures keep
their addresses from report to report.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.audit.picture import draughtsmen
from pipeline.report.pictures import Picture, pictures
from pipeline.report.places import Places, by_document, find_places
from pipeline.report.queries import Fetched, rows
from pipeline.report.render import Leaf, Renderer
from pipeline.report.trust import marks
from pipeline.report.view import view
from pipeline.workers import Workers

# Bytes of a file that opens at once and can be sent by mail; with more, pictures stand beside it.
MOST_BYTES = 5_000_000
# A folder with this file was made here and may be replaced.
OWN = ".tjut-report"


class NotOurs(Exception):
    """The folder that the report needs exists and is not part of a report."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the folder, if there is one, the bytes of all files, and what could not be shown and why."""

    folder: Path | None
    size: int
    complaints: list[str]


def folder_of(out: Path) -> Path:
    """The folder beside the report `out`, named as browsers name what belongs to a saved page."""
    return out.with_name(f"{out.stem}_files")


def write(
    connection: duckdb.DuckDBPyConnection, documents: list[Fetched], raw: Path, out: Path, apart: bool = False
) -> Written:
    """Writes the report on `documents` to `out`. Raises NotOurs before anything is written, OSError.

    One file that is too large is made anew as several, or `apart` at once.
    """
    first, *boards = view(connection, documents, apart)
    folder = folder_of(out)
    if boards and folder.exists() and not (folder / OWN).exists():
        raise NotOurs(folder)
    cells = (cell for report in (first, *boards) for cell in report.cells())
    shown = {document["document_id"]: document["board_key"] for document in documents}
    places = find_places(connection, cells, shown)
    renderer = Renderer(
        places.links, marks(connection), shown, out.name, folder.name if boards else None, _made(connection)
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    complaints: list[str] = []
    size = 0
    with draughtsmen() as workers:
        if boards:
            with _replaced(folder) as made:
                for report in boards:
                    own = [document for document in documents if document["board_key"] == report.board]
                    leaves = list(_leaves(own, places, raw, workers, _into(made), complaints))
                    (made / f"{report.board}.html").write_text(renderer.page(report, leaves), "utf-8")
                size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
            leaves = []
        else:
            leaves = list(_leaves(documents, places, raw, workers, _within, complaints))
    html = renderer.page(first, leaves).encode()
    if not boards and len(documents) > 1 and len(html) > MOST_BYTES:
        return write(connection, documents, raw, out, apart=True)
    _put(out, html)
    if not boards and (folder / OWN).exists():
        shutil.rmtree(folder)
    return Written(folder if boards else None, size + len(html), complaints)


def _made(connection: duckdb.DuckDBPyConnection) -> Fetched:
    """How the warehouse was made: run, time, versions of code and schema."""
    return rows(connection, "FROM tjut")[0]


def _leaves(
    documents: list[Fetched],
    places: Places,
    raw: Path,
    workers: Workers,
    address: Callable[[str, int, Picture], str],
    complaints: list[str],
) -> Iterator[Leaf]:
    """Each document with its pages that have figures; what cannot be drawn is added to `complaints`."""
    pages = by_document(places.pages.values())
    for document in documents:
        key = document["document_id"]
        wanted = pages.get(key, [])
        drawn, why = pictures(raw, document, wanted, workers) if wanted else ({}, "")
        if why and document["media_type"] == "application/pdf":
            complaints.append(f"{document['file_name']}: no pictures of its pages. {why}")
        addresses = {number: address(key, number, picture) for number, picture in drawn.items()}
        yield Leaf(document, wanted, drawn, addresses, why)


def _within(document: str, page: int, picture: Picture) -> str:
    """A picture embedded in the page that shows it."""
    return picture.url()


def _into(folder: Path) -> Callable[[str, int, Picture], str]:
    """Writes pictures to `folder`, each under the same name as long as its document is the same."""

    def address(document: str, page: int, picture: Picture) -> str:
        path = folder / document / f"{page}.webp"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(picture.webp)
        return f"{document}/{page}.webp"

    return address


@contextmanager
def _replaced(folder: Path) -> Iterator[Path]:
    """An empty folder, which replaces `folder` once everything is in it."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".tjut-") as beside:
        made, old = Path(beside, "new"), Path(beside, "old")
        made.mkdir()
        (made / OWN).touch()
        yield made
        if folder.exists():
            folder.rename(old)
        made.rename(folder)


def _put(out: Path, html: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=out.parent, prefix=".tjut-", delete=False) as file:
        made = Path(file.name)
        try:
            file.write(html)
            file.flush()
            made.chmod(0o666 & ~_umask())
            made.replace(out)
        except BaseException:
            made.unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
