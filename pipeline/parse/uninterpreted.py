"""Strict interpretation: each table and row ends up as a record, or is reported here. Nothing is dropped silently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from pipeline.blocks.block import Heading, Paragraph
from pipeline.document import Cell, Table
from pipeline.parse.addressee import addressees
from pipeline.parse.adjustments import COUNT, adjustment_tables, amount_column, kind_of_table
from pipeline.parse.budget import ColumnMeaning, budget_columns, budget_tables, is_turnover
from pipeline.parse.cover import Named, nameless_town, title_trouble, undated
from pipeline.parse.decisions import decisions, is_counted
from pipeline.parse.goals import goal_headings, in_goals
from pipeline.parse.kinds import OTHER
from pipeline.parse.notation import PERIODICITY
from pipeline.parse.overview import overview_of
from pipeline.parse.plan import Plan, Section, record
from pipeline.parse.printed_tables import ACTIVITIES, INDICATORS, PATTERNS, TURNOVER, CellKind, PrintedTable
from pipeline.parse.tables import cell as cell_of
from pipeline.parse.tables import columns_by_name, date_of, is_struck, unmapped
from pipeline.parse.units import less_in_brackets, unit_trouble
from pipeline.parse.unread_rows import unread_rows
from pipeline.parse.words import DECISIONS, GOAL, LIKE_A_GOAL, OF_COUNCIL, RESULTS, is_total
from pipeline.record import Record
from pipeline.swedish import all_amounts, figure, fold, target, unread_money
from pipeline.tables.pattern import with_whole_years
from pipeline.tables.rows import OPEN_ENDS

# A target that is stored as printed, and not as a number: nothing of the table is lost.
TARGET = "Årsmål utan tolkning"
# Content outside tables, which is stored as text.
OF_TEXT = "text_uninterpreted"
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
# A number with its thousands apart, or figures of several columns side by side: these are of like size (`200 700`).
IN_GROUPS = re.compile(r"[1-9]\d{0,2}(?: \d{3})+")
LIKE_SIZE = 10
ROW_ABOVE = re.compile(r"\d ?%.* [A-ZÅÄÖ]")
SEVERAL_ROWS = re.compile(r"\b(?:Andel|Antal)\w* .*\b(?:Andel|Antal)\w* ")
TWO_SENTENCES = re.compile(r"[^\W\d_]{2}[.)]? [A-ZÅÄÖ][a-zåäö]+ [^.]*\.$")
# The end of one; no name of a row has it.
SENTENCE = re.compile(r"[^\W\d_]{3}\.$")
AMOUNT_IN_BRACKETS = re.compile(r"\(\d[\d ]*,\d+\)")
# What is printed for an empty figure.
NO_FIGURE = re.compile(r"[-–—.\s]*")


def uninterpreted(plan: Plan, named: Named, board: str) -> list[Record]:
    """Findings for everything that was corrected or not interpreted, and the tables concerned, as printed."""
    records: list[Record] = []
    findings = [_finding("page_order" if "Sid" in text else "doubled_heading", text, ()) for text in plan.mended]
    findings += [*_without_overview(plan), *_undecided(plan), *_goals_without_number(plan), *_without_results(plan)]
    findings += [*_untitled(plan, named.year), *_of_one_kind(plan)]
    findings += [*_of_unclear_kind(plan, named, board), *_undated(plan), *_unread_money(plan), *_run_in(plan)]
    findings += [_finding(OF_TEXT, message, lines) for message, lines in unread_rows(plan)]
    within = in_goals(plan)
    for section in plan.sections:
        for table in section.tables:
            findings += _unruled(table)
            troubles = list(_troubles(plan, section, table, named, within))
            for reason, cell in troubles:
                rule = "target_uninterpreted" if reason == TARGET else "uninterpreted"
                findings.append(_finding(rule, f"{reason} under ”{section.heading.text}”: ”{cell.text}”", cell.lines))
            if troubles:
                records.append(unmapped(table, len(records) + 1, troubles[0][0]))
    for ordinal, finding in enumerate(findings, start=1):
        finding.values["ordinal"] = ordinal
    return records + findings


def _of_unclear_kind(plan: Plan, named: Named, board: str) -> Iterator[Record]:
    """What a document leaves open: its kind, the part of the year that it is for, or whose town its board is of."""
    if named.kind is OTHER:
        yield _finding("document_kind", "Dokumentets slag är inte känt: det är lagrat som övrigt.", ())
    elif named.kind.is_periodic and named.period is None:
        yield _finding("document_kind", "Titeln säger inte vilken del av året dokumentet gäller.", named.lines)
    elif trouble := title_trouble(plan, named):
        yield _finding("document_kind", trouble, named.lines)
    if elsewhere := nameless_town(plan, board):
        yield _finding("document_kind", elsewhere, ())


def _without_overview(plan: Plan) -> list[Record]:
    """A finding where several budget tables stand beside each other: none of their figures is compared with others."""
    tables = budget_tables(plan)
    if not tables or overview_of(tables):
        return []
    message = "Ingen av budgettabellerna berättar om de andras områden: planen har ingen översikt att jämföra med."
    return [_finding("uninterpreted", message, tables[0][1].header[0].lines)]


def _untitled(plan: Plan, year: int) -> Iterator[Record]:
    """A finding for each budget table that has a row of another one under the same heading, in the same column: the
    title between the two was taken for text."""
    for _, held in groupby(budget_tables(plan), key=lambda pair: pair[0].ordinal):
        above: set[tuple[str, ColumnMeaning]] = set()
        for section, table in held:
            columns = budget_columns(section, table, year).items()
            rows = [
                (row[0].text, meaning) for row in table.rows for n, meaning in columns if row[0].text and row[n].text
            ]
            if twice := next((label for label, meaning in rows if (label, meaning) in above), None):
                message = f"Två tabeller under ”{section.heading.text}” har raden ”{twice}”: en rubrik kan saknas."
                yield _finding("uninterpreted", message, table.header[0].lines)
            above.update(rows)


def _of_one_kind(plan: Plan) -> Iterator[Record]:
    """A finding where two tables of applications are of one kind, each with a sum of its own."""
    summed: set[str | None] = set()
    for section, table in adjustment_tables(plan):
        if any(is_total(row[0].text) for row in table.rows):
            if (kind := kind_of_table(section, table)) in summed:
                message = f"Två tabeller med ansökningar är lästa som {kind or 'okänt slag'}: en rubrik kan saknas."
                yield _finding("uninterpreted", message, table.header[0].lines)
            summed.add(kind)


def _undecided(plan: Plan) -> Iterator[Record]:
    """A finding where decisions are headed and no point is told from another, where points have no numbers, and where a
    tjänsteutlåtande with a cover has no heading of decisions."""
    headed = [section for section in plan.sections if DECISIONS.fullmatch(section.heading.text)]
    if is_counted(plan):
        message = f"Punkterna under ”{headed[0].heading.text}” har inga nummer: de är numrerade i sin ordning."
        yield _finding(OF_TEXT, message, headed[0].heading.lines)
    elif headed and not decisions(plan):
        message = f"Under ”{headed[0].heading.text}” finns inga numrerade punkter: inga beslut är lagrade."
        yield _finding("uninterpreted", message, headed[0].heading.lines)
    elif not headed and any(addressees(plan.cover)):
        yield _finding(OF_TEXT, "Dokumentet har ingen rubrik för beslut: inga beslut är lagrade.", ())


def _undated(plan: Plan) -> Iterator[Record]:
    """A finding where the cover has a date that cannot be read, so that the document has none."""
    if line := undated(plan.cover):
        yield _finding(OF_TEXT, f"Omslagets datum går inte att tolka: ”{fold(line.text)}”.", (line,))


def _run_in(plan: Plan) -> Iterator[Record]:
    """A finding for each line of a decision that may be the next one, which begins in the middle of a sentence."""
    points = [one for one in decisions(plan) if one.table == "decision"]
    numbers = {point.values["number"] for point in points}
    for point in points:
        following = int(str(point.values["number"])) + 1
        for source in point.sources["text"] if following not in numbers else ():
            if match := re.search(rf"^\s*{following}[.)] ?[^\W\d_].*", source.text, re.MULTILINE):
                yield _finding(
                    OF_TEXT,
                    f"”{fold(match[0])}” kan vara en beslutspunkt: raden är en del av punkten före.",
                    (),
                    source.page,
                )


def _unread_money(plan: Plan) -> Iterator[Record]:
    """A finding for each sum of money in a decision that is not stored as one."""
    for point in decisions(plan):
        text = str(point.values.get("text") or "")
        if point.table == "decision" and (unread := unread_money(text, all_amounts(text))):
            told = "”, ”".join(unread)
            message = f"Belopp utan tolkning i beslutspunkt {point.values['number']}: ”{told}”."
            yield _finding(OF_TEXT, message, (), point.sources["text"][0].page)


def _goals_without_number(plan: Plan) -> Iterator[Record]:
    """A finding for each headline of a goal of the council, or one like it, that is no row of the goal tree."""
    known = goal_headings(plan)
    for section in plan.sections:
        heading = section.heading
        if OF_COUNCIL.fullmatch(heading.text) and not GOAL.fullmatch(heading.text) and not heading.text.endswith("."):
            yield _finding("uninterpreted", f"Mål utan nummer: ”{heading.text}” är inte lagrat.", heading.lines)
        headed: list[Heading | Paragraph] = [] if section.ordinal in known else [heading]
        for one in (*headed, *section.paragraphs):
            if LIKE_A_GOAL.fullmatch(one.text):
                yield _finding(OF_TEXT, f"”{one.text}” kan vara ett mål: raden är inte lagrad som ett.", one.lines)


def _without_results(plan: Plan) -> Iterator[Record]:
    """A finding where expected results are headed, and what stands there was taken for a headline."""
    for section, following in pairwise(plan.sections):
        if RESULTS.fullmatch(section.heading.text) and not section.blocks and following.heading.text.endswith("."):
            told = f"”{following.heading.text}” kan vara ett förväntat resultat: raden är inte lagrad som ett."
            yield _finding(OF_TEXT, told, following.heading.lines)


def _unruled(table: Table) -> list[Record]:
    message = "Ingen linje skiljer raden ”{}” från raden ovanför: orden säger att det är två rader."
    return [_finding("row_without_ruling", message.format(line.text), (line,)) for line in table.unruled]


def _finding(rule: str, message: str, lines: Sequence[object], page: int | None = None) -> Record:
    made = record(
        "finding",
        {
            "ordinal": (0, ()),
            "rule": (rule, ()),
            "severity": ("warning", ()),
            "message": (message, lines),  # type: ignore[dict-item]
        },
    )
    if page:
        made.values["page"] = page
    return made


def _troubles(plan: Plan, section: Section, table: Table, named: Named, within: set[int]) -> Iterator[tuple[str, Cell]]:
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
        if section.ordinal not in within:
            yield "Tabell utanför målträdet", table.header[0]
        yield from _not_understood(table, declared, columns)
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
        if _is_several(name):
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
    return more and any(line.box is None for line in label.lines) and bool(TARGET_IN_NAME.search(label.text))


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


def _is_several(name: Cell) -> bool:
    """May a name hold two: begin twice, or in a text file hold the row above it, whose end no rule knows?"""
    if SEVERAL_ROWS.search(name.text):
        return True
    return any(line.box is None for line in name.lines) and bool(ROW_ABOVE.search(name.text))


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
