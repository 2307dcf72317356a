"""Titles of tables that are printed exactly like the text: told by what stands below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.blocks.block import Block, Heading, Paragraph
from pipeline.blocks.headline import SENTENCE_END, looks_like_headline
from pipeline.document import Table
from pipeline.parse.words import INVESTMENTS, OPERATIONS

# The level of a table's title, where it is not printed as one; below a headline that is as deep it is as deep as that.
TITLE_LEVEL = 4
# What stands above a table and is no title: its unit, or a caption.
_NO_TITLE = re.compile(r"\b(?:mnkr|mkr|tkr|kr|kronor|belopp|tabell\w*)\b", re.IGNORECASE)


def with_titles(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, where a paragraph that can only be the title of the table right below it is a heading.

    It is one above a table of applications where it says of which kind these are, and above a table of amounts where
    another such table stands under the same heading: each section of the budget has one of its own.
    """
    found: list[Block] = []
    heading, kinds = Heading("", 1, ()), set[str | None]()
    for block in blocks:
        if isinstance(block, Table):
            above = found[-1] if found else None
            if isinstance(above, Paragraph) and _is_title(above, block, kinds):
                found[-1] = heading = Heading(above.text, max(heading.level, TITLE_LEVEL), above.lines)
                kinds = set()
            kinds.add(block.kind)
        elif isinstance(block, Heading):
            heading, kinds = block, set()
        found.append(block)
    return found


def _is_title(above: Paragraph, table: Table, kinds: set[str | None]) -> bool:
    if table.kind == "adjustment":
        return bool(OPERATIONS.fullmatch(above.text) or INVESTMENTS.fullmatch(above.text))
    second = table.kind == "budget" and table.kind in kinds and not above.bullet
    headline = looks_like_headline(above.text) and not above.text.endswith(SENTENCE_END)
    return second and headline and not _NO_TITLE.search(above.text)
