"""What rulings tell of a table: its columns, and the heights at which its rows are parted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.document import Box, Line, Page
from pipeline.tables.columns import BESIDE, Columns

# Rulings nearer to each other than this many points are one ruling; so are those that cross a table within SAME_HEIGHT.
SAME_RULING = 3.0
SAME_HEIGHT = 2.5
# Pieces of a ruling touch within so many points.
TOUCHING = 1.0


def merged(values: Iterable[float]) -> list[float]:
    """Sorted positions, those within SAME_RULING of each other taken as one."""
    result: list[float] = []
    for value in sorted(values):
        if not result or value - result[-1] > SAME_RULING:
            result.append(value)
    return result


def ruled_columns(page: Page, header: Sequence[Line]) -> Columns | None:
    """The columns as the vertical rulings (or the edges of shaded cells) beside the header's words tell them, else the
    horizontal ones below it, where these are drawn cell by cell."""
    around = Box.around([line.box for line in header if line.box])
    return _around(header, around, _beside(page, around)) or _around(
        header, around, _pieces_below(page, around, header)
    )


def _beside(page: Page, around: Box) -> list[float]:
    """The x of the vertical rulings beside a header."""
    upright = (rule.box for rule in page.rules if not rule.horizontal)
    return merged(box.x0 for box in upright if box.top - 2 <= around.middle <= box.bottom + 2)


def _pieces_below(page: Page, around: Box, header: Sequence[Line]) -> list[float]:
    """The x at which the ruling below a header is pieced together."""
    below = around.bottom + BESIDE * header[0].words[0].size  # what stands above may be of the table before
    level = (rule.box for rule in page.rules if rule.horizontal)
    return _ends_of_pieces(box for box in level if around.middle < box.top < below)


def _around(header: Sequence[Line], around: Box, edges: Sequence[float]) -> Columns | None:
    """The columns between these edges, where they hold the header."""
    if len(edges) < 3 or edges[0] > around.x0 + 2 or edges[-1] < around.x1 - 2:
        return None
    columns = Columns(edges[0], tuple(edges[1:-1]), edges[-1], ruled=True)
    return None if any(map(columns.crossed_by, header)) else columns


def _ends_of_pieces(level: Iterable[Box]) -> list[float]:
    """The x at which a ruling drawn cell by cell is pieced together, of the first that is."""
    at_height: dict[float, list[Box]] = defaultdict(list)
    for box in level:
        at_height[box.top].append(box)
    for boxes in at_height.values():
        pieces = sorted(boxes, key=lambda box: box.x0)
        if len(pieces) > 1 and all(abs(other.x0 - one.x1) < TOUCHING for one, other in pairwise(pieces)):
            return [pieces[0].x0, *(box.x1 for box in pieces)]
    return []


def horizontal_rulings(page: Page, columns: Columns) -> list[float]:
    """The heights of the crossing rulings, and those at which the rulings beside all cells end and begin anew: where
    columns alone are ruled, these part the rows."""
    crossing = crossing_rulings(page, columns)
    begun = _begun_anew(page, columns) if columns.ruled else []
    return sorted([*crossing, *(y for y in begun if all(abs(y - other) >= SAME_HEIGHT for other in crossing))])


def crossing_rulings(page: Page, columns: Columns) -> list[float]:
    """The heights at which rulings cross most of the table's width (in one piece or cell by cell)."""
    width = columns.right - columns.left
    covered: dict[float, float] = {}
    for rule in sorted((rule for rule in page.rules if rule.horizontal), key=lambda rule: rule.box.top):
        inside = min(rule.box.x1, columns.right + 3) - max(rule.box.x0, columns.left - 3)
        if inside <= 0:
            continue
        height = next((y for y in covered if abs(y - rule.box.top) < SAME_HEIGHT), rule.box.top)
        covered[height] = covered.get(height, 0.0) + inside
    return [height for height, length in covered.items() if length > 0.6 * width]


def _begun_anew(page: Page, columns: Columns) -> list[float]:
    """The heights at which vertical rulings end and others begin below them, at each edge of the columns."""
    upright = [rule.box for rule in page.rules if not rule.horizontal]
    edges = (columns.left, *columns.boundaries, columns.right)
    beside = [[box for box in upright if abs(box.x0 - edge) < SAME_RULING] for edge in edges]
    return [y for y in merged(box.bottom for box in beside[0]) if all(_anew(boxes, y) for boxes in beside)]


def _anew(boxes: Sequence[Box], y: float) -> bool:
    return _ends(boxes, y) and _begins(boxes, y)


def _ends(boxes: Sequence[Box], y: float) -> bool:
    return any(abs(box.bottom - y) < SAME_HEIGHT for box in boxes)


def _begins(boxes: Sequence[Box], y: float) -> bool:
    return any(abs(box.top - y) < SAME_HEIGHT for box in boxes)
