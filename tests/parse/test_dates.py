"""A cell of dates holds one date, or no date is stored."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.document import Cell
from pipeline.parse.tables import date_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-01-31", date(2026, 1, 31)),
        ("2026-01- 31", date(2026, 1, 31)),
        ("31 januari 2026", date(2026, 1, 31)),
        ("2026-01- 2026-12- 01 31", None),  # two columns in one
        ("2026-01-01 2026-12-31", None),
        ("2026-02-30", None),
        ("klart 2026-01-31", None),
        ("", None),
    ],
)
def test_a_date_alone(text: str, found: date | None) -> None:
    assert date_of(Cell(text)) == found
