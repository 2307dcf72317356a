"""`tjut evidence`: a zip with the evidence for rows, for somebody who has neither the warehouse nor Tjut."""

from __future__ import annotations

import base64
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import duckdb

from pipeline.audit.dossier import known_of, rows_behind
from pipeline.audit.picture import draughtsmen, draw
from pipeline.audit.places import NothingFound, NotTraceable, Traced, trace
from pipeline.audit.source import SourceLost, find_source
from pipeline.commands.printed import as_json, text
from pipeline.commands.query import QueryFailed, open_warehouse, that_read
from pipeline.commands.shown import VISIBLE, as_csv, rows_of
from pipeline.commands.whereabouts import explained
from pipeline.raw_files import printable
from pipeline.refusal import Refused
from pipeline.workers import Workers

# The date of the members of the zip, so that the same rows give the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)
UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(slots=True)
class Bundle:
    """The files for the zip, by name, in order; and a message for each that could not be included."""

    members: dict[str, bytes] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def complain(self, complaint: str) -> None:
        if complaint not in self.complaints:
            self.complaints.append(complaint)


def write_evidence(
    warehouse: Path, raw: Path, out: Path, what: str | None, where: str | None, query: str | None, limit: int, pdf: bool
) -> list[str]:
    """Writes the zip; returns a message for each thing it could not include.

    Rows are chosen as in `tjut trace`, or by a `query` that returns their `row_id`. With `pdf` the source files are
    included. Raises UsageError, QueryFailed, OSError if `out` cannot be written.
    """
    bundle = Bundle()
    with open_warehouse(warehouse) as connection:
        rows, count = _rows(connection, what, where, query, limit)
        told = [known_of(connection, row) for row in rows]
        ((version,),) = connection.execute("SELECT schema_version FROM tjut").fetchall()
        answer = _answer(connection, query) if query else None
    with draughtsmen() as workers:
        for number, (row, known) in enumerate(zip(rows, told, strict=True), start=1):
            known |= _shown(number, row, known, raw, pdf, workers, bundle)
    if count > len(rows):
        bundle.complain(f"only {len(rows)} of {count} rows are included: raise --limit")
    data = {"schema_version": version, "query": query, "rows_in_all": count, "rows": told, "lacks": bundle.complaints}
    cover = _cover({"title": what or "en fråga", "schema_version": version, "query": query, "rows": told}, bundle)
    for one in told:
        for picture in one["pictures"]:
            del picture["crop_base64"]
    first = {"index.html": cover, "evidence.json": (as_json(data) + "\n").encode()}
    _write(out, first | ({"answer.csv": answer} if answer else {}) | bundle.members)
    return bundle.complaints


def _rows(
    connection: duckdb.DuckDBPyConnection, what: str | None, where: str | None, query: str | None, limit: int
) -> tuple[list[Traced], int]:
    try:
        if query is None:
            return trace(connection, str(what), where, None, limit)
        (statement,) = that_read(connection, query)
        return rows_behind(connection, statement, limit)
    except ValueError as error:
        raise click.UsageError("--query takes one statement") from error
    except (NotTraceable, NothingFound) as error:
        raise click.UsageError(str(error)) from error
    except duckdb.Error as error:
        raise QueryFailed(explained(connection, error)) from error


def _answer(connection: duckdb.DuckDBPyConnection, query: str) -> bytes:
    found = connection.execute(query)
    names = [column[0] for column in found.description or ()]
    return "".join(f"{line}\r\n" for line in as_csv(names, rows_of(found))).encode()


def _shown(
    number: int, row: Traced, known: Mapping[str, Any], raw: Path, pdf: bool, workers: Workers, bundle: Bundle
) -> dict[str, Any]:
    """The row's values with their places; adds its pictures and its file to the bundle."""
    shown: dict[str, Any] = {
        "row_id": row.row_id,
        "page": row.page,
        "values": [_value(one, known["stored"], known["meant"], row) for one in known["stored"]],
        "pictures": [],
        "file": None,
    }
    try:
        source = find_source(raw, row.sha256, row.file_name)
    except SourceLost as lost:
        bundle.complain(str(lost))
        return shown
    if pdf:
        shown["file"] = f"documents/{row.sha256[:16]}-{UNFIT.sub('-', row.file_name)}"
        bundle.members.setdefault(shown["file"], source.read_bytes())
    try:
        shown["pictures"] = list(_pictures(number, row, source, workers, bundle))
    except Refused as refused:
        bundle.complain(f"{printable(str(source))} cannot be drawn: {refused.reason}: {refused.seen}. {refused.advice}")
    return shown


def _value(column: str, stored: Mapping[str, Any], meant: Mapping[str, Any], row: Traced) -> dict[str, Any]:
    """A value as stored, as it is meant after reviews, and as printed."""
    places = [place for value in row.values if value.column == column for place in value.places]
    return {
        "column": column,
        "stored": stored[column],
        "meant": meant.get(column),
        "printed": " | ".join(place.text for place in places),
        "pages": ", ".join(str(page) for page in sorted({place.page for place in places})),
        "places": [{"page": place.page, "box": place.box, "line": place.line, "text": place.text} for place in places],
    }


def _pictures(number: int, row: Traced, source: Path, workers: Workers, bundle: Bundle) -> Iterable[dict[str, Any]]:
    """For each page with a value: the whole page, and a crop around the values."""
    crops = draw(source, row.marks, crop=True, workers=workers)
    for page, picture in draw(source, row.marks, crop=False, workers=workers).items():
        names = {"whole": f"pictures/{number}-page-{page}.png", "crop": f"pictures/{number}-page-{page}-crop.png"}
        bundle.members |= {names["whole"]: picture, names["crop"]: crops[page]}
        yield {"page": page, **names, "crop_base64": base64.b64encode(crops[page]).decode()}


def _cover(told: Mapping[str, Any], bundle: Bundle) -> bytes:
    import jinja2

    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, finalize=_printed)
    template = environment.from_string((files("pipeline.commands") / "evidence.html").read_text("utf-8"))
    return template.render(told, lacks=bundle.complaints).encode()


def _printed(value: Any) -> Any:
    """Shows document text literally: escaped by the template, control characters as symbols."""
    if value is None or (isinstance(value, str) and hasattr(value, "__html__")):
        return "" if value is None else value
    return text(value).translate(VISIBLE)


def _write(out: Path, members: Mapping[str, bytes]) -> None:
    """Writes the zip, complete or not at all. Raises OSError."""
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_name(f".{out.name}.new")
    try:
        with zipfile.ZipFile(beside, "w") as made:
            for name, content in members.items():
                entry = zipfile.ZipInfo(name, NO_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                made.writestr(entry, content)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
