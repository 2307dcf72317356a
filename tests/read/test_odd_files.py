"""Odd files of other projects through the real reader and parser, each within its bounds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.refusal import Reason, Refused
from pipeline.workers import Limits, Workers
from tests.support.places import CORPUS
from tests.support.reading import called

ODD = sorted((CORPUS / "odd").glob("*.pdf"))
LIMITS = Limits(seconds=60.0, memory_bytes=1_000_000_000)
GLUTTON = "UglyToad__GHOSTSCRIPT-691770-0.pdf"

pytestmark = pytest.mark.skipif(not ODD, reason="../shared/corpus/odd is not there")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers("tests.support.reading:records", LIMITS) as running:
        yield running


@pytest.mark.parametrize("path", ODD, ids=lambda path: path.name)
def test_an_odd_file_is_refused_with_a_reason_within_its_bounds(workers: Workers, path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(Refused) as refused:
        called(workers, path)
    assert time.monotonic() - started < LIMITS.seconds
    assert refused.value.reason is not Reason.CRASHED, refused.value.seen
    assert "\n" not in refused.value.seen
    assert (refused.value.reason is Reason.TOO_MUCH_MEMORY) == (path.name == GLUTTON)


def test_a_good_file_among_them_is_read(workers: Workers) -> None:
    path = CORPUS / "hasselby-vallingby-vp-2026.pdf"
    if not path.exists():
        pytest.skip(f"../shared/corpus/{path.name} is not there")
    with pytest.raises(Refused):
        called(workers, CORPUS / "odd" / GLUTTON)
    assert called(workers, path)["records"] > 500
