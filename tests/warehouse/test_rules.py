"""Table `rule`: each rule says in Swedish what it is, in its own docstring; a finding always has its rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.reconcile.rule import RULES
from pipeline.rules import NO_TOLERANCE, TOLD, explained
from tests.support.house import House
from tests.support.places import ROOT
from tests.support.small_plan import extraction, record

# How code outside `pipeline/reconcile` names what it tells of: (rule, severity, …), a rule to `_finding`, a constant.
NAMED = re.compile(
    r'"(?!error|warning)(\w+)",\s+"(?:error|warning|note)"|yield "(\w+)", "error" if|ReadingFinding\(\s*"(\w+)"'
    r'|_finding\("(\w+)"|\b(?:ANNOTATION|OF_TEXT|rule) = "(\w+)"| else "(\w+)", (?:text|cell)'
)
FOLDERS = ("account", "blocks", "parse", "read", "tables")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_each_rule_says_what_it_is() -> None:
    for name, rule in RULES.items():
        told = rule.explained
        assert (told.rule, told.severity) == (name, rule.severity)
        assert told.title and told.compares.endswith(".") and told.tolerance.endswith(".") and told.example
    assert not RULES.keys() & TOLD.keys()


def test_what_is_told_is_declared() -> None:
    sources = [path for name in FOLDERS for path in (ROOT / "pipeline" / name).rglob("*.py")]
    found = [hit for path in sources for hit in NAMED.findall(path.read_text("utf-8"))]
    named = {name for names in found for name in names if name}
    assert len(named) > 15
    assert named <= TOLD.keys(), "say in pipeline/rules.py what the rule compares"


def test_a_docstring_that_says_nothing_is_refused() -> None:
    told = explained("net", "error", "Netto.\n\n    Jämför: ett\n    med ett annat.\n    Exempel: 1 är inte 2.\n    ")
    assert (told.title, told.compares, told.tolerance) == ("Netto", "ett med ett annat.", NO_TOLERANCE)
    for text in (None, "Netto.", "Netto.\n\nExempel: 1 är inte 2."):
        with pytest.raises(ValueError, match="rule net does not say in its docstring"):
            explained("net", "error", text)


def test_a_finding_of_a_rule_that_is_no_more_keeps_its_document(house: House) -> None:
    """A file that is gone cannot be read again: what an earlier version found in it stays."""
    made = extraction()
    made.records.append(record("finding", ordinal=9, rule="gammal_regel", severity="warning", message="Fel.", page=1))
    house.put(made)
    house.publish()
    known = len(RULES) + len(TOLD)
    assert house.ask("SELECT severity, compares FROM rule WHERE rule = 'gammal_regel'") == [(None, None)]
    assert house.ask("SELECT count(*) FROM base.finding JOIN base.rule USING (rule)") == [(2,)]
    assert house.ask("SELECT count(*), count(compares), count(example) FROM rule") == [(known + 1, known, known)]
    house.put(extraction())  # the same file, read by today's rules
    house.publish()
    assert house.ask("SELECT count(*) FROM rule") == [(known,)]
