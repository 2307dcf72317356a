"""`docs/operations.md`, followed from top to bottom: its commands are run, its services are started."""

from __future__ import annotations

import configparser
import inspect
import os
import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from markdown_it import MarkdownIt

import flows  # sets Prefect's settings before it is imported  # noqa: F401
from contracts import CONTRACTS
from pipeline.ledger import Ledger
from pipeline.sources import sources_of
from tests.support.prefect_server import COMPOSE, ROOT, answers, environment, free_port, program, until

pytestmark = [pytest.mark.prefect, pytest.mark.slow]
GUIDE = ROOT / "docs" / "operations.md"
# One shell that lasts: each block goes on with the folder and the variables of the one before.
LASTING = 'if [ -e "$STATE" ]; then . "$STATE"; cd "$PWD"; fi\n{block}\nexport -p > "$STATE"'


@dataclass
class Machine:
    """What stands for a fresh machine: the folders of the guide, its user's shell, its services."""

    folder: Path
    address: str
    server_home: Path
    printed: str = ""
    services: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "srv"

    def localised(self, text: str) -> str:
        """The same for the folders and the port of this test."""
        places = {"/opt/tjut": str(self.folder / "opt"), "/srv/tjut": str(self.data)}
        for place, here in places.items():
            text = text.replace(place, here)
        return text.replace("http://127.0.0.1:4200/api", self.address)

    def run(self, block: str) -> None:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", LASTING.format(block=self.localised(block))],
            cwd=self.folder,
            env=environment(self.folder) | {"STATE": str(self.folder / "state"), "COLUMNS": "200"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=240,
            check=False,
        )
        self.printed += done.stdout
        assert done.returncode == 0, f"{block}\nended with {done.returncode}:\n{done.stdout}"

    def install(self, unit: str) -> None:
        """Starts a service; the server is one that runs already, and what a timer starts is for another hour."""
        service = configparser.ConfigParser(interpolation=None, strict=False)
        service.optionxform = str  # type: ignore[assignment,method-assign]
        service.read_string(self.localised(unit))
        if "Service" not in service or service["Service"].get("Type") == "oneshot":
            return
        command = shlex.split(service["Service"]["ExecStart"])
        if "server" in command:
            (self.data / "prefect" / "prefect.db").symlink_to(self.server_home / "prefect.db")
        else:
            self.start(command, service["Service"]["WorkingDirectory"], service["Service"]["EnvironmentFile"])
            until(lambda: deployed("tjut"))

    def start(self, command: Sequence[str], folder: str, variables: str) -> None:
        given = dict(line.split("=", 1) for line in Path(variables).read_text().splitlines())
        with (self.folder / "log").open("ab") as log:
            self.services.append(
                subprocess.Popen(
                    command,
                    cwd=folder,
                    env=environment(self.folder) | given,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def stop(self) -> None:
        for service in self.services:
            os.killpg(service.pid, signal.SIGKILL)
            service.wait()
        self.services.clear()


def blocks() -> list[tuple[str, str]]:
    """The fenced blocks of the guide: language and content."""
    return [(token.info, token.content) for token in MarkdownIt().parse(GUIDE.read_text()) if token.type == "fence"]


@pytest.fixture(scope="module")
def machine(prefect_server: str, server_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine on which the guide was followed."""
    folder = tmp_path_factory.mktemp("machine")
    fresh = Machine(folder, prefect_server, server_home)
    (folder / "opt").mkdir()
    fresh.data.mkdir()
    for name in (".venv", "flows", "pipeline", "contracts", "prefect.yaml"):
        (folder / "opt" / name).symlink_to(ROOT / name)
    (folder / "opt" / "raw").symlink_to(ROOT / "raw")
    try:
        for language, content in blocks():
            if language == "sh":
                fresh.run(content)
            elif language == "ini":
                fresh.install(content)
        yield fresh
    finally:
        fresh.stop()


def test_all_blocks_are_of_a_known_kind() -> None:
    assert {language for language, _ in blocks()} == {"sh", "ini", "console", "toml"}


def test_the_list_of_sources_is_one(tmp_path: Path) -> None:
    (content,) = [content for language, content in blocks() if language == "toml"]
    path = tmp_path / "sources.toml"
    path.write_text(content, encoding="utf-8")
    assert [source.name for source in sources_of(path).documents] == [
        "hasselby-vallingby-stadsdelsnamnd-2026",
        "farsta-stadsdelsnamnd-2025",
        "farsta-stadsdelsnamnd-2026-tertialrapport-t1",
    ]


def test_the_server_is_started_as_in_the_container() -> None:
    unit = next(content for language, content in blocks() if language == "ini" and "prefect server" in content)
    (command,) = re.findall(r"ExecStart=/opt/tjut/.venv/bin/(.*)", unit)
    container = yaml.safe_load(COMPOSE.read_text())["services"]["server"]["command"]
    assert [word.replace("127.0.0.1", "0.0.0.0") for word in shlex.split(command)] == container


def test_it_is_run_by_hand_on_demand_and_as_backfill(machine: Machine) -> None:
    """A run of the schedule, each quarter of an hour, may come between them: it finds what that on demand does."""
    by_hand, *others = Ledger(machine.data / "warehouse.duckdb").entries()
    idle = list(takewhile(lambda entry: not entry.counts["published"], others))
    on_demand, backfill = idle[0], others[len(idle)]
    assert [by_hand.counts["published"], on_demand.counts["unchanged"], backfill.counts["published"]] == [1, 1, 1]
    assert all(entry.counts == on_demand.counts for entry in idle)
    assert len(idle) <= 2
    assert "1 file: 1 published" in machine.printed


def test_what_to_look_at_is_there(machine: Machine) -> None:
    assert "0 files not published" in machine.printed
    runs = [line for line in machine.printed.splitlines() if "COMPLETED" in line and "ingest" in line]
    assert len(runs) >= 2


def test_the_restored_warehouse_has_the_same_rows(machine: Machine) -> None:
    found = []
    for folder in (machine.data, machine.data / "restored"):
        with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
            tables = [name for name, contract in CONTRACTS.items() if contract.staged]
            found.append([connection.execute(f"SELECT * FROM base.{name} ORDER BY ALL").fetchall() for name in tables])
    assert found[0] == found[1]
    assert found[0][0]


def test_the_backup_has_the_notification_block(machine: Machine) -> None:
    import sqlite3

    with sqlite3.connect(machine.data / "backup" / "prefect.db") as database:
        names = {name for (name,) in database.execute("SELECT name FROM block_document")}
    assert "tjut" in names


@pytest.mark.parametrize("name", ["tjut", "pool"])
def test_both_deployments_have_schedule_and_limit_on_the_server(machine: Machine, name: str) -> None:
    deployment = deployed(name)
    (schedule,) = deployment.schedules
    assert (schedule.schedule.cron, schedule.schedule.timezone) == ("*/15 * * * *", "Europe/Stockholm")
    assert deployment.global_concurrency_limit.limit == 1
    assert deployment.concurrency_options.collision_strategy.value == "ENQUEUE"
    assert deployment.concurrency_options.grace_period_seconds == 120


def test_the_pool_gives_parameters_that_the_flow_has() -> None:
    from flows.ingest import ingest

    (entry,) = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
    assert entry["parameters"].keys() <= inspect.signature(ingest.fn).parameters.keys()


def test_a_worker_of_the_pool_runs_it(machine: Machine) -> None:
    machine.stop()
    before = len(Ledger(machine.data / "warehouse.duckdb").entries())
    command = next(line for kind, text in blocks() for line in text.splitlines() if "worker start --pool" in line)
    assert "console" in {kind for kind, text in blocks() if command in text}
    words = [str(ROOT / ".venv" / "bin" / "prefect"), *shlex.split(command)[1:]]
    machine.start(words, str(machine.data), str(machine.data / "environment"))
    machine.run("prefect deployment run ingest/pool --watch --watch-interval 1")
    entries = Ledger(machine.data / "warehouse.duckdb").entries()
    assert len(entries) > before
    assert entries[-1].counts["unchanged"] == 1


def test_prefect_s_database_is_restored_with_its_services_running(machine: Machine, tmp_path: Path) -> None:
    """The block of the guide to the letter; `systemctl` stops and starts a server of this test's own."""
    machine.stop()
    port, database = free_port(), machine.data / "prefect" / "prefect.db"
    database.unlink()  # the link to the server that all tests share
    shutil.copy(machine.data / "backup" / "prefect.db", database)
    (block,) = [text for kind, text in blocks() if kind == "console" and "tjut restore" in text]
    own = environment(tmp_path) | {"PREFECT_HOME": str(database.parent)}
    own |= {"PREFECT_API_URL": f"http://127.0.0.1:{port}/api"}
    _start_server(machine, own, port)
    _prefect(own, "variable", "set", "later", "1")
    done = [line for line in block.splitlines() if not line.startswith("systemctl")]
    assert [line for line in block.splitlines() if line not in done] == [
        "systemctl stop tjut tjut-server",
        "systemctl start tjut-server tjut",
    ]
    machine.stop()  # killed, so that its log stays beside the database
    assert database.with_name("prefect.db-wal").exists()
    machine.run("\n".join(done))
    _start_server(machine, own, port)
    assert "later" not in _prefect(own, "variable", "ls")
    assert "tjut" in _prefect(own, "block", "ls")
    assert Ledger(machine.data / "warehouse.duckdb").entries()


def _start_server(machine: Machine, own: dict[str, str], port: int) -> None:
    words = [str(program("prefect")), "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (machine.folder / "log").open("ab") as log:
        machine.services.append(subprocess.Popen(words, env=own, stdout=log, stderr=log, start_new_session=True))
    until(lambda: answers(f"http://127.0.0.1:{port}/api/health") or None)


def _prefect(own: dict[str, str], *words: str) -> str:
    command = [str(program("prefect")), *words]
    return subprocess.run(command, env=own | {"COLUMNS": "200"}, capture_output=True, text=True, check=True).stdout


def deployed(name: str) -> Any:
    """The deployment of this name on the server; None if there is none."""
    from prefect.client.orchestration import get_client
    from prefect.exceptions import ObjectNotFound

    with get_client(sync_client=True) as client, suppress(ObjectNotFound):
        return client.read_deployment_by_name(f"ingest/{name}")
    return None
