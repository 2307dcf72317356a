"""Blanks that part nothing and hyphens that a font calls soft: what Chromium and Typst print."""

from __future__ import annotations

import pytest

from pipeline.document import Box, Line, Page, Word
from pipeline.read.glyphs import Glyphs, lines_of
from pipeline.read.hyphens import with_hyphens

SIZE = 10.0


def line(*glyphs: tuple[str, float, float]) -> str:
    """The text of one line of these glyphs, each with its left and its right end."""
    text, x0, x1 = zip(*glyphs, strict=True)
    count = len(text)
    (found,) = lines_of(Glyphs.of([50.0] * count, x0, x1, list(text), [SIZE] * count, ["A+Sans"] * count), 1)
    return found.text


@pytest.mark.parametrize(
    ("blank", "read"),
    [
        (("d", (" ", 5.0, 8.0), ("e", 5.0, 10.0)), "de"),  # a soft hyphen within a line, as Skia prints it
        (("d", (" ", 5.0, 8.0), ("e", 8.0, 13.0)), "d e"),
        (("d", (" ", 5.0, 6.0), ("e", 6.0, 11.0)), "d e"),  # a thin blank
    ],
)
def test_a_blank_at_whose_place_a_letter_stands_parts_no_word(blank: tuple[object, ...], read: str) -> None:
    _, space, letter = blank
    assert line(("d", 0.0, 5.0), space, letter) == read  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("behind", "read"),
    [
        (("1", 14.0, 19.0), "+/-1"),  # one glyph stands for both hyphens
        (("t", 90.0, 95.0), "+/\u00ad t"),  # the end of a line in a cell
    ],
)
def test_a_soft_hyphen_that_is_printed_within_a_word_is_a_hyphen(behind: tuple[str, float, float], read: str) -> None:
    assert line(("+", 0.0, 6.0), ("/", 6.0, 10.0), ("\u00ad", 10.0, 14.0), behind) == read


@pytest.mark.parametrize(
    ("gap", "read"),
    [
        (3.0, ["vård- och", "hjäl-"]),  # within a line: then all of them are hyphens
        (20.0, ["vård\u00ad och", "hjäl\u00ad"]),  # the end of a line in a cell, and the next cell
    ],
)
def test_soft_hyphens_are_hyphens_where_a_line_goes_on_behind_one(gap: float, read: list[str]) -> None:
    def printed(*words: str) -> Line:
        boxes = [Box(number * (30.0 + gap), 0.0, number * (30.0 + gap) + 30.0, SIZE) for number in range(len(words))]
        made = tuple(Word(word, box, SIZE) for word, box in zip(words, boxes, strict=True))
        return Line(" ".join(words), 1, made)

    page = Page(1, 595.0, 842.0, (printed("vård\u00ad", "och"), printed("hjäl\u00ad")))
    assert [line.text for line in with_hyphens([page])[0].lines] == read


def test_breaking_hyphens_within_words_are_hyphens() -> None:
    """`2027\u201009\u201001`: WeasyPrint names it so where a font has one glyph for both; no date was read."""
    date, end = Word("2027\u201009\u201001", Box(0, 0, 50, 10), SIZE), Word("avse\u2010", Box(0, 12, 30, 22), SIZE)
    printed = tuple(Line(word.text, 1, (word,)) for word in (date, end))
    assert [one.text for one in with_hyphens([Page(1, 595.0, 842.0, printed)])[0].lines] == ["2027-09-01", "avse-"]
    assert with_hyphens([Page(1, 595.0, 842.0, printed[1:])])[0].lines == printed[1:]
