"""Marks of footnotes: small glyphs raised behind a word or a figure, which are no part of it (`82¹` is not 821), and
those that begin the note itself; letters that are strokes through others."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.document import Line, Word
from pipeline.read.glyphs import Glyphs

# A mark is at most this share of the size of what it stands behind, raised by at least and at most these shares of that
# size, and no further behind it than the last one.
SMALL, LEAST_RAISED, MOST_RAISED, BEHIND = 0.92, 0.15, 0.65, 0.25
SIGNS = frozenset("0123456789*†‡#()[]abcdef")
# Behind one of these any letter is a mark, and what is lowered, too: by no more than what still stands on their line.
_FIGURE = frozenset("0123456789%")
MOST_LOWERED = 0.35
# The mark of a note is at most this far before its text, and nothing stands nearer than this to the left of it.
BEFORE, ALONE = 0.8, 4.0
# Raised behind one of these a 2 or a 3 is a power: m², km².
_UNITS = frozenset("mM")

# A ten with a raised digit; 10¹ is a footnote's.
_POWER = re.compile(r"(?<![\d,.])10(?!¹(?![⁰¹²³⁴-⁹]))[⁰¹²³⁴-⁹]")

# Letters that print a stroke through the one before them (Unicode, `Combining Diacritical Marks`).
STROKES = "\u0335\u0336\u0337\u0338"


def powers(lines: Sequence[Line], marks: Sequence[Word]) -> list[str]:
    """The words that may be powers of ten and no tens with the mark of a footnote: a digit is raised behind 10."""
    words = [word for line in lines for word in line.words]
    found = [word.text for word in words if _POWER.search(word.text)]
    for mark in marks:
        if mark.text.isdecimal() and mark.text != "1":
            found += [f"10^{mark.text}" for word in words if word.text == "10" and _raised_behind(mark, word)]
    return found


def _raised_behind(mark: Word, word: Word) -> bool:
    raised = (word.box.bottom - mark.box.bottom) / word.size
    return abs(mark.box.x0 - word.box.x1) < BEHIND * word.size and 0 < raised < MOST_RAISED


def struck_by_letters(glyphs: Glyphs) -> NDArray[np.bool_]:
    """The glyphs that a letter for a stroke follows, and those letters."""
    found = np.isin(glyphs.text, list(STROKES))
    if found.any():
        found[:-1] |= found[1:] & (glyphs.baseline[1:] == glyphs.baseline[:-1])
    return np.asarray(found, bool)


def raised_marks(glyphs: Glyphs) -> NDArray[np.bool_]:
    """The glyphs of a page that are marks."""
    marks = np.zeros(len(glyphs.x0), bool)
    levels, level_of = np.unique(glyphs.baseline.round(1), return_inverse=True)
    if len(levels) < 2:
        return marks
    smallest, largest = np.full(len(levels), np.inf), np.zeros(len(levels))
    np.minimum.at(smallest, level_of, glyphs.size)
    np.maximum.at(largest, level_of, glyphs.size)
    for upper, level in enumerate(levels[:-1]):
        for lower in range(upper + 1, len(levels)):
            if levels[lower] - level > MOST_RAISED * largest.max():
                break
            above, below = (np.flatnonzero(level_of == number) for number in (upper, lower))
            if smallest[upper] < SMALL * largest[lower]:
                marks[_behind(glyphs, above, below)] = True
                marks[_beginning(glyphs, above[~marks[above]], below)] = True
            if smallest[lower] < SMALL * largest[upper]:
                marks[_behind(glyphs, below, above)] = True
    return marks


def _behind(glyphs: Glyphs, small: NDArray[np.intp], line: NDArray[np.intp]) -> list[int]:
    """Of the small glyphs those that stand right behind one of the line, or behind such a mark."""
    found: list[int] = []
    small = small[np.argsort(glyphs.x0[small])]
    for place in small.tolist():
        if found and _adjacent(glyphs, found[-1], place) and glyphs.text[place] in SIGNS:
            found.append(place)
            continue
        near = line[np.abs(glyphs.x1[line] - glyphs.x0[place]) < BEHIND * glyphs.size[line]]
        if any(_is_mark(glyphs, place, before) for before in near.tolist()):
            found.append(place)
    return found


def _beginning(glyphs: Glyphs, above: NDArray[np.intp], below: NDArray[np.intp]) -> list[int]:
    """Of the glyphs above the mark of a note: the digits, or the one sign, right before the first glyph of a line."""
    found: list[int] = []
    for start in above[np.argsort(-glyphs.x1[above])].tolist():
        if glyphs.text[start] not in SIGNS:
            continue
        if found and _adjacent(glyphs, start, found[-1]):
            found.append(start)
            continue
        if glyphs.text[start].isalpha():
            continue
        size = glyphs.size[below]
        ahead = below[
            (glyphs.x0[below] - glyphs.x1[start] > -0.1) & (glyphs.x0[below] - glyphs.x1[start] < BEFORE * size)
        ]
        left = (glyphs.x1[below] <= glyphs.x0[start] + 0.1) & (glyphs.x0[start] - glyphs.x1[below] < ALONE * size)
        begun = [place for place in ahead.tolist() if not glyphs.text[place].isspace()]
        if begun and not left.any() and _is_raised(glyphs, start, begun[0]) and glyphs.text[begun[0]] not in "/⁄":
            found.append(start)
    return found


def _adjacent(glyphs: Glyphs, before: int, place: int) -> bool:
    gap = glyphs.x0[place] - glyphs.x1[before]
    return bool(abs(gap) < BEHIND * glyphs.size[place] and glyphs.size[place] == glyphs.size[before])


def _is_mark(glyphs: Glyphs, place: int, before: int) -> bool:
    sign, letter = glyphs.text[place], glyphs.text[before]
    if letter in _FIGURE:
        return (sign in SIGNS or sign.isalpha()) and (
            _is_raised(glyphs, place, before) or _is_lowered(glyphs, place, before)
        )
    if letter.isspace() or sign not in SIGNS or (sign in "23" and letter in _UNITS):
        return False
    return _is_raised(glyphs, place, before)


def _is_raised(glyphs: Glyphs, place: int, beside: int) -> bool:
    """Is a glyph small, and raised over the one beside it?"""
    size = glyphs.size[beside]
    raised = glyphs.baseline[beside] - glyphs.baseline[place]
    return bool(glyphs.size[place] < SMALL * size and LEAST_RAISED * size < raised < MOST_RAISED * size)


def _is_lowered(glyphs: Glyphs, place: int, beside: int) -> bool:
    """Is a glyph small, and lower than the one beside it?"""
    size = glyphs.size[beside]
    lowered = glyphs.baseline[place] - glyphs.baseline[beside]
    return bool(glyphs.size[place] < SMALL * size and LEAST_RAISED * size < lowered < MOST_LOWERED * size)
