"""The header that tags put above a figure, beside the one that it was read under: a figure under another header is
another figure.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pipeline.account.tagged import Located, ReadCell
from pipeline.parse.printed_tables import PRINTED_TABLES
from pipeline.parse.tables import squeezed
from pipeline.read.tags import Node

# A place in a tagged table: the number of cells in its row (some programs leave out empty ones), and its own number.
Place = tuple[Node, int, int]

# All words that headers of the printed tables may hold.
_WORD = re.compile(
    "|".join({word for declared in PRINTED_TABLES for column in declared.columns for word in column.words}),
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\W_]+")


def place_of(word: Located) -> Place:
    """Where the word's cell stands in its tagged table."""
    tag = word.tag
    return (tag.table, tag.beside, tag.cell[-1]) if tag else ((), 0, 0)


def is_header(row: Sequence[Located]) -> bool:
    """Is a tagged row one of headers? Nothing is stored from those as from rows."""
    if any(word.read for word in row):
        return False
    return all(word.tag and word.tag.header for word in row) or all(_WORD.fullmatch(word.word.text) for word in row)


def other_headers(words: Sequence[Located]) -> Iterator[tuple[ReadCell, str, str]]:
    """Each cell that was read under another header than the tagged one: the cell, its header as read and as tagged.

    A row with fewer cells than the header has no place in it: its cells are under the headers of their columns.
    """
    headers = _headers(words)
    own: dict[ReadCell, str | None] = {}
    columns: dict[tuple[Node, str, int], Counter[str]] = defaultdict(Counter)
    tables: dict[ReadCell, Node] = {}
    for word in words:
        cell = word.read
        if cell and word.tag and cell not in own and cell.column is not cell.row.declared.columns[0]:
            own[cell], tables[cell] = headers.get(place_of(word)), word.tag.table
            if header := own[cell]:
                columns[word.tag.table, cell.column.name, cell.number][header] += 1
    for cell, header in own.items():
        usual = columns[tables[cell], cell.column.name, cell.number].most_common(1)
        above = header or (usual[0][0] if usual else None)
        if above and (read := _read_otherwise(cell, above)):
            yield cell, read, above


def _headers(words: Sequence[Located]) -> dict[Place, str]:
    """The tagged header at each place of the tables; of one that comes back on each page the first."""
    rows: dict[Node, list[Located]] = defaultdict(list)
    for word in words:
        if word.tag:
            rows[word.tag.row].append(word)
    found: dict[Place, list[str]] = defaultdict(list)
    for row in filter(is_header, rows.values()):
        page = min(word.page for word in row)
        for word in row:
            if word.page == page:
                found[place_of(word)].append(word.word.text)
    return {place: " ".join(texts) for place, texts in found.items()}


def _read_otherwise(cell: ReadCell, header: str) -> str | None:
    """The header that the cell was read under, where it is another one."""
    declared = cell.row.declared
    if declared.a_record_each:
        read = " ".join(source.text for source in cell.records[0].sources.get(declared.headings[0], ()))
        same = sorted(_SIGNS.sub("", squeezed(read))) == sorted(_SIGNS.sub("", squeezed(header)))
        return None if same or not read else " ".join(read.split())
    text = squeezed(header)
    named = [column.name for column in declared.cells if column.header.match(text)]
    return None if not named or cell.column.name in named else cell.column.name
