"""`tjut serve`: serves the flow `ingest` on a schedule, as a deployment on a running Prefect server.

Each warehouse has one deployment, which does one run at a time: runs requested meanwhile are queued, so no request is
lost. The lock of the warehouse also covers runs that are started in other ways.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
import prefect
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.schedules import Cron, Schedule
from prefect.settings import get_current_settings
from prefect.types.entrypoint import EntrypointType
from pydantic import ValidationError

from flows.folder import leave
from flows.ingest import RAW, STAGED, WAREHOUSE, ingest
from flows.notify import NoBlock, notification_block

ZONE = "Europe/Stockholm"
# A slot that was taken by a run which never began is free again after the grace period.
ONE_AT_A_TIME = ConcurrencyLimitConfig(
    limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE, grace_period_seconds=120
)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--name", default="tjut", show_default=True, help="Name of the deployment; use one per warehouse.")
@click.option("--cron", default="*/15 * * * *", show_default=True, help=f"Schedule, in {ZONE} time.")
@click.option(
    "--raw",
    type=click.Path(path_type=Path),
    default=RAW,
    show_default=True,
    envvar="TJUT_RAW",
    help="Folder of the source files.",
)
@click.option("--staged", type=click.Path(path_type=Path), default=STAGED, show_default=True, envvar="TJUT_STAGED")
@click.option(
    "--warehouse", type=click.Path(path_type=Path), default=WAREHOUSE, show_default=True, envvar="TJUT_WAREHOUSE"
)
@click.option(
    "--report", type=click.Path(path_type=Path), help="Write the report to this file whenever the warehouse changes."
)
@click.option("--report-url", metavar="URL", help="Address where people can open the report; runs link to it.")
@click.option(
    "--cluster", metavar="ADDRESS", help="Dask scheduler that distributes the documents, e.g. tcp://host:8786."
)
@click.option(
    "--expect-within", type=click.IntRange(min=1), metavar="DAYS", help="Fail if no document has arrived for this long."
)
@click.option("--heartbeat", metavar="URL", help="Request this URL after each successful run.")
@click.option(
    "--metrics",
    type=click.Path(path_type=Path),
    help="Write each run's metrics to this file in Prometheus text format.",
)
@click.option("--notify", metavar="BLOCK", help="Prefect notification block for alerts, e.g. slack-webhook/tjut.")
def serve(
    name: str,
    cron: str,
    raw: Path,
    staged: Path,
    warehouse: Path,
    report: Path | None,
    report_url: str | None,
    cluster: str | None,
    expect_within: int | None,
    heartbeat: str | None,
    metrics: Path | None,
    notify: str | None,
) -> None:
    """Run on a schedule as a Prefect flow, until interrupted.

    Uses the Prefect server at PREFECT_API_URL. Relative paths start from the current folder.
    """
    schedule = _schedule(cron)
    _assert_server()
    if notify:
        _assert_block(notify)
    places = {"raw": raw, "staged": staged, "warehouse": warehouse}
    places |= {name: path for name, path in (("report", report), ("metrics", metrics)) if path}
    deployment = ingest.to_deployment(
        name=name,
        schedule=schedule,
        concurrency_limit=ONE_AT_A_TIME,
        parameters={key: str(path.absolute()) for key, path in places.items()}
        | {
            "cluster": cluster,
            "notify": notify or None,
            "expect_within": expect_within,
            "heartbeat": heartbeat,
            "report_url": report_url or None,
        },
        description="Brings new and changed documents into the warehouse.",
        entrypoint_type=EntrypointType.MODULE_PATH,  # found wherever this is started
    )
    leave()
    # The service takes one at a time, in the order of their times; those that the server sends back come in any order.
    prefect.serve(deployment, limit=1)  # type: ignore[arg-type] # it is no coroutine


def _schedule(cron: str) -> Schedule:
    try:
        return Cron(cron, timezone=ZONE)
    except (ValidationError, ValueError) as error:
        raise click.UsageError(f"--cron {cron!r} is not a schedule: give five fields, as in '0 6 * * 1-5'") from error


def _assert_server() -> None:
    """A schedule needs a permanent server; Prefect's temporary one would end with this process."""
    address = get_current_settings().api.url
    if not address:
        raise click.UsageError(
            "PREFECT_API_URL is not set: run `prefect server start` and set the variable to its address"
        )
    with get_client(sync_client=True) as client:
        if (trouble := client.api_healthcheck()) is not None:
            click.echo(f"tjut: no Prefect server answers at {address}: {trouble}", err=True)
            sys.exit(3)


def _assert_block(name: str) -> None:
    try:
        notification_block(name)
    except NoBlock as error:
        raise click.UsageError(str(error)) from error


if __name__ == "__main__":
    serve(prog_name="python -m flows.serve")
