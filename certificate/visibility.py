"""Figures that look different from their text layer: hidden digits, struck or covered figures, stamps.

Each trap is placed at a random figure of a budget table, with pdfium; the document is read again and compared with what
a person now sees.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Literal

import pypdfium2
from pypdfium2 import raw

from pipeline.document import Box
from pipeline.parse import parse
from pipeline.read import read_bytes
from pipeline.read.glyphs import DESCENT
from pipeline.record import Extraction, Record
from pipeline.refusal import Refused
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.support import overprint
from tests.support.layouts import random_style

Amounts = dict[tuple[object, ...], Decimal]
STAMPED = Decimal("7.5")


@dataclass(frozen=True)
class Spot:
    """A figure of a page: its box in points of the page, from the bottom left corner."""

    file: pypdfium2.PdfDocument
    page: pypdfium2.PdfPage
    left: float
    bottom: float
    right: float
    top: float

    def digit(self, digit: str, rise: float = 0.0, size: float = 1.0) -> Any:
        """A digit behind the figure, `rise` and `size` as shares of its font size."""
        own = self.top - self.bottom
        return overprint.text(self.file, digit, self.right, self.bottom + (DESCENT + rise) * own, own * size)

    def rectangle(self, low: float, high: float, shade: int) -> Any:
        """A filled rectangle over the figure, between two heights as shares of its own."""
        height = self.top - self.bottom
        edges = (self.left - 1, self.bottom + low * height, self.right + 1, self.bottom + high * height)
        return overprint.rectangle(edges, shade)


def _white(spot: Spot) -> None:
    digit = spot.digit("5")
    raw.FPDFPageObj_SetFillColor(digit, 255, 255, 255, 255)
    overprint.add(spot.page, digit)


def _invisible(spot: Spot) -> None:
    digit = spot.digit("5")
    raw.FPDFTextObj_SetTextRenderMode(digit, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    overprint.add(spot.page, digit)


def _raised(spot: Spot) -> None:
    overprint.add(spot.page, spot.digit("1", rise=0.4, size=0.6))


def _struck(spot: Spot) -> None:
    overprint.add(spot.page, spot.rectangle(0.45, 0.52, shade=0))


def _painted_over(spot: Spot) -> None:
    overprint.add(spot.page, spot.rectangle(-0.1, 1.1, shade=255))


def _stamped(spot: Spot) -> None:
    size = spot.top - spot.bottom
    figure = str(STAMPED).replace(".", ",")
    words = overprint.text(spot.file, figure, spot.left, spot.bottom + DESCENT * size, size)
    edges = (spot.left - 2, spot.bottom - 1, spot.right + 2, spot.top + 1)
    overprint.stamp(spot.page, edges, spot.rectangle(-0.05, 1.05, shade=255), words)


# Each trap, and the figure that is seen then, from the one that was (None: none).
TRAPS: dict[str, tuple[Callable[[Spot], None], Callable[[Decimal], Decimal | None]]] = {
    "a white digit behind it": (_white, lambda amount: amount),
    "an invisible digit behind it": (_invisible, lambda amount: amount),
    "a raised mark behind it": (_raised, lambda amount: amount),
    "struck through": (_struck, lambda amount: None),
    "painted over": (_painted_over, lambda amount: None),
    "another figure stamped over it": (_stamped, lambda amount: STAMPED),
}


@dataclass(frozen=True)
class Sight:
    """The result of a trap: read as it is seen, reported, or neither."""

    trap: str
    seed: int
    producer: str
    verdict: Literal["right", "told", "silent"]


def looked_at(seed: int) -> list[Sight]:
    """One document with each of the traps, one at a time."""
    random = Random(seed)
    style = replace(random_style(seed), turned=0, order="right")
    with tempfile.TemporaryDirectory() as folder:
        content = set_plan(random_plan(seed), style, Path(folder) / "plan.pdf").read_bytes()
    before = parse(read_bytes(content, "plan.pdf"))
    figures = [one for one in before.records if one.table == "budget_line" and "," in _printed(one)]
    return [Sight(trap, seed, style.producer, _judged(content, before, random.choice(figures), trap)) for trap in TRAPS]


def _printed(one: Record) -> str:
    return " ".join(source.text for source in one.sources["amount_mnkr"])


def _judged(content: bytes, before: Extraction, figure: Record, trap: str) -> Literal["right", "told", "silent"]:
    change, seen = TRAPS[trap]
    wanted = _amounts(before)
    now = seen(wanted.pop(_key(figure)))
    if now is not None:
        wanted[_key(figure)] = now
    (source, *_) = figure.sources["amount_mnkr"]
    assert source.box is not None
    try:
        document = read_bytes(_with(content, source.page, source.box, change), "plan.pdf")
        after = parse(document)
    except Refused:
        return "told"
    if _amounts(after) == wanted:
        return "right"
    told = [found for found in document.findings if found.severity != "note"]
    return "told" if told or _findings(after) > _findings(before) else "silent"


def _with(content: bytes, number: int, box: Box, change: Callable[[Spot], None]) -> bytes:
    def draw(file: pypdfium2.PdfDocument) -> None:
        page = file[number - 1]
        height = page.get_height()
        change(Spot(file, page, box.x0, height - box.bottom, box.x1, height - box.top))

    return overprint.overprinted(content, draw)


def _key(one: Record) -> tuple[object, ...]:
    return tuple(one.values[name] for name in ("table_ordinal", "row_ordinal", "column_ordinal"))


def _amounts(extraction: Extraction) -> Amounts:
    return {
        _key(one): Decimal(str(one.values["amount_mnkr"])) for one in extraction.records if one.table == "budget_line"
    }


def _findings(extraction: Extraction) -> int:
    return sum(one.table == "finding" for one in extraction.records)
