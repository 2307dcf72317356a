"""Ends what a killed run leaves as running on the server: its tasks, and the run itself if its service died too.

A killed run cannot report anything. The service sees its process end and ends its tasks; what no service saw is ended
by the next run of the deployment, which holds the lock that only one run can hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from logging import Logger, LoggerAdapter
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
    TaskRunFilter,
    TaskRunFilterState,
    TaskRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.flows import Flow
from prefect.states import Crashed

KILLED = "its process was killed; the next run continues where it stopped"
UNDER_WAY = [StateType.RUNNING, StateType.PENDING]


def end_tasks(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """A hook of the flow for runs that crashed: their tasks crashed with them."""
    with get_client(sync_client=True) as client:
        _end_tasks_of(client, [flow_run.id])


def end_orphans(flow_run_id: str | None, deployment_id: str | None, log: Logger | LoggerAdapter[Logger]) -> None:
    """Ends all other runs of this deployment that still seem to be running; problems are only logged.

    Only for a run that holds the lock of its warehouse, so that none of them can be active.
    """
    if deployment_id is None or flow_run_id is None:
        return
    try:
        with get_client(sync_client=True) as client:
            running = client.read_flow_runs(
                flow_run_filter=FlowRunFilter(
                    state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING]))
                ),
                deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[UUID(deployment_id)])),
            )
            dead = [run.id for run in running if str(run.id) != str(flow_run_id)]
            for run_id in dead:
                client.set_flow_run_state(run_id, Crashed(message=KILLED), force=True)
            _end_tasks_of(client, dead)
    except Exception as error:  # of the server; not a reason to stop reading documents
        log.warning("killed runs may still be shown as running: %s", type(error).__name__)


def _end_tasks_of(client: SyncPrefectClient, flow_run_ids: Sequence[UUID]) -> None:
    if not flow_run_ids:
        return
    under_way = client.read_task_runs(
        flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=list(flow_run_ids))),
        task_run_filter=TaskRunFilter(state=TaskRunFilterState(type=TaskRunFilterStateType(any_=UNDER_WAY))),
    )
    for run in under_way:
        client.set_task_run_state(run.id, Crashed(message=KILLED), force=True)
