"""Rules that check a document against itself → table `finding`; not against its pages or other documents.

Each rule is a small function, registered by name (`pipeline.reconcile.rule`). Arithmetic rules yield equations that
must hold (`Check`); they are all judged together, so that a failure can point to the figure most likely to be wrong. A
consistent document has no finding of severity `error`.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.reconcile import (  # noqa: F401 (importing a module registers its rules)
    adjustments,
    areas,
    citation,
    claims,
    completeness,
    dates,
    investments,
    numbering,
    personal,
    placement,
    statements,
    sums,
    unfinished,
)
from pipeline.reconcile.equation import Check, swedish
from pipeline.reconcile.rounding import adds_up_as_printed
from pipeline.reconcile.rule import RULES, Finding, Row, Rule, Tables, kind_of
from pipeline.reconcile.suspect import Crossing
from pipeline.record import Record, Value

ADDED_UP = ("net", "total", "subtotal")


def reconcile(rows: Mapping[str, list[Row]]) -> list[Record]:
    """The contradictions of one document, in the order of the rules.

    `rows` maps each public table to its rows (schema.md, with `row_id` and `page`; money as Decimal); `claim` rows
    also have `level_mnkr`, `percent_unit_text` and `base_text`. A table that is missing is taken as empty; ordinals
    go on after the findings that reading has left there. The document's kind says which rules are asked. Besides the
    columns of schema.md a record has `suspect_row_id` and `suspect_column`: the cell most likely wrong.
    """
    tables = Tables(rows)
    asked = [rule for rule in RULES.values() if rule.name not in kind_of(tables).not_asked]
    outcomes = [(rule, outcome) for rule in asked for outcome in rule.judge(tables)]
    checks = [(rule, outcome) for rule, outcome in outcomes if isinstance(outcome, Check)]
    additive = adds_up_as_printed(check for rule, check in checks if rule.name in ADDED_UP)
    crossing = Crossing([check for _, check in checks], additive)
    for rule, check in checks:
        if rule.name == "net":
            crossing.pair(*(part for _, part in check.parts))
    found: list[tuple[Rule, Finding]] = []
    for rule, outcome in outcomes:
        if isinstance(outcome, Finding):
            found.append((rule, outcome))
        elif not outcome.holds(additive):
            found.append((rule, _told(outcome, crossing)))
    first = len(tables.get("finding", [])) + 1
    return [_record(ordinal, rule, finding) for ordinal, (rule, finding) in enumerate(found, start=first)]


def _told(check: Check, crossing: Crossing) -> Finding:
    """A failed check in words, with both figures and their pages."""
    actual = check.actual
    expected = check.expected()
    if check.base is not None:
        expected = round(expected, actual.places)
    where = " och ".join(dict.fromkeys(part.pages for _, part in check.parts))
    verb = "är till beloppet större än" if check.relation == "within" else "stämmer inte med"
    places = max(figure.places for figure in check.figures) if check.base is None else actual.places
    difference = swedish(abs(actual.value - expected), places)
    message = (
        f"{actual.name}: {swedish(actual.value, actual.places)} {check.unit} ({actual.pages}) {verb} {check.wording}: "
        f"{swedish(expected, places)} {check.unit} ({where}). Skillnaden är {difference}."
    )
    suspect, echo = crossing.suspect(check), crossing.echo(check)
    if suspect is not None:
        message += f" Troligen fel: {suspect.name} ({suspect.pages})."
    elif echo is not None:
        message += f" Samma skillnad finns vid {echo.actual.name} ({echo.actual.pages})."
    return Finding(message, actual.page, expected, actual.value, suspect)


def _record(ordinal: int, rule: Rule, finding: Finding) -> Record:
    suspect = finding.suspect
    values: dict[str, Value] = {
        "ordinal": ordinal,
        "rule": rule.name,
        "severity": finding.severity or rule.severity,
        "message": finding.message,
        "expected": finding.expected,
        "actual": finding.actual,
        "difference": finding.difference,
        "page": finding.page,
        "suspect_row_id": suspect.row_id if suspect else None,
        "suspect_column": suspect.column if suspect else None,
    }
    return Record("finding", values)
