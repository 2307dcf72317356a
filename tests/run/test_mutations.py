"""Random damage to a good PDF: it is read with all rows right, or refused, or what is wrong with it is reported.

Never are other rows read in silence. Most damage falls on compressed streams, whose checksums tell: this is the first
thing that reading asks of a file, in Python alone. It is asked here, so that only what passes it needs a process.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.read.streams import refuse_damaged_streams
from pipeline.refusal import Refused
from pipeline.workers import Limits, Workers
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style
from tests.support.reading import called

MUTATIONS = 500
SEED = 20261123


def _mutated(content: bytes, draw: random.Random) -> bytes:
    """One to four bytes changed, or a piece taken out, put in twice, or cut off at the end."""
    damaged = bytearray(content)
    for _ in range(draw.randint(1, 4)):
        place = draw.randrange(len(damaged))
        match draw.choice(("byte", "byte", "byte", "gone", "twice", "end")):
            case "byte":
                damaged[place] = draw.randrange(256)
            case "gone":
                del damaged[place : place + draw.randint(1, 40)]
            case "twice":
                damaged[place:place] = damaged[place : place + draw.randint(1, 40)]
            case "end":
                del damaged[max(place, len(damaged) - 200) :]
    return bytes(damaged)


@pytest.mark.slow
def test_no_mutation_is_read_as_other_rows_in_silence(tmp_path: Path) -> None:
    draw = random.Random(SEED)
    good = set_plan(random_plan(7), Style(body="press", headings="press", tables="press"), tmp_path / "good.pdf")
    outcomes: Counter[str] = Counter()
    silent: list[tuple[int, Any]] = []
    with Workers("tests.support.reading:rows", Limits(seconds=30.0, memory_bytes=1_000_000_000)) as workers:
        wanted = called(workers, good)
        for number in range(MUTATIONS):
            path = tmp_path / "mutated.pdf"
            content = _mutated(good.read_bytes(), draw)
            path.write_bytes(content)
            try:
                refuse_damaged_streams(content)
                found = called(workers, path)
            except Refused as refused:
                outcomes[refused.reason] += 1
                continue
            outcomes["reported" if found["reported"] else "read"] += 1
            if found["rows"] != wanted["rows"] and not found["reported"]:
                silent.append((number, found["rows"]))
    assert silent == [], outcomes
    assert outcomes["read"] >= 5
    assert outcomes.total() == MUTATIONS
