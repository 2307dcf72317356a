"""The header row of a table: found by its words, however they wrap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise, takewhile

from pipeline.document import Box, Line, Page, Word
from pipeline.swedish import fold
from pipeline.tables.columns import CELL_GAP
from pipeline.tables.pattern import TablePattern, with_whole_years

# A header is at most this many font sizes high (five lines).
HEADER_HEIGHT = 6.5
# So many words in one cell with a word that no header has are a sentence.
SENTENCE = 5
HYPHENS = ("-", "\u2010", "\u00ad")


@dataclass(frozen=True, slots=True)
class Header:
    """A header row on a page: the lines from `first` up to (not including) `end` of the page's lines. `alike` are the
    rows of all tables of the document with the same header in the same place."""

    pattern: TablePattern
    first: int
    end: int
    lines: tuple[Line, ...]
    alike: tuple[Line, ...] = ()


def find_headers(printed: Sequence[Line], page: Page, patterns: Sequence[TablePattern]) -> list[Header]:
    """The headers on a page, from top to bottom."""
    lines = [_dated(line) for line in _unhyphenated(printed)]
    found = _find_headers(lines, page, patterns)
    return [replace(header, lines=tuple(printed[header.first : header.end])) for header in found]


def _dated(line: Line) -> Line:
    """The line with years of two digits made whole, where they stand in one cell with what they are behind."""
    for cell in _cells(line) if with_whole_years(line.text) != line.text else ():
        for word, year in pairwise(cell):
            if (whole := with_whole_years(f"{word.text} {year.text}").partition(" ")[2]) != year.text:
                line = _with_word(line, year, whole)
    return line


def _unhyphenated(lines: Sequence[Line]) -> list[Line]:
    """The lines with words made whole that a hyphen parts within a cell (`Kostna-` / `der`): the rest stands under its
    beginning, and leads its own line there."""
    whole = list(lines)
    for index, line in enumerate(lines):
        for cell in _cells(line) if any(hyphen in line.text for hyphen in HYPHENS) else ():
            if cell[-1].text.endswith(HYPHENS) and len(cell[-1].text) > 2:
                _make_whole(whole, index, cell)
    return whole


def _make_whole(lines: list[Line], index: int, cell: Sequence[Word]) -> None:
    """Makes the last word of a cell whole on its own line; one may be parted twice (`In-` / `täk-` / `ter`)."""
    word = cell[-1]
    text, part = word.text, cell
    for below in range(index + 1, min(index + 4, len(lines))):
        rest = _rest_below(part, lines[below])
        if rest is not None and any(len(_cells(line)) > 1 for line in lines[max(index - 2, 0) : below + 1]):  # no prose
            text, part = text[:-1] + rest.text, [rest]
            # A line that holds nothing else is a line of the header all the same.
            lines[below] = _with_word(lines[below], rest, "" if len(lines[below].words) > 1 else text)
            if not text.endswith(HYPHENS):
                break
    if text != word.text:
        lines[index] = _with_word(lines[index], word, text)


def _rest_below(above: Sequence[Word], line: Line) -> Word | None:
    """The word that leads the cell under the one with these words."""
    if not line.words or line.words[0].box.top - above[-1].box.top > 2 * above[-1].size:
        return None
    for cell in _cells(line):
        first = cell[0]
        if first.box.x0 < above[-1].box.x1 and above[0].box.x0 < cell[-1].box.x1 and first.text[:1].islower():
            return first
    return None


def _with_word(line: Line, word: Word, text: str) -> Line:
    words = tuple(one._replace(text=text) if one is word else one for one in line.words if one is not word or text)
    return replace(line, text=" ".join(one.text for one in words), words=words) if words else line


def _find_headers(lines: Sequence[Line], page: Page, patterns: Sequence[TablePattern]) -> list[Header]:
    found: list[Header] = []
    names = [(pattern, _any_name(pattern.header)) for pattern in patterns]
    index = 0
    while index < len(lines):
        header = _first_header(lines, index, page, names)
        if header and not (found and header.first < found[-1].end):
            found.append(header)
            index = header.end
        else:
            index += 1
    return found


def _first_header(
    lines: Sequence[Line], index: int, page: Page, names: Sequence[tuple[TablePattern, re.Pattern[str]]]
) -> Header | None:
    """The header, of the first kind that has one, whose columns' names begin on a line."""
    beginnings = [word.text for word in _cell_beginnings(lines[index])]
    named = (pattern for pattern, name in names if any(map(name.match, beginnings)))
    return next((header for pattern in named if (header := _header_at(lines, index, page, pattern))), None)


def _header_at(lines: Sequence[Line], index: int, page: Page, pattern: TablePattern) -> Header | None:
    named = _named_until(lines, index, pattern)
    if named is None or not all(_of_header(line, pattern) for line in lines[index : named + 1]):
        return None
    if sum(pattern.names_rows(line.text) for line in lines[index : named + 1]) > 1:
        return None  # the first is a headline: the header begins below
    first = index
    while first and _begins_header(lines[first - 1], lines[first], pattern):
        first -= 1
    end = _end(lines, first, named, page, pattern)
    return Header(pattern, first, end, tuple(lines[first:end]))


def _end(lines: Sequence[Line], first: int, named: int, page: Page, pattern: TablePattern) -> int:
    """The line behind the header that begins with `first` and names its last column on the line `named`."""
    end = named + 1
    rulings = _rulings_below(page, lines[first], lines[named])
    parted = partial(_parted, rulings, lines[first:end], lines[named])
    if any(_of_row(line, pattern) for line in takewhile(lambda line: not parted(line), lines[end:])):
        rulings = []
    while end < len(lines) and _close(lines[end - 1], lines[end]):
        if parted(lines[end]) if rulings else not _goes_on(lines[first:end], lines[end], pattern):
            break
        end += 1
    while end > named + 1 and pattern.opening.fullmatch(fold(lines[end - 1].text)):
        end -= 1  # a name begins with it: `Nämndens` / `budgetföljsamhet`
    return end


def _of_row(line: Line, pattern: TablePattern) -> bool:
    """Has a line what each row has? Where every other row is shaded, the first ruling below a header may be that of the
    second row, which the first one stands above."""
    for cell in _cells(line):
        text = fold(" ".join(word.text for word in cell))
        if pattern.anchor.fullmatch(text) and not all(pattern.whole_word.fullmatch(word) for word in text.split()):
            return True
    return False


def _goes_on(header: Sequence[Line], line: Line, pattern: TablePattern) -> bool:
    """Does the line below go on with the header? A few letters (`m`) only below a word they may be broken off from
    (`Startdatu`): they may as well be a short word of the first row, or the rest of one from the page before. Words
    that no header is known to hold (`%`) only below others of that kind, and beside words of headers."""
    strange = [word for word in line.words if not pattern.whole_word.fullmatch(fold(word.text))]
    if len(strange) == len(line.words) and not _only_header_words(line, pattern):
        return False
    return all(any(_broken_off(word, above, pattern) for above in header) for word in strange)


def _broken_off(rest: Word, above: Line, pattern: TablePattern) -> bool:
    whole = pattern.whole_word.fullmatch
    for words in _cells(above):
        if words[0].box.x0 >= rest.box.x1 or rest.box.x0 >= words[-1].box.x1:
            continue
        over = [word for word in words if word.box.x0 < rest.box.x1 and rest.box.x0 < word.box.x1]
        if not all(whole(fold(word.text)) for word in (*over, words[-1])):
            return True
        if whole(fold(words[-1].text) + fold(rest.text)):
            return True
    return False


@lru_cache
def _any_name(header: tuple[re.Pattern[str], ...]) -> re.Pattern[str]:
    """Fits what any of the header's names fits."""
    return re.compile("|".join(f"(?{'i' if name.flags & re.IGNORECASE else ''}:{name.pattern})" for name in header))


def _begins_header(above: Line, line: Line, pattern: TablePattern) -> bool:
    """Is the line above part of the header? The end of a paragraph (`december.`) may have words of headers too, and the
    end of a name (`de mår bra`) what may be rests of them."""
    whole = any(pattern.whole_word.fullmatch(fold(word.text)) for word in above.words)
    if not whole or (pattern.names_rows(above.text) and pattern.names_rows(line.text)):
        return False  # a sentence, or a headline
    return _only_header_words(above, pattern) and _close(above, line) and not above.text.endswith(".")


def header_rest(lines: Sequence[Line], pattern: TablePattern) -> int:
    """How many lines at the top of a page are the rest of a header row that the page before begins."""
    count = 0
    while count < len(lines) and _only_header_words(lines[count], pattern):
        count += 1
    return count


def header_begun(
    lines: Sequence[Line], following: Sequence[Line], patterns: Sequence[TablePattern]
) -> tuple[TablePattern, int] | None:
    """The pattern and the first line of a header row that begins at the foot of a page and ends at the head of the
    next one, so that neither page names all its columns, or what stands at the foot heads one of them alone."""
    for pattern in patterns:
        first = len(lines)
        while first and (
            _begins_header(lines[first - 1], lines[first], pattern)
            if first < len(lines)
            else _only_header_words(lines[-1], pattern)
        ):
            first -= 1
        rest = following[: header_rest(following, pattern)]
        whole = (*lines[first:], *rest)
        parted = first < len(lines) and rest and (not names_all(rest, pattern) or _over_a_column(lines[first:], rest))
        if parted and _named_until(whole, 0, pattern) is not None:
            return pattern, first
    return None


def names_all(lines: Sequence[Line], pattern: TablePattern) -> bool:
    """Do these lines name all columns that make the table known?"""
    return bool(lines) and _named_until(lines, 0, pattern) is not None


def _over_a_column(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Do the upper lines of a header begin to the right of its first cell? A headline does not."""
    cell = next((words for line in below[:1] for words in _cells(line)), None)
    return cell is not None and all(line.words[0].box.x0 > cell[-1].box.x1 for line in above)


def _of_header(line: Line, pattern: TablePattern) -> bool:
    """May a line belong to a header? It holds words of headers alone, or names a column among others that no pattern
    knows; a sentence that begins with a column's name (`Kostnader och intäkter beräknas öka`) is one cell."""
    if _only_header_words(line, pattern):
        return True
    named = any(_any_name(pattern.header).match(word.text) for word in line.words)
    return named and (len(_cells(line)) > 1 or len(line.words) < SENTENCE)


def _cells(line: Line) -> list[list[Word]]:
    """The words of a line, those that stand close together."""
    cells: list[list[Word]] = []
    for word in line.words:
        if not cells or word.box.x0 - cells[-1][-1].box.x1 > CELL_GAP * word.size:
            cells.append([])
        cells[-1].append(word)
    return cells


def _cell_beginnings(line: Line) -> list[Word]:
    return [cell[0] for cell in _cells(line)]


def _named_until(lines: Sequence[Line], index: int, pattern: TablePattern) -> int | None:
    """The line on which the last of the pattern's columns is named, each further to the right than the one before."""
    start = lines[index].words[0]
    reach = start.box.top + HEADER_HEIGHT * start.size
    near = [at for at in range(index, min(index + 8, len(lines))) if lines[at].words[0].box.top < reach]
    beyond, last = -1.0, index
    for name in pattern.header:
        found = ((at, word) for at in near for word in _may_name(lines[at], pattern) if name.match(word.text))
        place = next(((at, word) for at, word in found if word.box.x0 > beyond + word.size), None)
        if place is None:
            return None
        beyond, last = place[1].box.x0, max(last, place[0])
    return last


def _may_name(line: Line, pattern: TablePattern) -> Sequence[Word]:
    """The words of a line with which the name of a column may begin."""
    return line.words if _only_header_words(line, pattern) else _cell_beginnings(line)


def _only_header_words(line: Line, pattern: TablePattern) -> bool:
    return all(pattern.header_word.fullmatch(fold(word.text)) for word in line.words)


def _close(one: Line, other: Line) -> bool:
    if one.box is None or other.box is None:
        return False
    return other.box.top - one.box.bottom < 0.8 * other.words[0].size


def _rulings_below(page: Page, first: Line, named: Line) -> list[Box]:
    """The rulings below the first line of a header, down to as far from the line that names the last column as a header
    may be high."""
    if first.box is None or named.box is None:
        return []
    top, bottom = first.box.middle, named.box.bottom + HEADER_HEIGHT * named.words[0].size
    return [rule.box for rule in page.rules if rule.horizontal and top < rule.box.top < bottom]


def _parted(rulings: Sequence[Box], header: Sequence[Line], named: Line, line: Line) -> bool:
    """Does one of the rulings part the line from the words of the header above it, or a word that has none above it
    from the line that names the last column? Each shaded cell may have rulings of its own, at its own height."""
    for word in line.words:
        above = (one.box.middle for row in header for one in row.words if _over(one.box, word.box))
        lowest = max(above, default=named.words[0].box.middle)
        if any(lowest < ruling.top < word.box.middle and _over(ruling, word.box) for ruling in rulings):
            return True
    return False


def _over(one: Box, other: Box) -> bool:
    """Do they share some of the page's width?"""
    return one.x0 < other.x1 and other.x0 < one.x1
