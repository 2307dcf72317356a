"""The flow against a real Prefect server on a free loopback port."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import flows  # sets Prefect's settings before it is imported  # noqa: F401
from pipeline.ledger import Ledger
from pipeline.notices import read_notices
from pipeline.outcome import Fate
from pipeline.run import Batch, Limits, Outcome, Report
from pipeline.run.lock import only_run
from pipeline.staged import ARRIVAL
from tests.support import fakes
from tests.support.prefect_server import free_port
from tests.support.webhook import listening

FINDING = {"document_id": "d", "ordinal": 1, "page": 2, "severity": "error", "message": "Fel."}
pytestmark = [pytest.mark.prefect, pytest.mark.slow]


@pytest.fixture(autouse=True)
def faked(prefect_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The flow with a pipeline that does what the files say."""
    import flows.artifacts
    import flows.ingest

    monkeypatch.setattr(flows.ingest, "Batch", partial(Batch, extract=fakes.EXTRACT, publish=fakes.publish))
    monkeypatch.setattr(flows.artifacts, "findings_of", lambda *_: [dict(FINDING)])


def ingest(folder: Path, **files: str) -> Report:
    import flows.ingest

    put(folder, **files)
    report: Report = flows.ingest.ingest(*places(folder), Limits(seconds=2.0))
    return report


def state_of(folder: Path, **parameters: Any) -> Any:
    """The state that a run on this folder ends in."""
    import flows.ingest

    named = dict(zip(("raw", "staged", "warehouse"), places(folder), strict=True))
    return flows.ingest.ingest(**{**named, **parameters}, return_state=True)


def put(folder: Path, **files: str) -> None:
    (folder / "raw").mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / "raw" / f"{name}.pdf").write_text(content)


def places(folder: Path) -> tuple[Path, Path, Path]:
    return folder / "raw", folder / "staged", folder / "warehouse.duckdb"


def task_runs() -> dict[str, tuple[str, int]]:
    """State and number of attempts of each task run that the server knows, by its name."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        return {run.name: (run.state_name or "", run.run_count) for run in client.read_task_runs()}


def artifact(of: str) -> str:
    """The newest summary with this text that the server knows; tests of the other process leave some there, too."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
    from prefect.client.schemas.sorting import ArtifactSort

    with get_client(sync_client=True) as client:
        found = client.read_artifacts(
            artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=["ingest"])), sort=ArtifactSort.CREATED_DESC
        )
    return next(one.data for one in found if isinstance(one.data, str) and of in one.data)


def test_each_document_is_a_task_and_a_bad_one_stops_nothing(tmp_path: Path) -> None:
    report = ingest(tmp_path, a="good a", b="refuse encrypted", c="crash", d="hang", e="quarantine")
    assert [outcome.fate.value for outcome in report.outcomes] == [
        "published",
        "refused",
        "refused",
        "refused",
        "quarantined",
    ]
    assert (tmp_path / "warehouse.duckdb").exists()
    runs = task_runs()
    assert {name: runs[f"{name}.pdf"] for name in "abcde"} == {
        "a": ("Completed", 1),
        **dict.fromkeys("bcd", ("Refused", 1)),
        "e": ("Quarantined", 1),
    }
    head, _, *lines = artifact(r"| e\.pdf | quarantined").splitlines()
    assert head == "| file | outcome | reason | advice | rows | seconds |"
    told = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    assert [(*cells[:3], cells[4]) for cells in told] == [
        (r"a\.pdf", "published", "", "3"),
        (r"b\.pdf", "refused", r"encrypted\: seen in it", ""),
        (r"c\.pdf", "refused", r"crashed\: its worker process ended by signal SIGABRT", ""),
        (r"d\.pdf", "refused", r"too\_slow\: more than 2 seconds", ""),
        (r"e\.pdf", "quarantined", r"contract\: a; b", ""),
    ]
    assert told[1][3].startswith("The file needs a password")


def test_a_second_run_has_no_tasks_and_a_ledger_entry(tmp_path: Path) -> None:
    ingest(tmp_path, unchanged="good unchanged")
    before = task_runs()
    report = ingest(tmp_path)
    assert task_runs() == before
    assert (report.rebuilt, report.entry.counts["unchanged"]) == (False, 1)
    assert [entry.run_id for entry in Ledger(tmp_path / "warehouse.duckdb").entries()] == [1, 2]
    assert artifact("1 file is unchanged") == "1 file is unchanged"


def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """The task's retries without their delay."""
    import flows.ingest

    patient = flows.ingest.extract.with_options(retries=2, retry_delay_seconds=[0, 0])
    monkeypatch.setattr(flows.ingest, "extract", patient)


def test_trouble_of_the_machine_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    patience(monkeypatch)
    report = ingest(tmp_path, passing="full once", well="good")
    assert [outcome.fate.value for outcome in report.outcomes] == ["published", "published"]
    assert (task_runs()["passing.pdf"], task_runs()["well.pdf"]) == (("Completed", 2), ("Completed", 1))


def test_a_disk_that_stays_full_ends_the_run_and_is_no_document_s_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience(monkeypatch)
    put(tmp_path, full="full", well="good")
    state = state_of(tmp_path)
    assert state.is_failed()
    assert "No space left on device: free some space, then try again" in state.message
    assert task_runs()["full.pdf"] == ("Failed", 3)
    put(tmp_path, full="good full")
    assert ingest(tmp_path).bad == []


def test_a_file_name_cannot_break_the_table() -> None:
    from flows.artifacts import _row

    outcome = Outcome("a|b`c<d>\\.pdf", Fate.REFUSED, reason="damaged", seen="one\ntwo")
    assert _row(outcome) == "| a\\|b\\`c\\<d\\>\\\\\\.pdf | refused | damaged\\: one two |  |  | 0\\.0 |"


def test_only_the_boards_and_years_that_were_asked_for(tmp_path: Path) -> None:
    put(tmp_path, a="named farsta-2026", b="named farsta-2025", c="named jarva-2026")
    state = state_of(tmp_path, boards=["Farsta"], years=[2026])
    assert [outcome.file for outcome in state.result().outcomes] == ["a.pdf"]
    assert state.result().left_out == ("b.pdf", "c.pdf")
    assert state.message.startswith("1 file: 1 published; ")
    assert state.message.endswith("; skipped, because they are for other boards or years: b.pdf, c.pdf")


def test_boards_that_no_document_is_of_do_not_end_green(tmp_path: Path) -> None:
    put(tmp_path, a="named farsta-2026")
    state = state_of(tmp_path, boards=["Farstaa"])
    assert (state.type.value, state.name) == ("FAILED", "NothingFits")
    assert "no document in the folder matches farstaa" in state.message
    assert state_of(tmp_path, boards=["Farsta"]).is_completed()
    assert state_of(tmp_path, boards=["Farsta"]).is_completed()  # it is unchanged, and fits still


def test_a_heart_beats_after_each_good_run_and_silence_is_told_once(
    tmp_path: Path, block: str, heard: list[dict[str, Any]]
) -> None:
    put(tmp_path, a="good a")
    beats: list[dict[str, Any]] = []
    with listening(beats) as url:
        assert state_of(tmp_path, heartbeat=url, expect_within=30).is_completed()
        assert len(beats) == 1
        (arrival,) = (tmp_path / "staged").glob(f"*/{ARRIVAL}")
        arrival.write_text('{"arrived_at": "2020-01-01T00:00:00"}')
        states = [state_of(tmp_path, heartbeat=url, expect_within=30, notify=block) for _ in range(2)]
        assert [(state.type.value, state.name) for state in states] == [("FAILED", "Silent")] * 2
        assert len(beats) == 1
    assert ["since 2020-01-01" in message["body"] for message in heard] == [True]


def without_raw(folder: Path, _: pytest.MonkeyPatch) -> str:
    (folder / "raw").rename(folder / "elsewhere")
    return f"{folder}/raw: Not a directory"


def without_contracts(_: Path, patch: pytest.MonkeyPatch) -> str:
    patch.setenv("PANDERA_VALIDATION_ENABLED", "False")
    return "PANDERA_VALIDATION_ENABLED=False switches the contracts off: unset it and run again"


def without_room(folder: Path, _: pytest.MonkeyPatch) -> str:
    (folder / "warehouse.duckdb").mkdir()
    return "Is a directory"


@pytest.mark.parametrize("trouble", [without_raw, without_contracts, without_room])
def test_what_a_user_can_cause_is_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, trouble: Any
) -> None:
    put(tmp_path, a="good a")
    message = trouble(tmp_path, monkeypatch)
    state = state_of(tmp_path)
    assert (state.type.value, state.name) == ("FAILED", "Failed")
    assert message in state.message
    assert "\n" not in state.message
    assert "Traceback" not in caplog.text


def test_another_run_at_work_is_told_by_the_name_of_the_state(tmp_path: Path) -> None:
    put(tmp_path, a="good a")
    with only_run(tmp_path / "warehouse.duckdb", tmp_path / "staged"):
        state = state_of(tmp_path)
    assert (state.type.value, state.name) == ("FAILED", "Busy")
    assert "wait until it ends, then try again" in state.message


def test_what_is_newly_bad_is_told_once(tmp_path: Path, block: str, heard: list[dict[str, Any]]) -> None:
    put(tmp_path, a="good a", b="refuse encrypted")
    for _ in range(2):
        assert state_of(tmp_path, notify=block).is_completed()
    assert [message["subject"] for message in heard] == ["Tjut: 1 file was not published"]
    assert "b.pdf: encrypted: seen in it. The file needs a password." in heard[0]["body"]
    put(tmp_path, c="quarantine", d="refuse damaged")
    state_of(tmp_path, notify=block)
    assert heard[1]["subject"] == "Tjut: 2 files were not published"
    assert "b.pdf" not in heard[1]["body"]


def test_a_run_that_fails_is_told(tmp_path: Path, block: str, heard: list[dict[str, Any]]) -> None:
    state_of(tmp_path, notify=block)
    (message,) = heard
    assert message["subject"].endswith(" ended as Failed")
    assert f"{tmp_path}/raw" in message["body"]


@pytest.mark.parametrize("block", ["down", "missing"])
def test_a_webhook_that_is_down_fails_no_run(
    tmp_path: Path, block: str, prefect_server: str, caplog: pytest.LogCaptureFixture
) -> None:
    from prefect.blocks.notifications import CustomWebhookNotificationBlock

    secret = f"http://127.0.0.1:{free_port()}/secret"
    CustomWebhookNotificationBlock(name="down", url=secret, json_data={"text": "{{body}}"}).save("down", overwrite=True)
    put(tmp_path, a="good a", b="refuse encrypted")
    assert state_of(tmp_path, notify=f"custom-webhook/{block}").is_completed()
    assert "no notification was sent" in caplog.text
    assert secret not in caplog.text


@pytest.fixture
def heard() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def deaf() -> list[str]:
    """What the webhook suffers from."""
    return []


@pytest.fixture
def block(prefect_server: str, heard: list[dict[str, Any]], deaf: list[str]) -> Iterator[str]:
    """The name of a notification block that speaks to `heard`."""
    from prefect.blocks.notifications import CustomWebhookNotificationBlock

    with listening(heard, deaf) as url:
        told = {"subject": "{{subject}}", "body": "{{body}}"}
        CustomWebhookNotificationBlock(name="flow", url=url, json_data=told, timeout=1.0).save("flow", overwrite=True)
        yield "custom-webhook/flow"


@pytest.mark.parametrize("trouble", ["fails", "hangs"])
def test_word_that_could_not_be_sent_is_sent_with_the_next_run(
    tmp_path: Path, block: str, heard: list[dict[str, Any]], deaf: list[str], trouble: str
) -> None:
    deaf.append(trouble)
    put(tmp_path, a="good a", b="refuse encrypted")
    assert state_of(tmp_path, notify=block).is_completed()
    assert heard == []
    deaf.clear()
    put(tmp_path, c="refuse damaged")
    for _ in range(2):
        state_of(tmp_path, notify=block)
    (message,) = heard
    assert "b.pdf: encrypted" in message["body"]
    assert "c.pdf: damaged" in message["body"]


def test_what_a_run_by_hand_found_is_told_by_the_next_run_of_the_schedule(
    tmp_path: Path, block: str, heard: list[dict[str, Any]]
) -> None:
    put(tmp_path, b="refuse encrypted")
    state_of(tmp_path)  # nobody to tell
    state_of(tmp_path, notify=block)
    assert ["b.pdf: encrypted" in message["body"] for message in heard] == [True]


def test_word_of_a_failed_run_waits_too(
    tmp_path: Path, block: str, heard: list[dict[str, Any]], deaf: list[str]
) -> None:
    deaf.append("fails")
    assert state_of(tmp_path, notify=block).is_failed()  # there is no raw folder
    deaf.clear()
    put(tmp_path, a="good a", b="refuse damaged")
    state_of(tmp_path, notify=block)
    state_of(tmp_path, notify=block)
    first, second = heard
    assert first["subject"].endswith(" ended as Failed")
    assert second["subject"] == "Tjut: 1 file was not published"


def test_a_service_that_keeps_its_failures_to_itself_is_made_to_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack's block, and all others of its kind, say nothing when they could not send unless they are asked to."""
    from prefect.blocks.notifications import SlackWebhook

    import flows.notify

    slack = SlackWebhook(url="https://hooks.slack.com/services/A1B2C3D4E/A1B2C3D4E/a1b2c3d4e5f6g7h8i9j0k1l2")
    slack._apprise_client = type("Failing", (), {"notify": staticmethod(lambda **_: False)})()
    monkeypatch.setattr(flows.notify, "notification_block", lambda _: slack)
    put(tmp_path, b="refuse encrypted")
    state_of(tmp_path, notify="slack-webhook/any")
    assert read_notices(tmp_path / "warehouse.duckdb").told == frozenset()
