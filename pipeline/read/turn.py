"""Pages whose text is printed sideways, turned so that it reads from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.document import Box

Matrix = tuple[float, float, float, float, float, float]
Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page of `width` by `height` points is turned: not at all, or a quarter to the right or to the left."""

    way: Literal["none", "right", "left"]
    width: float
    height: float

    @staticmethod
    def of_text(matrices: Sequence[Matrix], width: float, height: float) -> Turn:
        """The turn that sets most glyphs upright; a text matrix (a, b, c, d, e, f) with b > 0 runs up the page."""
        up = sum(matrix[1] > abs(matrix[0]) for matrix in matrices)
        down = sum(-matrix[1] > abs(matrix[0]) for matrix in matrices)
        if max(up, down) * 2 <= len(matrices):
            return Turn("none", width, height)
        return Turn("right" if up > down else "left", width, height)

    @property
    def page_size(self) -> tuple[float, float]:
        """Width and height of the page after the turn."""
        return (self.width, self.height) if self.way == "none" else (self.height, self.width)

    def corners(self, x0: float, top: float, x1: float, bottom: float) -> Corners:
        """A rectangle of the page after the turn."""
        if self.way == "right":
            return self.height - bottom, x0, self.height - top, x1
        if self.way == "left":
            return top, self.width - x1, bottom, self.width - x0
        return x0, top, x1, bottom

    def box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """The same as `corners`, as a box."""
        return Box(*self.corners(x0, top, x1, bottom))
