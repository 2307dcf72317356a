"""What takes no width, turns text round or moves a cursor is taken out where a document is read."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import replace

import pytest

from pipeline.read.controls import visible
from pipeline.stage import rows_of, tables_of
from tests.support.small_plan import extraction, record


def test_no_sign_of_control_or_format_passes() -> None:
    signs = "".join(map(chr, range(sys.maxunicode + 1)))
    passed = {sign for sign in visible(signs) if unicodedata.category(sign) in ("Cc", "Cf")}
    assert {sign for sign in passed if not sign.isspace()} == {"\u00ad"}  # which is unwrapped


@pytest.mark.parametrize("sign", "\u034f\u115f\u1160\u17b4\u180b\u3164\ufe0f\uffa0\ufff0\U000e0100\U000e0fff")
def test_nor_does_what_is_drawn_as_nothing(sign: str) -> None:
    assert visible(f"rö{sign}ja") == f"rö{sign.encode('unicode_escape').decode()}ja"


@pytest.mark.parametrize(
    ("printed", "seen"),
    [("till\u00adsyn", "tillsyn"), ("till\u00ad", "till-"), ("till\u00ad syn", "till- syn"), ("a\u2028b", "a b")],
)
def test_a_cited_line_has_its_hyphens_as_they_are_seen(printed: str, seen: str) -> None:
    made = extraction()
    note = record("footnote", ordinal=90, mark="9", text="tillsyn")
    for name, there in note.sources.items():
        note.sources[name] = tuple(replace(source, text=printed) for source in there)
    made.records.append(note)
    cited = tables_of(rows_of(made))["provenance"].to_pylist()
    assert {row["text"] for row in cited if row["table_name"] == "footnote" and row["text"].startswith(seen[0])} == {
        seen
    }
