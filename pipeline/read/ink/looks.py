"""The look of a printed digit: the ink of its place as a grid, whatever its size and the resolution of the picture."""

from __future__ import annotations

import ctypes
from functools import lru_cache

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

from pipeline.read.glyphs import Glyphs
from pipeline.read.ink.drawing import COARSE, Drawing, Picture, grey

# One row a digit, its points row by row: mean 0, length 1, so that the product of two says how alike they are (1: the
# same). All 0 where nothing is printed.
Looks = NDArray[np.float32]
# The grid reaches from the baseline to this height (in font sizes), and over the glyph's advance.
ROWS, COLUMNS, HEIGHT = 16, 10, 0.78
# Fonts that pdfium has by itself, and how wide their digits are (font sizes; Adobe's metrics of the standard fonts).
REFERENCE = {"Helvetica": 0.556, "Helvetica-Bold": 0.556, "Times-Roman": 0.5, "Times-Bold": 0.5, "Courier": 0.6}
# Each is drawn at so many places, which a whole pixel apart makes look different.
COPIES = 5
_REFERENCE_SIZE, _APART = 12.0, 20.0


def looks(glyphs: Glyphs, drawing: Drawing) -> Looks:
    """The looks of these glyphs in the picture; what lies between its pixels is interpolated."""
    down = (np.arange(ROWS) + 0.5) / ROWS
    across = (np.arange(COLUMNS) + 0.5) / COLUMNS
    y = (glyphs.baseline[:, None] - HEIGHT * glyphs.size[:, None] * (1 - down) - drawing.top) * drawing.scale - 0.5
    x = (glyphs.x0[:, None] + (glyphs.x1 - glyphs.x0)[:, None] * across - drawing.left) * drawing.scale - 0.5
    return normal(_interpolated(drawing.text, y, x).reshape(len(y), -1))


def _interpolated(picture: Picture, y: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float32]:
    """The picture at each glyph's rows `y` and columns `x` (in pixels), bilinear."""
    above, left = np.floor(y).astype(int), np.floor(x).astype(int)
    down, right = (y - above)[:, :, None], (x - left)[:, None, :]
    height, width = picture.shape
    rows = [(above + more).clip(0, height - 1)[:, :, None] for more in (0, 1)]
    columns = [(left + more).clip(0, width - 1)[:, None, :] for more in (0, 1)]
    upper, lower = (picture[row, columns[0]] * (1 - right) + picture[row, columns[1]] * right for row in rows)
    return np.asarray(upper * (1 - down) + lower * down, np.float32)


def normal(looks: Looks) -> Looks:
    """The same with mean 0 and length 1."""
    looks = looks - looks.mean(axis=1, keepdims=True)
    return np.asarray(looks / np.maximum(np.linalg.norm(looks, axis=1, keepdims=True), 1e-6), np.float32)


def moved(looks: Looks, rows: int, columns: int) -> Looks:
    """The same, printed so many points of the grid lower and further right: glyphs are drawn at whole pixels."""
    grid = np.roll(looks.reshape(-1, ROWS, COLUMNS), (rows, columns), axis=(1, 2))
    return grid.reshape(len(looks), -1)


@lru_cache(maxsize=1)
def reference_looks() -> Looks:
    """The looks of 0 to 9 in each font of REFERENCE, ten rows a font: medians of digits at several places."""
    font, copy, digit = (axis.ravel() for axis in np.indices((len(REFERENCE), COPIES, 10)))
    row = font * COPIES + copy
    names, widths = list(REFERENCE), np.array(list(REFERENCE.values()))
    glyphs = Glyphs.of(
        baseline=_APART * (1 + row) + copy / COPIES,
        x0=_APART * (1 + digit) + copy / COPIES,
        x1=_APART * (1 + digit) + copy / COPIES + widths[font] * _REFERENCE_SIZE,
        text=[str(number) for number in digit],
        size=np.full(len(row), _REFERENCE_SIZE),
        font=[names[number] for number in font],
    )
    picture = _printed(glyphs)
    found = looks(glyphs, Drawing(255 - picture, picture, 0.0, 0.0, COARSE / 72))
    return normal(np.median(found.reshape(len(REFERENCE), COPIES, 10, -1), axis=1).reshape(len(REFERENCE) * 10, -1))


def _printed(glyphs: Glyphs) -> Picture:
    """A page with these glyphs and nothing else."""
    file = pypdfium2.PdfDocument.new()
    page = file.new_page(glyphs.x1.max() + _APART, glyphs.baseline.max() + _APART)
    for baseline, x, _, char, size, font, _ in zip(*glyphs, strict=True):
        text = raw.FPDFPageObj_NewTextObj(file, font.encode(), size)
        written = ctypes.create_string_buffer(f"{char}\0".encode("utf-16-le"))
        raw.FPDFText_SetText(text, ctypes.cast(written, raw.FPDF_WIDESTRING))
        raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, x, page.get_height() - baseline)
        raw.FPDFPage_InsertObject(page, text)
    page.gen_content()
    return grey(page, COARSE / 72, annotations=False)
