"""Chapters that are recognised only by their numbers: `1. Ett Stockholm`, and below it `1.1 Alla barn`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.blocks.block import Block, Heading
from pipeline.document import Table
from pipeline.parse.words import CHAPTER, GOAL

_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,2})*)[.)]?\s")


def with_chapters(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a paragraph made a headline if the next numbered headline continues from its number."""
    found: list[Block] = []
    following: str | None = None
    for block in reversed(blocks):
        if not isinstance(block, Table):
            match = CHAPTER.fullmatch(block.text)
            if match and following and following.startswith(f"{match['code']}."):
                block = Heading(block.text, 1, block.lines)
            following = _number(block.text) or following
        found.append(block)
    return found[::-1]


def _number(text: str) -> str | None:
    match = _NUMBER.match(text)
    goal = None if match else GOAL.fullmatch(text)
    return match[1] if match else goal["code"] if goal else None
