"""Pages as they fill with lines."""

from __future__ import annotations

from functools import partial

from tests.press.flow import Heading
from tests.press.fonts import Weight, face_of, width_of
from tests.press.sheet import Mark, Sheet, Text
from tests.press.style import Family, Style
from tests.press.wrap import wrap

MARGIN = 68
TOP, BOTTOM = 104, 64
LEADING = 1.2
ASCENT = 0.92


class Galley:
    """A cursor that goes down, and turns the page where nothing fits any more."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.sheets: list[Sheet] = []
        self.y = 0.0
        self.size = style.page_size
        self.headings: list[tuple[Heading, int]] = []
        self.new_page()

    def new_page(self) -> None:
        """Begin the next page."""
        self.sheets.append(Sheet(*self.size))
        self.y = TOP

    @property
    def room(self) -> float:
        """The height that is left on the page."""
        return self.size[1] - BOTTOM - self.y

    @property
    def full_room(self) -> float:
        """The height of an empty page."""
        return self.size[1] - BOTTOM - TOP

    @property
    def blank(self) -> bool:
        """Whether nothing stands on the page yet."""
        return self.y == TOP

    @property
    def measure(self) -> float:
        """The width between the margins."""
        return self.size[0] - 2 * MARGIN

    def add(self, mark: Mark) -> None:
        self.sheets[-1].marks.append(mark)

    def lines(self, text: str, width: float, face: str, size: float) -> list[str]:
        """`text` broken for a column; a line's last blank is kept where the style prints it."""
        measure = partial(width_of, face=face, size=size, letter_spacing=self.style.letter_spacing)
        lines = wrap(text, width, measure, break_at_hyphens=self.style.break_at_hyphens)
        return lines if self.style.line_end_blank else [line.rstrip(" ") for line in lines]

    def write(self, text: str, family: Family, weight: Weight, size: float, x: float = MARGIN) -> None:
        """Set a text line by line from `x` to the margin, from the cursor on, over as many pages as it takes."""
        face = face_of(family, weight)
        for line in self.lines(text, self.size[0] - MARGIN - x, face, size):
            if self.room < size * LEADING:
                self.new_page()
            self.add(Text(x, self.y + size * ASCENT, line, face, size))
            self.y += size * LEADING

    def skip(self, height: float) -> None:
        """White space, but none at the head of a page."""
        if not self.blank:
            self.y += height

    def keep(self, height: float) -> None:
        """Turn the page if less than `height` is left."""
        if self.room < height and not self.blank:
            self.new_page()
