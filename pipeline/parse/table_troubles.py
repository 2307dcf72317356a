"""What no rule interprets in a table, cell by cell: `pipeline.parse.uninterpreted` reports it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.document import Cell, Table
from pipeline.parse.adjustments import COUNT, amount_column
from pipeline.parse.budget import budget_columns, is_turnover
from pipeline.parse.cover import Named
from pipeline.parse.notation import MONTH, PERIODICITY, YEAR
from pipeline.parse.plan import Plan, Section
from pipeline.parse.printed_tables import ACTIVITIES, INDICATORS, PATTERNS, TURNOVER, CellKind, PrintedTable
from pipeline.parse.tables import cell as cell_of
from pipeline.parse.tables import columns_by_name, date_of, is_struck
from pipeline.parse.units import less_in_brackets, unit_trouble
from pipeline.swedish import figure, fold, target
from pipeline.tables.pattern import with_whole_years
from pipeline.tables.rows import OPEN_ENDS

# A target that is stored as printed, and not as a number: nothing of the table is lost.
TARGET = "Årsmål utan tolkning"
# A row of a text file that lacks a target: which of its columns it is, or whether its name holds it, no position tells.
FEWER = "Raden har färre värden än tabellen har kolumner"
# An empty cell leaves two blanks before the periodicity: then it is the last target that the row lacks.
LAST_EMPTY = re.compile(rf"\S\s{{2,}}{PERIODICITY}\s*$")
# What is reported and stored all the same: the rule by the reason.
STORED = {TARGET: "target_uninterpreted", FEWER: "text_uninterpreted"}
# A word and a figure after it that are no target together (`med 90 %`, `82 Max 10 personer`): the word is likely of
# the cell before, or the figure of the row above.
WORD_BEFORE_FIGURE = re.compile(r"[^\W\d_]{2}.*\d")
# Two figures, the first with its unit (`86 % 90 %`): two rows were taken for one.
SEVERAL_TARGETS = re.compile(r"\d ?(?:%|st|ton|kg) \D{0,3}\d")
# The tables in the goal tree.
UNDER_GOALS = (INDICATORS, ACTIVITIES)
ENDS_IN_PERIODICITY = re.compile(rf"\S {PERIODICITY}$")
# The end of a name that may be the beginning of its row's targets. Positions tell them apart, a text file has none.
TARGET_IN_NAME = re.compile(r"(?:[\d%*]|\s[-–]|\b(?:nämnd|styrelse)(?:en)?|\b[Öö]kas?|\b[Mm]inskas?)$")
# A word that ends no name: it is of the figure behind it (`85 - 90`, `ca 80 %`, `Minska med 5 %`).
BEFORE_FIGURE = re.compile(r"(?:\s[-–]|\b(?:ca|cirka|med|till|minst|högst|över|under|från)|\bIndex)$")
# A number with its thousands apart, or figures of several columns side by side: these are of like size (`200 700`).
IN_GROUPS = re.compile(r"[1-9]\d{0,2}(?: \d{3})+")
LIKE_SIZE = 10
ROW_ABOVE = re.compile(r"\d ?%.* [A-ZÅÄÖ]")
SEVERAL_ROWS = re.compile(r"\b(?:Andel|Antal)\w* .*\b(?:Andel|Antal)\w* ")
DATE_IN_NAME = re.compile(rf"\d{{4}}-\d\d-\d\d|\b{MONTH} {YEAR} \S|\b{MONTH} {MONTH}\b|\b{YEAR} {YEAR}\b")
# A line that is shorter than this part of the longest one, the next word included, is not broken for lack of room.
EARLY = 0.75
# A blank between two words takes so much of the font size, in the widest of common fonts.
BLANK = 0.6
TWO_SENTENCES = re.compile(r"[^\W\d_]{2}[.)]? [A-ZÅÄÖ][a-zåäö]+ [^.]*\.$")
# The end of one; no name of a row has it.
SENTENCE = re.compile(r"[^\W\d_]{3}\.$")
AMOUNT_IN_BRACKETS = re.compile(r"\(\d[\d ]*,\d+\)")
# What is printed for an empty figure.
NO_FIGURE = re.compile(r"[-–—.\s]*")


def troubles(
    plan: Plan, section: Section, table: Table, named: Named, within: Mapping[int, str]
) -> Iterator[tuple[str, Cell]]:
    """Everything in a table that no rule interprets, each with its cell."""
    yield from (("Rad utanför kolumnerna", Cell(line.text, (line,))) for line in table.strays)
    declared = next((one for one in UNDER_GOALS if one.table == table.kind), None)
    if table.kind is None:
        cells = (cell for row in (table.header, *table.rows) for cell in row if cell.text)
        yield "Okänd tabell", next(cells, Cell("", ()))
    elif not table.rows:
        yield "Tabell utan rader", table.header[0]
    elif declared:
        columns = columns_by_name(table, declared.by_header, named.own)
        yield from _unknown_columns(table, columns.values())
        if not any(cell.text for row in table.rows for cell in row[1:]):
            yield "Tabell utan värden", table.rows[0][0]
        if section.ordinal not in within:
            yield "Tabell utanför målträdet", table.header[0]
        yield from _not_understood(table, declared, columns)
        yield from _lacking(table, declared, columns, within.get(section.ordinal))
        yield from _comments_in_names(table, columns.get("name", 0)) if named.kind.follows_up else ()
    else:
        yield from _unknown_columns(table, {0, *_amount_columns(section, table)})
        yield from _strange_headers(table, _amount_columns(section, table))
        if trouble := unit_trouble(plan, section, table):
            yield trouble
        yield from _amount_troubles(table, less_in_brackets(plan))


def _unknown_columns(table: Table, known: Iterable[int]) -> Iterator[tuple[str, Cell]]:
    known = set(known)
    for index, cell in enumerate(table.header):
        if index not in known and (cell.text or any(row[index].text for row in table.rows)):
            yield "Okänd kolumn", cell


def _strange_headers(table: Table, known: Iterable[int]) -> Iterator[tuple[str, Cell]]:
    """Headers of known columns that hold a word which no header is known to have: it may mean another year or kind."""
    whole_word = next(pattern.whole_word for pattern in PATTERNS if pattern.kind == table.kind)
    for column in known:
        if column and not all(map(whole_word.fullmatch, with_whole_years(table.header[column].text).split())):
            yield "Kolumnrubrik med okända ord", table.header[column]


def _amount_columns(section: Section, table: Table) -> Iterable[int]:
    if table.kind == "adjustment":
        column = amount_column(table)
        return () if column is None else (column,)
    if is_turnover(section, table):
        return columns_by_name(table, TURNOVER.by_header).values()
    return budget_columns(section, table, 0)


def _not_understood(table: Table, declared: PrintedTable, columns: Mapping[str, int]) -> Iterator[tuple[str, Cell]]:
    """Rows without a label, and targets and dates that are stored as printed alone or not at all."""
    label, *_ = declared.columns
    width = max((len(fold(line.text)) for row in table.rows for line in row[0].lines), default=0)
    names = (cell_of(row, columns.get(label.name)) for row in table.rows)
    room = max((line.box.x1 for name in names for line in name.lines if line.box), default=0.0)
    for row in table.rows:
        if not cell_of(row, columns.get(label.name)).text and not is_struck(row):
            yield "Rad utan namn", row[0]
        if _swallows(row, declared, columns):
            yield "Namnet kan rymma årsmål", row[0]
        if not is_struck(row) and SENTENCE.search(row[0].text) and not any(cell.text for cell in row[1:]):
            yield "Raden kan vara en kommentar", row[0]
        if several := _several_figures(row, declared, columns):
            yield "Årsmålet kan rymma flera tal", several
        name = cell_of(row, columns.get(label.name))
        if _is_several(name, width) or _has_room(name, room):
            yield "Namnet kan rymma flera rader", row[0]
        if is_part(name.text):
            yield "Namnet kan vara en del av ett namn", name
        for column in declared.cells:
            one = cell_of(row, columns.get(column.name))
            if column.kind is CellKind.TARGET and one.text and target(one.text).kind is None:
                unread = "Årsmålet kan rymma flera rader" if SEVERAL_TARGETS.search(one.text) else TARGET
                yield "Årsmål med främmande ord" if WORD_BEFORE_FIGURE.search(one.text) else unread, one
            if column.kind is CellKind.TARGET and _holds_periodicity(one, row, columns):
                yield "Årsmålet kan rymma periodiciteten", one
            if column.kind is CellKind.DATE and date_of(one) is None and not NO_FIGURE.fullmatch(one.text):
                yield "Datum utan tolkning", one


def _lacking(
    table: Table, declared: PrintedTable, columns: Mapping[str, int], set_by: str | None
) -> Iterator[tuple[str, Cell]]:
    """Rows of a text file with fewer targets than the table has columns for, unless it is plain which one they lack. KF
    sets no target under a goal of the board: its column is empty in all rows there."""
    named = [column.name for column in declared.cells if column.kind is CellKind.TARGET and column.name in columns]
    rows = [row for row in table.rows if any(line.box is None for line in row[0].lines) and not is_struck(row)]
    filled = [sum(bool(cell_of(row, columns[name]).text) for name in named) for row in rows]
    least = len(named) - ("kf_target" in named and set_by == "nämnd")
    wanted = max(least, *filled, 0)
    for row, count in zip(rows, filled, strict=True):
        if count + _shows_last_empty(row) < wanted:
            yield FEWER, row[0]


def _shows_last_empty(row: Sequence[Cell]) -> bool:
    return any(LAST_EMPTY.search(line.text) for cell in row for line in cell.lines)


def _holds_periodicity(one: Cell, row: Sequence[Cell], columns: Mapping[str, int]) -> bool:
    """Whether a target ends in a periodicity while the row has none."""
    return bool(ENDS_IN_PERIODICITY.search(one.text)) and not cell_of(row, columns.get("periodicity")).text


def _comments_in_names(table: Table, column: int) -> Iterator[tuple[str, Cell]]:
    """Names of two sentences: the second may be a comment that stands under the row, as narrow as its name."""
    names = (row[column] for row in table.rows)
    return (("Namnet kan rymma en kommentar", name) for name in names if TWO_SENTENCES.search(name.text))


def _swallows(row: Sequence[Cell], declared: PrintedTable, columns: Mapping[str, int]) -> bool:
    """May the name of a text file's row hold a target, since one of its cells is empty or it ends as a target does?"""
    names = [column.name for column in declared.cells if column.kind is CellKind.TARGET]
    label = cell_of(row, columns.get(declared.columns[0].name))
    more = any(not cell_of(row, columns.get(name)).text for name in names if name in columns) or label.text.endswith(
        "%"
    )
    ends = bool(BEFORE_FIGURE.search(label.text)) or (more and bool(TARGET_IN_NAME.search(label.text)))
    return ends and any(line.box is None for line in label.lines)


def _several_figures(row: Sequence[Cell], declared: PrintedTable, columns: Mapping[str, int]) -> Cell | None:
    """The first target of a text file's row that may be those of several columns, since one of them is empty."""
    named = [column.name for column in declared.cells if column.kind is CellKind.TARGET and column.name in columns]
    cells = [cell_of(row, columns[name]) for name in named]
    if all(one.text for one in cells):
        return None
    printed = (one for one in cells if any(line.box is None for line in one.lines))
    return next((one for one in printed if IN_GROUPS.fullmatch(one.text) and _alike(one.text.split())), None)


def _alike(groups: Sequence[str]) -> bool:
    return any(after >= "1" and int(after) < LIKE_SIZE * int(before) for before, after in pairwise(groups))


def _is_several(name: Cell, width: int) -> bool:
    """May a name hold two: begin twice, or in a text file hold the row above it, whose end no rule knows?"""
    if SEVERAL_ROWS.search(name.text):
        return True
    if all(line.box for line in name.lines):
        return False
    return bool(ROW_ABOVE.search(name.text) or DATE_IN_NAME.search(name.text)) or _is_broken_early(name, width)


def _is_broken_early(name: Cell, width: int) -> bool:
    """Ends a line of a name long before the `width` of the table's lines, and a capital follows?"""
    texts = [text for line in name.lines if (text := fold(line.text))]
    return any(
        after[:1].isupper()
        and " ".join(after.split()[:2]) in name.text
        and len(before) + len(after.split()[0]) < EARLY * width
        for before, after in pairwise(texts)
    )


def _has_room(name: Cell, right: float) -> bool:
    """Is there room on a line of a name, up to the `right` end of the longest one, for the word with a capital that the
    next line begins with? Then no narrow column has moved that word down, and another name may begin with it."""
    return any(
        one.box.x1 + BLANK * one.words[-1].size + other.words[0].box.width < right
        for one, other in pairwise(name.lines)
        if one.box and other.words and other.text[:1].isupper()
    )


def is_part(name: str) -> bool:
    """Does a name begin or end in the middle of a phrase? The rest may be in another row, or in the text."""
    return name[:1].islower() or name.rpartition(" ")[2] in OPEN_ENDS


def _amount_troubles(table: Table, bracketed: bool) -> Iterator[tuple[str, Cell]]:
    for row in table.rows:
        label = row[0].text
        figures = [cell for cell in row[1:] if cell.text]
        if label.startswith("*"):
            continue
        yield from (
            ("Cell utan läsbart belopp", cell)
            for cell in figures
            if figure(cell.text, less_in_brackets=bracketed) is None and not NO_FIGURE.fullmatch(cell.text)
        )
        if not figures and label:
            yield "Rad utan belopp", row[0]
        if figures and not COUNT.sub("", label):
            yield "Belopp utan radrubrik", figures[0]
        if label.rpartition(" ")[2] in OPEN_ENDS:
            yield "Radrubriken kan vara en del av en rubrik", row[0]
        if AMOUNT_IN_BRACKETS.search(label):
            yield "Radrubriken kan rymma ett belopp", row[0]
