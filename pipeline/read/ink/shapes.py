"""Figures that are no text, and that nobody reads: outlines and pictures of digits in a table or beside a figure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.document import Box, Line, Rule, Word
from pipeline.read.ink.drawing import Drawing

# A minus sign stands at most this far before its figure (font sizes), between these heights above the baseline's foot.
BEFORE, LOW, HIGH = 0.45, 0.35, 0.75
# Grey of this much is ink; where more of a box is inked it is a bullet or a ground, where less is, nothing is seen.
INK, SOLID, EMPTY = 60, 0.7, 0.02
# An icon is as wide as high within this share, and this near to what it stands for (font sizes).
SQUARE, ICON = 0.25, 4.0
# The edge (points) of a larger shape may be a frame around nothing.
FRAME = 2.5
# A ruling this far above and below (points) makes a row of a table.
ROW = 60.0


def drawn_figures(lines: Sequence[Line], rules: Sequence[Rule], drawing: Drawing) -> list[Box]:
    """Where such figures stand, in points of the page."""
    if not drawing.shapes:
        return []
    figures = [word for line in lines for word in line.words if any(map(str.isdecimal, word.text))]
    found = []
    for shape in drawing.shapes:
        beside = [word for word in figures if _beside(word, shape.box)]
        if shape.dash:
            if any(_before(shape.box, word) for word in beside):
                found.append(shape.box)
        elif _is_icon(shape.box, lines):
            continue
        elif (beside or _in_table(shape.box, rules)) and _is_inked(shape.box, drawing):
            found.append(shape.box)
    return found


def _beside(word: Word, box: Box) -> bool:
    """Does the shape stand on the line of the word, next to it?"""
    middle = (box.top + box.bottom) / 2
    gap = max(box.x0 - word.box.x1, word.box.x0 - box.x1)
    return word.box.top < middle < word.box.bottom and -0.5 * word.size < gap < word.size


def _is_icon(box: Box, lines: Sequence[Line]) -> bool:
    """A square shape before the first word of a line, which begins with a letter."""
    if abs(box.width - box.height) > SQUARE * box.height:
        return False
    level = (
        line.words[0] for line in lines if line.words[0].box.top < box.bottom and line.words[0].box.bottom > box.top
    )
    return any(word.text[0].isalpha() and -0.5 < (word.box.x0 - box.x1) / word.size < ICON for word in level)


def _before(box: Box, word: Word) -> bool:
    height = (word.box.bottom - (box.top + box.bottom) / 2) / word.size
    return -0.5 < word.box.x0 - box.x1 < BEFORE * word.size and LOW < height < HIGH


def _in_table(box: Box, rules: Sequence[Rule]) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    level = [rule.box for rule in rules if rule.box.width > rule.box.height and rule.box.x0 <= x <= rule.box.x1]
    above = any(0 < y - one.bottom < ROW for one in level)
    below = any(0 < one.top - y < ROW for one in level)
    return above and below


def _is_inked(box: Box, drawing: Drawing) -> bool:
    edge = FRAME if min(box.width, box.height) > 3 * FRAME else 0.0
    rows = slice(*_pixels(box.top + edge - drawing.top, box.bottom - edge - drawing.top, drawing.scale))
    columns = slice(*_pixels(box.x0 + edge - drawing.left, box.x1 - edge - drawing.left, drawing.scale))
    part = drawing.bare[rows, columns].astype(np.int16)
    if part.size == 0 or np.ptp(part) <= INK:
        return False
    ground = max(int(part[0, 0]), int(part[-1, -1]), int(np.median(part)))
    return EMPTY < float((np.abs(part - ground) > INK).mean()) < SOLID


def _pixels(begin: float, end: float, scale: float) -> tuple[int, int]:
    return max(int(begin * scale), 0), max(int(np.ceil(end * scale)), 0)
