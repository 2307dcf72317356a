"""The flow `ingest`: all files of a raw folder into the warehouse, one task a document.

It does what `tjut run` does, with the same functions, and adds what Prefect is for: each document is a task that can be
watched, trouble of the machine is tried again, and the outcome of each file stands in an artifact.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task

from pipeline.run import Batch, Limits, Outcome, Report, processors
from pipeline.run.files import RawFile
from pipeline.shell.query import ask
from pipeline.shell.show import line_of, summary

RAW, STAGED, WAREHOUSE = Path("raw"), Path("staged"), Path("warehouse.duckdb")
EXAMPLE = (
    "select area, amount_mnkr, previous_amount_mnkr, change_mnkr, change_percent from budget_year_over_year "
    "where previous_basis = 'prognos_slutlig_budget' and not is_total order by abs(change_mnkr) desc limit 5"
)


def may_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """True for trouble of the machine. A refusal is an outcome and no error; any other error is a fault of the code."""
    return isinstance(state.result(raise_on_failure=False), OSError)


# The staged folder knows what is done: a cache of Prefect's would be a second opinion.
@task(
    task_run_name="{file.name}",
    retries=2,
    retry_delay_seconds=[2, 10],
    retry_condition_fn=may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def extract(batch: Batch, file: RawFile) -> Outcome:
    """One document from its bytes to its staged tables, in a worker process of its own."""
    outcome = batch.extract(file)
    if outcome.bad:
        get_run_logger().warning("%s", line_of(outcome))
    return outcome


# Threads only wait: the work is done in the batch's worker processes.
WAITING: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=processors())


@flow(name="ingest", task_runner=WAITING)  # type: ignore[arg-type] # Prefect's own runner misses Prefect's annotation
def ingest(raw: Path = RAW, staged: Path = STAGED, warehouse: Path = WAREHOUSE, limits: Limits | None = None) -> Report:
    """Brings the files of `raw` into `warehouse`; a bad file is told and stops nothing."""
    with Batch(raw, staged, warehouse, limits) as batch:
        waiting = [(file, extract.submit(batch, file)) for file in batch.todo]
        report = batch.finish([_outcome(batch, file, future) for file, future in waiting])
    create_markdown_artifact(key="ingest", markdown=markdown(report.outcomes), description=f"Run {report.entry.run_id}")
    return report


def _outcome(batch: Batch, file: RawFile, future: PrefectFuture[Outcome]) -> Outcome:
    try:
        return future.result()
    except OSError as error:  # it did not pass
        return batch.give_up(file, error)


def markdown(outcomes: Sequence[Outcome]) -> str:
    """The table of a run: file, outcome, reason, rows."""
    head = ["| file | outcome | reason | rows |", "| --- | --- | --- | ---: |"]
    return "\n".join(head + [_row(outcome) for outcome in outcomes])


def _row(outcome: Outcome) -> str:
    why = f"{outcome.reason}: {outcome.seen or '; '.join(outcome.failures)}" if outcome.reason else ""
    rows = str(sum(outcome.rows.values()) or "")
    return f"| {' | '.join(_cell(text) for text in (outcome.file, outcome.fate, why, rows))} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("`", "\\`").replace("<", "&lt;")


def main() -> None:
    """What `make run` runs: the flow on `raw/`, then its summary and one query on what it made."""
    report = ingest()
    print("\n".join(summary(report, WAREHOUSE)))
    print(f'\ntjut sql "{EXAMPLE}"')
    ask(WAREHOUSE, EXAMPLE, "table")
    sys.exit(1 if report.bad else 0)


if __name__ == "__main__":
    main()
