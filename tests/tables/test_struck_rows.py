"""A row that is struck through is no live row; those below it keep their places."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from pipeline.document import Box
from pipeline.parse import parse
from pipeline.parse.printed_tables import PRINTED_TABLES, PrintedTable
from pipeline.read import read, read_bytes
from pipeline.record import Extraction, Record, Source
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style
from tests.support import overprint

STYLES = {"ruled": Style(table_size=8), "unruled": Style(table_size=8, rules="none")}


def cells(extraction: Extraction, declared: PrintedTable) -> dict[tuple[object, ...], list[Record]]:
    """The records of each printed row, by its table and place."""
    rows: dict[tuple[object, ...], list[Record]] = {}
    for one in extraction.records:
        if one.table == declared.table:
            key = (one.values.get(declared.within or ""), one.values[declared.row])
            rows.setdefault(key, []).append(one)
    return rows


def struck(content: bytes, places: set[tuple[int, Box]]) -> bytes:
    """The file with a line through each of these places."""

    def draw(file: pypdfium2.PdfDocument) -> None:
        for number, box in places:
            page = file[number - 1]
            middle = page.get_height() - box.middle
            overprint.add(page, overprint.rectangle((box.x0 - 1, middle, box.x1 + 1, middle + 0.7), 0))

    return overprint.overprinted(content, draw)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("declared", PRINTED_TABLES, ids=lambda declared: declared.table)
def test_a_struck_row_is_left_out_and_those_below_keep_their_places(
    declared: PrintedTable, style: str, tmp_path: Path
) -> None:
    path = set_plan(random_plan(5), STYLES[style], tmp_path / "plan.pdf")
    before = cells(parse(read(path)), declared)
    key = next(key for key in before if (key[0], int(str(key[1])) + 1) in before)
    places = {(source.page, box) for source in _printed(declared, before[key]) for box in _lines(source)}
    document = read_bytes(struck(path.read_bytes(), places), "plan.pdf")
    assert any(found.rule == "överstruken_text" for found in document.findings)
    after = cells(parse(document), declared)
    assert set(before) - set(after) == {key}
    assert {at: _values(rows) for at, rows in after.items()} == {
        at: _values(rows) for at, rows in before.items() if at != key
    }


def _values(records: list[Record]) -> list[dict[str, object]]:
    """What is printed of a row: which table is the overview depends on the rows of others."""
    return [{name: value for name, value in one.values.items() if name != "is_overview"} for one in records]


def _printed(declared: PrintedTable, records: list[Record]) -> list[Source]:
    names = [declared.label, *(column.becomes[0] for column in declared.cells)]
    return [source for one in records for name in names for source in one.sources.get(name, ())]


def _lines(source: Source) -> list[Box]:
    """The boxes of the lines of a printed place."""
    assert source.box is not None
    count = source.text.count("\n") + 1
    height = source.box.height / count
    tops = [source.box.top + height * number for number in range(count)]
    return [Box(source.box.x0, top, source.box.x1, top + height) for top in tops]
