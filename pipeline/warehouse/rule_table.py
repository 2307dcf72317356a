"""Table `rule`: the description of each rule. It only changes with the code, except for rules that no longer exist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import duckdb

from pipeline import parquet
from pipeline.reconcile.rule import RULES
from pipeline.rules import TOLD
from pipeline.warehouse.rows import append

NO_MORE = "Regel i en tidigare version av Tjut"
# The rules that findings name.
NAMED = "SELECT DISTINCT rule FROM {} ORDER BY rule"


def write_rules(connection: duckdb.DuckDBPyConnection, named: Iterable[tuple[str]]) -> None:
    """All present rules, and any others named by findings.

    A document whose file is gone keeps the findings of an earlier version, including those of rules that no longer
    exist.
    """
    if not connection.execute("SELECT count(*) FROM base.rule").fetchall()[0][0]:
        known = [*TOLD.values(), *(rule.explained for rule in RULES.values())]
        append(connection, "rule", [asdict(one) for one in known])
    held = {rule for (rule,) in connection.execute("SELECT rule FROM base.rule").fetchall()}
    append(connection, "rule", [{"rule": rule, "title": NO_MORE} for (rule,) in named if rule not in held])


def named_in(connection: duckdb.DuckDBPyConnection, findings: Iterable[Path]) -> list[tuple[str]]:
    """The rules that these staged findings name."""
    paths = parquet.files(findings)
    return connection.execute(NAMED.format(parquet.READ), [paths]).fetchall() if paths else []


def forget_rules(connection: duckdb.DuckDBPyConnection) -> None:
    """Deletes the rules that no longer exist and that no finding names."""
    connection.execute(
        "DELETE FROM base.rule WHERE title = ? AND rule NOT IN (FROM base.finding SELECT rule)", [NO_MORE]
    )
