"""The ingest as a deployment of a real Prefect server: on schedule, on demand, one at a time, with word of trouble."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import flows  # sets Prefect's settings before it is imported  # noqa: F401
from pipeline.ledger import Ledger
from tests.press.facsimile import FACSIMILE
from tests.support.prefect_server import environment, until
from tests.support.traps import set_traps
from tests.support.webhook import listening

ADDRESS = "https://plans.example/report.html"
pytestmark = [pytest.mark.prefect, pytest.mark.slow]


@dataclass
class Served:
    """A folder of documents that is served, and what its deployment was told to tell."""

    folder: Path
    address: str
    cron: str
    heard: list[dict[str, Any]] = field(default_factory=list)

    @property
    def deployment(self) -> Any:
        with client() as prefect:
            return prefect.read_deployment_by_name("ingest/served")

    def runs(self) -> list[Any]:
        from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId

        chosen = DeploymentFilter(id=DeploymentFilterId(any_=[self.deployment.id]))
        with client() as prefect:
            return list(prefect.read_flow_runs(deployment_filter=chosen))

    def start(self, **parameters: Any) -> Any:
        with client() as prefect:
            return prefect.create_flow_run_from_deployment(self.deployment.id, parameters=parameters)

    def ended(self, run_id: Any) -> Any:
        """The run with this id when it has ended."""

        def look() -> Any:
            with client() as prefect:
                run = prefect.read_flow_run(run_id)
            return run if run.state.is_final() else None

        return until(look)


def artifacts(run: Any) -> dict[str, Any]:
    """What a run left on the server, by key."""
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

    chosen = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id]))
    with client() as prefect:
        return {artifact.key: artifact for artifact in prefect.read_artifacts(artifact_filter=chosen)}


def client() -> Any:
    from prefect.client.orchestration import get_client

    return get_client(sync_client=True)


@pytest.fixture(scope="module")
def served(prefect_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Served every 15 seconds, from a folder whose own packages are called as those of Tjut are."""
    from prefect.blocks.notifications import CustomWebhookNotificationBlock

    house = Served(tmp_path_factory.mktemp("served"), prefect_server, "* * * * * */15")
    (house.folder / "raw").mkdir()
    shutil.copy(FACSIMILE, house.folder / "raw")
    set_traps(house.folder)
    (house.folder / "raw" / "poisoned.pdf").write_bytes(b"%PDF-1.7\n" + b"\0" * 100)
    with listening(house.heard) as url:
        told = {"subject": "{{subject}}", "body": "{{body}}"}
        CustomWebhookNotificationBlock(name="test", url=url, json_data=told).save("served", overwrite=True)
        words = ["--name=served", f"--cron={house.cron}", "--notify=custom-webhook/served"]
        words += ["--report=out/report.html", f"--report-url={ADDRESS}"]
        log = (house.folder / "log").open("wb")
        process = subprocess.Popen(
            [Path(sys.executable).with_name("tjut"), "serve", *words],
            cwd=house.folder,
            env=environment(house.folder / "prefect", prefect_server),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield house
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            log.close()


@pytest.fixture(scope="module")
def first(served: Served) -> Any:
    """The first scheduled run when it has ended; the schedule is paused then."""
    from prefect.exceptions import ObjectNotFound

    def look() -> Any:
        with suppress(ObjectNotFound):
            begun = [run for run in served.runs() if run.auto_scheduled and run.start_time is not None]
            return min(begun, key=lambda run: run.start_time) if begun else None
        return None

    begun = until(look)
    with client() as prefect:
        prefect.pause_deployment(served.deployment.id)
    return served.ended(begun.id)


@pytest.fixture(scope="module")
def queue(served: Served, first: Any) -> list[Any]:
    """Three runs that were asked for at once, a backfill and two plain ones, in the order in which they were done."""
    asked = [
        served.start(boards=["Hässelby-Vällingby"], years=[2026], force=True, limits={"seconds": 100}),
        served.start(),
        served.start(),
    ]
    return sorted((served.ended(run.id) for run in asked), key=lambda run: run.start_time)


def test_it_runs_on_schedule(served: Served, first: Any) -> None:
    assert (first.state_name, first.auto_scheduled) == ("Completed", True)
    assert first.state.message.startswith("2 files: 1 published, 1 refused; ")
    assert (served.folder / "warehouse.duckdb").exists()


def test_the_server_knows_the_schedule_and_the_limit(served: Served, first: Any) -> None:
    """Prefect passes over options that stand in the wrong place: what counts is what the server has."""
    deployment = served.deployment
    (schedule,) = deployment.schedules
    assert (schedule.schedule.cron, schedule.schedule.timezone) == (served.cron, "Europe/Stockholm")
    assert deployment.global_concurrency_limit.limit == 1
    assert deployment.concurrency_options.collision_strategy.value == "ENQUEUE"
    assert deployment.parameters["warehouse"] == str(served.folder / "warehouse.duckdb")


def test_its_artifacts_are_there(served: Served, first: Any) -> None:
    found = artifacts(first)
    assert r"| poisoned\.pdf | refused | damaged" in found["ingest"].data
    findings = json.loads(found["findings"].data)
    assert findings
    assert {"severity", "board", "plan_year", "page", "rule", "message"} <= findings[0].keys()
    assert f"{len(findings)} findings in 1 document" in found["findings"].description
    assert {"file", "see"} <= findings[0].keys()
    assert "report" in found


def test_a_poisoned_file_raises_one_notification(served: Served, first: Any) -> None:
    (heard,) = [message for message in served.heard if "not published" in message["subject"]]
    assert heard["subject"] == "Tjut: 1 file was not published"
    assert "poisoned.pdf: damaged:" in heard["body"]


def test_what_was_told_is_not_told_again(served: Served, queue: list[Any]) -> None:
    assert [run.state.message.partition(" refused")[0][-1] for run in queue] == ["1"] * 3
    assert len(served.heard) == 1


def test_a_backfill_reads_again_what_it_is_about(queue: list[Any]) -> None:
    told = {bool(run.parameters.get("force")): run.state.message for run in queue}
    assert told[True].startswith("2 files: 1 published, 1 refused; ")
    assert told[False].startswith("2 files: 1 unchanged, 1 refused; ")


def test_the_report_is_made_and_linked_where_people_get_it(served: Served, queue: list[Any]) -> None:
    report = served.folder / "out" / "report.html"
    assert "Hässelby-Vällingby" in report.read_text("utf-8")
    found = artifacts(queue[0])
    assert f"]({ADDRESS})" in found["report"].data
    ((told,),) = [[run for run in queue if run.parameters.get("force")]]
    shown = [row["see"] for row in json.loads(artifacts(told)["findings"].data)]
    assert all(f"({ADDRESS}#d-" in see or "tjut trace finding" in see for see in shown)


def logs(run: Any) -> list[str]:
    from prefect.client.schemas.filters import LogFilter, LogFilterFlowRunId

    with client() as prefect:
        found = prefect.read_logs(LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run.id])))
    return [log.message for log in found]


def test_a_run_that_cannot_work_says_why_once_and_without_a_traceback(served: Served, queue: list[Any]) -> None:
    run = served.ended(served.start(raw=str(served.folder / "elsewhere")).id)
    assert run.state_name == "Failed"
    why = "elsewhere: Not a directory"
    assert why in run.state.message

    def told() -> list[str] | None:  # lines are sent in bundles
        return [line for line in logs(run) if why in line] or None

    assert len(until(told)) == 1
    assert "Traceback" not in "\n".join(logs(run))
    assert "Traceback" not in (served.folder / "log").read_text()


def test_a_run_that_is_killed_leaves_no_task_running(served: Served, queue: list[Any]) -> None:
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

    run = served.start(force=True)
    chosen = FlowRunFilter(id=FlowRunFilterId(any_=[run.id]))

    def tasks() -> list[str]:
        with client() as prefect:
            return [task.state_name for task in prefect.read_task_runs(flow_run_filter=chosen)]

    def reads() -> bool | None:
        return True if "Running" in tasks() else None

    until(reads)
    for process in processes_of(run.id):
        os.kill(process, signal.SIGKILL)
    assert served.ended(run.id).state_name == "Crashed"
    assert until(lambda: found if (found := set(tasks())) <= {"Crashed", "Completed", "Refused"} else None)
    assert "Crashed" in tasks()


def test_what_no_service_saw_die_is_ended_by_the_next_run(served: Served, queue: list[Any]) -> None:
    """As after a power cut: the server still shows a run and its tasks as running."""
    from prefect import task
    from prefect.states import Running

    @task
    def reading() -> None:
        pass

    with client() as prefect:
        dead = prefect.create_flow_run_from_deployment(served.deployment.id, state=Running())
        left = prefect.create_task_run(reading, dead.id, dynamic_key="0", state=Running())
    assert served.ended(served.start().id).state_name == "Completed"
    with client() as prefect:
        assert prefect.read_flow_run(dead.id).state_name == "Crashed"
        assert prefect.read_task_run(left.id).state_name == "Crashed"


def processes_of(run_id: Any) -> list[int]:
    """The processes of a flow run: Prefect tells them its number in their environment."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"PREFECT__FLOW_RUN_ID={run_id}".encode() in (place / "environ").read_bytes().split(b"\0"):
                found.append(int(place.name))
    return found


def test_triggers_at_once_do_not_collide_and_go_in_order(served: Served, queue: list[Any]) -> None:
    assert [run.state_name for run in queue] == ["Completed"] * 3
    assert [run.id for run in queue] == [run.id for run in sorted(queue, key=lambda run: run.created)]
    assert all(one.end_time <= other.start_time for one, other in pairwise(queue))
    with client() as prefect:
        waited = [state.name for run in queue for state in prefect.read_flow_run_states(run.id)]
    assert "AwaitingConcurrencySlot" not in waited  # the server sends none back, which would then come in any order
    *_, one, other = Ledger(served.folder / "warehouse.duckdb").entries()
    assert one.ended_at <= other.started_at


def test_nothing_was_a_surprise(served: Served, queue: list[Any]) -> None:
    assert "Traceback" not in (served.folder / "log").read_text()
