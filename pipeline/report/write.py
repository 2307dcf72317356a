"""From the warehouse to one HTML file that needs no other file and no network."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import jinja2
from markupsafe import Markup

from pipeline.report.model import Report
from pipeline.report.pictures import pictures
from pipeline.report.places import Places, by_document, find_places
from pipeline.report.queries import Fetched
from pipeline.report.trust import Mark, marks
from pipeline.report.view import view

# The page may run its own two scripts, known by their hashes, and show pictures that are in it. Nothing is fetched.
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def report_html(connection: duckdb.DuckDBPyConnection, documents: list[Fetched], raw: Path) -> tuple[str, list[str]]:
    """The report on `documents` as HTML, and for each that could not be shown in pictures why."""
    report = view(connection, documents)
    places = find_places(connection, report.cells())
    leaves, complaints = _leaves(documents, places, raw)
    return _rendered(report, places, leaves, marks(connection)), complaints


def write(out: Path, html: str) -> None:
    """Puts the file in its place at once: whoever reads the one that was there reads it to its end. Raises OSError."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=out.parent, prefix=".tjut-", encoding="utf-8", delete=False) as file:
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


def _leaves(documents: list[Fetched], places: Places, raw: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """For each document its pages with pictures and places, as the template takes them."""
    leaves, complaints = [], []
    pages = by_document(places.pages.values())
    for document in documents:
        wanted = pages.get(document["document_id"], [])
        drawn, why = pictures(raw, document, wanted) if wanted else ({}, "")
        if why and document["media_type"] == "application/pdf":
            complaints.append(f"{document['file_name']}: no pictures of its pages. {why}")
        leaves.append({"document": document, "pages": wanted, "pictures": drawn, "why": why})
    return leaves, complaints


def _rendered(report: Report, places: Places, leaves: list[dict[str, Any]], marked: dict[str, Mark]) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_own), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    scripts = [_bundle(), _own("report.js")]
    charts = [chart for part in report.parts for section in part.sections for chart in section.charts]
    if not charts:
        scripts = scripts[1:]
    return environment.get_template("report.html.jinja").render(
        report=report,
        links=places.links,
        marks=marked,
        leaves=leaves,
        policy=POLICY.format(scripts=" ".join(map(_hash, scripts))),
        style=Markup(_own("report.css")),
        scripts=[Markup(script) for script in scripts],
        specs={f"d-{chart.key}": chart.spec for chart in charts},
        locale=_locale(),
    )


def _own(name: str) -> str:
    return (files("pipeline.report") / "templates" / name).read_text(encoding="utf-8")


@cache
def _bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, such that nothing in it ends its element."""
    import vl_convert

    bundle: str = vl_convert.javascript_bundle()  # type: ignore[call-arg] # its stub asks for an optional one
    return bundle.replace("\r\n", "\n").replace("</script", "<\\/script").replace("<!--", "\\x3C!--")


@cache
def _locale() -> dict[str, Any]:
    import vl_convert

    locale: dict[str, Any] = vl_convert.get_format_locale("sv-SE")
    return locale


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
