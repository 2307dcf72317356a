"""Which lines are headings: by how they are printed beside the running text."""

from __future__ import annotations

import pytest

from pipeline.blocks.block import Heading
from pipeline.blocks.print_blocks import blocks_of
from pipeline.document import Box, Line, Word
from pipeline.tables.unwrap import Unwrapper


def printed(top: float, text: str, size: float, *, bold: bool = False) -> Line:
    return Line(text, 1, (Word(text, Box(70.0, top, 70.0 + 5 * len(text), top + size), size, "Sans", bold),))


@pytest.mark.parametrize(
    ("size", "bold", "is_heading"),
    [
        (10.5, True, True),  # the lowest heading of a producer, smaller than the text
        (10.5, False, False),
        (8.5, True, False),  # a letterhead or a note
        (12.0, True, True),
        (14.0, False, True),
    ],
)
def test_bold_type_somewhat_smaller_than_the_text_is_a_heading(size: float, bold: bool, is_heading: bool) -> None:
    lines = [
        printed(60, "Inledning", 16.0),
        printed(100, "Lokalerna används hela dagen och hela veckan, och insatserna kommer tidigt.", 12.0),
        printed(130, "Råbäck", size, bold=bold),
        printed(150, "Lekplatsen byggs om. Budgeterad kostnad för 2029 uppgår till 0,8 mnkr.", 12.0),
    ]
    blocks, _ = blocks_of(lines, lambda text: 2 if text == "Investeringar" else None, Unwrapper(lines))
    found = [block.text for block in blocks if isinstance(block, Heading)]
    assert ("Råbäck" in found) is is_heading
