"""Breaking a text into lines, as a word processor does in a column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tests.press.style import SOFT_HYPHEN

Measure = Callable[[str], float]
SOFT_BREAKS = re.compile(rf"(?<={SOFT_HYPHEN})")
BREAKS = re.compile(rf"(?<={SOFT_HYPHEN})|(?<=[^\W\d]-)(?=[^\W\d])")


def wrap(text: str, width: float, measure: Measure, *, break_at_hyphens: bool = True) -> list[str]:
    """The lines of `text` in a column of `width`.

    A line that was broken at a blank keeps it at its end; a line without one was broken inside a word: behind a
    hyphen, at a soft hyphen, or, where a word is wider than the column, anywhere. A soft hyphen where no line
    breaks is not printed.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, break_at_hyphens):
        grown = line + piece
        if line and measure(_shown(grown)) > width:
            lines.append(_unhyphenated(line))
            grown = piece
        while measure(_shown(grown)) > width and len(_shown(grown)) > 1:
            fitting = _fitting(grown, width, measure)
            lines.append(grown[:fitting])
            grown = grown[fitting:]
        line = grown
    lines.append(_unhyphenated(line))
    return lines


def _unhyphenated(line: str) -> str:
    """A line without the soft hyphens inside it; the one it was broken at stays."""
    return line[:-1].replace(SOFT_HYPHEN, "") + line[-1:]


def _pieces(text: str, break_at_hyphens: bool) -> Iterator[str]:
    """What cannot be broken without need: words with the blank behind them, or their parts."""
    words = text.split(" ")
    for index, word in enumerate(words):
        blank = " " if index < len(words) - 1 else ""
        parts = [part for part in (BREAKS if break_at_hyphens else SOFT_BREAKS).split(word) if part] or [word]
        yield from parts[:-1]
        yield parts[-1] + blank


def _shown(line: str) -> str:
    """What of a line takes room."""
    return _unhyphenated(line.rstrip(" "))


def _fitting(piece: str, width: float, measure: Measure) -> int:
    """How many characters of a too wide piece fit, at least one."""
    count = 1
    while count < len(piece) and measure(piece[: count + 1]) <= width:
        count += 1
    return count
