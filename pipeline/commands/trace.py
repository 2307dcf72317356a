"""`tjut trace`: shows rows with the places where their values are printed, and draws these places."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import click

from pipeline.audit.picture import draughtsmen, draw
from pipeline.audit.places import NothingFound, NotTraceable, Place, Traced, trace
from pipeline.audit.source import SourceLost, find_source, lines_of_text
from pipeline.commands.printed import text
from pipeline.commands.query import open_warehouse
from pipeline.raw_files import printable
from pipeline.refusal import Refused
from pipeline.workers import Workers

# Characters removed when a picture is named after its row.
UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


def show_trace(
    warehouse: Path, raw: Path, out: Path, what: str, where: str | None, column: str | None, limit: int, form: str
) -> list[str]:
    """Prints the rows and writes their pictures to `out`; returns messages on what could not be shown.

    Raises UsageError for an invalid question, OSError if `out` cannot be written.
    """
    with open_warehouse(warehouse) as connection:
        try:
            rows, count = trace(connection, what, where, column, limit)
        except NotTraceable as error:
            raise click.UsageError(str(error)) from error
        except NothingFound as nothing:
            return [str(nothing)]
    complaints: list[str] = []
    sources = _sources(rows, raw, complaints)
    with draughtsmen() as workers:
        told = [_told(row, sources.get(row.sha256), column, out, workers, complaints) for row in rows]
    if form == "json":
        click.echo(json.dumps(told, ensure_ascii=False, indent=1, default=text))
    else:
        click.echo("\n\n".join("\n".join(_lines(row)) for row in told))
    if count > len(rows):
        click.echo(f"showing {len(rows)} of {count} rows: raise --limit to see more", err=True)
    return complaints


def _sources(rows: Sequence[Traced], raw: Path, complaints: list[str]) -> dict[str, Path]:
    """The source file of each document, by sha256; adds a complaint for each missing one."""
    sources = {}
    for sha256, file_name in {row.sha256: row.file_name for row in rows}.items():
        try:
            sources[sha256] = find_source(raw, sha256, file_name)
        except SourceLost as lost:
            complaints.append(str(lost))
    return sources


def _told(
    row: Traced, source: Path | None, column: str | None, out: Path, workers: Workers, complaints: list[str]
) -> dict[str, Any]:
    """Everything about a row as JSON data; writes its pictures, or adds a complaint if that is not possible."""
    pictures: list[str] = []
    if source is not None:
        try:
            pictures = [str(path) for path in _pictures(row, source, column, out, workers)]
        except Refused as refused:
            complaints.append(
                f"{printable(str(source))} cannot be drawn: {refused.reason}: {refused.seen}. {refused.advice}"
            )
    texts = any(place.line for value in row.values for place in value.places)
    printed = lines_of_text(source) if source is not None and texts else {}
    return {
        "row_id": row.row_id,
        "document_id": row.document_id,
        "file_name": row.file_name,
        "sha256": row.sha256,
        "source": source and printable(str(source)),
        "page": row.page,
        "values": [
            {
                "column": value.column,
                "value": value.stored,
                "places": [_place(place, printed) for place in value.places],
            }
            for value in row.values
        ],
        "pictures": pictures,
    }


def _place(place: Place, printed: dict[int, str]) -> dict[str, Any]:
    at: dict[str, Any] = {"box": place.box}
    if place.line is not None:
        at = {"line": place.line, "line_text": printed.get(place.line)}
    return {"page": place.page, **at, "text": place.text}


def _pictures(row: Traced, source: Path, column: str | None, out: Path, workers: Workers) -> Iterator[Path]:
    """Writes a picture of each page with a value, and a crop around the values."""
    name = UNFIT.sub("-", "/".join(filter(None, (row.row_id, column))))
    for suffix, crop in (("", False), ("-crop", True)):
        for page, picture in draw(source, row.marks, crop=crop, workers=workers).items():
            out.mkdir(parents=True, exist_ok=True)
            path = out / f"{name}-page-{page}{suffix}.png"
            path.write_bytes(picture)
            yield path


def _lines(row: dict[str, Any]) -> Iterator[str]:
    """The same as text; unprintable characters are escaped, so that different kinds of spaces look different."""
    yield row["row_id"]
    yield f"  {row['document_id']}, {row['source'] or printable(row['file_name'])}"
    yield f"  sha256 {row['sha256']}"
    if not row["values"]:
        page = f"; it belongs to page {row['page']}" if row["page"] else ""
        yield f"  no value of this row is printed; Tjut derives them{page}"
    for places, values in groupby(row["values"], key=itemgetter("places")):
        yield from (f"  {value['column']} = {_stored(value['value'])}" for value in values)
        if not places:
            yield "    not printed: empty, or counted or derived by Tjut"
        for place in places:
            yield f"    {_where(place)}"
            yield f"    printed: {printable(place['text'])}"
    for picture in row["pictures"]:
        yield f"  picture {printable(picture)}"


def _stored(value: Any) -> str:
    return "NULL" if value is None else printable(text(value))


def _where(place: dict[str, Any]) -> str:
    if "line" in place:
        line = place["line_text"]
        return f"page {place['page']}, line {place['line']}" + ("" if line is None else f": {printable(line)}")
    box = place["box"]
    corners = " ".join(f"{corner:.2f}" for corner in box) if box else "unknown"
    return f"page {place['page']}, box {corners} (points from the top left corner)"
