"""Strict interpretation: each table and row ends up as a record, or is reported here. Nothing is dropped silently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from pipeline.blocks.block import Heading, Paragraph
from pipeline.document import Table
from pipeline.parse.addressee import addressees
from pipeline.parse.adjustments import adjustment_tables, kind_of_table
from pipeline.parse.budget import ColumnMeaning, budget_columns, budget_tables
from pipeline.parse.cover import Named, nameless_town, title_trouble, undated
from pipeline.parse.decisions import decisions, is_counted
from pipeline.parse.goals import goal_headings, in_goals, unclear_fulfilment
from pipeline.parse.kinds import OTHER
from pipeline.parse.overview import overview_of
from pipeline.parse.plan import Plan, record
from pipeline.parse.signatures import unread_signature
from pipeline.parse.table_troubles import STORED, troubles
from pipeline.parse.tables import unmapped
from pipeline.parse.unread_rows import unread_rows
from pipeline.parse.words import DECISIONS, GOAL, LIKE_A_GOAL, OF_COUNCIL, RESULTS, is_total
from pipeline.record import Record
from pipeline.swedish import all_amounts, fold, unread_money

# Content outside tables, which is stored as text.
OF_TEXT = "text_uninterpreted"


def uninterpreted(plan: Plan, named: Named, board: str) -> list[Record]:
    """Findings for everything that was corrected or not interpreted, and the tables concerned, as printed."""
    records: list[Record] = []
    findings = [_finding("page_order" if "Sid" in text else "doubled_heading", text, ()) for text in plan.mended]
    findings += [*_without_overview(plan), *_undecided(plan), *_goals_without_number(plan), *_without_results(plan)]
    findings += [*_untitled(plan, named.year), *_of_one_kind(plan)]
    findings += [*_of_unclear_kind(plan, named, board), *_undated(plan), *_unread_money(plan), *_run_in(plan)]
    findings += [_finding(OF_TEXT, message, lines) for message, lines in unread_rows(plan)]
    if named.kind.follows_up:
        findings += [_finding(OF_TEXT, message, lines) for message, lines in unclear_fulfilment(plan)]
    if unsigned := unread_signature(plan):
        told = "” och ”".join(fold(line.text) for line in unsigned)
        findings.append(_finding(OF_TEXT, f"”{told}” kan vara en underskrift: den är inte lagrad som en.", unsigned))
    within = in_goals(plan)
    for section in plan.sections:
        for table in section.tables:
            findings += _unruled(table)
            found = list(troubles(plan, section, table, named, within))
            for reason, cell in found:
                rule = STORED.get(reason, "uninterpreted")
                findings.append(_finding(rule, f"{reason} under ”{section.heading.text}”: ”{cell.text}”", cell.lines))
            if found:
                records.append(unmapped(table, len(records) + 1, found[0][0]))
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
