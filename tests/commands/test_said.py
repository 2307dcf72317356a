"""What a document says is data, wherever it is said again: in artifacts, notices, terminals, CSV and the report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.artifacts import _plain, _row
from flows.notify import _neutral
from pipeline.commands.export.csv_files import write_table
from pipeline.commands.show import line_of
from pipeline.outcome import Fate, Outcome
from pipeline.read.controls import visible

HOSTILE = [
    "![y](http://evil.example/x.png)",
    "[click](http://evil.example)",
    "<img src=//evil.example>",
    "http://evil.example/a",
    "www.evil.example",
    "a@evil.example",
    "a | b",
    "**bold** _it_ ~~gone~~ `code` $x$",
    "&lt;b&gt;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_finds_nothing_in_an_artifact(text: str) -> None:
    outcome = Outcome(text, Fate.REFUSED, reason="damaged", seen=text)
    row = _row(outcome)
    cells = (*re.split(r"(?<!\\)\|", row)[1:4:2], _plain({"message": text, "page": 3})["message"])
    for cell in cells:
        assert re.search(r"(?<!\\)[\[\]()<>!*_`~&@:.$]", cell) is None, cell
    assert len(re.split(r"(?<!\\)\|", row)) == 8
    assert re.sub(r"\\(.)", r"\1", cells[0]).strip() == text


@pytest.mark.parametrize("text", ["<!channel>", "<@U123>", "@here", "http://evil.example", "[a](http://b.example)"])
def test_nobody_is_mentioned_and_nothing_is_linked_by_a_notice(text: str) -> None:
    assert not re.search(r"[<>@]|://|\]\(", _neutral(text))


def test_no_control_character_is_said() -> None:
    odd = "a\x1b[2Jb\x9b1mc\u202ed\u200be\u2066f\x07\x7f"
    outcome = Outcome("a.pdf", Fate.REFUSED, reason="crashed", seen=odd, advice=odd)
    assert line_of(outcome).isprintable()
    assert visible("å 1\u00a0234 – ok") == "å 1\u00a0234 – ok"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝x"])
def test_no_csv_of_a_document_holds_a_formula(tmp_path: Path, text: str) -> None:
    write_table(tmp_path / "a.csv", ["name", "amount"], [(text, -1)])
    assert (tmp_path / "a.csv").read_bytes().decode().split("\n", 1)[1].lstrip('"').startswith("'")
