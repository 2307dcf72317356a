"""Pictures of pages with places marked. The page is grey, so that the marks are the only colour on it.

Boxes are those of `pipeline.document`: points from the top left corner of the upright page. The whole page is shown, as
it is read, including what is outside the part that a viewer crops it to.
"""

from __future__ import annotations

import base64
import io
import json
import math
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.document import Box
from pipeline.refusal import Reason, Refused
from pipeline.workers import Workers

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

RENDER = f"{__name__}:render"
# With seven greys, the same seven seen through the marker, and the frame a pixel takes four bits. What is drawn may be
# a photograph or a page of a hundred metres: the longest side bounds the pixels of the picture, the other those of the
# page that it is a part of (pdfium counts them in 32 bits).
GREYS = 7
MARKER = (255, 226, 64)
FRAME = (200, 30, 30)
LONGEST_SIDE = 4_000
LONGEST_PAGE = 1_000_000
# Margins around a box, in points: to its frame, and to the edge of a crop.
PADDING = 1.5
MARGIN = 24.0
UPRIGHT = {"none": 0, "right": 90, "left": 270}


def draughtsmen() -> Workers:
    """The drawing processes, for several calls of `draw`; use it in a `with` block."""
    return Workers(RENDER)


def draw(
    pdf: Path,
    marks: Mapping[int, Sequence[Box]],
    *,
    crop: bool,
    scale: float = 2.0,
    workers: Workers | None = None,
) -> dict[int, bytes]:
    """A PNG for each page of `marks` (numbers from 1), with its boxes marked; with `crop`, only the part around them.

    `scale` is in pixels per point; a page that would be too large is drawn smaller. pdfium draws in its own process
    with limits. Raises Refused for a file that it cannot draw, OSError.
    """
    wanted = {page: [list(box) for box in dict.fromkeys(boxes)] for page, boxes in marks.items() if boxes}
    if not wanted:
        return {}
    with tempfile.NamedTemporaryFile("w", prefix="tjut-", suffix=".json") as told:
        json.dump(wanted, told)  # in a file: a page can have more boxes than a call can carry
        told.flush()
        with nullcontext(workers) if workers else draughtsmen() as drawing:
            files = [str(pdf), told.name]
            drawn = drawing.call(*files, "crop" if crop else "page", str(scale), reads=files)
    return {int(page): base64.b64decode(picture) for page, picture in drawn.items()}


def render(pdf: str, told: str, shown: str, scale: str) -> dict[str, str]:
    """Runs in a process started by `draw`: a PNG in base 64 for each page in the JSON file `told`."""
    import pypdfium2

    wanted: dict[str, list[list[float]]] = json.loads(Path(told).read_bytes())
    pictures = {}
    try:
        with pypdfium2.PdfDocument(Path(pdf).read_bytes()) as document:
            for page, boxes in wanted.items():
                picture = _picture(document, int(page), [Box(*box) for box in boxes], shown == "crop", float(scale))
                pictures[page] = base64.b64encode(picture).decode()
    except pypdfium2.PdfiumError as error:
        raise Refused(Reason.DAMAGED, f"pdfium cannot draw it ({error})") from error
    return pictures


def _picture(document: pypdfium2.PdfDocument, number: int, boxes: Sequence[Box], crop: bool, scale: float) -> bytes:
    page = _whole_page(document, number)
    turn = _turn(page)
    width, height = page.get_size() if turn in (0, 180) else page.get_size()[::-1]
    shown = _around(boxes, width, height) if crop else Box(0.0, 0.0, width, height)
    scale = min(scale, LONGEST_SIDE / max(shown.width, shown.height), LONGEST_PAGE / max(width, height))
    cut_off = (shown.x0, height - shown.bottom, width - shown.x1, shown.top)
    grey = page.render(scale=scale, rotation=turn, crop=cut_off, grayscale=True).to_pil()
    # pdfium crops at whole pixels; the marks are relative to that.
    left, top = math.ceil(shown.x0 * scale), math.ceil(shown.top * scale)
    corners = [
        (
            (box.x0 - PADDING) * scale - left,
            (box.top - PADDING) * scale - top,
            (box.x1 + PADDING) * scale - left,
            (box.bottom + PADDING) * scale - top,
        )
        for box in boxes
    ]
    return _png(grey, corners, max(1, round(scale)))


def _whole_page(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """The page without its crop box: readers also see what is outside it, and measure from the corner of the sheet."""
    page = document[number - 1]
    # pdfium crops to the crop box inside the media box when it loads the page.
    page.set_cropbox(-1e6, -1e6, 1e6, 1e6)
    page.close()
    return document[number - 1]


def _turn(page: pypdfium2.PdfPage) -> int:
    """Clockwise degrees that set the text of a page upright, as its reader did."""
    from pypdfium2 import raw

    from pipeline.read.turn import Matrix, Turn

    text = page.get_textpage()
    matrix = raw.FS_MATRIX()
    quarters = page.get_rotation() // 90
    directions: list[Matrix] = []
    for index in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(text, index) or not raw.FPDFText_GetMatrix(text, index, matrix):
            continue
        along, up = matrix.a, matrix.b
        for _ in range(quarters):
            along, up = up, -along
        directions.append((along, up, 0.0, 0.0, 0.0, 0.0))
    text.close()
    return UPRIGHT[Turn.of_text(directions, *page.get_size()).way]


def _around(boxes: Sequence[Box], width: float, height: float) -> Box:
    """The part of the page to show for these boxes, with a margin; the whole page if none of them is on it."""
    hull = Box.around(boxes)
    part = Box(
        max(0.0, hull.x0 - MARGIN),
        max(0.0, hull.top - MARGIN),
        min(width, hull.x1 + MARGIN),
        min(height, hull.bottom + MARGIN),
    )
    return part if part.width > 0 and part.height > 0 else Box(0.0, 0.0, width, height)


def _png(grey: Image.Image, corners: Sequence[tuple[float, float, float, float]], line: int) -> bytes:
    """The grey picture with a marker drawn over each rectangle and a frame around it, `line` pixels thick."""
    from PIL import Image, ImageDraw

    picture = grey.point([round(level * (GREYS - 1) / 255) for level in range(256)])
    marked = Image.new("1", grey.size)
    marker = ImageDraw.Draw(marked)
    for rectangle in corners:
        marker.rectangle(rectangle, fill=1)
    picture.paste(picture.point([level + GREYS for level in range(256)]), mask=marked)
    pen = ImageDraw.Draw(picture)
    for rectangle in corners:
        pen.rectangle(rectangle, outline=2 * GREYS, width=line)
    picture.putpalette(_palette())
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _palette() -> list[int]:
    greys: list[Any] = [(level * 255 // (GREYS - 1),) * 3 for level in range(GREYS)]
    marked = [tuple(level * part // (GREYS - 1) for part in MARKER) for level in range(GREYS)]
    return [part for colour in (*greys, *marked, FRAME) for part in colour]
