"""Pictures of the pages that figures are printed on: one for each page, small enough for a file of a few megabytes."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.audit.picture import LONGEST_SIDE, draw
from pipeline.audit.source import SourceLost, find_source
from pipeline.document import Box
from pipeline.refusal import Refused
from pipeline.report.places import Page
from pipeline.report.queries import Fetched
from pipeline.workers import Workers

# Pixels per point: small print is legible, and a page of text takes about 25 kB.
SCALE = 1.5
# The page frames the places itself, one at a time: the picture is asked for with a mark that lies outside of it.
NO_MARK = (Box(-100.0, -100.0, -100.0, -100.0),)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as WebP; sizes in pixels, `SCALE` of them a point."""

    webp: bytes
    width: int
    height: int

    def url(self) -> str:
        """The picture itself as a data URL."""
        return f"data:image/webp;base64,{base64.b64encode(self.webp).decode()}"

    def style(self, box: Box) -> str:
        """CSS that puts a frame over `box`, in parts of the picture."""
        left, top = 100 * SCALE * box.x0 / self.width, 100 * SCALE * box.top / self.height
        width, height = 100 * SCALE * box.width / self.width, 100 * SCALE * box.height / self.height
        return f"left:{left:.2f}%;top:{top:.2f}%;width:{width:.2f}%;height:{height:.2f}%"


def pictures(raw: Path, document: Fetched, pages: Sequence[Page], workers: Workers) -> tuple[dict[int, Picture], str]:
    """A picture for each page, by number; or none, and the reason in Swedish."""
    if document["media_type"] != "application/pdf":
        return {}, "Dokumentet är en textfil och har inga sidor att visa: raderna är återgivna i stället."
    try:
        source = find_source(raw, document["sha256"], document["file_name"])
        drawn = draw(source, {page.number: NO_MARK for page in pages}, crop=False, scale=SCALE, workers=workers)
    except SourceLost:
        return {}, f"Filen {document['file_name']} fanns inte, eller hade ändrats, när rapporten gjordes."
    except Refused:
        return {}, f"Filen {document['file_name']} kan läsas men inte ritas."
    made = {number: _picture(png) for number, png in drawn.items()}
    return {number: picture for number, picture in made.items() if picture}, ""


def _picture(png: bytes) -> Picture | None:
    """None for a page so large that it was drawn at another scale: its places would not lie where they are."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as page:
        if max(page.size) >= LONGEST_SIDE:
            return None
        stream = io.BytesIO()
        page.convert("RGB").save(stream, "WEBP", lossless=True, quality=60, method=4)
        return Picture(stream.getvalue(), *page.size)
