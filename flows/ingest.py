"""The flow `ingest`: all files of a raw folder into the warehouse, one task per document.

It does the same as `tjut run`, with the same functions, and adds what Prefect is for: each document is a task that can
be watched, machine errors are retried, and an artifact shows the outcome of each file.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture
from prefect.runtime import deployment, flow_run
from prefect.states import Completed, Failed
from prefect.tasks import Task

from contracts import ContractsSwitchedOff
from flows.artifacts import leave_artifacts
from flows.cluster import NoCluster, result_of, task_runner
from flows.folder import go_back
from flows.notify import tell_of_bad_files, tell_of_failure
from flows.orphans import end_orphans, end_tasks
from flows.roots import OutOfBounds, assert_within
from flows.told_once import tell_once
from pipeline.commands.heartbeat import beat
from pipeline.commands.lineage import lineage
from pipeline.commands.metrics import write_metrics
from pipeline.commands.query import ask
from pipeline.commands.show import line_of, summary
from pipeline.raw_files import RawFile
from pipeline.run import Batch, Busy, Limits, Outcome, Report, Scope, Unfit
from pipeline.run.extractor import Extractor
from pipeline.run.silence import silence
from pipeline.run.trouble import told as in_a_line

RAW, STAGED, WAREHOUSE = Path("raw"), Path("staged"), Path("warehouse.duckdb")
EXAMPLE = (
    "select area, amount_mnkr, previous_amount_mnkr, change_mnkr, change_percent from budget_year_over_year "
    "where previous_basis = 'prognos_slutlig_budget' and not is_total order by abs(change_mnkr) desc limit 5"
)


tell_once()


def may_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """True for errors of the machine. A refusal is an outcome, not an error; any other error is a bug."""
    return isinstance(state.result(raise_on_failure=False), OSError)


# The staged folder records what is done; a Prefect cache would be a second source of truth.
@task(
    task_run_name="{file.name}",
    retries=2,
    retry_delay_seconds=[2, 10],
    retry_condition_fn=may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def extract(extractor: Extractor, file: RawFile) -> Any:
    """Turns one document into staged tables, in its own worker process; the task fails if it is refused."""
    outcome = extractor.extract(file)
    if outcome.bad:
        return Failed(name=outcome.fate.value.capitalize(), message=line_of(outcome), data=outcome)
    return outcome


@flow(name="ingest", on_failure=[tell_of_failure], on_crashed=[end_tasks, tell_of_failure])
def ingest(
    raw: Path = RAW,
    staged: Path = STAGED,
    warehouse: Path = WAREHOUSE,
    limits: Limits | None = None,
    boards: list[str] | None = None,
    years: list[int] | None = None,
    force: bool = False,
    reviews: Path | None = None,
    sources: Path | None = None,
    cluster: str | None = None,
    notify: str | None = None,
    report: Path | None = None,
    report_url: str | None = None,
    metrics: Path | None = None,
    expect_within: int | None = None,
    heartbeat: str | None = None,
) -> Any:  # Prefect turns the State into a Report
    """Reads the files of a folder and publishes the warehouse; bad files are reported and do not stop the run.

    Args:
        raw: Folder of the source files.
        staged: Folder of the staged Parquet files.
        warehouse: The DuckDB file.
        limits: Limits per document: seconds, bytes of memory, bytes of the file.
        boards: Only documents of these boards, by name or key; all others are left unchanged.
        years: Only documents that plan these years; all others are left unchanged.
        force: Read documents again even if nothing changed.
        reviews: Review verdicts; default: reviews.csv beside the warehouse.
        sources: List of expected documents; default: sources.toml beside the warehouse.
        cluster: Address of a Dask scheduler; without it, documents are read on this machine.
        notify: Notification block for alerts on bad files and failed runs, such as slack-webhook/tjut.
        report: A file to write the report to whenever the warehouse changes.
        report_url: The address at which people can open that file; the run links to it.
        metrics: A file to write the metrics of the run to, in Prometheus text format.
        expect_within: Days within which a new document is expected; the run ends as Silent if none has arrived.
        heartbeat: A URL to request after each successful run.

    """
    go_back()
    places = (raw.absolute(), staged.absolute(), warehouse.absolute())
    try:
        written = (*places, *(path.absolute() for path in (report, metrics) if path))
        assert_within(written, cluster)
        scope = scope_of(boards, years, force)
        with (
            lineage(places[0], places[2], get_run_logger().warning) as tell,
            Batch(*places, limits, scope=scope, reviews=reviews, sources=sources) as batch,
        ):
            end_orphans(flow_run.id, deployment.id, get_run_logger())
            done = batch.finish(read_all(batch, cluster))
            tell(done)
        if metrics:
            write_metrics(done, places[2], metrics.absolute())
    except Busy as error:
        return Failed(name="Busy", message=str(error))
    except OSError as error:
        return Failed(message=in_a_line(error))
    except (OutOfBounds, ContractsSwitchedOff, Unfit, NoCluster) as error:
        return Failed(message=str(error))
    if report:
        _write_report(done, places, report.absolute())
    leave_artifacts(done, places[2], report_url)
    message = message_of(done, warehouse)
    trouble = trouble_of(done, scope) or silent_state(places[1], expect_within)
    tell_of_bad_files(notify, places[2], message, get_run_logger(), good=trouble is None)
    if trouble is not None:
        return trouble
    if heartbeat and (unheard := beat(heartbeat)) is not None:
        get_run_logger().warning("%s", unheard)
    return Completed(message=message, data=done)


def _write_report(done: Report, places: tuple[Path, Path, Path], file: Path) -> None:
    """Writes the report, unless it is up to date; problems with it are logged and do not fail the run."""
    from pipeline.commands.report import make_report

    raw, _, warehouse = places
    if file.exists() and not done.rebuilt:
        return
    try:
        for complaint in make_report(warehouse, raw, file, ()):
            get_run_logger().warning("%s", complaint)
    except OSError as error:
        get_run_logger().warning("the report could not be written: %s", in_a_line(error))
    except click.UsageError as error:
        get_run_logger().warning("there is no report: %s", error.message)


def trouble_of(done: Report, scope: Scope) -> State[Any] | None:
    """A failure if no document matches the run's boards and years: most likely they are misspelt."""
    if scope.is_all or any(scope.has(outcome.document_id) for outcome in done.outcomes if outcome.document_id):
        return None
    wanted = ", ".join([*sorted(scope.boards), *map(str, sorted(scope.years))])
    told = f"no document in the folder matches {wanted}, so nothing was done: correct `boards` or `years`"
    return Failed(name="NothingFits", message=told)


def silent_state(staged: Path, days: int | None) -> State[Any] | None:
    """A failure if documents have stopped arriving; everything there was is published."""
    told = silence(staged, days)
    return Failed(name="Silent", message=told) if told is not None else None


def message_of(done: Report, warehouse: Path) -> str:
    """A run in one line, as the Prefect server shows it."""
    parts = summary(done, warehouse)[-2:]
    if done.held:
        parts.append(f"held until somebody accepts them: {', '.join(outcome.file for outcome in done.held)}")
    parts += [*done.entry.lost, *done.entry.changed]
    if done.left_out:
        parts.append(f"skipped, because they are for other boards or years: {', '.join(done.left_out)}")
    if done.ignored:
        parts.append(f"skipped, not documents: {', '.join(done.ignored)}")
    return "; ".join(parts)


def scope_of(boards: list[str] | None, years: list[int] | None, force: bool) -> Scope:
    """The scope of a run from the parameters of the flow; boards by name (`Hässelby-Vällingby`) or by key."""
    return Scope(frozenset(_board_keys(boards or [])), frozenset(years or []), force)


def _board_keys(boards: list[str]) -> list[str]:
    if not boards:
        return []
    from pipeline.boards import board_key  # a run without them does not need the registry

    return [board_key(board) for board in boards]


def read_all(batch: Batch, cluster: str | None) -> list[Outcome]:
    """Starts a task for each file that must be read, on this machine or on a cluster."""
    if not batch.todo:
        return []
    with task_runner(cluster) as runner:
        waiting = [(file, runner.submit(extract, {"extractor": batch.extractor, "file": file})) for file in batch.todo]
        return [_outcome(batch, file, future) for file, future in waiting]


def _outcome(batch: Batch, file: RawFile, future: PrefectFuture[Outcome]) -> Outcome:
    try:
        return batch.settle(file, result_of(future))
    except OSError as error:  # retries did not help
        return batch.give_up(file, error)


def main() -> None:
    """Entry point of `make run`: the flow on `raw/`, then its summary and one query on the result."""
    state: State[Report] = ingest(return_state=True)  # type: ignore[assignment] # it is no coroutine
    if state.is_failed():
        print(f"tjut: {state.message}", file=sys.stderr)
        sys.exit(3)
    report: Report = state.result()
    print("\n".join(summary(report, WAREHOUSE)))
    print(f'\ntjut sql "{EXAMPLE}"')
    ask(WAREHOUSE, EXAMPLE, "table")
    sys.exit(0 if report.is_good else 1)


if __name__ == "__main__":
    main()
