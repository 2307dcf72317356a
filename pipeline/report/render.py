"""A report's view model as self-contained HTML, with pictures beside it if there is a folder."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from pipeline.report.model import Cell, Column, Ref, Report
from pipeline.report.pictures import Picture
from pipeline.report.places import Link, Page
from pipeline.report.queries import Fetched
from pipeline.report.trust import Mark

# The page may run its own scripts, known by their hashes, and show pictures that are in it or, in a folder, beside it.
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src {pictures}; "
    "base-uri 'none'; form-action 'none'"
)
SCRIPTS = ("rows.js", "lens.js", "folds.js")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A document's pages that figures stand on, with pictures and their addresses by number; or why there are none."""

    document: Fetched
    pages: list[Page]
    pictures: dict[int, Picture]
    addresses: dict[int, str]
    why: str


@dataclass(frozen=True, slots=True)
class Renderer:
    """What all pages of a report share.

    `links` and `marked` say where figures lead and what is known of them, `boards` whose plan a document is. With a
    `folder`, boards have pages in it, and `entry` is the name of the page beside it.
    """

    links: dict[Ref, Link]
    marked: dict[str, Mark]
    boards: dict[str, str]
    entry: str
    folder: str | None
    made: Fetched

    def page(self, report: Report, leaves: list[Leaf]) -> str:
        """The HTML of one page."""
        charts = [chart for part in report.parts for section in part.sections for chart in section.charts]
        scripts = [_own(name) for name in SCRIPTS]
        if charts:
            scripts = [_bundle(), _own("charts.js"), *scripts]
        pictures = "'self' data:" if self.folder and report.board else "data:"

        def file_of(board: str) -> str:
            """The file about `board`, relative to this page; empty for this page itself."""
            if self.folder is None or board == report.board:
                return ""
            return f"{board}.html" if report.board else f"{quote(self.folder)}/{board}.html"

        def address(cell: Cell) -> tuple[str, int] | None:
            """Where a cell links to, and the number of the page."""
            if cell.ref and (link := self.links.get(cell.ref)):
                return f"{file_of(self.boards[link.document_id])}#{link.key}", link.page
            if cell.page and cell.page[0] in self.boards:
                document, number = cell.page
                return f"{file_of(self.boards[document])}#d-{document}-{number}", number
            return None

        return _environment().get_template("report.html.jinja").render(
            report=report,
            address=address,
            file_of=file_of,
            named=_named,
            marks=self.marked,
            leaves=leaves,
            entry=f"../{quote(self.entry)}" if self.folder and report.board else None,
            is_apart=self.folder is not None,
            made=self.made,
            policy=POLICY.format(scripts=" ".join(map(_hash, scripts)), pictures=pictures),
            style=Markup(_own("report.css")),
            scripts=[Markup(script) for script in scripts],
            specs={f"d-{chart.key}": chart.spec for chart in charts},
            locale=_locale(),
        )  # fmt: skip


def _named(heading: Cell, column: Column, cell: Cell) -> str | None:
    """The accessible name of a link in a table, if its own words are not enough: `Äldreomsorg, Plan 2026: 801,3`."""
    is_told = cell is heading or not (column.number or column.is_pointer)
    return None if is_told else f"{heading.text}, {column.heading}: {cell.text}"


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(_own), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip


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
