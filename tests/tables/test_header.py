"""Which lines are a table's header: not the sentence above it, nor the first row below it."""

from __future__ import annotations

from pipeline.document import Box, Line, Page, Rule, Word
from pipeline.parse.printed_tables import PATTERNS
from pipeline.tables.header import find_headers, header_begun


def line(top: float, *placed: tuple[float, str]) -> Line:
    """Words of size 8 that follow each other from each left edge; a character is four points wide."""
    words = []
    for x0, text in placed:
        x = x0
        for token in text.split():
            words.append(Word(token, Box(x, top, x + 4 * len(token), top + 8), 8.0))
            x += 4 * len(token) + 2
    return Line(" ".join(text for _, text in placed), 1, tuple(words))


def headers(*lines: Line, rules: tuple[Rule, ...] = ()) -> list[list[str]]:
    page = Page(1, 595, 842, lines, rules)
    return [[one.text for one in header.lines] for header in find_headers(lines, page, PATTERNS)]


AMOUNTS = line(20, (50, "Ökade kostnader/intäkter för (mnkr)"), (260, "Kostnader"), (350, "Intäkter"), (460, "Netto"))


def test_a_sentence_that_begins_with_a_columns_name_is_no_header() -> None:
    above = line(6, (50, "Kostnader och intäkter beräknas öka med 241,6 mnkr."))
    row = line(32, (50, "Äldreomsorg"), (280, "2,2"), (370, "-2,2"), (470, "0,0"))
    assert headers(above, AMOUNTS, row) == [[AMOUNTS.text]]


def test_the_first_row_above_a_shaded_one_is_no_header() -> None:
    """Cells are set at the bottom, so that only the row's last line is like a row; shading begins below it."""
    head = line(20, (50, "Indikator"), (200, "Årsmål"), (300, "KF:s årsmål år 2026"), (450, "Periodicitet"))
    first = (line(32, (50, "Andel legitimerade")), line(41, (50, "lärare"), (200, "39 %"), (300, "40 %"), (450, "År")))
    second = line(54, (50, "Antal barn"), (200, "14 st"), (300, "15 st"), (450, "År"))
    edge = Rule(Box(48, 51, 530, 51))
    assert headers(head, *first, second, rules=(edge,)) == [[head.text]]


def test_a_header_that_a_page_break_parts_above_its_names_begins_at_the_foot() -> None:
    """`Prognos slutlig budget` over one column, all columns named on the next page: it was taken for a headline."""
    below = (
        line(20, (70, "Budget"), (110, "2026"), (240, "Kostnader"), (330, "Intäkter"), (420, "Netto"), (510, "2025")),
        line(40, (70, "Äldreomsorg"), (250, "801,3"), (340, "-2,0"), (430, "799,3"), (510, "761,5")),
    )
    over = line(780, (510, "Prognos"), (545, "slutlig"), (570, "budget"))
    headline = line(780, (68, "Budget"), (100, "2026"))
    begun = header_begun([line(700, (68, "Text")), over], below, PATTERNS)
    assert begun is not None and (begun[0].kind, begun[1]) == ("budget", 1)
    assert header_begun([line(700, (68, "Text")), headline], below, PATTERNS) is None


def test_each_shaded_cell_of_a_header_may_have_its_own_height() -> None:
    """Cells are centred and each is as high as its lines (LibreOffice): `2025` was the first row's amount."""
    head = (
        line(10, (350, "Netto")),
        line(15, (50, "Budget 2026 (mnkr)"), (200, "Kostnader"), (270, "Intäkter")),
        line(20, (350, "Utfall 2025")),
    )
    first = (line(38, (50, "Nämnd- och")), line(42, (210, "63,2"), (280, "-2,8"), (370, "60,4")))
    edges = (Rule(Box(48, 24, 190, 24)), Rule(Box(198, 24, 330, 24)), Rule(Box(348, 29, 420, 29)))
    row = line(46, (50, "förvaltning"))
    assert headers(*head, *first, row, rules=edges) == [[one.text for one in head]]


def test_the_end_of_a_name_above_a_header_is_no_part_of_it() -> None:
    """`att de mår bra` ends the table right above: short words are what may be left of broken ones of a header."""
    above = line(11, (50, "de mår bra"))
    head = line(20, (50, "Aktivitet"), (200, "Startdatum"), (300, "Slutdatum"))
    row = line(32, (50, "Utbilda"), (200, "2026-01-01"), (300, "2026-12-31"))
    assert headers(above, head, row) == [[head.text]]


def test_a_name_may_begin_with_a_word_of_headers_that_none_ends_with() -> None:
    """`Nämndens` alone on its line, near to the header, its row's figures centred below: it was lost, untold."""
    head = line(20, (50, "Indikator"), (200, "Årsmål"), (300, "KF:s årsmål"), (450, "Periodicitet"))
    first = (
        line(29, (50, "Nämndens")),
        line(37, (50, "budgetföljsamhet"), (200, "100 %"), (300, "100 %"), (450, "År")),
    )
    assert headers(head, *first) == [[head.text]]
    below = line(29, (300, "år 2026"))
    assert headers(head, below, *first) == [[head.text, below.text]]


def test_a_headers_word_may_be_hyphenated_twice() -> None:
    head = (
        line(20, (50, "Budget 2026"), (200, "Kost-"), (260, "In-"), (320, "Netto")),
        line(30, (50, "(mnkr)"), (200, "nader"), (260, "täk-")),
        line(40, (260, "ter")),
    )
    row = line(56, (50, "Äldreomsorg"), (200, "2,2"), (260, "-2,2"), (320, "0,0"))
    assert headers(*head, row) == [[one.text for one in head]]
