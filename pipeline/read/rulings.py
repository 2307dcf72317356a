"""Drawn lines and rectangles → rulings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.document import Box, Rule

# A drawn rectangle thinner than this is a ruling; a larger one is a shaded cell, whose edges are rulings.
RULING_WIDTH = 2.0


def rulings(shapes: Iterable[Box], page_height: float) -> tuple[Rule, ...]:
    """The rulings that the drawn shapes of a page amount to, from top to bottom, each once.

    A shape higher than half the page is a background, not a cell; a dot is neither.
    """
    found = {edge for shape in shapes for edge in _edges(shape, page_height)}
    return tuple(Rule(Box(*edge)) for edge in sorted(found, key=lambda edge: (edge[1], edge[0], edge[3], edge[2])))


def _edges(box: Box, page_height: float) -> Iterator[tuple[float, float, float, float]]:
    x0, top, x1, bottom = round(box.x0, 1), round(box.top, 1), round(box.x1, 1), round(box.bottom, 1)
    if min(box.width, box.height) < RULING_WIDTH:
        if max(box.width, box.height) > RULING_WIDTH:
            yield x0, top, x1, bottom
    elif box.height < page_height / 2:
        yield x0, top, x1, top
        yield x0, bottom, x1, bottom
        yield x0, top, x0, bottom
        yield x1, top, x1, bottom
