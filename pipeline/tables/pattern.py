"""What makes a table known: the words of its header row, and what each of its rows has exactly once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

# What a year of two digits stands behind: `VP 26`, `Budget -26`, `Bokslut ’24`.
_SHORT_YEAR = re.compile(r"\b(VP|Budget|Bokslut|Utfall|Prognos) ?['\u2019-]?(\d\d)(?![\d,.%])", re.IGNORECASE)
# What is left of a header word that a narrow column has broken: a few small letters.
_REST = r"(?-i:[a-zåäö]{1,4})"


# What a tertial's number stands behind; alone it is no word of a header but the figure of a row.
_TERTIAL = re.compile(r"\b(tertial) ([123])\b", re.IGNORECASE)


def with_whole_years(header: str) -> str:
    """The text of a header with its years of two digits made whole (`VP 26`: `VP 2026`), and a tertial with its
    number one word."""
    return _TERTIAL.sub(r"\1\2", _SHORT_YEAR.sub(r"\1 20\2", header))


@dataclass(frozen=True)
class TablePattern:
    """A kind of table, told by words alone.

    `header` are beginnings of header words, one for a column, in the order of the columns: all must be there (a word
    broken by a narrow column still has its beginning). `words` are regular expressions of all words that a header may
    hold; one that `opening` fits ends no header. `anchor` fits a cell that each row has on exactly one line: in the
    column that the last of `header` names, or in any but the first where `anchor_anywhere`. `figures` says that all
    columns but the first hold figures. `own_row` fits the text of a line that never continues a row. `commented` says
    that a paragraph may stand across the columns under a row.

    A text file has no positions: there `plain_columns` fits the beginning of each column's name but the first, and
    `plain_cells` parts the pieces of a row (between blank lines, unwrapped) into that many cells, or gives None
    where they are no whole row.
    """

    kind: str
    header: tuple[re.Pattern[str], ...]
    words: tuple[str, ...]
    anchor: re.Pattern[str]
    opening: re.Pattern[str] = re.compile(r"(?!)")
    anchor_anywhere: bool = False
    figures: bool = False
    own_row: re.Pattern[str] = re.compile(r"(?!)")
    commented: bool = False
    plain_columns: re.Pattern[str] = re.compile(r"(?!)")
    plain_cells: Callable[[Sequence[str], int], list[str] | None] = lambda chunks, columns: None

    @cached_property
    def whole_word(self) -> re.Pattern[str]:
        """Fits each word that a header may hold."""
        return re.compile("|".join(self.words), re.IGNORECASE)

    @cached_property
    def header_word(self) -> re.Pattern[str]:
        """Fits each word that a header may hold, and the rest of one that a narrow column has broken."""
        return re.compile("|".join((*self.words, _REST)), re.IGNORECASE)

    def names_rows(self, text: str) -> bool:
        """Whether a line says what the rows are, as the header's first cell does: a headline above a header may, too
        (`Nämndens indikatorer` above `Indikator Årsmål`)."""
        return not self.figures and any(self._rows_name.match(word) for word in text.split())

    @cached_property
    def _rows_name(self) -> re.Pattern[str]:
        return re.compile(self.header[0].pattern, re.IGNORECASE)
