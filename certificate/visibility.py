"""What a person sees of a figure and its text layer does not say: hidden digits, struck or covered figures, stamps.

Each trap is set at a random figure of a budget table, with pdfium; the document is read again and compared with what is
seen now.
"""

from __future__ import annotations

import ctypes
import io
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
from pipeline.record import Extraction, Record
from pipeline.refusal import Refused
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.support.layouts import random_style

Amounts = dict[tuple[object, ...], Decimal]
# Below the baseline a box reaches by this share of the font size, of which it is as high as one and a bit.
DESCENT, HEIGHT = 0.22, 1.0
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

    @property
    def size(self) -> float:
        return (self.top - self.bottom) / HEIGHT

    def text(self, text: str, x: float, rise: float = 0.0, size: float = 1.0) -> Any:
        """A text at the height of the figure, `rise` and `size` as shares of its font size."""
        made = raw.FPDFPageObj_NewTextObj(self.file, b"Helvetica", self.size * size)
        raw.FPDFText_SetText(made, (ctypes.c_ushort * (len(text) + 1))(*map(ord, text)))
        raw.FPDFPageObj_Transform(made, 1, 0, 0, 1, x, self.bottom + (DESCENT + rise) * self.size)
        return made

    def rectangle(self, bottom: float, top: float, shade: int) -> Any:
        """A filled rectangle over the figure's width, between two heights as shares of its own."""
        height = self.top - self.bottom
        low = self.bottom + bottom * height
        made = raw.FPDFPageObj_CreateNewRect(self.left - 1, low, self.right - self.left + 2, (top - bottom) * height)
        raw.FPDFPageObj_SetFillColor(made, shade, shade, shade, 255)
        raw.FPDFPath_SetDrawMode(made, raw.FPDF_FILLMODE_WINDING, 0)
        return made

    def add(self, *objects: Any) -> None:
        for one in objects:
            raw.FPDFPage_InsertObject(self.page, one)
        raw.FPDFPage_GenerateContent(self.page)


def _white(spot: Spot) -> None:
    digit = spot.text("5", spot.right)
    raw.FPDFPageObj_SetFillColor(digit, 255, 255, 255, 255)
    spot.add(digit)


def _invisible(spot: Spot) -> None:
    digit = spot.text("5", spot.right)
    raw.FPDFTextObj_SetTextRenderMode(digit, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    spot.add(digit)


def _raised(spot: Spot) -> None:
    spot.add(spot.text("1", spot.right, rise=0.4, size=0.6))


def _struck(spot: Spot) -> None:
    spot.add(spot.rectangle(0.45, 0.52, shade=0))


def _painted_over(spot: Spot) -> None:
    spot.add(spot.rectangle(-0.1, 1.1, shade=255))


def _stamped(spot: Spot) -> None:
    stamp = raw.FPDFPage_CreateAnnot(spot.page, raw.FPDF_ANNOT_STAMP)
    raw.FPDFAnnot_SetRect(stamp, raw.FS_RECTF(spot.left - 2, spot.top + 1, spot.right + 2, spot.bottom - 1))
    raw.FPDFAnnot_AppendObject(stamp, spot.rectangle(-0.05, 1.05, shade=255))
    raw.FPDFAnnot_AppendObject(stamp, spot.text(str(STAMPED).replace(".", ","), spot.left))
    raw.FPDFPage_CloseAnnot(stamp)


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
    """What became of a trap: read as it is seen, told, or neither."""

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
    file = pypdfium2.PdfDocument(content)
    page = file[number - 1]
    height = page.get_height()
    change(Spot(file, page, box.x0, height - box.bottom, box.x1, height - box.top))
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def _key(one: Record) -> tuple[object, ...]:
    return tuple(one.values[name] for name in ("table_ordinal", "row_ordinal", "column_ordinal"))


def _amounts(extraction: Extraction) -> Amounts:
    return {
        _key(one): Decimal(str(one.values["amount_mnkr"])) for one in extraction.records if one.table == "budget_line"
    }


def _findings(extraction: Extraction) -> int:
    return sum(one.table == "finding" for one in extraction.records)
